package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

func move(t *testing.T, s *store.Store, tr store.Transition) inbox.Letter {
	t.Helper()
	l, err := s.Move(context.Background(), tr)
	noError(t, err)
	return l
}

func claimsInParallel(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	letter := Accept(t, s, Sample(t, s, []byte("<pismo/>"))).Document
	won := make([]bool, 20)
	parallel(len(won), func(i int) {
		clerk := fmt.Sprint("urzednik-", i)
		l, err := s.Move(context.Background(), store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Queued}, To: inbox.Claimed,
			Clerk: clerk, Event: inbox.Event{At: Arrived, Actor: clerk, Kind: "claimed"}})
		won[i] = err == nil
		if err == nil && l.Clerk != clerk {
			t.Errorf("%s claimed for %s", clerk, l.Clerk)
		}
		if err != nil {
			wantState(t, err, inbox.Claimed)
		}
	})
	claims := 0
	for _, yes := range won {
		if yes {
			claims++
		}
	}
	equal(t, "claims", claims, 1)
	events, err := s.Events(context.Background(), letter)
	noError(t, err)
	equal(t, "events", len(events), 2)
}

func wantState(t *testing.T, err error, state inbox.LetterState) {
	t.Helper()
	own, ok := errors.AsType[*inbox.Error](err)
	if !ok || own.Code != inbox.CodeLetterState || own.Args["state"] != string(state) {
		t.Errorf("error %v, want %s in state %s", err, inbox.CodeLetterState, state)
	}
}

func guardedTransitions(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	letter := Accept(t, s, Sample(t, s, []byte("<pismo/>"))).Document
	claim := store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Queued}, To: inbox.Claimed, Clerk: "anna"}
	l := move(t, s, claim)
	equal(t, "claimed", []any{l.State, l.Clerk, l.Department}, []any{inbox.Claimed, "anna", "so"})

	unclaim := store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Claimed}, To: inbox.Queued, ByClerk: "jan"}
	_, err := s.Move(ctx, unclaim)
	wantState(t, err, inbox.Claimed)
	unclaim.ByClerk = "anna"
	l = move(t, s, unclaim)
	equal(t, "unclaimed", []any{l.State, l.Clerk}, []any{inbox.Queued, ""})

	move(t, s, claim)
	l = move(t, s, store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Queued, inbox.Claimed}, To: inbox.Queued, Department: "kom"})
	equal(t, "forwarded", []any{l.State, l.Clerk, l.Department}, []any{inbox.Queued, "", "kom"})

	_, err = s.Move(ctx, store.Transition{Letter: letter, To: inbox.Closed})
	wantState(t, err, inbox.Queued) // from no state at all
	_, err = s.Move(ctx, store.Transition{Letter: letter, From: []inbox.LetterState{"queued') OR ('' = '"}, To: inbox.Closed})
	wantState(t, err, inbox.Queued)
	_, err = s.Move(ctx, store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Queued}, To: "lost"})
	wantCode(t, "no such state", err, inbox.CodeInternal)
	_, err = s.Move(ctx, store.Transition{Letter: 9999, From: []inbox.LetterState{inbox.Queued}, To: inbox.Closed})
	wantCode(t, "no such letter", err, inbox.CodeLetterNotFound)
	events, err := s.Events(ctx, letter)
	noError(t, err)
	equal(t, "events", len(events), 5) // a transition that failed left none
}

func history(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	letter := Accept(t, s, Sample(t, s, []byte("<pismo/>"))).Document
	viewed := inbox.Event{Letter: letter, At: Arrived.Add(-time.Hour), Actor: "anna", Kind: "viewed", Detail: "dokument"}
	noError(t, s.AddEvent(ctx, viewed)) // with a clock that is behind
	closed := inbox.Event{At: Arrived.Add(time.Hour), Actor: "anna", Kind: "closed", Detail: "załatwione"}
	move(t, s, store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Queued}, To: inbox.Closed, Event: closed})
	closed.Letter = letter
	events, err := s.Events(ctx, letter)
	noError(t, err)
	equal(t, "events", events, []inbox.Event{{Letter: letter, At: Arrived, Kind: "received"}, viewed, closed})
	wantCode(t, "event of nothing", s.AddEvent(ctx, inbox.Event{Letter: 9999, Kind: "viewed"}), inbox.CodeLetterNotFound)
	_, err = s.Letter(ctx, 9999)
	wantCode(t, "no such letter", err, inbox.CodeLetterNotFound)
}
