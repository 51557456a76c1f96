package web_test

import (
	"context"
	"net/url"
	"testing"
)

// matter is a letter of Anna's with a call she has opened, a supplement, and
// another call that waits for her; her clerk has uploaded an answer and not sent it.
type matter struct {
	anna, clerk    *browser
	mine, theirs   string
	opened, sealed string // below the letter
}

func matterOf(t *testing.T, o *office) matter {
	t.Helper()
	m := matter{anna: o.resident(t, "anna"), clerk: o.signedIn(t, "urzednik-or-2")}
	l := m.anna.unsigned()
	m.mine, m.theirs = "/my/letters/"+id(l), "/clerk/letters/"+id(l)
	token := m.clerk.token()
	reply := func(kind string) {
		m.clerk.follow(m.clerk.uploads(m.theirs+"/reply", url.Values{"token": {token}, "kind": {kind}, "title": {"Pismo testowe urzędu"}, "text": {"Treść testowa."}},
			[3]string{"protokol.txt", "text/plain", "Protokół testowy"}))
	}
	m.clerk.follow(m.clerk.post(m.theirs+"/claim", url.Values{"token": {token}}))
	reply("call")
	replies, err := o.store.Replies(context.Background(), l.ID)
	check(t, err)
	m.opened = "/replies/" + itoa(int64(replies[0].ID))
	hers := m.anna.tokenOn(m.mine)
	m.anna.follow(m.anna.post(m.mine+m.opened+"/confirm", url.Values{"token": {hers}}))
	m.anna.follow(m.anna.upload(m.mine+"/join", map[string]string{"token": hers, "kind": "supplement"}, letter(t, "good/defekty-nieznany-wystawca.xml").Data))
	reply("call")
	replies, err = o.store.Replies(context.Background(), l.ID)
	check(t, err)
	m.sealed = "/replies/" + itoa(int64(replies[1].ID))
	signed := o.sign(t, string(letter(t, "good/defekty-bez-podpisu.xml").Data))
	m.clerk.follow(m.clerk.upload(m.theirs+"/reply-signed", map[string]string{"token": token, "kind": "answer"}, signed))
	return m
}
