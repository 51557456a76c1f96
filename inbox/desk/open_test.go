package desk

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"okienko/inbox"
)

func TestNothingIsShownBeforeReceiptIsConfirmed(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	l := o.claimed(t, "<a/>")
	r := o.sent(t, l.ID, inbox.Answer)
	for _, a := range []inbox.Actor{anna, poster} {
		list, err := o.desk.Replies(ctx, a, l.ID)
		check(t, err)
		one, err := o.desk.OneReply(ctx, a, l.ID, r.ID)
		check(t, err)
		for _, sealed := range append(list, one) {
			if sealed.Subject != "" || sealed.Size != 0 || sealed.SHA256 != ([32]byte{}) || sealed.Signer != "" || sealed.Clerk != "" || sealed.Kind != inbox.Answer {
				t.Errorf("%s is shown %+v", a.Login, sealed)
			}
		}
		_, err = o.desk.ReplyDocument(ctx, a, l.ID, r.ID)
		wantCode(t, "the document for "+a.Login, err, inbox.CodeReplySealed)
		_, err = o.desk.DeliveryReceipt(ctx, a, l.ID, r.ID)
		wantCode(t, "the receipt for "+a.Login, err, inbox.CodeReceiptNotFound)
	}
	for a, want := range map[inbox.Actor]int{anna: 1, jan: 0, nobody: 0, clerk: 1} {
		if counts, err := o.desk.Unopened(ctx, a, []inbox.Letter{l}); err != nil || counts[l.ID] != want {
			t.Errorf("%s: %v, %v", a.Login, counts, err)
		}
	}
	o.now = today.Add(time.Hour)
	upd, err := o.desk.Open(ctx, anna, l.ID, r.ID)
	check(t, err)
	if upd.Kind != inbox.UPD || !bytes.Contains(upd.Bytes, []byte("2026-03-03T12:00:00.000+01:00")) || !bytes.Contains(upd.Bytes, []byte(l.Number.String())) {
		t.Errorf("%s", upd.Bytes)
	}
	one, err := o.desk.OneReply(ctx, anna, l.ID, r.ID)
	if err != nil || one.Subject == "" || one.State() != inbox.Opened || !one.Opened.Equal(o.now) || one.Delivered() != "2026-03-03" {
		t.Errorf("%+v, %v", one, err)
	}
	if raw, err := o.desk.ReplyDocument(ctx, anna, l.ID, r.ID); err != nil || len(raw) == 0 {
		t.Errorf("%v", err)
	}
	o.wantHistory(t, l.ID, inbox.EventReceived, inbox.EventClaimed, inbox.EventAnswered, inbox.EventOpened)
}

func TestAReplyOpenedAgainHasOneConfirmation(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	l := o.claimed(t, "<a/>")
	r := o.sent(t, l.ID, inbox.Answer)
	confirmations := make([][]byte, 8)
	var wg sync.WaitGroup
	for i := range confirmations {
		wg.Go(func() {
			upd, err := o.desk.Open(ctx, anna, l.ID, r.ID)
			if err != nil {
				t.Error(err)
			}
			confirmations[i] = upd.Bytes
		})
	}
	wg.Wait()
	stored, err := o.desk.DeliveryReceipt(ctx, clerk, l.ID, r.ID)
	check(t, err)
	o.now = today.AddDate(0, 0, 1)
	later, err := o.desk.Open(ctx, anna, l.ID, r.ID)
	check(t, err)
	for _, one := range append(confirmations, later.Bytes) {
		if !bytes.Equal(one, stored.Bytes) {
			t.Errorf("another confirmation: %s", one)
		}
	}
}

func TestWhoOpensAReply(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	l, other := o.claimed(t, "<a/>"), o.claimed(t, "<b/>")
	r := o.sent(t, l.ID, inbox.Answer)
	for _, c := range []struct {
		actor  inbox.Actor
		letter int32
		code   string
	}{
		{jan, l.ID, inbox.CodeLetterNotFound},
		{inbox.Actor{Login: poster.Login, Role: inbox.RoleResident}, l.ID, inbox.CodeLetterNotFound}, // he posted what Anna signed
		{inbox.Actor{Role: inbox.RoleResident}, l.ID, inbox.CodeLetterNotFound},
		{anna, other.ID, inbox.CodeLetterNotFound}, // a letter of hers, but not the one replied to
		{poster, l.ID, inbox.CodeForbidden},
		{clerk, l.ID, inbox.CodeForbidden},
		{registrar, l.ID, inbox.CodeForbidden},
		{nobody, l.ID, inbox.CodeLetterNotFound},
	} {
		_, err := o.desk.Open(ctx, c.actor, c.letter, r.ID)
		wantCode(t, "opened by "+c.actor.Login+" "+string(c.actor.Role), err, c.code)
	}
	_, err := o.desk.Open(ctx, anna, l.ID, 9999)
	wantCode(t, "no such reply", err, inbox.CodeLetterNotFound)
	if now, err := o.store.Reply(ctx, r.ID); err != nil || now.State() != inbox.Waiting {
		t.Errorf("%s, %v", now.State(), err)
	}
	events, err := o.store.Events(ctx, l.ID)
	if err != nil || slices.ContainsFunc(events, func(e inbox.Event) bool { return e.Kind == inbox.EventOpened }) {
		t.Errorf("%v, %v", events, err)
	}
}
