package web_test

import (
	"bytes"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"okienko/fixtures"
	"okienko/forms"
	"okienko/forms/compose"
)

// formNamed finds a shipped form.
func formNamed(t testing.TB, name, version string) *forms.Form {
	t.Helper()
	all := shipped(t)
	i := slices.IndexFunc(all, func(f *forms.Form) bool { return f.Name == name && f.Version == version })
	if i < 0 {
		t.Fatalf("no form %s/%s", name, version)
	}
	return all[i]
}

func general(t testing.TB) *forms.Form { return formNamed(t, "pismo-ogolne", "4566") }

// ready is a draft of the general letter up to the document to be signed.
func (b *browser) ready(t testing.TB) (draft, document string) {
	t.Helper()
	f := general(t)
	draft = b.startDraft(f)
	answers := b.fill(draft, f)
	b.follow(b.post(answers, url.Values{"token": {b.formToken(answers)}})).want(t, http.StatusOK, "Podpisz i wyślij")
	return draft, b.get(draft + "/document").body
}

// sendBack uploads a file as the signed document of a draft.
func (b *browser) sendBack(draft string, file []byte) answer {
	b.t.Helper()
	return b.upload(draft+"/send", map[string]string{"token": b.formToken("/drafts/" + strings.TrimPrefix(draft, "/drafts/") + "/delete")}, file)
}

// TestADraftNamesTheOffice: nobody is asked for the office's own data.
func TestADraftNamesTheOffice(t *testing.T) {
	o := openOffice(t)
	_, document := o.browser(t).ready(t)
	for _, want := range []string{"REGON>123456785<", "KodPocztowy>00-001<", "Miejscowosc>Przykładowo<", "Ulica>Rynek<", "Budynek>1<"} {
		if !strings.Contains(document, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
}

// TestADraftIsItsOwnersAlone: to anybody else its id leads nowhere.
func TestADraftIsItsOwnersAlone(t *testing.T) {
	o := openOffice(t)
	owner := o.browser(t)
	draft, document := owner.ready(t)
	signed := o.sign(t, document)
	neighbour := o.browser(t)
	neighbour.startDraft(general(t))
	for name, b := range map[string]*browser{"nobody": o.browser(t), "another browser": neighbour, "somebody signed in": o.signedIn(t, "urzednik-or")} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			token := b.formToken("/clerk/letters")
			if name == "another browser" {
				token = b.formToken("/send")
			}
			for _, path := range []string{"", "/pages/nadawca", "/check", "/send", "/document", "/delete"} {
				b.get(draft+path).want(t, http.StatusNotFound, "Nie ma takiego szkicu")
			}
			for _, a := range []answer{
				b.upload(draft+"/send", map[string]string{"token": token}, signed),
				b.upload(draft+"/pages/nadawca", map[string]string{"token": token}, nil),
				b.post(draft+"/check", url.Values{"token": {token}}),
				b.post(draft+"/delete", url.Values{"token": {token}}),
			} {
				if a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusForbidden {
					t.Errorf("%s: %d", a.Request.URL.Path, a.StatusCode)
				}
			}
		})
	}
	owner.get(draft+"/send").want(t, http.StatusOK, "Podpisz i wyślij")
}

