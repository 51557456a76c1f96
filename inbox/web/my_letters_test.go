package web_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store"
)

// resident makes an account of a resident and signs in with it.
func (o *office) resident(t testing.TB, login string) *browser {
	t.Helper()
	check(t, o.profile.Create(context.Background(), inbox.Account{Login: login, Name: "Anna Testowa", Role: inbox.RoleResident}, password, ""))
	b := o.browser(t)
	b.post("/clerk/login", url.Values{"login": {login}, "password": {password}})
	return b
}

// tokenOn is the form token of a page.
func (b *browser) tokenOn(path string) string {
	b.t.Helper()
	m := tokenPattern.FindStringSubmatch(b.get(path).body)
	if m == nil {
		b.t.Fatalf("no form token on %s", path)
	}
	return m[1]
}

// unsigned sends a letter without a signature from the visitor's account and
// returns it: the account is all that says whose it is.
func (b *browser) unsigned() inbox.Letter {
	b.t.Helper()
	l := letter(b.t, "good/defekty-bez-podpisu.xml")
	sent := b.upload("/letters", map[string]string{"box": l.Box, "token": b.tokenOn("/")}, append(slices.Clone(l.Data), '\n')) // no other sender's bytes
	sent.want(b.t, http.StatusSeeOther)
	document, err := strconv.ParseInt(path.Base(sent.Header.Get("Location")), 10, 32)
	check(b.t, err)
	stored, err := b.office.store.Letter(context.Background(), int32(document))
	check(b.t, err)
	return stored
}

