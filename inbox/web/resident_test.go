package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"okienko/fixtures"
)

func TestALetterIsSentAndItsReceiptDownloaded(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	b.get("/send").want(t, http.StatusOK, "Wyślij podpisane pismo", "Skrzynka podawcza", "5 MB", "/umprzykladowo/skrytka", "Pismo ogólne")
	l := letter(t, "good/pismo-4566.xml")
	sent := b.send(l)
	page := b.follow(sent)
	page.want(t, http.StatusOK, "Pismo przyjęte", "RPW/", "Podpisano przez:", "podpis kwalifikowany", "Podpis obejmuje całe pismo.", "Wydział Organizacyjny")
	id := strings.TrimPrefix(sent.Header.Get("Location"), "/letters/")

	receipt := b.get("/receipts/" + id)
	receipt.want(t, http.StatusOK)
	if got := receipt.Header.Get("Content-Type"); got != "application/xml" {
		t.Errorf("content type %q", got)
	}
	if got := receipt.Header.Get("Content-Disposition"); got != "attachment; filename=upp-"+id+".xml" {
		t.Errorf("disposition %q", got)
	}
	if !strings.Contains(receipt.body, "UPO/2008/05/09/") {
		t.Errorf("no UPP: %.300s", receipt.body)
	}

	again := b.follow(b.send(l))
	again.want(t, http.StatusOK, "Ten sam plik wpłynął już wcześniej")
	if second := b.get("/receipts/" + id); second.body != receipt.body {
		t.Error("the same bytes got another receipt")
	}
}

// TestEveryFixtureByItsPage posts every letter: the page must tell what REST
// would, in words, with a remedy for each reason.
func TestEveryFixtureByItsPage(t *testing.T) {
	letters, err := fixtures.Letters()
	check(t, err)
	o := openOffice(t)
	for _, l := range letters {
		t.Run(l.File, func(t *testing.T) {
			b := o.browser(t)
			a := b.send(l)
			if a.StatusCode == http.StatusSeeOther {
				a = b.follow(a)
			}
			switch {
			case len(l.Data) == 0:
				a.want(t, http.StatusUnprocessableEntity, "Proszę wybrać plik.")
			case l.Status == http.StatusCreated || l.Status == http.StatusOK:
				a.want(t, http.StatusOK, "Pismo przyjęte")
			case l.Status == http.StatusAccepted:
				a.want(t, http.StatusOK, "Pismo czeka na sprawdzenie", "Co zrobić:")
			case l.Status == http.StatusUnprocessableEntity:
				a.want(t, http.StatusOK, "Pismo nie zostało przyjęte", "Co zrobić:")
			case strings.HasPrefix(l.Code, "box."):
				a.want(t, max(l.Status, a.StatusCode), "Proszę poprawić:")
			default:
				a.want(t, l.Status)
			}
			if strings.Contains(a.body, "Coś poszło nie tak") {
				t.Errorf("an internal error is shown: %s", text(a.body))
			}
		})
	}
}

func TestARefusalSaysWhyWhereAndHowToMendIt(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	l := letter(t, "good/pismo-4566.xml")
	l.Data = bytes.Replace(l.Data, []byte("</"), []byte(" </"), 1)
	sent := b.send(l)
	page := b.follow(sent)
	page.want(t, http.StatusOK, "Pismo nie zostało przyjęte", "zmieniła się po podpisaniu", "Co zrobić: Proszę wysłać plik bez żadnych zmian", "Pobierz odmowę")
	if !strings.Contains(page.body, "<title>Błąd: ") {
		t.Error("the title does not say that something is wrong")
	}
	id := strings.TrimPrefix(sent.Header.Get("Location"), "/letters/")
	refusal := b.get("/receipts/" + id)
	refusal.want(t, http.StatusOK)
	if !strings.Contains(refusal.body, "urn:okienko:refusal:1") || refusal.Header.Get("Content-Disposition") != "attachment; filename=odmowa-"+id+".xml" {
		t.Errorf("no refusal: %s %.200s", refusal.Header.Get("Content-Disposition"), refusal.body)
	}

	l.Data = []byte("<a>\n  <b></a>")
	b.follow(b.send(l)).want(t, http.StatusOK, "nie jest poprawnym dokumentem XML", "wiersz 2, kolumna")
}

