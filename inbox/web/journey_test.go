package web_test

import (
	"crypto/rand"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"okienko/fixtures"
	"okienko/fixtures/pkitest"
	"okienko/forms"
	"okienko/forms/compose"
	"okienko/xades"
	"okienko/xades/xmltree"
)

// shipped are the forms of the catalogue.
func shipped(t testing.TB) []*forms.Form {
	t.Helper()
	catalogue, err := forms.Embedded()
	check(t, err)
	return catalogue.Forms()
}

// answersOf are what a person would have answered to get the form's sample.
func answersOf(t testing.TB, f *forms.Form) (compose.Answers, compose.Files) {
	t.Helper()
	doc, err := xmltree.Parse(f.SampleXML, xmltree.Options{})
	check(t, err)
	return compose.Read(f, doc.Root())
}

// startDraft makes a draft of a form and returns its address.
func (b *browser) startDraft(f *forms.Form) string {
	b.t.Helper()
	a := b.post("/forms/"+f.Name+"/"+f.Version, url.Values{"box": {fixtures.BoxLetters}, "token": {b.formToken("/")}})
	if a.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("%s: %d %s", f.Name, a.StatusCode, text(a.body))
	}
	return a.Header.Get("Location")
}

// formToken is the token in the forms of a page, "" where there is none.
func (b *browser) formToken(path string) string {
	b.t.Helper()
	if m := tokenPattern.FindStringSubmatch(b.get(path).body); m != nil {
		return m[1]
	}
	return ""
}

var controlPattern = regexp.MustCompile(`<(?:input|select|textarea)[^>]* name="([^"]+)"`)

// controls are the names a page can post.
func controls(body string) map[string]bool {
	names := map[string]bool{}
	for _, m := range controlPattern.FindAllStringSubmatch(body, -1) {
		names[html.UnescapeString(m[1])] = true
	}
	return names
}

// fill answers page after page, as a person does, until the answers are shown,
// and returns the address of that page.
func (b *browser) fill(draft string, f *forms.Form) string {
	b.t.Helper()
	answers, files := answersOf(b.t, f)
	path := b.get(draft).Header.Get("Location")
	for range 40 {
		if strings.HasSuffix(path, "/check") {
			return path
		}
		path = b.fillPage(path, answers, files)
	}
	b.t.Fatalf("%s: no end at %s", f.Name, path)
	return ""
}

// fillPage opens what the answers need and posts them; it returns where that leads.
func (b *browser) fillPage(path string, answers compose.Answers, files compose.Files) string {
	b.t.Helper()
	for range 60 {
		page := b.get(path)
		page.want(b.t, http.StatusOK)
		values, attached := url.Values{"token": {b.formToken(path)}}, map[string][]byte{}
		names := controls(page.body)
		for name := range names {
			if v, ok := answers[name]; ok {
				values[name] = v
			}
			if file, ok := files[name]; ok && !strings.Contains(page.body, file.Name) {
				attached[name] = file.Data
			}
		}
		do := neededAction(page.body, answers, files, names)
		if do != "" {
			values.Set("do", do)
		}
		a := b.postNamedFiles(path, values, attached, files)
		if a.StatusCode != http.StatusSeeOther {
			b.t.Fatalf("%s: %d %s", path, a.StatusCode, text(a.body))
		}
		if next, _, _ := strings.Cut(a.Header.Get("Location"), "#"); next != path {
			return next
		}
	}
	b.t.Fatalf("%s: buttons without end", path)
	return ""
}

var actionPattern = regexp.MustCompile(`name="do" value="((?:add|open):[^"]+)"`)

