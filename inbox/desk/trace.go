package desk

import (
	"context"
	"time"

	"okienko/inbox"
)

// Trace is what anybody who has the bytes may learn.
type Trace struct {
	Received time.Time
	Outcome  inbox.SubmissionState
}

// ByDigest tells what became of these bytes, accepted first, then held, then
// the latest refusal; receipt.not-found when unknown.
func (d *Desk) ByDigest(ctx context.Context, sha256 [32]byte) (Trace, error) {
	found, err := d.store.SubmissionsByDigest(ctx, sha256)
	if err != nil {
		return Trace{}, err
	}
	for _, state := range []inbox.SubmissionState{inbox.Accepted, inbox.Held, inbox.Refused} {
		for _, s := range found {
			if s.State == state {
				return Trace{Received: s.Arrived, Outcome: state}, nil
			}
		}
	}
	return Trace{}, &inbox.Error{Code: inbox.CodeReceiptNotFound}
}

// Submission tells what became of one submission, by its document id;
// letter.not-found when there is none or it is not for this actor.
func (d *Desk) Submission(ctx context.Context, a inbox.Actor, document int32) (inbox.Submission, error) {
	s, err := d.store.Submission(ctx, document)
	if err != nil {
		return inbox.Submission{}, err
	}
	if !inbox.MayReadSubmission(a, s) {
		return inbox.Submission{}, inbox.Errorf(inbox.CodeLetterNotFound, "submission %d is not for %q", document, a.Login)
	}
	return s, nil
}

// Answer returns what a submission was answered with, the UPP or the refusal;
// receipt.not-found while it is held, and where a refusal was not signed.
func (d *Desk) Answer(ctx context.Context, a inbox.Actor, document int32) (inbox.Receipt, error) {
	if _, err := d.Submission(ctx, a, document); err != nil {
		return inbox.Receipt{}, err
	}
	return d.store.ReceiptOf(ctx, document)
}
