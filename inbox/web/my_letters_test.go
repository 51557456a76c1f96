package web_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
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
		o.browser(t).get(path).want(t, http.StatusUnauthorized)
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

func TestAReplyWithFaultsIsFilledInAgain(t *testing.T) {
	o := openOffice(t)
	_, stored := o.received(t, "good/pismo-4566.xml")
	b := o.signedIn(t, "urzednik-or")
	path, token := "/clerk/letters/"+id(stored), b.token()
	b.follow(b.post(path+"/claim", url.Values{"token": {token}}))
	form := func(title, text string) url.Values {
		return url.Values{"token": {token}, "kind": {"answer"}, "title": {title}, "text": {text}}
	}
	for name, c := range map[string]struct {
		got  answer
		want string
	}{
		"no title":      {b.uploads(path+"/reply", form(" ", "Treść testowa")), "Proszę podać tytuł"},
		"no text":       {b.uploads(path+"/reply", form("Tytuł testowy", "")), "Proszę wpisać treść"},
		"not a PDF":     {b.uploads(path+"/reply", form("Tytuł testowy", "Treść"), [3]string{"a.pdf", "application/pdf", "nic"}), "Któregoś załącznika nie można wysłać"},
		"unsigned file": {b.upload(path+"/reply-signed", map[string]string{"token": token, "kind": "answer"}, letter(t, "good/defekty-bez-podpisu.xml").Data), "Pismo nie jest podpisane."},
		"no file":       {b.upload(path+"/reply-signed", map[string]string{"token": token, "kind": "call"}, nil), "Proszę wybrać plik."},
	} {
		c.got.want(t, http.StatusUnprocessableEntity, "Proszę poprawić:", c.want)
		if name == "no text" && !strings.Contains(c.got.body, `value="Tytuł testowy"`) {
			t.Errorf("%s: what was written is lost", name)
		}
	}
	b.uploads(path+"/reply", url.Values{"token": {"x"}}).want(t, http.StatusForbidden)
	signed := letter(t, "good/pismo-4566.xml").Data // signed by a person of the fixtures, whom the office trusts
	b.follow(b.upload(path+"/reply-signed", map[string]string{"token": token, "kind": "answer"}, signed)).want(t, http.StatusOK, "Odpowiedź jest w skrzynce nadawcy.")
	replies, err := o.store.Replies(context.Background(), stored.ID)
	check(t, err)
	sent := path + "/replies/" + itoa(int64(replies[0].ID))
	b.get(sent).want(t, http.StatusOK, "Doręczenie", "czeka na odbiór", "Zawiadomienie")
	if got := b.get(sent + "/document"); got.body != string(signed) {
		t.Error("the reply is not what was uploaded")
	}
	b.get(sent+"/receipt").want(t, http.StatusNotFound)
	km := o.signedIn(t, "urzednik-km")
	for _, below := range []string{"", "/document", "/receipt", "/attachments/0"} {
		km.get(sent+below).want(t, http.StatusNotFound)
	}
}

func TestNotesAndTakingOver(t *testing.T) {
	o := openOffice(t)
	_, stored := o.received(t, "good/pismo-4566.xml")
	b, head := o.signedIn(t, "urzednik-or"), o.signedIn(t, "kierownik-or")
	path := "/clerk/letters/" + id(stored)
	token := url.Values{"token": {b.token()}}
	b.follow(b.post(path+"/claim", token))
	b.post(path+"/note", token).want(t, http.StatusUnprocessableEntity, "Proszę wpisać notatkę")
	b.follow(b.post(path+"/note", url.Values{"token": token["token"], "note": {"zadzwonić do zarządcy"}})).want(t, http.StatusOK, "Notatka zapisana.", "notatka – urzednik-or: zadzwonić do zarządcy")
	colleague := o.signedIn(t, "urzednik-or-2")
	page := colleague.get(path)
	if strings.Contains(page.body, "take-over") {
		t.Error("a colleague is offered a letter that is being worked on")
	}
	colleague.post(path+"/take-over", url.Values{"token": {colleague.token()}}).want(t, http.StatusConflict, "To pismo prowadzi inna osoba: urzednik-or.")
	head.get(path).want(t, http.StatusOK, "Przejmij za nieobecną osobę")
	head.follow(head.post(path+"/take-over", url.Values{"token": {head.token()}})).want(t, http.StatusOK, "Pismo jest teraz u Ciebie.", "przejęto po – kierownik-or: urzednik-or")
}

