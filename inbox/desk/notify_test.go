package desk

import (
	"context"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store/storetest"
)

// TestNoticesAndDays: a notice at once, a second after seven days, and on the
// fifteenth the reply counts as delivered on the fourteenth.
func TestNoticesAndDays(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	l := o.claimed(t, "<a/>")
	r := o.sent(t, l.ID, inbox.Call)
	want := []Notice{{PESEL: "44051401458", Letter: l.ID, Number: l.Number, Reply: r.ID}}
	tend := func(days, notices int, state inbox.ReplyState) {
		t.Helper()
		o.now = today.AddDate(0, 0, days)
		for range 2 { // again changes nothing
			check(t, o.desk.Tend(ctx))
		}
		now, err := o.store.Reply(ctx, r.ID)
		if err != nil || now.State() != state || len(o.notices.told) != notices {
			t.Errorf("day %d: %s, %d notices, %v; want %s, %d", days, now.State(), len(o.notices.told), err, state, notices)
		}
	}
	tend(0, 1, inbox.Waiting)
	tend(6, 1, inbox.Waiting)
	tend(7, 2, inbox.Waiting)
	tend(14, 2, inbox.Waiting)
	tend(15, 2, inbox.DeemedDelivered)
	want = append(want, want[0])
	want[1].Second = true
	for i, n := range o.notices.told {
		if n != want[i] {
			t.Errorf("notice %+v, want %+v", n, want[i])
		}
	}
	now, err := o.store.Reply(ctx, r.ID)
	if err != nil || now.Delivered() != "2026-03-17" || inbox.MendBy(now.Delivered()) != "2026-03-24" {
		t.Errorf("delivered %s, to be mended by %s, %v", now.Delivered(), inbox.MendBy(now.Delivered()), err)
	}
	if _, err := o.desk.Open(ctx, anna, l.ID, r.ID); err != nil {
		t.Errorf("it can still be opened: %v", err)
	}
	now, err = o.store.Reply(ctx, r.ID)
	if err != nil || now.State() != inbox.Opened || now.Delivered() != "2026-03-17" {
		t.Errorf("%s on %s, %v", now.State(), now.Delivered(), err)
	}
	o.wantHistory(t, l.ID, inbox.EventReceived, inbox.EventClaimed, inbox.EventCalled, inbox.EventReminded, inbox.EventDeemed, inbox.EventOpened)
}

func TestWhatIsOpenedWaitsNoMore(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	l := o.claimed(t, "<a/>")
	r := o.sent(t, l.ID, inbox.Answer)
	if _, err := o.desk.Open(ctx, anna, l.ID, r.ID); err != nil {
		t.Fatal(err)
	}
	o.now = today.AddDate(0, 1, 0)
	check(t, o.desk.Tend(ctx))
	now, err := o.store.Reply(ctx, r.ID)
	if err != nil || now.Deemed != "" || len(o.notices.told) != 1 {
		t.Errorf("%+v, %d notices, %v", now, len(o.notices.told), err)
	}
}

// TestTheDaysCountFromTheNotice: while nobody could be told, none pass.
func TestTheDaysCountFromTheNotice(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	o.notices.fail = true
	l := o.claimed(t, "<a/>")
	r := o.sent(t, l.ID, inbox.Answer)
	o.now = today.AddDate(0, 0, 20)
	check(t, o.desk.Tend(ctx))
	if now, err := o.store.Reply(ctx, r.ID); err != nil || now.State() != inbox.Waiting || !now.Noticed.IsZero() {
		t.Errorf("%+v, %v", now, err)
	}
	o.notices.fail = false
	check(t, o.desk.Tend(ctx))
	if now, err := o.store.Reply(ctx, r.ID); err != nil || !now.Noticed.Equal(o.now) || inbox.DeemedOn(now.Noticed) != "2026-04-06" {
		t.Errorf("%+v, %v", now, err)
	}
}

func TestWhoIsTold(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		sender inbox.Sender
		want   Notice
	}{
		"the signer, not who posted it": {inbox.Sender{Name: "Anna Testowa", PESEL: "44051401458"}, Notice{PESEL: "44051401458"}},
		"of an unsigned one the poster": {inbox.Sender{}, Notice{Login: "obcy"}},
	} {
		a := storetest.Sample(t, o.store, []byte(name))
		a.Letter.Sender, a.Letter.PostedBy, a.Letter.Department = c.sender, "obcy", "so"
		l := *storetest.Accept(t, o.store, a).Letter
		_, err := o.desk.Claim(context.Background(), clerk, l.ID)
		check(t, err)
		o.notices.told = nil
		o.sent(t, l.ID, inbox.Answer)
		got := o.notices.told[0]
		if got.PESEL != c.want.PESEL || got.Login != c.want.Login {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestWhoCannotBeToldKeepsNobodyWaiting: a round goes on behind the one before.
func TestWhoCannotBeToldKeepsNobodyWaiting(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	o.notices.nobody = true
	l := o.claimed(t, "<a/>")
	var last inbox.Reply
	for range tendBatch + 1 {
		last = o.sent(t, l.ID, inbox.Call)
	}
	check(t, o.desk.Tend(ctx))
	o.notices.nobody = false
	check(t, o.desk.Tend(ctx)) // the second round sees the last one
	if len(o.notices.told) != 1 || o.notices.told[0].Reply != last.ID {
		t.Errorf("%d told", len(o.notices.told))
	}
	check(t, o.desk.Tend(ctx)) // and the third begins anew
	if len(o.notices.told) != 1+tendBatch {
		t.Errorf("%d told", len(o.notices.told))
	}
}
