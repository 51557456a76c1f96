package storetest

import (
	"context"
	"fmt"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store"
)

// joinedGoesAlong joins letters at the moment at which the first one is moved:
// whichever comes first, they end up in the same department.
func joinedGoesAlong(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	for round := range 8 {
		first := Accept(t, s, Sample(t, s, fmt.Appendf(nil, "<pismo n='%d'/>", round))).Document
		further := Accept(t, s, Sample(t, s, fmt.Appendf(nil, "<dalsze n='%d'/>", round))).Document
		join, err := s.AskJoin(ctx, inbox.Join{Document: further, Letter: first, Kind: inbox.Supplement, At: Arrived})
		noError(t, err)
		parallel(2, func(i int) {
			if i == 0 {
				_, err := s.FinishJoin(ctx, join)
				noError(t, err)
				return
			}
			move(t, s, forward(first))
		})
		l, err := s.Letter(ctx, further)
		noError(t, err)
		equal(t, "department of the further letter", l.Department, "kom")
	}
}

func forward(letter int32) store.Transition {
	t := store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Queued}, To: inbox.Queued, Department: "kom",
		Event: inbox.Event{At: Arrived, Kind: inbox.EventForwarded}}
	t.Along = func(inbox.Letter) (store.Transition, inbox.Event, bool) {
		return store.Transition{From: t.From, To: t.To, Department: t.Department, Event: inbox.Event{At: Arrived, Kind: inbox.EventWentAlong}},
			inbox.Event{At: Arrived, Kind: inbox.EventTookAlong}, true
	}
	return t
}
