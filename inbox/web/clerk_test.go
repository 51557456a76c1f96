package web_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"okienko/fixtures"
	"okienko/fixtures/pkitest"
	"okienko/inbox"
	"okienko/inbox/store"
	"okienko/xades"
)

// received posts a letter and returns it as it stands in its queue.
func (o *office) received(t testing.TB, file string) (fixtures.Letter, inbox.Letter) {
	t.Helper()
	l := letter(t, file)
	o.browser(t).send(l).want(t, http.StatusSeeOther)
	sum := sha256.Sum256(l.Data)
	found, err := o.store.Letters(context.Background(), store.LetterFilter{SHA256: &sum})
	check(t, err)
	if len(found) != 1 {
		t.Fatalf("%d letters with the digest of %s", len(found), file)
	}
	return l, found[0]
}

func TestAClerkFindsReadsAndDownloadsALetter(t *testing.T) {
	o := openOffice(t)
	l, stored := o.received(t, "good/pismo-4566.xml")
	b := o.browser(t)
	page := b.login("urzednik-or")
	page.want(t, http.StatusOK, "Kolejka: Wydział Organizacyjny", stored.Number.String(), stored.Subject, "dzisiaj", "czeka w kolejce", "Zalogowano: Olga Testowa")

	path := "/clerk/letters/" + id(stored)
	page = b.get(path)
	page.want(t, http.StatusOK, stored.Number.String(), stored.Subject, "podpis kwalifikowany", "Podpis obejmuje całe pismo.", "Treść pisma", "Załączniki", "Historia", "przyjęto", "przez stronę internetową")

	document := b.get(path + "/document")
	if document.body != string(l.Data) {
		t.Error("the document is not what was sent, byte for byte")
	}
	receipt := b.get(path + "/receipt")
	if !strings.Contains(receipt.body, "UPO/2008/05/09/") {
		t.Errorf("no UPP: %.200s", receipt.body)
	}
	for _, a := range []answer{document, receipt} {
		if !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment; filename=") || a.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("a download can run in the browser: %v", a.Header)
		}
	}
}

func id(l inbox.Letter) string { return itoa(int64(l.ID)) }

func TestAttachmentsAreDownloadedAsTheyAre(t *testing.T) {
	o := openOffice(t)
	_, stored := o.received(t, "good/pojazd.xml")
	b := o.signedIn(t, "urzednik-km")
	path := "/clerk/letters/" + id(stored)
	page := b.get(path)
	page.want(t, http.StatusOK, "Pobierz załącznik umowa-sprzedazy.txt", "text/plain")
	a := b.get(path + "/attachments/0")
	a.want(t, http.StatusOK)
	if !strings.HasPrefix(a.body, "Umowa sprzedaży") || a.Header.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("%s %.20q", a.Header.Get("Content-Type"), a.body)
	}
	b.get(path+"/attachments/7").want(t, http.StatusNotFound)
	b.get(path+"/attachments/99999999999999999999").want(t, http.StatusNotFound)
}

func TestOtherDepartmentsSeeNothing(t *testing.T) {
	o := openOffice(t)
	_, stored := o.received(t, "good/pismo-4566.xml")
	b := o.signedIn(t, "urzednik-km")
	page := b.get("/clerk/letters")
	page.want(t, http.StatusOK, "W kolejce nie ma pism.")
	token := url.Values{"token": {b.token()}}
	path := "/clerk/letters/" + id(stored)
	for _, below := range []string{"", "/document", "/receipt", "/attachments/0"} {
		b.get(path+below).want(t, http.StatusNotFound, "Nie ma takiego pisma")
	}
	for _, action := range []string{"/claim", "/unclaim", "/forward", "/close"} {
		b.post(path+action, token).want(t, http.StatusNotFound, "Nie ma takiego pisma")
	}
	after, err := o.store.Letter(context.Background(), stored.ID)
	check(t, err)
	if after.State != inbox.Queued {
		t.Errorf("state %s", after.State)
	}
}

