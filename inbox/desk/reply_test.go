package desk

import (
	"context"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store/storetest"
)

func TestReplyIsForTheBrowserThatAsked(t *testing.T) {
	d, s := open(t)
	ctx := context.Background()
	l := put(t, s, "<a/>", "so")
	r, err := d.Reply(ctx, []int32{7, l.ID}, l.ID)
	if err != nil || r.Letter == nil || r.Receipt == nil || r.Letter.ID != l.ID || r.Receipt.ID != l.ReceiptID || r.Submission.State != inbox.Accepted {
		t.Errorf("%+v, %v", r, err)
	}
	for _, remembered := range [][]int32{nil, {l.ID + 1}} {
		_, err := d.Reply(ctx, remembered, l.ID)
		wantCode(t, "another browser", err, inbox.CodeReceiptNotFound)
	}
	events, err := d.History(ctx, auditor, l.ID)
	if err != nil || len(events) != 1 {
		t.Errorf("the sender's own reply is in the history: %v, %v", events, err)
	}
}

func TestReplyToWhatWasNotAccepted(t *testing.T) {
	d, s := open(t)
	ctx := context.Background()
	sub := storetest.Held(t, s, []byte("<b/>"))
	sub.State = inbox.Refused
	if err := s.Refuse(ctx, sub, []byte("<b/>"), nil, 0); err != nil {
		t.Fatal(err)
	}
	r, err := d.Reply(ctx, []int32{sub.Document}, sub.Document)
	if err != nil || r.Letter != nil || r.Receipt != nil || r.Submission.State != inbox.Refused {
		t.Errorf("%+v, %v", r, err)
	}
}
