//go:build browser

package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"okienko/fixtures"
	"okienko/fixtures/screen"
	"okienko/forms/compose"
)

// draftVisits are the pages around filling in a form.
func draftVisits(t *testing.T, o *office) []visit {
	t.Helper()
	visitor, filler, lazy := o.browser(t), o.browser(t), o.browser(t)
	ready, _ := filler.ready(t)
	begun := lazy.startDraft(general(t))
	_, files, _ := attachmentField(t, lazy)
	anna := o.registered(t, "jan.testowy@example.pl")
	unproved, _ := anna.ready(t)
	page := begun + "/pages/" + pagesOf(t, lazy, general(t))[0]
	refused := filler.sendBack(ready, o.signStranger(t, filler.get(ready+"/document").body)).Header.Get("Location")
	return []visit{
		{"send", visitor, "/send", ""},
		{"send-errors", visitor, "/send", "/letters"},
		{"forms", visitor, "/forms", ""},
		{"forms-found", visitor, "/forms?q=samochod", ""},
		{"forms-none", visitor, "/forms?q=nic-takiego", ""},
		{"form", visitor, "/forms/zbycie-nabycie-pojazdu/1", ""},
		{"form-account", anna, "/forms/pismo-ogolne/4566", ""},
		{"start-drafts", lazy, "/", ""},
		{"drafts", lazy, "/drafts", ""},
		{"drafts-none", visitor, "/drafts", ""},
		{"draft-delete", lazy, begun + "/delete", ""},
		{"draft-page", lazy, page, ""},
		{"draft-page-errors", lazy, page, page},
		{"draft-files", lazy, files, ""},
		{"draft-check-open", lazy, begun + "/check", ""},
		{"draft-check", filler, ready + "/check", ""},
		{"draft-send", filler, ready + "/send", ""},
		{"draft-send-errors", filler, ready + "/send", ready + "/send"},
		{"draft-send-unproved", anna, unproved + "/send", ""},
		{"draft-refused", filler, refused, ""},
		{"draft-gone", visitor, begun, ""},
		{"check-receipt-errors", visitor, "/check", "/check/receipt"},
	}
}

// typing gives a page of the browser what a person would put into its controls.
const typing = `(answers => {
	for (const e of document.querySelectorAll("main form input, main form select, main form textarea")) {
		if (!(e.name in answers) || e.type == "file" || e.type == "hidden") continue;
		if (e.type == "radio") e.checked = e.value == answers[e.name];
		else e.value = answers[e.name];
	}
})(%s)`

// withoutScripts switches the scripts of pages off; the test's own still run.
func (c *chrome) withoutScripts() {
	c.T.Helper()
	_, err := chromedp.Call(c.Ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	check(c.T, err)
}

// press presses a button or follows a link, and waits for the page it leads to.
func (c *chrome) press(selector string) *network.Response {
	c.T.Helper()
	if c.keyboard {
		c.tabTo(selector)
		return c.pressEnter()
	}
	return screen.Submit(c.Window, chromedp.Click(chromedp.CSS(selector)))
}

func (c *chrome) body() string {
	c.T.Helper()
	return run(c, chromedp.Evaluate[string](`document.documentElement.outerHTML`))
}

func (c *chrome) path() string {
	c.T.Helper()
	return run(c, chromedp.Evaluate[string](`location.pathname`))
}

// fillPage types the answers of a page, brings up what else they need, and goes on.
func (c *chrome) fillPage(answers compose.Answers, files compose.Files, folder string) {
	c.T.Helper()
	for range 60 {
		body, before := c.body(), c.path()
		names := controls(body)
		run(c, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(typing, firsts(answers))))
		for name := range names {
			if file, ok := files[name]; ok && !strings.Contains(body, html.EscapeString(file.Name)) {
				path := filepath.Join(folder, file.Name)
				check(c.T, os.WriteFile(path, file.Data, 0o600))
				run(c, chromedp.SetUploadFiles(chromedp.CSS(fmt.Sprintf(`input[name=%q]`, name)), []string{path}))
			}
		}
		button := `main form p.pages .button:not([name])`
		if do := neededAction(body, answers, files, names); do != "" {
			button = fmt.Sprintf(`button[name="do"][value=%q]`, do)
		}
		if resp := c.press(button); resp.Status != http.StatusOK {
			c.T.Fatalf("%s: %d %s", before, resp.Status, text(c.body()))
		}
		if c.path() != before {
			return
		}
	}
	c.T.Fatalf("%s: no way on", c.path())
}

// firsts are the answers as an object of JavaScript.
func firsts(answers compose.Answers) string {
	var b strings.Builder
	b.WriteString("{")
	for name, values := range answers {
		if len(values) > 0 {
			fmt.Fprintf(&b, "%q: %q,", name, values[0])
		}
	}
	return b.String() + "}"
}

// download gets a file with the cookies of the browser.
func (c *chrome) download(path string) string {
	c.T.Helper()
	got, err := chromedp.Call(c.Ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{c.office.url}})
	check(c.T, err)
	b := c.office.browser(c.T)
	here, err := url.Parse(c.office.url)
	check(c.T, err)
	var cookies []*http.Cookie
	for _, cookie := range got.Cookies {
		cookies = append(cookies, &http.Cookie{Name: cookie.Name, Value: cookie.Value, Path: "/"})
	}
	b.client.Jar.SetCookies(here, cookies)
	a := b.get(path)
	a.want(c.T, http.StatusOK)
	return a.body
}

