//go:build browser

package web_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"okienko/fixtures/screen"
)

// screenshotsEnv names a folder for screenshots.
const screenshotsEnv = "OKIENKO_SCREENSHOTS"

// visit is one page, as somebody gets to it.
type visit struct {
	name    string
	visitor *browser
	path    string
	submit  string // form to post as it stands, to see its errors; "" = none
}

// visits are all pages in all their moods.
func visits(t *testing.T, o *office) []visit {
	t.Helper()
	sender := o.browser(t)
	sent := func(file string) string { return sender.send(letter(t, file)).Header.Get("Location") }
	accepted, vehicle := sent("good/pismo-4566.xml"), sent("good/pojazd.xml")
	profile := sent("good/profil-4566-podpiszp.xml")
	defects, held := sent(fixture(t, 201, true)), sent(fixture(t, 202, false))
	broken := letter(t, "good/pismo-1410.xml")
	broken.Data = []byte(strings.Replace(string(broken.Data), "</", " </", 3))
	refused := sender.send(broken).Header.Get("Location")

	visitor, clerk, km := o.browser(t), o.signedIn(t, "urzednik-or"), o.signedIn(t, "urzednik-km")
	first, second := letterPath(accepted), letterPath(vehicle)
	km.follow(km.post(second+"/claim", url.Values{"token": {km.token()}}))
	m := matterOf(t, o)
	return append(append(peopleVisits(t, o), draftVisits(t, o)...), []visit{
		{"start", visitor, "/", ""},
		{"accepted", sender, accepted, ""},
		{"accepted-profile", sender, profile + "?again=1", ""},
		{"accepted-defects", sender, defects, ""},
		{"refused", sender, refused, ""},
		{"held", sender, held, ""},
		{"check", visitor, "/check", ""},
		{"check-errors", visitor, "/check?sha256=abc", ""},
		{"check-no-file", visitor, "/check", "/check"},
		{"check-known", visitor, "/check?sha256=" + digest(letter(t, "good/pismo-4566.xml").Data), ""},
		{"check-unknown", visitor, "/check?sha256=" + strings.Repeat("0", 64), ""},
		{"help", visitor, "/help", ""},
		{"accessibility", visitor, "/accessibility", ""},
		{"not-found", visitor, "/nie-ma", ""},
		{"login", visitor, "/clerk/login", ""},
		{"login-errors", visitor, "/clerk/login", "/clerk/login"},
		{"queue", clerk, "/clerk/letters", ""},
		{"queue-errors", clerk, "/clerk/letters?number=abc&sha256=abc", ""},
		{"queue-none", clerk, "/clerk/letters?sender=nikt", ""},
		{"letter", clerk, first, ""},
		{"letter-claimed", km, second + "?done=claimed", ""},
		{"letter-errors", km, second, second + "/close"},
		{"letter-elsewhere", km, first, ""},
		{"registrar", o.signedIn(t, "audytor"), "/clerk/letters", ""},
		{"queue-by-due", clerk, "/clerk/letters?order=due&due=week&who=mine", ""},
		{"letter-matter", m.clerk, m.theirs + "?done=called", ""},
		{"letter-note-errors", m.clerk, m.theirs, m.theirs + "/note"},
		{"reply", m.clerk, m.theirs + "/reply?kind=answer", ""},
		{"reply-call", m.clerk, m.theirs + "/reply?kind=call", ""},
		{"reply-errors", m.clerk, m.theirs + "/reply?kind=answer", m.theirs + "/reply"},
		{"reply-signed", m.clerk, m.theirs + "/reply-signed", ""},
		{"reply-signed-errors", m.clerk, m.theirs + "/reply?kind=answer", m.theirs + "/reply-signed"},
		{"sent-reply", m.clerk, m.theirs + m.opened, ""},
		{"sent-reply-waiting", m.clerk, m.theirs + m.sealed, ""},
		{"submissions", o.signedIn(t, "audytor"), "/clerk/submissions", ""},
		{"submissions-refused", o.signedIn(t, "audytor"), "/clerk/submissions?state=refused", ""},
		{"submission", o.signedIn(t, "audytor"), strings.Replace(refused, "/letters/", "/clerk/submissions/", 1), ""},
		{"my-letters", m.anna, "/my/letters", ""},
		{"my-letters-none", o.resident(t, "jan"), "/my/letters", ""},
		{"my-letter", m.anna, m.mine + "?joined=joined", ""},
		{"my-letter-errors", m.anna, m.mine, m.mine + "/join"},
		{"my-reply-sealed", m.anna, m.mine + m.sealed, ""},
		{"my-reply", m.anna, m.mine + m.opened, ""},
	}...)
}

func letterPath(sent string) string { return "/clerk" + sent }

// chrome is a browser window at an office.
type chrome struct {
	*screen.Window
	office   *office
	keyboard bool // its person has no mouse
}

func openChrome(t *testing.T, o *office) *chrome {
	t.Helper()
	return &chrome{Window: screen.Open(t), office: o}
}

func run[T any](c *chrome, a chromedp.Action[T]) T {
	c.T.Helper()
	return screen.Run(c.Window, a)
}

