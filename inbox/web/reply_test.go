package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"okienko/fixtures/pkitest"
	"okienko/inbox"
	"okienko/inbox/desk"
)

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
		"too large":     {b.uploads(path+"/reply", form("Tytuł testowy", "Treść"), [3]string{"a.txt", "text/plain", strings.Repeat("a", desk.MaxReplyAttachments+1)}), "za duży"},
		"unsigned file": {b.upload(path+"/reply-signed", map[string]string{"token": token, "kind": "answer"}, letter(t, "good/defekty-bez-podpisu.xml").Data), "Pismo nie jest podpisane."},
		"no file":       {b.upload(path+"/reply-signed", map[string]string{"token": token, "kind": "call"}, nil), "Proszę wybrać plik."},
	} {
		c.got.want(t, http.StatusUnprocessableEntity, "Proszę poprawić:", c.want)
		if (name == "no text" || name == "too large") && !strings.Contains(c.got.body, `value="Tytuł testowy"`) {
			t.Errorf("%s: what was written is lost", name)
		}
	}
	b.uploads(path+"/reply", url.Values{"token": {"x"}}).want(t, http.StatusForbidden)
	upload := func(signed []byte) answer {
		return b.upload(path+"/reply-signed", map[string]string{"token": token, "kind": "answer"}, signed)
	}
	upload(letter(t, "good/pismo-4566.xml").Data).want(t, http.StatusUnprocessableEntity, "podpisane przez tego, kto ma je dostać")
	b.get(path+"/reply-signed").want(t, http.StatusNotFound)
	olga, err := o.pki.Issue(o.pki.QualifiedCA, pkitest.Request{Subject: pkitest.Subject{CommonName: "Olga Testowa", Country: "PL"}})
	check(t, err)
	signed := o.signAs(t, string(letter(t, "good/defekty-bez-podpisu.xml").Data), olga)
	shown := b.follow(upload(signed))
	shown.want(t, http.StatusOK, "Nic jeszcze nie wysłano.", "Kto podpisał", "Olga Testowa", "podpis kwalifikowany", "Okienko Qualified Root (test)", "Podpis obejmuje całe pismo.")
	sending := path + "/reply-signed/send"
	b.post(sending, url.Values{"token": {token}, "sha256": {strings.Repeat("0", 64)}}).want(t, http.StatusConflict)
	b.post(sending, url.Values{"token": {token}, "sha256": {"abc"}}).want(t, http.StatusBadRequest)
	b.post(sending, url.Values{"token": {"x"}, "sha256": {digest(signed)}}).want(t, http.StatusForbidden)
	if !strings.Contains(shown.body, digest(signed)) {
		t.Error("the page does not say what it shows")
	}
	b.follow(b.post(sending, url.Values{"token": {token}, "sha256": {digest(signed)}})).want(t, http.StatusOK, "Odpowiedź jest w skrzynce nadawcy.",
		"podpis: Olga Testowa (podpis kwalifikowany), wystawca certyfikatu: Okienko Qualified Root (test)")
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

// TestAReplyThatNobodyCanReceive: the clerk is told before he relies on it.
func TestAReplyThatNobodyCanReceive(t *testing.T) {
	o := openOffice(t)
	_, unsigned := o.received(t, "good/defekty-bez-podpisu.xml")
	_, signed := o.received(t, "good/pismo-4566.xml")
	b := o.signedIn(t, "urzednik-or")
	const nobody = "Tej odpowiedzi nikt tu nie odbierze"
	for _, l := range []inbox.Letter{unsigned, signed} {
		path := "/clerk/letters/" + id(l)
		token := b.token()
		b.follow(b.post(path+"/claim", url.Values{"token": {token}}))
		pages := []answer{b.get(path + "/reply?kind=call")}
		b.follow(b.uploads(path+"/reply", url.Values{"token": {token}, "kind": {"call"}, "title": {"Wezwanie testowe"}, "text": {"Treść."}}))
		replies, err := o.store.Replies(context.Background(), l.ID)
		check(t, err)
		pages = append(pages, b.get(path+"/replies/"+itoa(int64(replies[0].ID))))
		for _, page := range pages {
			page.want(t, http.StatusOK)
			if told := strings.Contains(text(page.body), nobody); told != (l.ID == unsigned.ID) {
				t.Errorf("%s: told %v", page.Request.URL, told)
			}
		}
	}
}
