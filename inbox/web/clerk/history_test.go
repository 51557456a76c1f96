package clerk

import (
	"slices"
	"testing"

	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/inbox/web"
)

// TestEveryEventHasWords: no line of a history is a bare key, in any language.
func TestEveryEventHasWords(t *testing.T) {
	var keys []string
	for _, kind := range inbox.EventKinds() {
		keys = append(keys, "event."+kind)
	}
	for _, what := range inbox.ViewedKinds() {
		keys = append(keys, "viewed."+what)
	}
	if len(keys) < 20 {
		t.Fatalf("only %d keys", len(keys))
	}
	for _, key := range keys { // locale's own tests hold the languages to each other
		if !slices.Contains(locale.Keys(), key) {
			t.Errorf("%s has no words", key)
		}
	}
}

func TestHistoryLines(t *testing.T) {
	d := &door{Options: Options{Site: &web.Site{Options: web.Options{Departments: []inbox.Department{{ID: "km", Name: "Wydział Komunikacji"}}}}}}
	replies := []inbox.Reply{
		{ID: 17, Signer: "Olga Testowa", SignerKind: "qualified", SignerIssuer: "CN=Testowe CA,C=PL"},
		{ID: 18, Signer: "Urząd Testowy", SignerKind: inbox.BySeal}, {ID: 19, Signer: "Ktoś Testowy"},
	}
	for _, c := range []struct {
		kind, detail, words string
		reply               int32
	}{
		{inbox.EventViewed, "letter", "strona pisma z treścią i raportem z podpisów", 0},
		{inbox.EventViewed, "attachment 2", "załącznik 2", 0},
		{inbox.EventViewed, "reply 17", "pismo urzędu 17", 0},
		{inbox.EventViewed, "reply", "pismo urzędu", 0}, // as it was written once
		{inbox.EventViewed, "attachment x", "", 0},
		{inbox.EventViewed, "something", "", 0},
		{inbox.EventForwarded, "km: dotyczy pojazdu: dwóch", "Wydział Komunikacji: dotyczy pojazdu: dwóch", 0},
		{inbox.EventForwarded, "zz: dotyczy pojazdu", "zz: dotyczy pojazdu", 0},
		{inbox.EventWentAlong, "km: RPW/2026/3", "Wydział Komunikacji: RPW/2026/3", 0},
		{inbox.EventAnswered, "17", "podpis: Olga Testowa (podpis kwalifikowany), wystawca certyfikatu: Testowe CA", 17},
		{inbox.EventCalled, "18", "podpis: Urząd Testowy (pieczęć urzędu)", 18},
		{inbox.EventAnswered, "19", "", 19}, // from before it was kept
		{inbox.EventOpened, "17", "", 17},
		{inbox.EventJoined, "RPW/2026/3", "RPW/2026/3", 0},
	} {
		line := d.historyLine(web.View{Lang: locale.Polish}, inbox.Event{Kind: c.kind, Detail: c.detail}, replies)
		if line.Words != c.words || line.Reply != c.reply {
			t.Errorf("%s %q: %q %d, want %q %d", c.kind, c.detail, line.Words, line.Reply, c.words, c.reply)
		}
	}
}