func TestAnotherBrowserGetsNothing(t *testing.T) {
	o := openOffice(t)
	sender, stranger := o.browser(t), o.browser(t)
	location := sender.send(letter(t, "good/pismo-4566.xml")).Header.Get("Location")
	sender.get(location).want(t, http.StatusOK, "Pismo przyjęte")
	for _, b := range []*browser{stranger, o.signedIn(t, "urzednik-or")} {
		b.get(location).want(t, http.StatusNotFound, "Nie ma takiego poświadczenia")
		b.get(strings.Replace(location, "letters", "receipts", 1)).want(t, http.StatusNotFound)
	}
	sender.get("/letters/99999999999").want(t, http.StatusNotFound)
	sender.get("/letters/abc").want(t, http.StatusNotFound, "Nie ma takiej strony")
}

func (o *office) signedIn(t testing.TB, login string) *browser {
	t.Helper()
	b := o.browser(t)
	b.login(login).want(t, http.StatusOK, "Zalogowano:")
	return b
}

func TestFormFaultsOfTheStartPage(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	b.upload("/letters", map[string]string{"box": fixtures.BoxLetters}, nil).
		want(t, http.StatusUnprocessableEntity, "Proszę poprawić: Proszę wybrać plik.")
	b.upload("/letters", map[string]string{"box": "/umprzykladowo/nie-ma"}, []byte("<a/>")).
		want(t, http.StatusUnprocessableEntity, "Nie ma takiej skrytki")
	b.upload("/letters", nil, []byte("<a/>")).want(t, http.StatusUnprocessableEntity, "Proszę poprawić: Proszę wybrać skrytkę.")
	b.upload("/letters", map[string]string{"box": fixtures.BoxAccount}, []byte("<a/>")).
		want(t, http.StatusUnauthorized, "trzeba się zalogować")
	b.post("/letters", url.Values{"box": {fixtures.BoxLetters}}).want(t, http.StatusBadRequest)
	gotten := b.get("/letters")
	gotten.want(t, http.StatusMethodNotAllowed)
	if allow := gotten.Header.Get("Allow"); allow != http.MethodPost {
		t.Errorf("Allow: %q", allow)
	}
}

// TestOversizeIsAnsweredPolitely: the answer comes, and with it the limit, though
// the file is far larger.
func TestOversizeIsAnsweredPolitely(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	file := make([]byte, 4*fixtures.MaxLetterBytes)
	page := b.upload("/letters", map[string]string{"box": fixtures.BoxDefects}, file)
	page.want(t, http.StatusRequestEntityTooLarge, "Plik jest za duży. Ta skrytka przyjmuje pisma do 5 MB.")
	if !strings.Contains(page.body, `value="/umprzykladowo/defekty" checked`) {
		t.Error("the box chosen is forgotten")
	}
	b.upload("/letters", map[string]string{"box": fixtures.BoxLetters}, file[:fixtures.MaxLetterBytes]).want(t, http.StatusSeeOther)
}