func TestTheWorkOnALetter(t *testing.T) {
	o := openOffice(t)
	_, stored := o.received(t, "good/pismo-4566.xml")
	b, colleague := o.signedIn(t, "urzednik-or"), o.signedIn(t, "urzednik-or-2")
	token, theirs := b.token(), colleague.token()
	path := "/clerk/letters/" + id(stored)
	form := func(pairs ...string) url.Values {
		v := url.Values{"token": {token}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}

	b.follow(b.post(path+"/claim", form())).want(t, http.StatusOK, "Pismo jest teraz u Ciebie.", "w toku", "Oddaj do kolejki", "Zamknij pismo")
	colleague.post(path+"/claim", url.Values{"token": {theirs}}).want(t, http.StatusConflict, "Stan pisma: w toku")
	colleague.get(path).want(t, http.StatusOK, "Pismo prowadzi: urzednik-or.")
	b.follow(b.post(path+"/unclaim", form())).want(t, http.StatusOK, "Pismo wróciło do kolejki.")
	b.follow(b.post(path+"/claim", form())).want(t, http.StatusOK)

	b.post(path+"/close", form("reason", "  ")).want(t, http.StatusUnprocessableEntity, "Proszę poprawić: Proszę podać powód")
	b.post(path+"/close", form("reason", strings.Repeat("x", 3000))).want(t, http.StatusUnprocessableEntity, "najwyżej 2000 znaków")
	page := b.post(path+"/forward", form("department", "or", "reason", ""))
	page.want(t, http.StatusUnprocessableEntity, "Proszę wybrać wydział.", "Proszę podać powód")
	b.post(path+"/forward", form("department", "km", "reason", "")).want(t, http.StatusUnprocessableEntity, "Proszę podać powód")
	b.follow(b.post(path+"/forward", form("department", "km", "reason", "dotyczy pojazdu"))).
		want(t, http.StatusOK, "Pismo przekazano do innego wydziału.", "W kolejce nie ma pism.")
	b.get(path).want(t, http.StatusNotFound)

	km := o.signedIn(t, "urzednik-km")
	km.get(path).want(t, http.StatusOK, "dotyczy pojazdu", "przekazano – urzednik-or")
	theirs = km.token()
	km.follow(km.post(path+"/claim", url.Values{"token": {theirs}}))
	km.follow(km.post(path+"/close", url.Values{"token": {theirs}, "reason": {"załatwione"}})).
		want(t, http.StatusOK, "Pismo zamknięto.", "zamknięte", "załatwione")
}

func TestFormsNeedTheTokenOfTheSession(t *testing.T) {
	o := openOffice(t)
	_, stored := o.received(t, "good/pismo-4566.xml")
	b := o.signedIn(t, "urzednik-or")
	other := o.signedIn(t, "urzednik-or-2").token()
	path := "/clerk/letters/" + id(stored)
	for _, token := range []string{"", "x", other} {
		for _, target := range []string{path + "/claim", path + "/unclaim", path + "/forward", path + "/close", path + "/note", path + "/take-over", "/clerk/logout", "/clerk/login"} {
			b.post(target, url.Values{"token": {token}}).want(t, http.StatusForbidden)
		}
		b.upload("/letters", map[string]string{"token": token, "box": fixtures.BoxLetters}, []byte("<a/>")).want(t, http.StatusForbidden)
		b.upload("/check", map[string]string{"token": token}, []byte("<a/>")).want(t, http.StatusForbidden)
		b.upload(path+"/reply-signed", map[string]string{"token": token}, []byte("<a/>")).want(t, http.StatusForbidden)
		b.uploads(path+"/reply", url.Values{"token": {token}}).want(t, http.StatusForbidden)
	}
	b.get("/clerk/letters").want(t, http.StatusOK, "Zalogowano:")
}

func TestAnotherSiteCannotPost(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://inna.example"} {
		req, err := http.NewRequest(http.MethodPost, o.url+"/clerk/login", strings.NewReader("login=urzednik-or&password="+password))
		check(t, err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set(header, value)
		b.do(req).want(t, http.StatusForbidden)
	}
}

func TestLogin(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	ask := b.get("/clerk/letters?state=claimed")
	page := b.follow(ask)
	page.want(t, http.StatusOK, "Logowanie pracowników urzędu")
	next := regexp.MustCompile(`name="next" value="([^"]+)"`).FindStringSubmatch(page.body)
	if next == nil || next[1] != "/clerk/letters?state=claimed" {
		t.Fatalf("next is %v", next)
	}
	for _, pair := range [][2]string{{"urzednik-or", "zle-haslo"}, {"nikt", password}, {"", ""}} {
		b.post("/clerk/login", url.Values{"login": {pair[0]}, "password": {pair[1]}}).
			want(t, http.StatusUnprocessableEntity, "Login lub hasło nie pasuje.")
	}
	a := b.post("/clerk/login", url.Values{"login": {" urzednik-or "}, "password": {password}, "next": {next[1]}})
	if got := a.Header.Get("Location"); got != "/clerk/letters?state=claimed" {
		t.Errorf("after the login comes %q", got)
	}
	cookie := a.Header.Get("Set-Cookie")
	if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Errorf("cookie %q", cookie)
	}
	token := b.token()
	b.follow(b.post("/clerk/logout", url.Values{"token": {token}})).want(t, http.StatusOK, "Logowanie")
	b.get("/clerk/letters").want(t, http.StatusSeeOther)
}

