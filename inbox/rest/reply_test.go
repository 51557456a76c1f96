package rest

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

// replied puts a reply to a letter behind the door's back and returns its address.
func (o *office) replied(t *testing.T, location string) (inbox.Reply, string) {
	t.Helper()
	ctx := context.Background()
	letters, err := o.store.Letters(ctx, store.LetterFilter{})
	if err != nil || len(letters) != 1 {
		t.Fatal(letters, err)
	}
	raw := []byte("<odpowiedz/>")
	r := inbox.Reply{ID: storetest.DrawID(t, o.store), Letter: letters[0].ID, Kind: inbox.Answer, Form: "pismo-ogolne/4566", Subject: "Odpowiedź testowa",
		Clerk: "urzednik-so", Signer: "Urząd", Sent: arrival, SHA256: sha256.Sum256(raw), Size: int64(len(raw))}
	_, err = o.store.SendReply(ctx, r, raw, store.Transition{Letter: r.Letter, From: []inbox.LetterState{inbox.Queued}, To: inbox.Answered,
		Event: inbox.Event{At: arrival, Kind: inbox.EventAnswered}})
	if err != nil {
		t.Fatal(err)
	}
	return r, location + "/replies/" + jsonNumber(r.ID)
}

func jsonNumber(n int32) string {
	text, _ := json.Marshal(n)
	return string(text)
}

func TestReplies(t *testing.T) {
	o := openOffice(t)
	location := o.post("<a/>", "system").Header.Get("Location")
	reply, path := o.replied(t, location)
	for who, want := range map[string]int{"": 401, "urzednik-so": 200, "audytor": 200, "system": 200, "urzednik-km": 404, "system-obcy": 404, "admin": 404} {
		if got := o.get(location+"/replies", who).StatusCode; got != want {
			t.Errorf("replies for %q: %d, want %d", who, got, want)
		}
	}
	if list := string(o.get(location+"/replies", "urzednik-so").body); !strings.Contains(list, "Odpowiedź testowa") || !strings.Contains(list, path+"/document") || !strings.Contains(list, `"state":"waiting"`) {
		t.Error(list)
	}
	if list := string(o.get(location+"/replies", "system").body); strings.Contains(list, "Odpowiedź testowa") || strings.Contains(list, "/document") || strings.Contains(list, "urzednik") {
		t.Errorf("a reply that is not opened: %s", list)
	}
	o.get(path+"/document", "system").want(t, "sealed", http.StatusConflict, inbox.CodeReplySealed)
	if got := o.get(path+"/document", "urzednik-so"); string(got.body) != "<odpowiedz/>" {
		t.Errorf("%s", got.body)
	}
	o.get(path+"/receipt", "urzednik-so").want(t, "not opened", http.StatusNotFound, inbox.CodeReceiptNotFound)
	upd := inbox.Receipt{ID: storetest.DrawID(t, o.store), Kind: inbox.UPD, Document: reply.ID, Made: arrival, Bytes: []byte("<UPD/>")}
	if _, err := o.store.OpenReply(context.Background(), upd, arrival, inbox.Event{Letter: reply.Letter, At: arrival, Kind: inbox.EventOpened}); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[string]string{"system": "<UPD/>", "urzednik-so": "<UPD/>"} {
		if got := o.get(path+"/receipt", who); string(got.body) != want {
			t.Errorf("%s: %s", who, got.body)
		}
	}
	if list := string(o.get(location+"/replies", "system").body); !strings.Contains(list, "Odpowiedź testowa") || !strings.Contains(list, path+"/receipt") {
		t.Errorf("opened: %s", list)
	}
	for _, bad := range []string{"/replies/0/document", "/replies/x/receipt", "/replies/99999/document"} {
		o.get(location+bad, "urzednik-so").want(t, bad, http.StatusNotFound, inbox.CodeLetterNotFound)
	}
}

func TestNotesOverREST(t *testing.T) {
	o := openOffice(t)
	location := o.post("<a/>", "system").Header.Get("Location")
	for _, c := range []struct {
		who, body string
		status    int
		code      string
	}{
		{"urzednik-so", `{"note": "zadzwonić"}`, 204, ""}, {"urzednik-so", `{"note": ""}`, 400, inbox.CodeRequest}, {"urzednik-so", `{"note": " "}`, 400, inbox.CodeRequest},
		{"urzednik-so", `{"text": "a"}`, 400, inbox.CodeRequest}, {"audytor", `{"note": "a"}`, 403, inbox.CodeForbidden},
		{"system", `{"note": "a"}`, 403, inbox.CodeForbidden}, {"urzednik-km", `{"note": "a"}`, 404, inbox.CodeLetterNotFound},
	} {
		o.call(http.MethodPost, location+"/notes", c.who, c.body, "Content-Type", "application/json").want(t, c.who+" "+c.body, c.status, c.code)
	}
	if history := string(o.get(location+"/history", "urzednik-so").body); strings.Count(history, `"noted"`) != 1 || !strings.Contains(history, "zadzwonić") {
		t.Error(history)
	}
}