func TestTheWorklistOfSubmissions(t *testing.T) {
	o := openOffice(t)
	check(t, o.profile.Create(context.Background(), inbox.Account{Login: "kancelaria", Role: inbox.RoleRegistrar}, password, ""))
	registrar, clerk := o.signedIn(t, "kancelaria"), o.signedIn(t, "urzednik-or")
	registrar.get("/clerk/submissions").want(t, http.StatusOK, "Nie ma takich przedłożeń.")
	o.browser(t).send(letter(t, "good/wstrzymane-nieznany-wystawca.xml"))
	refused := letter(t, "bad/podpis-zmiana-tytulu.xml")
	o.browser(t).send(refused)
	held, err := o.store.Undecided(context.Background(), inbox.Held, 0, 9)
	check(t, err)
	rejected, err := o.store.Undecided(context.Background(), inbox.Refused, 0, 9)
	check(t, err)
	page := registrar.get("/clerk/submissions")
	page.want(t, http.StatusOK, itoa(int64(held[0].Document)))
	registrar.get("/clerk/submissions?state=refused").want(t, http.StatusOK, itoa(int64(rejected[0].Document)))
	one := "/clerk/submissions/" + itoa(int64(rejected[0].Document))
	registrar.get(one).want(t, http.StatusOK, "Przedłożenie odrzucone", "Dlaczego", "Pobierz plik")
	if got := registrar.get(one + "/document"); got.body != string(refused.Data) || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Error("not the bytes as they came, as a download")
	}
	registrar.get(one).want(t, http.StatusOK, "Kto pobierał", "kancelaria")
	clerk.get("/clerk/submissions").want(t, http.StatusForbidden)
	clerk.get(one).want(t, http.StatusNotFound)
	clerk.get(one+"/document").want(t, http.StatusNotFound)
	if strings.Contains(clerk.get("/clerk/letters").body, "/clerk/submissions") || !strings.Contains(registrar.get("/clerk/letters").body, "/clerk/submissions") {
		t.Error("the menu does not follow the rule")
	}
	_, _, err = o.store.Purge(context.Background(), o.now.AddDate(0, 0, 1))
	check(t, err)
	registrar = o.signedIn(t, "kancelaria") // the purge has ended the session too
	registrar.get(one).want(t, http.StatusOK, "Pliku już nie ma")
	registrar.get(one+"/document").want(t, http.StatusNotFound)
}

func TestTheQueueByDay(t *testing.T) {
	o := openOffice(t)
	_, stored := o.received(t, "good/pismo-4566.xml")
	b := o.signedIn(t, "urzednik-or")
	find := func(query string, want bool) {
		t.Helper()
		page := b.get("/clerk/letters?" + query)
		page.want(t, http.StatusOK)
		if got := strings.Contains(page.body, stored.Number.String()+"</a>"); got != want {
			t.Errorf("%s: found %v", query, got)
		}
	}
	find("due=late", false)
	find("who=nobody", true)
	find("who=mine", false)
	find("form=pismo-ogolne/4566&order=due", true)
	find("form=inny/1", false)
	find("age=7", false)
	o.now = o.now.AddDate(0, 2, 0)
	b = o.signedIn(t, "urzednik-or") // the session has ended
	find("due=late", true)
	find("due=week", false)
	find("age=30", true)
	if page := text(b.get("/clerk/letters").body); !strings.Contains(page, "po terminie o ") {
		t.Errorf("overdue is not said in words: %s", page)
	}
	b.follow(b.post("/clerk/letters/"+id(stored)+"/claim", url.Values{"token": {b.token()}}))
	find("who=mine&due=late", true)
	find("who=nobody", false)
}

// TestFormsWithFilesAreBounded: in octets together, and in number.
func TestFormsWithFilesAreBounded(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		limit int64
		code  string
		files [][3]string
	}{
		"fits":           {100, "", [][3]string{{"a.txt", "text/plain", strings.Repeat("a", 60)}}},
		"together above": {100, inbox.CodeOversize, [][3]string{{"a.txt", "text/plain", strings.Repeat("a", 60)}, {"b.txt", "text/plain", strings.Repeat("b", 60)}}},
		"too many":       {1000, inbox.CodeRequest, make22()},
	} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		check(t, form.WriteField("title", "T"))
		for _, f := range c.files {
			part, err := form.CreateFormFile("attachments", f[0])
			check(t, err)
			_, err = part.Write([]byte(f[2]))
			check(t, err)
		}
		check(t, form.Close())
		r := httptest.NewRequest(http.MethodPost, "/", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		fields, files, err := o.site.ReadFiles(r, c.limit)
		if inbox.ErrorCode(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
		if c.code == "" && (fields.Get("title") != "T" || len(files) != 1 || files[0].Name != "a.txt") {
			t.Errorf("%s: %v %+v", name, fields, files)
		}
	}
}

func make22() [][3]string {
	files := make([][3]string, 22)
	for i := range files {
		files[i] = [3]string{"a.txt", "text/plain", "a"}
	}
	return files
}
