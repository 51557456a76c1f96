package desk

import (
	"context"
	"slices"
	"testing"

	"okienko/inbox"
)

// TestViewsSayWhatWasViewed: one look is one line of the history, which says at what.
func TestViewsSayWhatWasViewed(t *testing.T) {
	o, ctx := openOffice(t), context.Background()
	l := o.claimed(t, "<a/>")
	r := o.sent(t, l.ID, inbox.Answer)
	upd, err := o.desk.Open(ctx, anna, l.ID, r.ID)
	check(t, err)
	if upd.ID == 0 {
		t.Fatal("no UPD")
	}
	for _, look := range []func() error{
		func() error { _, err := o.desk.Letter(ctx, clerk, l.ID); return err },
		func() error { _, _, err := o.desk.Page(ctx, clerk, l.ID, 1<<20); return err },
		func() error { _, err := o.desk.Document(ctx, clerk, l.ID); return err },
		func() error { _, err := o.desk.Receipt(ctx, clerk, l.ID); return err },
		func() error { _, _, _, err := o.desk.ReplyPage(ctx, clerk, l.ID, r.ID); return err },
		func() error { _, err := o.desk.DeliveryReceipt(ctx, clerk, l.ID, r.ID); return err },
		func() error { _, _, err := o.desk.Page(ctx, anna, l.ID, 1<<20); return err }, // a sender's look is not logged
	} {
		check(t, look())
	}
	_, err = o.desk.Attachment(ctx, clerk, l.ID, 0)
	wantCode(t, "no such file", err, inbox.CodeNotFound)
	id := inbox.Viewed{What: inbox.ViewedReply, N: r.ID}.String()
	want := []string{"letter", "letter", "document", "receipt", id, inbox.Viewed{What: inbox.ViewedDelivery, N: r.ID}.String()}
	if got := o.views(t, l.ID); !slices.Equal(got, want) {
		t.Errorf("views %q, want %q", got, want)
	}
}

func (o *office) views(t *testing.T, letter int32) (details []string) {
	t.Helper()
	events, err := o.store.Events(context.Background(), letter)
	check(t, err)
	for _, e := range events {
		if e.Kind == inbox.EventViewed {
			details = append(details, e.Detail)
		}
	}
	return details
}
