package desk

import (
	"context"
	"slices"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

func TestAFurtherLetterJoins(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	first := o.claimed(t, "<a/>")
	_, err := o.desk.Forward(ctx, clerk, first.ID, "km", "dotyczy pojazdu")
	check(t, err)
	same, others := put(t, o.store, "<dalsze/>", "so"), accepted(t, o.store, "<obce/>", inbox.Sender{Name: "Jan Testowy", PESEL: "02070803628"})
	heldBytes := []byte("<wstrzymane/>")
	held, err := o.store.Hold(ctx, storetest.Held(t, o.store, heldBytes), heldBytes)
	check(t, err)
	for _, c := range []struct {
		what     string
		actor    inbox.Actor
		kind     inbox.JoinKind
		document int32
		want     Joining
		code     string
	}{
		{"her own", anna, inbox.Supplement, same.ID, Joined, ""},
		{"once more", anna, inbox.Supplement, same.ID, Joined, ""},
		{"signed by another", anna, inbox.Supplement, others.ID, JoinOther, ""},
		{"itself", anna, inbox.Supplement, first.ID, JoinOther, ""},
		{"held still", anna, inbox.Withdrawal, held.Document, JoinWaiting, ""},
		{"another resident", jan, inbox.Supplement, others.ID, "", inbox.CodeLetterNotFound},
		{"a clerk", registrar, inbox.Supplement, same.ID, "", inbox.CodeForbidden},
	} {
		got, err := o.desk.Join(ctx, c.actor, first.ID, c.kind, c.document)
		if wantCode(t, c.what, err, c.code); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	o.wantHistory(t, first.ID, inbox.EventReceived, inbox.EventClaimed, inbox.EventForwarded, inbox.EventSupplemented)
	o.wantHistory(t, same.ID, inbox.EventReceived, inbox.EventJoined)
	moved, err := o.desk.Letter(ctx, stranger, same.ID) // of km, where the first is
	if err != nil || moved.Department != "km" {
		t.Errorf("%s, %v", moved.Department, err)
	}
	a := storetest.Acceptance(held.Document, storetest.DrawID(t, o.store), heldBytes)
	a.HeldID = held.ID
	storetest.Accept(t, o.store, a)
	for range 2 {
		check(t, o.desk.Tend(ctx))
	}
	o.wantHistory(t, first.ID, inbox.EventReceived, inbox.EventClaimed, inbox.EventForwarded, inbox.EventSupplemented, inbox.EventWithdrawn)
	beside, err := o.desk.Joined(ctx, anna, first.ID)
	if err != nil || len(beside) != 2 || !beside[0].Further || beside[0].Letter.ID != same.ID || beside[1].Kind != inbox.Withdrawal {
		t.Errorf("%+v, %v", beside, err)
	}
	if beside, err = o.desk.Joined(ctx, stranger, same.ID); err != nil || len(beside) != 1 || beside[0].Further || beside[0].Letter.ID != first.ID {
		t.Errorf("%+v, %v", beside, err)
	}
	if _, err := o.desk.Claim(ctx, stranger, first.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := o.desk.Close(ctx, stranger, first.ID, "cofnięte"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "closed", o.desk.MaySupplement(ctx, anna, first.ID), inbox.CodeLetterState)
}

// accepted puts a letter of a sender into the queue of so.
func accepted(t *testing.T, s *store.Store, text string, sender inbox.Sender) inbox.Letter {
	t.Helper()
	a := storetest.Sample(t, s, []byte(text))
	a.Letter.Sender, a.Letter.Department = sender, "so"
	return *storetest.Accept(t, s, a).Letter
}

// TestJoinedLettersAreForwardedToo: the matter goes as a whole, but for what a
// colleague works on.
func TestJoinedLettersAreForwardedToo(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	first := o.claimed(t, "<pismo/>")
	further := func(text string, to int32) inbox.Letter {
		l := put(t, o.store, text, "so")
		if got, err := o.desk.Join(ctx, anna, to, inbox.Supplement, l.ID); got != Joined || err != nil {
			t.Fatal(got, err)
		}
		return l
	}
	queued, mine, theirs, over := further("<a/>", first.ID), further("<b/>", first.ID), further("<c/>", first.ID), further("<d/>", first.ID)
	ofQueued, ofTheirs := further("<e/>", queued.ID), further("<f/>", theirs.ID)
	elsewhere := further("<g/>", first.ID)
	claim := func(a inbox.Actor, ids ...int32) {
		for _, id := range ids {
			_, err := o.desk.Claim(ctx, a, id)
			check(t, err)
		}
	}
	claim(clerk, mine.ID, over.ID)
	claim(colleague, theirs.ID)
	_, err := o.desk.Close(ctx, clerk, over.ID, "włączono do akt")
	check(t, err)
	_, err = o.desk.Forward(ctx, head, elsewhere.ID, "usc", "dotyczy aktu")
	check(t, err)
	_, err = o.desk.Join(ctx, anna, queued.ID, inbox.Supplement, first.ID) // sent once more: a circle
	check(t, err)

	_, err = o.desk.Forward(ctx, clerk, first.ID, "km", "dotyczy pojazdu")
	check(t, err)
	for what, c := range map[string]struct {
		letter     inbox.Letter
		department string
		state      inbox.LetterState
		clerk      string
	}{
		"first":                    {first, "km", inbox.Queued, ""},
		"queued":                   {queued, "km", inbox.Queued, ""},
		"in the forwarder's hand":  {mine, "km", inbox.Queued, ""},
		"in a colleague's hand":    {theirs, "so", inbox.Claimed, colleague.Login},
		"closed":                   {over, "km", inbox.Closed, clerk.Login},
		"joined to a joined one":   {ofQueued, "km", inbox.Queued, ""},
		"joined to one that stays": {ofTheirs, "so", inbox.Queued, ""},
		"forwarded on its own":     {elsewhere, "usc", inbox.Queued, ""},
	} {
		l, err := o.store.Letter(ctx, c.letter.ID)
		if err != nil || l.Department != c.department || l.State != c.state || l.Clerk != c.clerk {
			t.Errorf("%s: %s %s %q, %v", what, l.Department, l.State, l.Clerk, err)
		}
	}
	events, err := o.store.Events(ctx, first.ID)
	check(t, err)
	var took []string
	for _, e := range events {
		if e.Kind == inbox.EventTookAlong {
			took = append(took, e.Detail)
		}
	}
	want := []string{queued.Number.String(), mine.Number.String(), over.Number.String(), ofQueued.Number.String()}
	if !slices.Equal(took, want) {
		t.Errorf("the first one's history says %q, want %q", took, want)
	}
	o.wantHistory(t, queued.ID, inbox.EventReceived, inbox.EventJoined, inbox.EventSupplemented, inbox.EventSupplemented, inbox.EventWentAlong)
	o.wantHistory(t, theirs.ID, inbox.EventReceived, inbox.EventJoined, inbox.EventSupplemented, inbox.EventClaimed)
}
