package web_test

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/inbox/web"
)

func TestEveryPageIsGuarded(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	for _, path := range []string{"/", "/check", "/help", "/accessibility", "/nie-ma", "/clerk/login", "/clerk/letters", "/letters/1", "/my/letters", "/clerk/submissions"} {
		a := b.get(path)
		csp := a.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "script-src") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", path, a.Header)
		}
		if regexp.MustCompile(`(?i)<script|<style|\sstyle=|\son[a-z]+=|(?:src|href)="(?:https?:)?//`).MatchString(a.body) {
			t.Errorf("%s holds script, inline style or something from elsewhere", path)
		}
	}
}

func TestLanguages(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	b.lang = "en-GB,en;q=0.9"
	a := b.get("/send")
	a.want(t, http.StatusOK, "Send a signed letter", "General letter")
	if a.Header.Get("Content-Language") != "en" || !strings.Contains(a.body, `<html lang="en">`) {
		t.Errorf("language of the page: %s", a.Header.Get("Content-Language"))
	}
	a = b.get("/check?sha256=00&lang=uk")
	if got := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || got != "/check?sha256=00" {
		t.Fatalf("%d %q", a.StatusCode, got)
	}
	b.get("/send").want(t, http.StatusOK, "Надішліть підписаний лист")
	b.get("/send?lang=xx").want(t, http.StatusOK, "Надішліть")
	for _, path := range []string{"//zle.example/?lang=en", "/%5Czle.example?lang=en"} {
		if got := b.get(path).Header.Get("Location"); strings.HasPrefix(got, "//") || strings.HasPrefix(got, `/\`) || strings.Contains(got, "://") {
			t.Errorf("%s leads to %q", path, got)
		}
	}
}

// TestNoKeyIsShown: every key a template uses has a sentence in every language.
func TestNoKeyIsShown(t *testing.T) {
	key := regexp.MustCompile(`\b(?:layout|my|reply|delivery|document|submissions|submission|join|call|start|send|forms|form-page|drafts|draft-delete|draft|copy|sent|refused|held|check|help|accessibility|login|queue|letter|work|forward|done|state|kind|coverage|channel|event|signature|reason|form|technical|failure)\.[a-z0-9]+[a-z0-9-]*\b`)
	o := openOffice(t)
	_, stored := o.received(t, "good/pojazd.xml")
	sender := o.browser(t)
	sent := sender.send(letter(t, "good/pojazd.xml")).Header.Get("Location")
	clerk, auditor, m := o.signedIn(t, "urzednik-km"), o.signedIn(t, "audytor"), matterOf(t, o)
	sender.send(letter(t, "bad/podpis-zmiana-tytulu.xml"))
	refused, err := o.store.Undecided(context.Background(), inbox.Refused, 0, 1)
	check(t, err)
	visits := []struct {
		b    *browser
		path string
	}{
		{sender, "/"}, {sender, "/send"}, {sender, "/forms"}, {sender, "/forms/pismo-ogolne/4566"}, {sender, "/drafts"}, {sender, "/check"}, {sender, "/help"}, {sender, "/accessibility"}, {sender, sent}, {sender, "/nie-ma"},
		{sender, "/clerk/login"}, {clerk, "/clerk/letters"}, {clerk, "/clerk/letters?state=x"}, {clerk, "/clerk/letters/" + id(stored)},
		{auditor, "/clerk/submissions"}, {auditor, "/clerk/submissions?state=refused"}, {auditor, "/clerk/submissions/" + itoa(int64(refused[0].Document))},
		{m.clerk, m.theirs}, {m.clerk, m.theirs + "?done=called"}, {m.clerk, m.theirs + "/reply?kind=call"}, {m.clerk, m.theirs + "/reply?kind=answer"},
		{m.clerk, m.theirs + m.opened}, {m.clerk, m.theirs + m.sealed},
		{m.anna, "/my/letters"}, {m.anna, m.mine + "?joined=other"}, {m.anna, m.mine + m.opened}, {m.anna, m.mine + m.sealed},
	}
	for _, v := range visits {
		for _, lang := range []string{"pl", "en", "uk"} {
			v.b.lang = lang
			if found := key.FindAllString(text(v.b.get(v.path).body), -1); found != nil {
				t.Errorf("%s %s shows keys: %v", lang, v.path, found)
			}
		}
	}
}

func TestStaticFiles(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	href := regexp.MustCompile(`/static/[^"]+\.css`).FindString(b.get("/").body)
	a := b.get(href)
	a.want(t, http.StatusOK)
	if a.Header.Get("Content-Type") != "text/css; charset=utf-8" || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("headers %v", a.Header)
	}
	b.get("/static/style.css").want(t, http.StatusNotFound)
	b.get("/static/../web.go").want(t, http.StatusNotFound)
}

// TestADatabaseAwayIsSaidInWords: the cause is in the log, not on the page.
func TestADatabaseAwayIsSaidInWords(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	b.get("/").want(t, http.StatusOK)
	check(t, o.store.Close())
	a := b.send(letter(t, "good/pismo-4566.xml"))
	a.want(t, http.StatusServiceUnavailable, "Usługa jest chwilowo niedostępna. Nic nie zostało przyjęte.")
	if a.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if !strings.Contains(o.log.String(), "page failed") || strings.Contains(a.body, "store") {
		t.Errorf("log %q", o.log.String())
	}
}

// TestLanguageLinksAfterAPostLeadSomewhere: a link cannot post again.
func TestLanguageLinksAfterAPostLeadSomewhere(t *testing.T) {
	o := openOffice(t)
	clerk := o.signedIn(t, "urzednik-or")
	for _, a := range []answer{
		o.browser(t).upload("/letters", nil, nil),
		o.browser(t).upload("/check", nil, nil),
		o.browser(t).post("/clerk/login", nil),
		clerk.post("/clerk/letters/77/claim", nil),
		o.browser(t).post("/help", nil),
	} {
		href := regexp.MustCompile(`href="([^"]*lang=en)"`).FindStringSubmatch(a.body)
		if href == nil {
			t.Fatalf("%s: no language link", a.Request.URL)
		}
		b := o.browser(t)
		b.follow(b.get(strings.ReplaceAll(href[1], "&amp;", "&"))).Body.Close()
	}
}

// TestAPageFromOutsideTheDoors: the server may fail a request before any door
// sees it.
func TestAPageFromOutsideTheDoors(t *testing.T) {
	o := openOffice(t)
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Language", "uk")
	w := httptest.NewRecorder()
	o.site.Fail(w, r, &inbox.Error{Code: inbox.CodeQuota, RetryAfter: 1500 * time.Millisecond})
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "2" || !strings.Contains(w.Body.String(), "забагато запитів") {
		t.Errorf("%d %v %s", w.Code, w.Header(), text(w.Body.String()))
	}
	if w.Header().Get("Content-Security-Policy") == "" {
		t.Error("the page is not guarded")
	}
}

func TestLocalPath(t *testing.T) {
	for path, want := range map[string]string{
		"/clerk": "/clerk", "//evil": "/", `/\evil`: "/", "https://evil": "/", "": "/", "/a\r\nb": "/",
	} {
		if got := web.LocalPath(path, ""); got != want {
			t.Errorf("%q becomes %q, want %q", path, got, want)
		}
	}
}

// TestTemplatesUseKnownKeys reads the templates' source: also what no test shows.
func TestTemplatesUseKnownKeys(t *testing.T) {
	use := regexp.MustCompile(`\.(T|Count) "([a-z0-9.-]+)"`)
	found := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		source, err := os.ReadFile(name)
		for _, m := range use.FindAllStringSubmatch(string(source), -1) {
			found++
			key := m[2]
			if m[1] == "Count" {
				key += ".many"
			}
			if !locale.HasText(key) {
				t.Errorf("%s uses %s, which has no sentence", name, key)
			}
		}
		return err
	})
	if err != nil || found < 100 {
		t.Errorf("%d keys found, %v", found, err)
	}
}
