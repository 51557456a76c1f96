package desk

import (
	"context"

	"okienko/inbox"
)

// Letter returns one letter and logs the view.
func (d *Desk) Letter(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
	return d.view(ctx, a, id, inbox.Viewed{What: inbox.ViewedLetter})
}

// Page returns a letter with its document, for a page that shows both: that is one
// view. raw is nil where the document is larger than most octets.
func (d *Desk) Page(ctx context.Context, a inbox.Actor, id int32, most int64) (l inbox.Letter, raw []byte, err error) {
	if l, err = d.Letter(ctx, a, id); err != nil || l.Size > most {
		return l, nil, err
	}
	raw, err = d.store.SubmissionBytes(ctx, id)
	return l, raw, err
}

// Document returns the exact bytes received and logs the view.
func (d *Desk) Document(ctx context.Context, a inbox.Actor, id int32) ([]byte, error) {
	if _, err := d.view(ctx, a, id, inbox.Viewed{What: inbox.ViewedDocument}); err != nil {
		return nil, err
	}
	return d.store.SubmissionBytes(ctx, id)
}

// Receipt returns the UPP and logs the view: it names the sender.
func (d *Desk) Receipt(ctx context.Context, a inbox.Actor, id int32) (inbox.Receipt, error) {
	if _, err := d.view(ctx, a, id, inbox.Viewed{What: inbox.ViewedReceipt}); err != nil {
		return inbox.Receipt{}, err
	}
	return d.store.ReceiptOf(ctx, id)
}

// view writes that somebody of the office read a letter before it is handed
// out: a view that cannot be logged does not happen. Senders read their own
// letters unlogged.
func (d *Desk) view(ctx context.Context, a inbox.Actor, id int32, what inbox.Viewed) (inbox.Letter, error) {
	l, err := d.readable(ctx, a, id)
	if err != nil {
		return l, err
	}
	return l, d.logView(ctx, a, id, what)
}

func (d *Desk) logView(ctx context.Context, a inbox.Actor, id int32, what inbox.Viewed) error {
	if !inbox.WorksHere(a) {
		return nil
	}
	return d.store.AddEvent(ctx, d.event(a, id, inbox.EventViewed, what.String()))
}

// History lists what happened to the letter, for those who work in the office.
func (d *Desk) History(ctx context.Context, a inbox.Actor, id int32) ([]inbox.Event, error) {
	if _, err := d.readable(ctx, a, id); err != nil {
		return nil, err
	}
	if !inbox.WorksHere(a) {
		return nil, inbox.Errorf(inbox.CodeForbidden, "%q does not work here", a.Login)
	}
	return d.store.Events(ctx, id)
}
