package desk

import (
	"context"
	"slices"

	"okienko/inbox"
)

// Reply is all a sender was told of one submission.
type Reply struct {
	Submission inbox.Submission
	Letter     *inbox.Letter  // when accepted and not erased since
	Receipt    *inbox.Receipt // UPP or refusal; nil when there is none
}

// Reply returns what a browser was told of a submission it made. remembered are
// the document ids its session was answered with; receipt.not-found for any
// other document. Nobody's view is logged: it is the sender's own answer.
func (d *Desk) Reply(ctx context.Context, remembered []int32, document int32) (r Reply, err error) {
	if !slices.Contains(remembered, document) {
		return r, inbox.Errorf(inbox.CodeReceiptNotFound, "document %d was not answered to this browser", document)
	}
	if r.Submission, err = d.store.Submission(ctx, document); err != nil {
		return r, err
	}
	if r.Submission.State == inbox.Accepted {
		r.Letter, err = found(d.store.Letter(ctx, document))
		if err != nil {
			return r, err
		}
	}
	r.Receipt, err = found(d.store.ReceiptOf(ctx, document))
	return r, err
}

// found makes nil of what is not there.
func found[T any](v T, err error) (*T, error) {
	if err == nil {
		return &v, nil
	}
	switch inbox.ErrorCode(err) {
	case inbox.CodeLetterNotFound, inbox.CodeReceiptNotFound:
		return nil, nil
	}
	return nil, err
}