func TestLoginGoesNowhereElse(t *testing.T) {
	o := openOffice(t)
	for _, next := range []string{"https://zle.example/", "//zle.example", `/\zle.example`, "/", "/clerk/logout", "javascript:alert(1)"} {
		b := o.browser(t)
		a := b.post("/clerk/login", url.Values{"login": {"urzednik-or"}, "password": {password}, "next": {next}})
		if got := a.Header.Get("Location"); got != "/clerk/letters" {
			t.Errorf("next %q leads to %q", next, got)
		}
	}
}

// TestLoginGoesOn to the page that was asked for, and to one the account may see.
func TestLoginGoesOn(t *testing.T) {
	o := openOffice(t)
	o.resident(t, "jan")
	for _, c := range [][3]string{
		{"audytor", "/clerk/submissions?state=refused", "/clerk/submissions?state=refused"},
		{"audytor", "", "/clerk/letters"},
		{"jan", "", "/my/letters"},
	} {
		a := o.browser(t).post("/clerk/login", url.Values{"login": {c[0]}, "password": {password}, "next": {c[1]}})
		if got := a.Header.Get("Location"); got != c[2] {
			t.Errorf("%s is led to %q, want %q", c[0], got, c[2])
		}
	}
}

func TestOnlyPeopleOfTheOfficeHaveAQueue(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	b.login("system").want(t, http.StatusForbidden, "nie ma do tego uprawnień")
	b.get("/clerk").want(t, http.StatusSeeOther)
	o.browser(t).post("/clerk/letters/1/claim", nil).want(t, http.StatusUnauthorized)
}

func TestQueueIsSearched(t *testing.T) {
	o := openOffice(t)
	l, first := o.received(t, "good/pismo-4566.xml")
	_, second := o.received(t, "good/pismo-1410.xml")
	b := o.signedIn(t, "urzednik-or")
	sum := sha256.Sum256(l.Data)
	tests := map[string][]inbox.Letter{
		"":                                      {first, second},
		"?state=queued":                         {first, second},
		"?state=closed":                         nil,
		"?number=" + first.Number.String():      {first},
		"?number=rpw%2F2099%2F1":                nil,
		"?number=1":                             {first},
		"?sha256=" + hex.EncodeToString(sum[:]): {first},
		"?sender=TESTOW":                        {first, second},
		"?sender=nikt":                          nil,
		"?department=km":                        nil,
		"?after=" + id(first):                   {second},
	}
	for query, want := range tests {
		page := b.get("/clerk/letters" + query)
		page.want(t, http.StatusOK)
		for _, x := range []inbox.Letter{first, second} {
			if shown := strings.Contains(page.body, x.Number.String()+"</a>"); shown != slices.ContainsFunc(want, func(w inbox.Letter) bool { return w.ID == x.ID }) {
				t.Errorf("%q: %s shown: %t", query, x.Number, shown)
			}
		}
	}
	b.get("/clerk/letters?number=abc").want(t, http.StatusUnprocessableEntity, "Numer ma postać RPW/2026/17")
	b.get("/clerk/letters?sha256=abc").want(t, http.StatusUnprocessableEntity, "64 znaki")
	b.get("/clerk/letters?state=abc").want(t, http.StatusUnprocessableEntity, "Nie ma takiego stanu")
}

func TestQueueHasPages(t *testing.T) {
	o := openOffice(t)
	base := letter(t, "good/pismo-4566.xml")
	base.Box = fixtures.BoxDefects
	b := o.browser(t)
	for i := range 52 { // each another file for the same letter: white space after the root
		base.Data = append(base.Data, '\n')
		if a := b.send(base); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("letter %d: %d", i, a.StatusCode)
		}
	}
	clerk := o.signedIn(t, "urzednik-or")
	page := clerk.get("/clerk/letters?sender=Testow")
	page.want(t, http.StatusOK, "RPW/", "Następne pisma", "kopia")
	next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(page.body)
	if next == nil {
		t.Fatal("no link to the following page")
	}
	page = clerk.get(strings.ReplaceAll(next[1], "&amp;", "&"))
	page.want(t, http.StatusOK, "Od początku")
	if n := strings.Count(page.body, `scope="row"`); n != 2 {
		t.Errorf("%d letters on the second page, want 2", n)
	}
}

func TestOverdueAndAge(t *testing.T) {
	o := openOffice(t)
	o.received(t, "good/zameldowanie.xml")
	check(t, o.movedTo(t, "so"))
	o.now = o.now.Add(40 * 24 * time.Hour)
	b := o.signedIn(t, "audytor")
	b.get("/clerk/letters").want(t, http.StatusOK, "40 dni temu", "po terminie", "Wydział")
}

// movedTo checks that the only letter waits in a department.
func (o *office) movedTo(t testing.TB, department string) error {
	t.Helper()
	found, err := o.store.Letters(context.Background(), store.LetterFilter{Department: department})
	if err == nil && len(found) != 1 {
		t.Errorf("%d letters in %s", len(found), department)
	}
	return err
}