// open goes to a page with the visitor's cookies, in a language.
func (c *chrome) open(v visit, lang string) {
	c.T.Helper()
	_, err := chromedp.Call(c.Ctx, network.ClearBrowserCookies, cdp.Empty{})
	check(c.T, err)
	here, err := url.Parse(c.office.url)
	check(c.T, err)
	cookies := map[string]string{"okienko_language": lang}
	for _, cookie := range v.visitor.client.Jar.Cookies(here) {
		if cookie.Name != "okienko_language" {
			cookies[cookie.Name] = cookie.Value
		}
	}
	for name, value := range cookies {
		_, err := chromedp.Call(c.Ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: c.office.url})
		check(c.T, err)
	}
	run(c, chromedp.Navigate(c.office.url+v.path))
	if v.submit == "" {
		return
	}
	screen.Submit(c.Window, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector('form[action=%q]').submit()`, v.submit)))
}

func TestAccessibility(t *testing.T) {
	axe := screen.Axe(t)
	o := openOffice(t)
	pages := visits(t, o)
	c := openChrome(t, o)
	for _, look := range []struct {
		colours string
		width   int64
		langs   []string
	}{
		{"light", 1280, []string{"pl", "en", "uk"}},
		{"dark", 360, []string{"pl"}},
	} {
		c.Look(look.width, 900, look.colours)
		for _, lang := range look.langs {
			for _, v := range pages {
				t.Run(fmt.Sprintf("%s/%s/%s", look.colours, lang, v.name), func(t *testing.T) {
					c.T = t
					c.open(v, lang)
					c.CheckAxe(axe)
					if strings.Contains(v.name, "errors") && !run(c, chromedp.Evaluate[bool](summaryFocused)) {
						t.Error("the focus is not on the list of errors")
					}
				})
			}
		}
	}
}

// summaryFocused: the list of errors has the focus, each entry leads to a field.
const summaryFocused = `document.activeElement.matches("section.notice-bad") &&
	[...document.activeElement.querySelectorAll("a")].every(a => document.querySelector(a.getAttribute("href")).matches("input, select, textarea"))`

// TestReflow: at 320 px (400 % zoom of 1280) nothing is cut off, and fingers find
// every control (WCAG 1.4.10, 2.5.5).
func TestReflow(t *testing.T) {
	o := openOffice(t)
	pages := visits(t, o)
	c := openChrome(t, o)
	c.Look(320, 640, "light")
	for _, lang := range []string{"pl", "en", "uk"} {
		for _, v := range pages {
			t.Run(lang+"/"+v.name, func(t *testing.T) {
				c.T = t
				c.open(v, lang)
				c.CheckReflow()
			})
		}
	}
}

// TestWithoutJavaScript sends a letter with scripts switched off, by keyboard
// and file chooser alone.
func TestWithoutJavaScript(t *testing.T) {
	o := openOffice(t)
	c := openChrome(t, o)
	file := filepath.Join(t.TempDir(), "pismo.xml")
	check(t, os.WriteFile(file, letter(t, "good/pismo-4566.xml").Data, 0o600))
	c.withoutScripts()
	run(c, chromedp.Navigate(o.url+"/send"))
	run(c, chromedp.Click(chromedp.CSS(`input[value="/umprzykladowo/skrytka"]`)))
	run(c, chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
	resp := screen.Submit(c.Window, chromedp.Click(chromedp.CSS("main form .button")))
	if resp.Status != 200 || !strings.Contains(resp.URL, "/letters/") {
		t.Errorf("%d %s", resp.Status, resp.URL)
	}
}

// TestScreenshots writes every page, on a phone and on a desk, light and dark,
// into the folder of OKIENKO_SCREENSHOTS; without it, a few into a temporary one.
func TestScreenshots(t *testing.T) {
	o := openOffice(t)
	pages := visits(t, o)
	folder := os.Getenv(screenshotsEnv)
	if folder == "" {
		folder, pages = t.TempDir(), pages[:3]
	}
	check(t, os.MkdirAll(folder, 0o755))
	c := openChrome(t, o)
	for _, look := range []struct {
		name          string
		width, height int64
		colours       string
	}{{"phone", 360, 740, "light"}, {"desk", 1280, 800, "light"}, {"dark", 1280, 800, "dark"}} {
		c.Look(look.width, look.height, look.colours)
		for _, v := range pages {
			c.open(v, "pl")
			png := run(c, chromedp.FullScreenshot(100))
			if len(png) < 5000 {
				t.Errorf("%s is empty", v.name)
			}
			check(t, os.WriteFile(filepath.Join(folder, v.name+"-"+look.name+".png"), png, 0o644))
		}
	}
}

// screensEnv names a folder for the README's pictures.
const screensEnv = "OKIENKO_SCREENS"

// TestScreens writes the pictures of the README into the folder of OKIENKO_SCREENS,
// each what a screen shows before anybody scrolls, in few colours; without it, into
// a temporary one.
func TestScreens(t *testing.T) {
	folder := os.Getenv(screensEnv)
	if folder == "" {
		folder = t.TempDir()
	}
	check(t, os.MkdirAll(folder, 0o755))
	o := openOffice(t)
	pages := map[string]visit{}
	for _, v := range visits(t, o) {
		pages[v.name] = v
	}
	c := openChrome(t, o)
	for _, s := range []struct {
		page          string
		width, height int64
	}{
		{"start", 1280, 800}, {"signing-code", 1280, 800}, {"queue", 1280, 800}, {"letter-matter", 1280, 800}, {"my-letter", 1280, 800},
		{"draft-page-errors", 360, 740}, {"accepted", 360, 740}, {"account-confirmed", 360, 740},
	} {
		v, ok := pages[s.page]
		if !ok {
			t.Fatalf("no page %s", s.page)
		}
		c.Look(s.width, s.height, "light")
		c.open(v, "pl")
		picture := screen.FewColours(t, run(c, chromedp.CaptureScreenshot()))
		if len(picture) < 5000 || len(picture) > maxScreen {
			t.Errorf("%s has %d octets", s.page, len(picture))
		}
		check(t, os.WriteFile(filepath.Join(folder, s.page+".png"), picture, 0o644))
	}
}

// maxScreen: the pictures are in the repository, and everybody who clones it has them.
const maxScreen = 120 << 10