// keys types letters; pressEnter presses Enter and waits for the page it leads to.
func (c *chrome) keys(text string) {
	c.T.Helper()
	run(c, chromedp.KeyEvent(text))
}

func (c *chrome) pressEnter() *network.Response {
	c.T.Helper()
	return screen.Submit(c.Window, chromedp.KeyEvent("\r"))
}

// tabTo presses Tab until a control has the focus, and checks that it can be seen
// to have it.
func (c *chrome) tabTo(selector string) {
	c.T.Helper()
	for range 150 {
		if run(c, chromedp.Evaluate[bool](fmt.Sprintf(`document.activeElement.matches(%q)`, selector))) {
			if !run(c, chromedp.Evaluate[bool](`getComputedStyle(document.activeElement).outlineStyle != "none"`)) {
				c.T.Errorf("%s: the focus on %s cannot be seen", c.path(), selector)
			}
			return
		}
		c.keys("\t")
	}
	c.T.Fatalf("%s: Tab does not reach %s", c.path(), selector)
}

// typePage answers a page field by field in their order, then goes on with Enter
// on its button.
func (c *chrome) typePage(answers compose.Answers) {
	c.T.Helper()
	done := map[string]bool{}
	for range 60 {
		before := c.path()
		for {
			name, value, kind := c.nextControl(answers, done)
			if name == "" {
				break
			}
			done[name] = true
			c.answer(name, value, kind)
		}
		c.tabTo(`main form p.pages .button:not([name])`)
		c.pressEnter()
		if c.path() != before {
			return
		}
	}
	c.T.Fatalf("%s: no way on: %s", c.path(), text(c.body()))
}

// nextControl is the first control of the page that has an answer and was not
// answered yet.
func (c *chrome) nextControl(answers compose.Answers, done map[string]bool) (name, value, kind string) {
	c.T.Helper()
	listed := run(c, chromedp.Evaluate[string](`[...document.querySelectorAll("main form input:not([type=hidden]), main form select, main form textarea")].map(e => e.name + "\t" + e.type).join("\n")`))
	for line := range strings.Lines(listed) {
		name, kind, _ = strings.Cut(strings.TrimSpace(line), "\t")
		if v, ok := answers[name]; ok && len(v) > 0 && v[0] != "" && !done[name] {
			return name, v[0], kind
		}
	}
	return "", "", ""
}

func (c *chrome) answer(name, value, kind string) {
	c.T.Helper()
	if kind != "radio" {
		c.tabTo(fmt.Sprintf(`[name=%q]`, name))
		if kind == "select-one" {
			value = run(c, chromedp.Evaluate[string](fmt.Sprintf(`[...document.activeElement.options].find(o => o.value == %q).text`, value)))
		} else {
			run(c, chromedp.Evaluate[chromedp.Void](`document.activeElement.select && document.activeElement.select()`))
		}
		c.keys(value)
		return
	}
	c.tabTo(fmt.Sprintf(`input[type="radio"][name=%q]`, name))
	for range 20 { // arrows move within a group of radio buttons
		if run(c, chromedp.Evaluate[bool](fmt.Sprintf(`document.activeElement.value == %q`, value))) {
			c.keys(" ")
			return
		}
		run(c, chromedp.KeyEvent(kb.ArrowDown))
	}
	c.T.Fatalf("%s: no answer %s", name, value)
}

// TestTheScriptSpeaksBeforeAnythingIsPosted: of a file that will not be taken, and
// of the characters that are left; axe finds nothing wrong with what it adds.
func TestTheScriptSpeaksBeforeAnythingIsPosted(t *testing.T) {
	axe := screen.Axe(t)
	o := openOffice(t)
	b := o.browser(t)
	_, page, field := attachmentField(t, b)
	c := openChrome(t, o)
	c.Look(360, 740, "light")
	c.open(visit{visitor: b, path: page}, "pl")
	selector := fmt.Sprintf(`input[name=%q]`, field)
	said := func() string {
		return run(c, chromedp.Evaluate[string](fmt.Sprintf(`(document.getElementById(document.querySelector(%q).id + "_early") || {textContent: ""}).textContent`, selector)))
	}
	for _, step := range []struct {
		name string
		size int
		want string
	}{
		{"program.exe", 10, "Plików tego rodzaju nie przyjmujemy."},
		{"duzy.pdf", fixtures.MaxLetterBytes, "Wybrane pliki są za duże. Zostało miejsca na 3,6 MB."},
		{"umowa.pdf", 10, ""},
	} {
		path := filepath.Join(t.TempDir(), step.name)
		check(t, os.WriteFile(path, make([]byte, step.size), 0o600))
		run(c, chromedp.SetUploadFiles(chromedp.CSS(selector), []string{path}))
		if got := strings.ReplaceAll(said(), "\u00a0", " "); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
		c.CheckAxe(axe)
	}
	run(c, chromedp.Evaluate[chromedp.Void](`document.querySelector("textarea[data-limit]").focus()`))
	c.keys("dwa znaki")
	for range 40 {
		if left := run(c, chromedp.Evaluate[string](`document.querySelector("[id$=_left]")?.textContent || ""`)); left != "" {
			if left != "Pozostało znaków: 491" {
				t.Errorf("the script counts %q", left)
			}
			c.CheckReflow()
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the script counts nothing")
}
