//go:build browser

package render

import (
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"okienko/fixtures/screen"
	"okienko/forms"
	"okienko/forms/compose"
	"okienko/xades/xmltree"
)

// screenshotsEnv names a folder for screenshots.
const screenshotsEnv = "OKIENKO_SCREENSHOTS"

// stage is a page of the house, as far as forms and letters need one: all pages
// of a form stand on it below each other.
var stage = template.Must(template.New("stage").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><title>{{.Title}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/style.css"></head>
<body><main class="wide"><h1 lang="pl">{{.Title}}</h1>
{{if .Faults}}<section class="notice notice-bad" aria-label="!"><ul>{{range .Faults}}<li><a href="#{{.ID}}">{{.Text}}</a></li>{{end}}</ul></section>{{end}}
{{range .Questions}}<form class="card" method="post" enctype="multipart/form-data" novalidate aria-label="{{.Title}}"><h2 lang="pl">{{.Title}}</h2>
{{.HTML}}<button class="button">OK</button></form>{{end}}
{{.Rest}}</main></body></html>`))

type staged struct {
	Lang, Title string
	Faults      []Fault
	Questions   []stagedPage
	Rest        template.HTML
}

type stagedPage struct {
	Title string
	HTML  template.HTML
}

// known is what the office and the account of a test person are known to be.
var known = compose.Known{
	"entity.name": "Urząd Miejski w Przykładowie", "entity.regon": "123456785", "entity.postcode": "00-001", "entity.town": "Przykładowo",
	"person.first": "Anna", "person.last": "Testowa", "person.pesel": "44051401458", "today": "2026-03-04", "box": "/umprzykladowo/skrytka",
}

func emptySheet(f *forms.Form) *compose.Sheet {
	return compose.New(f, nil, nil, known)
}

// fullSheet has every optional part open, one more item in every list, and an
// alternative chosen wherever there are some; nothing is filled in, so that
// every question that must be answered has a problem.
func fullSheet(f *forms.Form) *compose.Sheet {
	s := compose.New(f, nil, nil, known)
	for range 4 { // what opens has parts of its own
		for _, action := range actions(s) {
			s.Act(action)
		}
	}
	for _, p := range s.Pages {
		s.Check(p)
	}
	return s
}

func actions(s *compose.Sheet) (actions []string) {
	var look func([]*compose.Field)
	look = func(fields []*compose.Field) {
		for _, f := range fields {
			switch {
			case f.Kind == compose.Optional && !f.Open:
				actions = append(actions, "open:"+f.Name)
			case f.Kind == compose.Repeat && len(f.Fields) < 2:
				actions = append(actions, "add:"+f.Name)
			case f.Kind == compose.OneOf && len(f.Fields) == 0 && len(f.Options) > 0:
				actions = append(actions, "choose:"+f.Name+"="+f.Options[len(f.Options)-1].Value)
			}
			look(f.Fields)
		}
	}
	for _, p := range s.Pages {
		look(p.Fields)
	}
	return actions
}

// sampleSheet is the form's own sample as somebody filled it in.
func sampleSheet(t *testing.T, f *forms.Form) *compose.Sheet {
	t.Helper()
	doc, err := xmltree.Parse(f.SampleXML, xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	answers, files := compose.Read(f, doc.Root())
	return compose.New(f, answers, files, known)
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func stageForm(t *testing.T, f *forms.Form, s *compose.Sheet, lang string) staged {
	t.Helper()
	st := staged{Lang: lang, Title: f.Title["pl"]}
	for _, p := range s.Pages {
		st.Faults = append(st.Faults, Faults(p, reader(lang))...)
		st.Questions = append(st.Questions, stagedPage{p.Title["pl"], must[template.HTML](t)(Page(p, reader(lang)))})
	}
	return st
}

// scenes are all pages of a form in all their moods.
func scenes(t *testing.T, c *forms.Catalogue, f *forms.Form, lang string) map[string]staged {
	t.Helper()
	r, sample := reader(lang), sampleSheet(t, f)
	letter := must[Outline](t)(Document(f.SampleXML, c))
	return map[string]staged{
		"empty":    stageForm(t, f, emptySheet(f), lang),
		"full":     stageForm(t, f, fullSheet(f), lang),
		"filled":   stageForm(t, f, sample, lang),
		"answers":  {Lang: lang, Title: f.Title["pl"], Rest: must[template.HTML](t)(Answers(sample, r, func(p *compose.Page) string { return "/" + p.ID }))},
		"document": {Lang: lang, Title: f.Title["pl"], Rest: "<h2>.</h2>" + must[template.HTML](t)(letter.HTML(r, func(k int) string { return fmt.Sprint("/", k) }))},
	}
}

// theatre serves scenes by their path.
type theatre struct {
	url    string
	most   int // forms played; 0: all
	scenes map[string]staged
}

func openTheatre(t *testing.T) *theatre {
	t.Helper()
	style, err := os.ReadFile("../../inbox/web/static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	th := &theatre{scenes: map[string]staged{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/style.css" {
			w.Header().Set("Content-Type", "text/css")
			_, _ = w.Write(style)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = stage.Execute(w, th.scenes[r.URL.Path])
	}))
	t.Cleanup(server.Close)
	th.url = server.URL
	return th
}

// play puts every scene of every form on and calls do on each.
func (th *theatre) play(t *testing.T, w *screen.Window, langs []string, do func(t *testing.T, name string)) {
	t.Helper()
	c := catalogue(t)
	for i, f := range c.Forms() {
		if th.most > 0 && i == th.most {
			return
		}
		for _, lang := range langs {
			for name, scene := range scenes(t, c, f, lang) {
				path := "/" + f.Name + "-" + f.Version + "-" + name + "-" + lang
				th.scenes[path] = scene
				t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) {
					w.T = t
					screen.Run(w, chromedp.Navigate(th.url+path))
					do(t, strings.TrimPrefix(path, "/"))
				})
			}
		}
	}
}

// TestFormsAreAccessible holds every shipped form, its answers and its sample
// against axe.
func TestFormsAreAccessible(t *testing.T) {
	axe, th, w := screen.Axe(t), openTheatre(t), screen.Open(t)
	for _, look := range []struct {
		colours string
		width   int64
		langs   []string // colours and width do not hang on the language
	}{{"light", 1280, languages[:]}, {"dark", 360, languages[:1]}} {
		w.T = t
		w.Look(look.width, 900, look.colours)
		th.play(t, w, look.langs, func(t *testing.T, name string) {
			w.CheckAxe(axe)
			if bad := screen.Run(w, chromedp.Evaluate[string](leadNowhere)); bad != "" {
				t.Errorf("entries of the summary that lead to no control: %s", bad)
			}
		})
	}
}

// leadNowhere lists entries of the error summary without a control to go to.
const leadNowhere = `[...document.querySelectorAll("section.notice-bad a")].filter(a => {
	const to = document.getElementById(decodeURIComponent(a.hash.slice(1)));
	return !to || !to.matches("input, select, textarea, button, fieldset[tabindex]");
}).map(a => a.hash).join(" ")`

// TestFormsReflow: at 320 px nothing is cut off.
func TestFormsReflow(t *testing.T) {
	th, w := openTheatre(t), screen.Open(t)
	w.Look(320, 640, "light")
	th.play(t, w, []string{"pl"}, func(*testing.T, string) { w.CheckReflow() })
}

// TestScreenshots writes every scene into the folder of OKIENKO_SCREENSHOTS;
// without it, those of one form into a temporary one.
func TestScreenshots(t *testing.T) {
	th, w := openTheatre(t), screen.Open(t)
	folder := os.Getenv(screenshotsEnv)
	if folder == "" {
		folder, th.most = t.TempDir(), 1
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	w.Look(1280, 800, "light")
	th.play(t, w, []string{"pl"}, func(t *testing.T, name string) {
		png := screen.Run(w, chromedp.FullScreenshot(100))
		if len(png) < 5000 {
			t.Errorf("%s is empty", name)
		}
		if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644); err != nil {
			t.Fatal(err)
		}
	})
}
