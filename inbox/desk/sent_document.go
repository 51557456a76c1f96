package desk

import (
	"context"
	"slices"

	"okienko/inbox"
)

// SentDocument returns the exact bytes of a submission to the browser that made
// it, as Reply returns what became of them: it has had them in its hands.
func (d *Desk) SentDocument(ctx context.Context, remembered []int32, document int32) ([]byte, error) {
	if !slices.Contains(remembered, document) {
		return nil, inbox.Errorf(inbox.CodeReceiptNotFound, "document %d was not answered to this browser", document)
	}
	return d.store.SubmissionBytes(ctx, document)
}