// neededAction is the first button of a page that brings up a field which is
// answered and not there yet.
func neededAction(body string, answers compose.Answers, files compose.Files, there map[string]bool) string {
	for _, m := range actionPattern.FindAllStringSubmatch(body, -1) {
		do := html.UnescapeString(m[1])
		verb, name, _ := strings.Cut(do, ":")
		if verb == "open" && below(name+"/", answers, files) {
			return do
		}
		next := 1
		for below(fmt.Sprintf("%s[%d]/", name, next), keysOf(there), nil) {
			next++
		}
		if verb == "add" && below(fmt.Sprintf("%s[%d]/", name, next), answers, files) {
			return do
		}
	}
	return ""
}

func keysOf(names map[string]bool) compose.Answers {
	a := compose.Answers{}
	for name := range names {
		a[name] = nil
	}
	return a
}

func below(prefix string, answers compose.Answers, files compose.Files) bool {
	for name := range answers {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	for name := range files {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// sign signs a document with a qualified certificate that the office trusts,
// signStranger with one that nobody vouches for.
func (o *office) sign(t testing.TB, document string) []byte {
	t.Helper()
	return o.signAs(t, document, o.pki.Signer)
}

func (o *office) signStranger(t testing.TB, document string) []byte {
	t.Helper()
	return o.signAs(t, document, o.pki.Stranger)
}

func (o *office) signAs(t testing.TB, document string, who *pkitest.Credential) []byte {
	t.Helper()
	signed, err := xades.Sign([]byte(document), xades.SignOptions{
		Signer: who.Key, Certificate: who.Certificate, Chain: who.Chain(), Time: o.now.Add(-time.Second), Rand: rand.Reader,
	})
	check(t, err)
	return signed
}

// TestAPersonFillsInEachForm: from the list of forms to the receipt, through every
// page, signed elsewhere.
func TestAPersonFillsInEachForm(t *testing.T) {
	o := openOffice(t)
	for _, f := range shipped(t) {
		t.Run(f.Name+"/"+f.Version, func(t *testing.T) {
			o.filledIn(t, f)
		})
	}
}

// filledIn takes a form from its page to the receipt and returns the page of that.
func (o *office) filledIn(t *testing.T, f *forms.Form) answer {
	t.Helper()
	b := o.browser(t)
	b.get("/forms/"+f.Name+"/"+f.Version).want(t, http.StatusOK, "Wypełnij", "Termin odpowiedzi")
	draft := b.startDraft(f)
	answers := b.fill(draft, f)
	b.get(answers).want(t, http.StatusOK, "Wszystko się zgadza")
	b.follow(b.post(answers, url.Values{"token": {b.formToken(answers)}})).want(t, http.StatusOK, "Podpisz i wyślij")
	document := b.get(draft + "/document")
	document.want(t, http.StatusOK)
	done := b.follow(b.upload(draft+"/send", map[string]string{"token": b.formToken(draft + "/send")}, o.sign(t, document.body)))
	done.want(t, http.StatusOK, "Pismo przyjęte", "RPW/", "podpis kwalifikowany")
	b.get(draft).want(t, http.StatusNotFound, "Nie ma takiego szkicu")
	return done
}

// TestAResidentSignsHere: begun before signing in, prefilled with what the profile
// knows, signed with the code, and in the queue.
func TestAResidentSignsHere(t *testing.T) {
	o := openOffice(t)
	o.confirmed(t, o.registered(t, annaMail), "urzad")
	b := o.browser(t)
	draft, _ := b.ready(t)
	b.get(draft+"/send").want(t, http.StatusOK, "zaloguj się na konto z potwierdzoną tożsamością")
	login := b.get("/login?next=" + draft + "/send")
	b.follow(b.form(login, "/login", "login", annaMail, "password", newPassword)).want(t, http.StatusOK, "Podpisz w swoim profilu", "Nie jest to państwowy profil zaufany")
	page := b.follow(b.form(b.get(draft+"/send"), draft+"/sign"))
	page.want(t, http.StatusOK, "Przeczytaj i podpisz", "Tytuł pisma")
	signing := page.Request.URL.Path
	b.follow(b.form(page, signing+"/code")).want(t, http.StatusOK, "Kod wysłaliśmy")
	code := o.lastMail(t, annaMail).Code
	page = b.get(signing + "?sent=1")
	b.form(page, signing, "code", wrongCode(code)).want(t, http.StatusUnprocessableEntity, "Proszę poprawić:")
	done := b.follow(b.form(page, signing, "code", code))
	done.want(t, http.StatusOK, "Pismo przyjęte", "podpis zaufany", "Anna Testowa")
	b.get(draft).want(t, http.StatusNotFound)
	document := strings.TrimPrefix(done.Request.URL.Path, "/letters/")
	clerk := o.signedIn(t, "urzednik-or")
	checkSignedByAnna(t, o, []byte(clerk.get("/clerk/letters/"+document+"/document").body))
	if strings.Contains(o.log.String(), annaPESEL) || strings.Contains(o.log.String(), "example.pl") {
		t.Errorf("personal data in the log:\n%s", o.log)
	}
}

func wrongCode(code string) string {
	if code[0] == '1' {
		return "2" + code[1:]
	}
	return "1" + code[1:]
}

// TestAnAnswerChangedAfterItWasShownIsNotSigned: the signing page of the old
// document is still open in another window.
func TestAnAnswerChangedAfterItWasShownIsNotSigned(t *testing.T) {
	o := openOffice(t)
	b := o.registered(t, annaMail)
	o.confirmed(t, b, "urzad")
	draft, _ := b.ready(t)
	page := b.follow(b.form(b.get(draft+"/send"), draft+"/sign"))
	signing := page.Request.URL.Path
	page = b.follow(b.form(page, signing+"/code"))
	first := draft + "/pages/" + pagesOf(t, b, general(t))[0]
	answers, _ := answersOf(t, general(t))
	values := url.Values{"token": {b.formToken(first)}}
	for name := range controls(b.get(first).body) {
		if v, ok := answers[name]; ok {
			values[name] = v
		}
		if strings.HasSuffix(name, "/Nazwisko") {
			values.Set(name, "Testowa-Nowa")
		}
	}
	b.postFiles(first, values, nil).want(t, http.StatusSeeOther)
	b.form(page, signing, "code", o.lastMail(t, annaMail).Code).want(t, http.StatusConflict, "Ten szkic zmienił się")
	b.get("/account/history").want(t, http.StatusOK, "Podpisano dokument")
	b.follow(b.get(draft)).want(t, http.StatusOK)
}

// TestWhatTheProfileKnowsIsNotAsked: the first page comes with names and PESEL.
func TestWhatTheProfileKnowsIsNotAsked(t *testing.T) {
	o := openOffice(t)
	b := o.registered(t, annaMail)
	o.confirmed(t, b, "urzad")
	draft := b.startDraft(formNamed(t, "zaswiadczenie-o-zameldowaniu", "1"))
	page := b.get(b.get(draft).Header.Get("Location"))
	page.want(t, http.StatusOK)
	for _, value := range []string{"Anna", "Testowa"} {
		if !strings.Contains(page.body, `value="`+value+`"`) {
			t.Errorf("the page does not know %s", value)
		}
	}
}

// TestSigningHereTakesAConfirmedIdentity: others are told what is missing.
func TestSigningHereTakesAConfirmedIdentity(t *testing.T) {
	o := openOffice(t)
	b := o.registered(t, annaMail)
	draft, _ := b.ready(t)
	page := b.get(draft + "/send")
	page.want(t, http.StatusOK, "trzeba mieć potwierdzoną tożsamość")
	b.post(draft+"/sign", url.Values{"token": {b.formToken(draft + "/send")}}).want(t, http.StatusForbidden)
	nobody := o.browser(t)
	own, _ := nobody.ready(t)
	nobody.post(own+"/sign", url.Values{"token": {nobody.formToken(own + "/send")}}).want(t, http.StatusUnauthorized)
}