// uploads posts a form with any number of files.
func (b *browser) uploads(to string, fields url.Values, files ...[3]string) answer {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name := range fields {
		check(b.t, form.WriteField(name, fields.Get(name)))
	}
	for _, f := range files {
		head := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="attachments"; filename="` + f[0] + `"`}, "Content-Type": {f[1]}}
		part, err := form.CreatePart(head)
		check(b.t, err)
		_, err = part.Write([]byte(f[2]))
		check(b.t, err)
	}
	check(b.t, form.Close())
	req, err := http.NewRequest(http.MethodPost, b.office.url+to, &body)
	check(b.t, err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(req)
}

// noFile is what a browser posts for a file field that was left empty.
var noFile = [3]string{"", "application/octet-stream", ""}

// TestACallAndItsSupplement is the way of a letter with a defect: the clerk calls to
// mend it, the resident confirms receipt, supplements, and gets his answer.
func TestACallAndItsSupplement(t *testing.T) {
	o := openOffice(t)
	anna, clerk := o.resident(t, "anna"), o.signedIn(t, "urzednik-or")
	l := anna.unsigned()
	mine, theirs := "/my/letters/"+id(l), "/clerk/letters/"+id(l)
	token := url.Values{"token": {clerk.token()}}
	anna.get("/my/letters").want(t, http.StatusOK, l.Number.String(), "przyjęte", "Tożsamość tego konta nie jest potwierdzona.")
	anna.get(mine).want(t, http.StatusOK, "Pismo przyjęte", "W kolejce wydziału: Wydział Organizacyjny", "Urząd odpowie na pismo", "Uzupełnij albo cofnij pismo")

	clerk.get(theirs+"/reply?kind=call").want(t, http.StatusConflict, "czeka w kolejce")
	clerk.follow(clerk.post(theirs+"/claim", token)).want(t, http.StatusOK, "Wezwij do uzupełnienia")
	clerk.get(theirs+"/reply?kind=call").want(t, http.StatusOK,
		"art. 64 § 2", "1. Pismo nie jest podpisane. Proszę podpisać", "w terminie 7 dni od dnia doręczenia")
	sent := clerk.uploads(theirs+"/reply", url.Values{"token": token["token"], "kind": {"call"}, "title": {"Wezwanie testowe"}, "text": {"Proszę o podpis."}}, noFile)
	clerk.follow(sent).want(t, http.StatusOK, "Wezwanie jest w skrzynce nadawcy.", "Wezwanie testowe", "czeka na odbiór", "w toku")
	if len(o.notices.told) != 1 || o.notices.told[0].Login != "anna" || o.notices.told[0].Letter != l.ID {
		t.Errorf("told %+v", o.notices.told)
	}

	replies, err := o.store.Replies(context.Background(), l.ID)
	check(t, err)
	reply := mine + "/replies/" + itoa(int64(replies[0].ID))
	anna.get("/my/letters").want(t, http.StatusOK, "1 pismo czeka na odbiór")
	anna.get(mine).want(t, http.StatusOK, "Czeka na Ciebie wezwanie: potwierdź jego odbiór.")
	for _, page := range []answer{anna.get("/my/letters"), anna.get(mine), anna.get(reply)} {
		if strings.Contains(page.body, "Wezwanie testowe") || strings.Contains(page.body, "Proszę o podpis") {
			t.Errorf("%s shows a letter whose receipt is not confirmed", page.Request.URL)
		}
	}
	for below, status := range map[string]int{"/document": http.StatusConflict, "/attachments/0": http.StatusConflict, "/receipt": http.StatusNotFound} {
		anna.get(reply+below).want(t, status)
	}
	anna.post(reply+"/confirm", nil).want(t, http.StatusForbidden)
	hers := url.Values{"token": {anna.tokenOn(mine)}}
	anna.follow(anna.post(reply+"/confirm", hers)).want(t, http.StatusOK, "Wezwanie testowe", "Proszę o podpis.", "Pobierz UPD", "Urząd prosi o uzupełnienie pisma do")
	upd := anna.get(reply + "/receipt")
	anna.follow(anna.post(reply+"/confirm", hers)) // once more
	if again := anna.get(reply + "/receipt"); again.body != upd.body || !strings.Contains(upd.body, "pos:UPD") {
		t.Errorf("the confirmation changed, or is none: %.300s", again.body)
	}
	anna.get(mine).want(t, http.StatusOK, "Czeka na Twoje uzupełnienie.", "Pobierz UPD pisma")
	clerk.get(theirs).want(t, http.StatusOK, "nadawca potwierdził odbiór", "Odebrano")

	signed := letter(t, "good/defekty-nieznany-wystawca.xml")
	joined := anna.upload(mine+"/join", map[string]string{"token": hers.Get("token"), "kind": "supplement"}, signed.Data)
	anna.follow(joined).want(t, http.StatusOK, "Pismo przyjęto i dołączono do tej sprawy.", "Uzupełnienie:")
	clerk.get(theirs).want(t, http.StatusOK, "nadeszło uzupełnienie", "Uzupełnienie:")
	page := anna.get(mine)
	if strings.Contains(text(page.body), "Czeka na Twoje uzupełnienie.") {
		t.Error("it still waits for the supplement")
	}
	answered := clerk.uploads(theirs+"/reply", url.Values{"token": token["token"], "kind": {"answer"}, "title": {"Odpowiedź testowa"}, "text": {"Latarnia działa."}},
		[3]string{"protokol.txt", "text/plain", "Protokół testowy"}, noFile)
	clerk.follow(answered).want(t, http.StatusOK, "Odpowiedź jest w skrzynce nadawcy.", "odpowiedziano", "Odpowiedź testowa")
	anna.get(mine).want(t, http.StatusOK, "Czeka na Ciebie odpowiedź", "Urząd odpowiedział")
}

// TestOthersLettersDoNotExist: by id, for each address below a letter.
func TestOthersLettersDoNotExist(t *testing.T) {
	o := openOffice(t)
	anna, jan, clerk := o.resident(t, "anna"), o.resident(t, "jan"), o.signedIn(t, "urzednik-or")
	l := anna.unsigned()
	clerk.follow(clerk.post("/clerk/letters/"+id(l)+"/claim", url.Values{"token": {clerk.token()}}))
	clerk.uploads("/clerk/letters/"+id(l)+"/reply", url.Values{"token": {clerk.token()}, "kind": {"answer"}, "title": {"T"}, "text": {"x"}}).want(t, http.StatusSeeOther)
	replies, err := o.store.Replies(context.Background(), l.ID)
	check(t, err)
	signed := letter(t, "good/pismo-4566.xml") // of another person, posted first from Jan's account
	jan.upload("/letters", map[string]string{"box": signed.Box, "token": jan.tokenOn("/")}, signed.Data).want(t, http.StatusSeeOther)
	posted, err := o.store.Letters(context.Background(), store.LetterFilter{PostedBy: "jan"})
	check(t, err)
	token := url.Values{"token": {jan.tokenOn("/")}}
	for _, mine := range []string{"/my/letters/" + id(l), "/my/letters/" + id(posted[0]), "/my/letters/99999", "/my/letters/99999999999"} {
		reply := mine + "/replies/" + itoa(int64(replies[0].ID))
		for _, path := range []string{mine, mine + "/document", mine + "/receipt", mine + "/attachments/0", reply, reply + "/document", reply + "/receipt", reply + "/attachments/0"} {
			jan.get(path).want(t, http.StatusNotFound, "Nie ma takiego pisma")
		}
		jan.post(reply+"/confirm", token).want(t, http.StatusNotFound)
		jan.upload(mine+"/join", map[string]string{"token": token.Get("token")}, signed.Data).want(t, http.StatusNotFound)
	}
	jan.get("/my/letters").want(t, http.StatusOK, "Nie ma tu jeszcze żadnego pisma.")
	for _, path := range []string{"/my/letters", "/my/letters/" + id(l)} {
		if got := o.browser(t).get(path); got.StatusCode != http.StatusSeeOther || !strings.HasPrefix(got.Header.Get("Location"), "/login?next=") {
			t.Errorf("%s for nobody: %d %s", path, got.StatusCode, got.Header.Get("Location"))
		}
		clerk.get(path).want(t, http.StatusForbidden)
	}
	if now, err := o.store.Reply(context.Background(), replies[0].ID); err != nil || now.State() != inbox.Waiting {
		t.Errorf("%s, %v", now.State(), err)
	}
}

func TestWhatCannotJoin(t *testing.T) {
	o := openOffice(t)
	anna, jan := o.resident(t, "anna"), o.resident(t, "jan")
	l := anna.unsigned()
	mine, token := "/my/letters/"+id(l), anna.tokenOn("/")
	anna.upload(mine+"/join", map[string]string{"token": token}, nil).want(t, http.StatusUnprocessableEntity, "Proszę wybrać plik.")
	anna.upload(mine+"/join", map[string]string{"token": "x"}, []byte("<a/>")).want(t, http.StatusForbidden)
	anna.follow(anna.upload(mine+"/join", map[string]string{"token": token}, []byte("<a/>"))).want(t, http.StatusOK, "Pismo nie zostało przyjęte")
	other := letter(t, "good/defekty-bez-zalacznika.xml") // received first from another account
	jan.upload("/letters", map[string]string{"box": other.Box, "token": jan.tokenOn("/")}, other.Data).want(t, http.StatusSeeOther)
	anna.follow(anna.upload(mine+"/join", map[string]string{"token": token}, other.Data)).want(t, http.StatusOK, "ale nie dołączono go do tej sprawy")
	history, err := o.store.Events(context.Background(), l.ID)
	check(t, err)
	if len(history) != 1 {
		t.Errorf("%+v", history)
	}
}

// TestAConfirmedSignerHasHisLetters: the identity decides, whoever posted the letter;
// without it nothing is shown, also not to the poster.
func TestAConfirmedSignerHasHisLetters(t *testing.T) {
	o := openOffice(t)
	poster := o.resident(t, "jan")
	signed := letter(t, "good/profil-4566-podpiszp.xml")
	poster.upload("/letters", map[string]string{"box": signed.Box, "token": poster.tokenOn("/")}, signed.Data).want(t, http.StatusSeeOther)
	letters, err := o.store.Letters(context.Background(), store.LetterFilter{})
	check(t, err)
	l := letters[0]
	if l.Sender.PESEL != annaPESEL {
		t.Fatalf("the fixture is signed by %+v", l.Sender)
	}
	anna, mine := o.registered(t, "anna.testowa@example.pl"), "/my/letters/"+id(l)
	for _, b := range []*browser{anna, poster} {
		b.get(mine).want(t, http.StatusNotFound)
		b.get("/my/letters").want(t, http.StatusOK, "Tożsamość tego konta nie jest potwierdzona.", "Nie ma tu jeszcze żadnego pisma.")
	}
	o.confirmed(t, anna, "urzad")
	page := anna.get("/my/letters")
	page.want(t, http.StatusOK, l.Number.String())
	if strings.Contains(text(page.body), "nie jest potwierdzona") {
		t.Error("the identity is confirmed")
	}
	clerk := o.signedIn(t, "urzednik-or")
	theirs, token := "/clerk/letters/"+id(l), clerk.token()
	clerk.follow(clerk.post(theirs+"/claim", url.Values{"token": {token}}))
	clerk.follow(clerk.uploads(theirs+"/reply", url.Values{"token": {token}, "kind": {"answer"}, "title": {"Odpowiedź testowa"}, "text": {"Treść."}}, noFile))
	if n := o.notices.told; len(n) != 1 || n[0].PESEL != annaPESEL || n[0].Login != "" {
		t.Errorf("told %+v", n)
	}
	replies, err := o.store.Replies(context.Background(), l.ID)
	check(t, err)
	reply := mine + "/replies/" + itoa(int64(replies[0].ID))
	poster.post(reply+"/confirm", url.Values{"token": {poster.tokenOn("/")}}).want(t, http.StatusNotFound)
	anna.follow(anna.post(reply+"/confirm", url.Values{"token": {anna.tokenOn(mine)}})).want(t, http.StatusOK, "Odpowiedź testowa", "Treść.")
	if upd := anna.get(reply + "/receipt"); !strings.Contains(upd.body, "Testowa") || strings.Contains(upd.body, annaPESEL) {
		t.Errorf("the confirmation: %.400s", upd.body)
	}
}