// TestFormsOfADraftCarryTheToken: also when nobody is signed in, for what a browser
// keeps is somebody's.
func TestFormsOfADraftCarryTheToken(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	draft, document := b.ready(t)
	page := b.get(draft + "/check")
	other := o.browser(t)
	other.startDraft(general(t))
	for name, token := range map[string]string{"none": "", "wrong": "x", "of another session": other.formToken("/send")} {
		for _, a := range []answer{
			b.upload(draft+"/pages/nadawca", map[string]string{"token": token}, nil),
			b.post(draft+"/check", url.Values{"token": {token}}),
			b.post(draft+"/delete", url.Values{"token": {token}}),
			b.upload(draft+"/send", map[string]string{"token": token}, o.sign(t, document)),
		} {
			if a.StatusCode != http.StatusForbidden {
				t.Errorf("token %s: %s: %d %s", name, a.Request.URL.Path, a.StatusCode, text(a.body))
			}
		}
	}
	if again := b.get(draft + "/check"); text(again.body) != text(page.body) {
		t.Error("something was changed all the same")
	}
	req, err := http.NewRequest(http.MethodPost, o.url+draft+"/delete", strings.NewReader(url.Values{"token": {b.formToken(draft + "/delete")}}.Encode()))
	check(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	b.do(req).want(t, http.StatusForbidden)
	b.get(draft).want(t, http.StatusSeeOther)
}

// TestOnlyTheDraftsOwnDocumentComesBack: each other file is refused with a plain
// sentence, and the draft stays.
func TestOnlyTheDraftsOwnDocumentComesBack(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	draft, document := b.ready(t)
	signed := o.sign(t, document)
	for _, c := range []struct {
		name   string
		file   []byte
		status int
		words  string
	}{
		{"no file", nil, http.StatusUnprocessableEntity, "Proszę wybrać plik."},
		{"not signed", []byte(document), http.StatusUnprocessableEntity, "W tym piśmie nie ma podpisu."},
		{"another letter, signed", letter(t, "good/pismo-4566.xml").Data, http.StatusUnprocessableEntity, "To inne pismo niż w tym szkicu"},
		{"changed, then signed", o.sign(t, strings.Replace(document, "Test", "Tost", 1)), http.StatusUnprocessableEntity, "To inne pismo niż w tym szkicu"},
		{"signed, then changed", bytes.Replace(signed, []byte("Test"), []byte("Tost"), 1), http.StatusUnprocessableEntity, "To inne pismo niż w tym szkicu"},
		{"no XML", []byte("%PDF-1.7"), http.StatusUnprocessableEntity, "To nie jest plik XML."},
		{"too large", make([]byte, fixtures.MaxLetterBytes+1), http.StatusRequestEntityTooLarge, "Plik jest za duży."},
	} {
		a := b.sendBack(draft, c.file)
		a.want(t, c.status, "Proszę poprawić:", c.words, "Podpisz i wyślij")
		if !strings.Contains(a.body, "<title>Błąd:") {
			t.Errorf("%s: the title says nothing", c.name)
		}
	}
	b.follow(b.sendBack(draft, signed)).want(t, http.StatusOK, "Pismo przyjęte")
}

// TestADocumentChangedBetweenShowingAndSigning: the answers are changed in another
// window while the document is being signed.
func TestADocumentChangedBetweenShowingAndSigning(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	draft, document := b.ready(t)
	signed := o.sign(t, document)
	page := draft + "/pages/" + pagesOf(t, b, general(t))[0]
	answers, _ := answersOf(t, general(t))
	values := url.Values{"token": {b.formToken(page)}}
	for name := range controls(b.get(page).body) {
		if v, ok := answers[name]; ok {
			values[name] = v
		}
		if strings.HasSuffix(name, "/Nazwisko") {
			values.Set(name, "Testowa-Nowa")
		}
	}
	b.postFiles(page, values, nil).want(t, http.StatusSeeOther)
	b.sendBack(draft, signed).want(t, http.StatusConflict, "Ten szkic zmienił się")
	b.get(draft+"/document").want(t, http.StatusNotFound)
	b.follow(b.get(draft+"/send")).want(t, http.StatusOK, "Sprawdź odpowiedzi", "Testowa-Nowa")
	b.post(draft+"/check", url.Values{"token": {b.formToken(draft + "/check")}}).want(t, http.StatusSeeOther)
	b.sendBack(draft, signed).want(t, http.StatusUnprocessableEntity, "To inne pismo niż w tym szkicu")
	b.follow(b.sendBack(draft, o.sign(t, b.get(draft+"/document").body))).want(t, http.StatusOK, "Pismo przyjęte")
}

// pagesOf are the ids of a form's pages.
func pagesOf(t testing.TB, b *browser, f *forms.Form) (ids []string) {
	t.Helper()
	answers, files := answersOf(t, f)
	for _, p := range compose.New(f, answers, files, nil).Pages {
		ids = append(ids, p.ID)
	}
	return ids
}

// TestARefusedLetterKeepsItsDraft: signed with a certificate nobody vouches for.
func TestARefusedLetterKeepsItsDraft(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	draft, document := b.ready(t)
	signed := o.signStranger(t, document)
	page := b.follow(b.sendBack(draft, signed))
	page.want(t, http.StatusOK, "Pismo nie zostało przyjęte", "są nadal w szkicu", "Wróć do szkicu")
	if !strings.Contains(page.body, `href="`+draft+`"`) {
		t.Error("no way back to the draft")
	}
	b.follow(b.get(draft)).want(t, http.StatusOK, "Podpisz i wyślij")
	b.get("/drafts").want(t, http.StatusOK, "Pismo z tego szkicu zostało wysłane.")
	stranger := o.browser(t)
	if a := stranger.get(page.Request.URL.RequestURI()); a.StatusCode != http.StatusNotFound {
		t.Errorf("a stranger sees the refusal: %d", a.StatusCode)
	}
	b.follow(b.sendBack(draft, o.sign(t, document))).want(t, http.StatusOK, "Pismo przyjęte")
	b.get(draft).want(t, http.StatusNotFound)
}

// TestEveryPageIsSaved: also one with problems, which are said in words and lead to
// their fields.
func TestEveryPageIsSaved(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	f := formNamed(t, "zaswiadczenie-o-zameldowaniu", "1")
	draft := b.startDraft(f)
	page := b.get(draft).Header.Get("Location")
	var name, pesel string
	values := url.Values{"token": {b.formToken(page)}}
	answers, _ := answersOf(t, f)
	for range 3 { // answers bring up questions
		for control := range controls(b.get(page).body) {
			if v, ok := answers[control]; ok {
				values[control] = v
			}
			if strings.HasSuffix(control, "/PESEL") {
				pesel = control
			}
			if strings.HasSuffix(control, "/Imie") {
				name = control
			}
		}
		if pesel != "" {
			break
		}
		b.postFiles(page, values, nil)
	}
	values.Set(pesel, "44051401459")
	values.Set(name, "")
	a := b.postFiles(page, values, nil)
	a.want(t, http.StatusUnprocessableEntity, "Proszę poprawić:", "PESEL", "Brakuje odpowiedzi")
	if !strings.Contains(a.body, "<title>Błąd:") || !strings.Contains(a.body, `value="44051401459"`) || !strings.Contains(a.body, `aria-invalid="true"`) {
		t.Errorf("the page is not what was posted with what is wrong: %s", a.body)
	}
	if strings.Contains(o.log.String(), "44051401459") {
		t.Error("a PESEL in the log")
	}
	back := b.get(page)
	back.want(t, http.StatusOK)
	if !strings.Contains(back.body, `value="44051401459"`) || strings.Contains(back.body, "<title>Błąd:") {
		t.Error("what was posted was not saved, or its problems are shown unasked")
	}
	b.get(page+"?problems").want(t, http.StatusOK, "Proszę poprawić:", "PESEL")
	answersPage := b.get(draft + "/check")
	answersPage.want(t, http.StatusOK, "Proszę poprawić:", "Zanim podpiszesz pismo")
	if !strings.Contains(answersPage.body, page+"?problems#") {
		t.Error("the list of problems does not lead to their page")
	}
	b.post(draft+"/check", url.Values{"token": {b.formToken(draft + "/delete")}}).want(t, http.StatusUnprocessableEntity, "Proszę poprawić:")
	values.Set("do", "later")
	b.follow(b.postFiles(page, values, nil)).want(t, http.StatusOK, "Twoje szkice", "zameldowaniu", "Wróć do wypełniania")
	if got := b.get(draft).Header.Get("Location"); got != page {
		t.Errorf("the draft goes on at %s, want %s", got, page)
	}
	b.get("/").want(t, http.StatusOK, "Masz niedokończone formularze.")
}

// attachmentField finds a form, a page of it and the name of a file field there.
func attachmentField(t testing.TB, b *browser) (draft, page, field string) {
	t.Helper()
	f := formNamed(t, "zbycie-nabycie-pojazdu", "1")
	draft = b.startDraft(f)
	answers, files := answersOf(t, f)
	for name := range files {
		field = name
	}
	path := b.get(draft).Header.Get("Location")
	for range 40 {
		body := b.get(path).body
		if controls(body)[field] {
			return draft, path, field
		}
		if do := neededAction(body, answers, files, controls(body)); do != "" && strings.Contains(field, strings.SplitN(do, ":", 2)[1]) {
			b.postFiles(path, url.Values{"token": {b.formToken(path)}, "do": {do}}, nil)
			continue
		}
		path = b.fillPage(path, answers, nil)
	}
	t.Fatal("no file field")
	return "", "", ""
}

func TestAttachmentsAreCheckedWhenTheyAreUploaded(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	_, page, field := attachmentField(t, b)
	b.get(page).want(t, http.StatusOK, "Wszystkie załączniki razem mogą mieć najwyżej 3,6 MB")
	token := url.Values{"token": {b.formToken(page)}, "do": {"later"}}
	attach := func(name string, data []byte) answer {
		return b.postNamedFiles(page, token, map[string][]byte{field: data}, compose.Files{field: {Name: name}})
	}
	for _, c := range []struct {
		name, file, words string
		data              []byte
	}{
		{"a program", "umowa.exe", "Załącznika „umowa.exe” nie można przyjąć", []byte("MZ")},
		{"a program named PDF", "umowa.pdf", "zawartość jest innego rodzaju", []byte("MZ\x90\x00")},
		{"empty", "umowa.txt", "jest pusty", nil},
		{"too large", "umowa.txt", "Załączniki są za duże. Razem mogą mieć najwyżej 3,6 MB.", make([]byte, fixtures.MaxLetterBytes)},
		{"a name that turns around", "umowa\u202etxt.pdf", "Nazwa załącznika", []byte("%PDF-1.7")},
	} {
		t.Run(c.name, func(t *testing.T) {
			b.t = t
			a := attach(c.file, c.data)
			a.want(t, http.StatusUnprocessableEntity, "Proszę poprawić:", c.words)
			if strings.Contains(b.get(page).body, "Dołączono plik") {
				t.Error("it was kept")
			}
		})
	}
	b.t = t
	attach("umowa.pdf", []byte("%PDF-1.7 treść")).want(t, http.StatusSeeOther)
	there := b.get(page)
	there.want(t, http.StatusOK, "Dołączono plik", "umowa.pdf", "16 B")
	attach("umowa-2.pdf", []byte("%PDF-1.7 inna")).want(t, http.StatusSeeOther)
	b.get(page).want(t, http.StatusOK, "umowa-2.pdf")
	token.Set("do", "remove:"+field)
	b.postFiles(page, token, nil)
	if strings.Contains(b.get(page).body, "umowa-2.pdf") {
		t.Error("the file was not taken away")
	}
}

func TestTwentyDraftsAreEnough(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	f := general(t)
	var last string
	for range 20 {
		last = b.startDraft(f)
	}
	post := func() answer {
		return b.post("/forms/"+f.Name+"/"+f.Version, url.Values{"box": {fixtures.BoxLetters}})
	}
	post().want(t, http.StatusConflict, "Szkice i załączniki zajmują już tyle miejsca")
	b.get(last+"/delete").want(t, http.StatusOK, "Usunąć szkic?", "Pismo ogólne")
	b.follow(b.post(last+"/delete", url.Values{"token": {b.formToken(last + "/delete")}})).want(t, http.StatusOK, "Twoje szkice")
	post().want(t, http.StatusSeeOther)
}

func TestDraftsComeAlongAtSignIn(t *testing.T) {
	o := openOffice(t)
	b, elsewhere := o.browser(t), o.browser(t)
	draft := b.startDraft(general(t))
	b.login("urzednik-or").want(t, http.StatusOK)
	b.get("/drafts").want(t, http.StatusOK, "Pismo ogólne", "na każdym urządzeniu")
	b.follow(b.get(draft)).want(t, http.StatusOK, "Strona 1 z")
	elsewhere.login("urzednik-or").want(t, http.StatusOK)
	elsewhere.follow(elsewhere.get(draft)).want(t, http.StatusOK, "Strona 1 z")
	b.post("/clerk/logout", url.Values{"token": {b.token()}})
	b.get(draft).want(t, http.StatusNotFound)
}

func TestADraftIsKeptForAWeek(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	draft := b.startDraft(general(t))
	o.now = o.now.Add(6 * 24 * time.Hour) // the session is over, the browser is the same
	page := b.get(draft).Header.Get("Location")
	a := b.postFiles(page, url.Values{"token": {b.formToken(page)}, "do": {"later"}}, nil)
	a.want(t, http.StatusSeeOther)
	o.now = o.now.Add(6 * 24 * time.Hour)
	b.get(draft).want(t, http.StatusSeeOther)
	o.now = o.now.Add(24*time.Hour + time.Second)
	b.get(draft).want(t, http.StatusNotFound)
}

func TestBeginningADraft(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	path := "/forms/pismo-ogolne/4566"
	b.get(path).want(t, http.StatusOK, "Wypełnij", "Skrzynka podawcza", "Pobierz schemat", "1 miesiąc od wpływu pisma (art. 35 § 3")
	for _, box := range []string{"", "/umprzykladowo/nie-ma", fixtures.BoxAccount} {
		b.post(path, url.Values{"box": {box}}).want(t, http.StatusUnprocessableEntity, "Proszę wybrać skrytkę.")
	}
	b.get("/forms/nie-ma/1").want(t, http.StatusNotFound)
	b.post("/forms/nie-ma/1", url.Values{"box": {fixtures.BoxLetters}}).want(t, http.StatusNotFound)
	draft := b.startDraft(general(t))
	for _, below := range []string{"/pages/nie-ma", "/document", "/nie-ma"} {
		b.get(draft+below).want(t, http.StatusNotFound)
	}
	b.get("/drafts/nie-ma").want(t, http.StatusNotFound)
	schema := b.get(path + "/schema.xsd")
	schema.want(t, http.StatusOK)
	if schema.body != string(general(t).SchemaXSD) || !strings.HasPrefix(schema.Header.Get("Content-Disposition"), "attachment") {
		t.Error("the schema is not what is published")
	}
	b.get(path+"/form.json").want(t, http.StatusNotFound)
}

func TestFormsAreFound(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	for query, want := range map[string]string{
		"zameldowanie": "zameldowaniu", "ZAMELDOWANIA": "zameldowaniu", "samochod": "pojazdu", "sprzedaz samochodu": "pojazdu",
		"pismo ogolne": "Pismo ogólne", "urodzenie dziecka": "urodzenia", "prędkość światła": "Nic nie znaleźliśmy", "<script>": "Nic nie znaleźliśmy",
	} {
		a := b.get("/forms?q=" + url.QueryEscape(query))
		a.want(t, http.StatusOK, want)
		if strings.Contains(a.body, "<script>") {
			t.Error("the query is markup")
		}
	}
	b.get("/forms?q="+strings.Repeat("%C5%BC", 300)).want(t, http.StatusOK, "Nic nie znaleźliśmy")
}

// TestTheReceiptsPage: what the letter says, a copy for paper, and the way to check it.
func TestTheReceiptsPage(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	l := letter(t, "good/pismo-4566.xml")
	path := b.send(l).Header.Get("Location")
	b.get(path).want(t, http.StatusOK, "Twoje pismo", "Tytuł pisma", "Jak to sprawdzić", "Pobierz kopię pisma")
	pdf := b.get(path + "/copy.pdf")
	pdf.want(t, http.StatusOK)
	if !strings.HasPrefix(pdf.body, "%PDF-") || !strings.HasPrefix(pdf.Header.Get("Content-Disposition"), "attachment; filename=kopia-") {
		t.Errorf("no PDF: %.20q %v", pdf.body, pdf.Header)
	}
	qr := b.get(path + "/qr.png")
	if picture, err := png.Decode(strings.NewReader(qr.body)); err != nil || picture.Bounds().Dx() < 200 {
		t.Errorf("no QR code: %v", err)
	}
	stranger := o.browser(t)
	for _, below := range []string{"", "/copy.pdf", "/qr.png"} {
		stranger.get(path+below).want(t, http.StatusNotFound)
	}
	l.Data = bytes.Replace(l.Data, []byte("</"), []byte(" </"), 1)
	b.get(b.send(l).Header.Get("Location")+"/copy.pdf").want(t, http.StatusNotFound)
}

// TestProblemsAreSaidInTheReadersWords: with the labels of his language, and of a
// choice its own.
func TestProblemsAreSaidInTheReadersWords(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	page := b.get(b.startDraft(formNamed(t, "zaswiadczenie-o-zameldowaniu", "1"))).Header.Get("Location")
	token := url.Values{"token": {b.formToken(page)}}
	b.postFiles(page, token, nil).want(t, http.StatusUnprocessableEntity, "Brakuje odpowiedzi: „Imię”", "Brakuje odpowiedzi: „Czy masz numer PESEL?”")
	b.lang = "en"
	a := b.postFiles(page, token, nil)
	a.want(t, http.StatusUnprocessableEntity)
	if said := text(a.body); strings.Contains(said, "Imię") || strings.Contains(said, "choice(") {
		t.Errorf("the page speaks of another language or of XML: %s", text(a.body))
	}
}

// TestTheScriptRunsWhereItHelps: on pages of questions, from a file of this site.
func TestTheScriptRunsWhereItHelps(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	draft := b.startDraft(general(t))
	page := b.get(b.get(draft).Header.Get("Location"))
	if csp := page.Header.Get("Content-Security-Policy"); !strings.HasSuffix(csp, "; script-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
	src := regexp.MustCompile(`<script src="(/static/[0-9a-f]+/forms\.js)" defer></script>`).FindAllStringSubmatch(page.body, -1)
	if len(src) != 1 || strings.Count(page.body, "<script") != 1 {
		t.Fatalf("scripts: %v", src)
	}
	file := b.get(src[0][1])
	file.want(t, http.StatusOK)
	if file.Header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("served as %s", file.Header.Get("Content-Type"))
	}
	for _, path := range []string{"/", "/drafts", draft + "/check", draft + "/delete", "/forms"} {
		a := b.get(path)
		if strings.Contains(a.Header.Get("Content-Security-Policy"), "script-src") || strings.Contains(a.body, "<script") {
			t.Errorf("%s runs a script", path)
		}
	}
}