// TestSenderDataIsNeverMarkup posts a letter whose fields are markup and links.
func TestSenderDataIsNeverMarkup(t *testing.T) {
	o := openOffice(t)
	l := letter(t, "good/pismo-4566.xml")
	title := regexp.MustCompile(`(<[a-z]+:?Tytul[^>]*>)[^<]*(</)`)
	evil := `&lt;script&gt;alert(1)&lt;/script&gt; javascript:alert(2) https://zle.example/`
	l.Data = regexp.MustCompile(`(?s)<ds:Signature.*</ds:Signature>`).ReplaceAll(l.Data, nil)
	l.Data = title.ReplaceAll(l.Data, []byte("${1}"+evil+"${2}"))
	if !bytes.Contains(l.Data, []byte("zle.example")) {
		t.Fatal("the letter has no title to change")
	}
	l.Box = fixtures.BoxDefects
	b := o.browser(t)
	b.follow(b.send(l)).want(t, http.StatusOK, "Pismo przyjęte", "Pismo nie jest podpisane.")
	clerk := o.signedIn(t, "urzednik-or")
	list := clerk.get("/clerk/letters")
	href := regexp.MustCompile(`/clerk/letters/[0-9]+`).FindString(list.body)
	list.want(t, http.StatusOK, "bez podpisu")
	for _, page := range []answer{list, clerk.get(href)} {
		page.want(t, http.StatusOK, "zle.example")
		if strings.Contains(page.body, "<script") || regexp.MustCompile(`href="[^"]*(?:javascript|zle\.example)`).MatchString(page.body) {
			t.Errorf("sender's data is live: %s", page.body)
		}
	}
}

// TestAClerkIsToldWhenAnotherHasSigned than the person the content names.
func TestAClerkIsToldWhenAnotherHasSigned(t *testing.T) {
	o := openOffice(t)
	anna, clerk := o.registered(t, annaMail), o.signedIn(t, "urzednik-or")
	o.confirmed(t, anna, "urzad")
	sample := string(sampleLetter(t))
	for pesel, told := range map[string]bool{annaPESEL: false, "90090515836": true} {
		path := anna.begin([]byte(strings.Replace(sample, annaPESEL, pesel, 1))).Request.URL.Path
		page := anna.follow(anna.form(anna.get(path), path+"/code"))
		anna.follow(anna.form(page, path, "code", o.lastMail(t, annaMail).Code))
		signed := anna.get(path + "/signed").body
		sent := anna.upload("/letters", map[string]string{"box": fixtures.BoxLetters, "token": anna.tokenOf("/")}, []byte(signed))
		shown := clerk.get("/clerk" + sent.Header.Get("Location"))
		shown.want(t, http.StatusOK, "Podpisano przez: Anna")
		if got := strings.Contains(text(shown.body), "Treść wskazuje inną osobę (PESEL 90090515836)"); got != told {
			t.Errorf("content of %s, signed by %s: told %v", pesel, annaPESEL, got)
		}
	}
}

// TestASignatureOfSomethingElseProvesNothing: a letter in Anna's name that Jan signed,
// with a signature by Anna in it that is of something else.
func TestASignatureOfSomethingElseProvesNothing(t *testing.T) {
	o := openOffice(t)
	jan, err := o.pki.Issue(o.pki.QualifiedCA, pkitest.Request{Subject: pkitest.Subject{CommonName: "Jan Testowy", GivenName: "Jan", Surname: "Testowy", SerialNumber: "PNOPL-90090515836", Country: "PL"}})
	check(t, err)
	anna := o.pki.SignerEC
	borrowed, err := xades.SignEnveloping([]xades.Object{{Data: []byte("notatka")}},
		xades.SignOptions{Signer: anna.Key, Certificate: anna.Certificate, Time: o.now, Rand: rand.Reader})
	check(t, err)
	signed, err := xades.Sign(sampleLetter(t), xades.SignOptions{Signer: jan.Key, Certificate: jan.Certificate, Time: o.now, Rand: rand.Reader, XPath: true})
	check(t, err)
	end := bytes.LastIndex(signed, []byte("</"))
	mixed := string(signed[:end]) + string(borrowed[bytes.Index(borrowed, []byte("<ds:Signature")):]) + string(signed[end:])
	sent := o.browser(t).send(fixtures.Letter{Box: fixtures.BoxLetters, Data: []byte(mixed)})
	shown := o.signedIn(t, "urzednik-or").get("/clerk" + sent.Header.Get("Location"))
	shown.want(t, http.StatusOK, "Podpisano przez: Jan Testowy", "Podpisano przez: Anna Testowa", "Podpis obejmuje tylko część pisma.", "To, co obejmuje podpis, nie zmieniło się",
		"Treść wskazuje inną osobę (PESEL "+annaPESEL+")")
}
