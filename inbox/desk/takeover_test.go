package desk

import (
	"context"
	"testing"
	"time"

	"okienko/inbox"
)

func TestTakingOver(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	l := o.claimed(t, "<a/>")
	take := func(what string, a inbox.Actor, code string) {
		t.Helper()
		after, err := o.desk.TakeOver(ctx, a, l.ID)
		wantCode(t, what, err, code)
		if err == nil && (after.Clerk != a.Login || after.State != inbox.Claimed) {
			t.Errorf("%s: %s by %s", what, after.State, after.Clerk)
		}
	}
	o.now = today.Add(inbox.AbsentAfter - time.Second)
	take("too early", colleague, inbox.CodeLetterInHand)
	take("his own", clerk, inbox.CodeLetterState)
	take("another department", stranger, inbox.CodeLetterNotFound)
	take("auditor", auditor, inbox.CodeForbidden)
	if _, err := o.desk.Letter(ctx, clerk, l.ID); err != nil { // the clerk looks at it: he is there
		t.Fatal(err)
	}
	o.now = today.Add(inbox.AbsentAfter)
	take("he looked at it", colleague, inbox.CodeLetterInHand)
	o.now = o.now.Add(inbox.AbsentAfter)
	take("absent", colleague, "")
	take("the head, at once", head, "")
	if _, err := o.desk.Close(ctx, head, l.ID, "załatwione"); err != nil {
		t.Fatal(err)
	}
	take("closed", registrar, inbox.CodeLetterState)
	o.wantHistory(t, l.ID, inbox.EventReceived, inbox.EventClaimed, inbox.EventTakenOver, inbox.EventTakenOver, inbox.EventClosed)
	queued := put(t, o.store, "<b/>", "so")
	_, err := o.desk.TakeOver(ctx, head, queued.ID)
	wantCode(t, "a queued one", err, inbox.CodeLetterState)
}

func TestNotes(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	l := put(t, o.store, "<a/>", "so")
	for _, c := range []struct {
		actor inbox.Actor
		text  string
		code  string
	}{
		{clerk, " zadzwonić do zarządcy drogi ", ""}, {head, "pilne", ""}, {clerk, " \n", inbox.CodeRequest}, {clerk, "a\x00", inbox.CodeRequest},
		{auditor, "uwaga", inbox.CodeForbidden}, {anna, "uwaga", inbox.CodeForbidden}, {stranger, "uwaga", inbox.CodeLetterNotFound},
	} {
		wantCode(t, c.actor.Login+" "+c.text, o.desk.Note(ctx, c.actor, l.ID, c.text), c.code)
	}
	events, err := o.desk.History(ctx, auditor, l.ID)
	if err != nil || len(events) != 3 || events[1].Detail != "zadzwonić do zarządcy drogi" || events[1].Kind != inbox.EventNoted {
		t.Errorf("%+v, %v", events, err)
	}
}
