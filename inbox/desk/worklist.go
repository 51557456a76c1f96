package desk

import (
	"context"

	"okienko/inbox"
)

// Undecided lists submissions that became no letter, held or refused, newest first,
// behind the row id before (0 = from the newest); next is the cursor of the following
// page, 0 when this is the last. inbox.CodeForbidden for who may not see them.
func (d *Desk) Undecided(ctx context.Context, a inbox.Actor, state inbox.SubmissionState, before int64) (list []inbox.Submission, next int64, err error) {
	if !inbox.MaySeeSubmissions(a) {
		return nil, 0, inbox.Errorf(inbox.CodeForbidden, "role %q sees no submissions", a.Role)
	}
	list, err = d.store.Undecided(ctx, state, before, defaultPage+1)
	if err != nil || len(list) <= defaultPage {
		return list, 0, err
	}
	list = list[:defaultPage]
	return list, list[defaultPage-1].ID, nil
}

// SubmissionDocument returns the bytes of a submission that became no letter, while
// they are kept; the view is logged before they are handed out.
func (d *Desk) SubmissionDocument(ctx context.Context, a inbox.Actor, document int32) ([]byte, error) {
	s, err := d.undecided(ctx, a, document)
	if err != nil {
		return nil, err
	}
	raw, err := d.store.SubmissionBytes(ctx, s.Document)
	if err != nil {
		return nil, err
	}
	return raw, d.store.AddSubmissionView(ctx, s.Document, d.now(), a.Login)
}

// Kept is a submission that became no letter, with what is still there of it.
type Kept struct {
	inbox.Submission
	Bytes  bool // they are still kept
	Answer *inbox.Receipt
	Views  []inbox.Event
}

// KeptSubmission returns one such submission.
func (d *Desk) KeptSubmission(ctx context.Context, a inbox.Actor, document int32) (k Kept, err error) {
	if k.Submission, err = d.undecided(ctx, a, document); err != nil {
		return k, err
	}
	raw, err := found(d.store.SubmissionBytes(ctx, document))
	if err != nil {
		return k, err
	}
	k.Bytes = raw != nil
	if k.Answer, err = found(d.store.ReceiptOf(ctx, document)); err != nil {
		return k, err
	}
	k.Views, err = d.store.SubmissionViews(ctx, document)
	return k, err
}

func (d *Desk) undecided(ctx context.Context, a inbox.Actor, document int32) (inbox.Submission, error) {
	s, err := d.store.Submission(ctx, document)
	if err != nil {
		return inbox.Submission{}, err
	}
	if !inbox.MaySeeSubmissions(a) || s.State == inbox.Accepted { // a letter is read as one
		return inbox.Submission{}, inbox.Errorf(inbox.CodeLetterNotFound, "submission %d is not for %q", document, a.Login)
	}
	return s, nil
}