func TestCheckTellsNothingPersonal(t *testing.T) {
	o := openOffice(t)
	l := letter(t, "good/pismo-4566.xml")
	o.browser(t).send(l).want(t, http.StatusSeeOther)
	b := o.browser(t)
	page := b.follow(b.upload("/check", nil, l.Data))
	page.want(t, http.StatusOK, "Pismo zostało przyjęte", "Dotarło:")
	for _, secret := range []string{"RPW/", "Podpisano", "Testow"} {
		if strings.Contains(page.body, secret) {
			t.Errorf("the page shows %q", secret)
		}
	}
	sum := sha256.Sum256(l.Data)
	b.get("/check?sha256="+strings.ToUpper(hex.EncodeToString(sum[:]))).want(t, http.StatusOK, "Pismo zostało przyjęte")
	b.get("/check?sha256="+strings.Repeat("0", 64)).want(t, http.StatusNotFound, "Nie znamy takiego pliku")
	b.get("/check?sha256=xyz").want(t, http.StatusUnprocessableEntity, "64 znaki")
	b.get("/check?sha256=").want(t, http.StatusUnprocessableEntity, "64 znaki")
	b.upload("/check", nil, nil).want(t, http.StatusUnprocessableEntity, "Proszę wybrać plik.")
	b.upload("/check", nil, make([]byte, fixtures.MaxLetterBytes+1)).want(t, http.StatusRequestEntityTooLarge, "Plik jest za duży.")
}

// TestAReceiptIsCheckedWithItsDocument: by anybody, and nothing personal is told.
func TestAReceiptIsCheckedWithItsDocument(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	l := letter(t, "good/pismo-4566.xml")
	upp := b.get(strings.Replace(b.send(l).Header.Get("Location"), "letters", "receipts", 1)).body
	broken := letter(t, "good/pismo-4566.xml")
	broken.Data = bytes.Replace(broken.Data, []byte("</"), []byte(" </"), 1)
	refusal := b.get(strings.Replace(b.send(broken).Header.Get("Location"), "letters", "receipts", 1)).body
	stranger := openOffice(t)
	anybody := o.browser(t)
	for _, c := range []struct {
		name         string
		b            *browser
		upp          string
		document     []byte
		status       int
		title, words string
	}{
		{"its document", anybody, upp, l.Data, http.StatusOK, "<title>Sprawdź", "Poświadczenie jest prawdziwe i dotyczy tego pisma"},
		{"another document", anybody, upp, broken.Data, http.StatusOK, "<title>Błąd:", "ale dotyczy innego pliku"},
		{"changed", anybody, strings.Replace(upp, "<pos:DataDoreczenia>2", "<pos:DataDoreczenia>1", 1), l.Data, http.StatusOK, "<title>Błąd:", "zmieniono albo nie ma na nim pieczęci"},
		{"refusal", anybody, refusal, broken.Data, http.StatusOK, "<title>Błąd:", "To prawdziwa odmowa"},
		{"another office's", stranger.browser(t), upp, l.Data, http.StatusOK, "<title>Błąd:", "nie wystawił ten urząd"},
		{"swapped", anybody, string(l.Data), []byte(upp), http.StatusOK, "<title>Błąd:", "To nie jest poświadczenie"},
		{"no document", anybody, upp, nil, http.StatusUnprocessableEntity, "<title>Błąd:", "Proszę wybrać plik pisma, którego dotyczy poświadczenie."},
		{"too large", anybody, upp, make([]byte, fixtures.MaxLetterBytes+1<<20), http.StatusUnprocessableEntity, "<title>Błąd:", "Plik jest za duży. Najwyżej 5 MB."},
	} {
		a := c.b.postFiles("/check/receipt", nil, map[string][]byte{"receipt": []byte(c.upp), "document": c.document})
		a.want(t, c.status, c.words)
		if !strings.Contains(a.body, c.title) {
			t.Errorf("%s: title %.200s", c.name, a.body)
		}
		if strings.Contains(text(a.body), "Testow") || strings.Contains(a.body, "RPW/") {
			t.Errorf("%s: the page tells of the sender: %s", c.name, text(a.body))
		}
	}
}

func TestPlainPages(t *testing.T) {
	o := openOffice(t)
	b := o.browser(t)
	b.get("/help").want(t, http.StatusOK, "Pomoc", "5 MB", "Zawiadomienie o zbyciu lub nabyciu pojazdu")
	b.get("/accessibility").want(t, http.StatusOK, "WCAG 2.2", "Rzecznika Praw Obywatelskich")
	b.get("/nie-ma").want(t, http.StatusNotFound, "Nie ma takiej strony.")
}
