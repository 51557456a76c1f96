package desk

import (
	"context"

	"okienko/inbox"
)

// Replies lists the replies to a letter, oldest first. Whoever does not work here
// learns of one he has not opened no more than that it waits (inbox.Reply.Sealed).
func (d *Desk) Replies(ctx context.Context, a inbox.Actor, letter int32) ([]inbox.Reply, error) {
	if _, err := d.readable(ctx, a, letter); err != nil {
		return nil, err
	}
	replies, err := d.store.Replies(ctx, letter)
	if !inbox.WorksHere(a) {
		for i := range replies {
			replies[i] = replies[i].Sealed()
		}
	}
	return replies, err
}

// Unopened counts the replies that wait to be opened, by letter, of those among the
// letters that the actor may read.
func (d *Desk) Unopened(ctx context.Context, a inbox.Actor, letters []inbox.Letter) (map[int32]int, error) {
	var ids []int32
	for _, l := range letters {
		if inbox.MayRead(a, l) {
			ids = append(ids, l.ID)
		}
	}
	return d.store.UnopenedCounts(ctx, ids)
}

// OneReply returns a reply to a letter, as Replies does.
func (d *Desk) OneReply(ctx context.Context, a inbox.Actor, letter, reply int32) (inbox.Reply, error) {
	_, r, err := d.readableReply(ctx, a, letter, reply)
	if err == nil && !inbox.WorksHere(a) {
		r = r.Sealed()
	}
	return r, err
}

// ReplyDocument returns the signed document of a reply; a view by the office is
// logged. inbox.CodeReplySealed for a sender who has not confirmed its receipt.
func (d *Desk) ReplyDocument(ctx context.Context, a inbox.Actor, letter, reply int32) ([]byte, error) {
	l, r, err := d.readableReply(ctx, a, letter, reply)
	if err != nil {
		return nil, err
	}
	if !inbox.WorksHere(a) && r.Opened.IsZero() {
		return nil, &inbox.Error{Code: inbox.CodeReplySealed}
	}
	return d.replyBytes(ctx, a, l, r)
}

func (d *Desk) replyBytes(ctx context.Context, a inbox.Actor, l inbox.Letter, r inbox.Reply) ([]byte, error) {
	if err := d.logView(ctx, a, l.ID, inbox.Viewed{What: inbox.ViewedReply, N: r.ID}); err != nil {
		return nil, err
	}
	return d.store.ReplyBytes(ctx, r.ID)
}

// ReplyPage returns a reply with its document and the letter it is to, for a page
// that shows them: that is one view. To a sender who has not confirmed its receipt
// it is sealed, and raw nil.
func (d *Desk) ReplyPage(ctx context.Context, a inbox.Actor, letter, reply int32) (l inbox.Letter, r inbox.Reply, raw []byte, err error) {
	l, r, err = d.readableReply(ctx, a, letter, reply)
	switch {
	case err != nil:
		return l, r, nil, err
	case !inbox.WorksHere(a) && r.Opened.IsZero():
		return l, r.Sealed(), nil, nil
	}
	raw, err = d.replyBytes(ctx, a, l, r)
	return l, r, raw, err
}

// DeliveryReceipt returns the confirmation that a reply was received,
// inbox.CodeReceiptNotFound while it is not. It names the sender: a view by the
// office is logged.
func (d *Desk) DeliveryReceipt(ctx context.Context, a inbox.Actor, letter, reply int32) (inbox.Receipt, error) {
	l, _, err := d.readableReply(ctx, a, letter, reply)
	if err != nil {
		return inbox.Receipt{}, err
	}
	if err := d.logView(ctx, a, l.ID, inbox.Viewed{What: inbox.ViewedDelivery, N: reply}); err != nil {
		return inbox.Receipt{}, err
	}
	return d.store.DeliveryReceipt(ctx, reply)
}

// readableReply finds a reply among those to a letter that the actor may read.
func (d *Desk) readableReply(ctx context.Context, a inbox.Actor, letter, reply int32) (inbox.Letter, inbox.Reply, error) {
	l, err := d.readable(ctx, a, letter)
	if err != nil {
		return inbox.Letter{}, inbox.Reply{}, err
	}
	r, err := d.store.Reply(ctx, reply)
	if err == nil && r.Letter != l.ID {
		err = inbox.Errorf(inbox.CodeLetterNotFound, "reply %d is to another letter than %d", reply, letter)
	}
	return l, r, err
}
