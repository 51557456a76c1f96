package desk

import (
	"context"

	"okienko/inbox"
	"okienko/inbox/store"
)

// Answer is what a sender was told of one submission.
type Answer struct {
	Submission inbox.Submission
	Letter     *inbox.Letter  // when accepted, and not erased since
	Receipt    *inbox.Receipt // UPP or refusal; nil when there is none
}

// Answer returns the answer to a submission whose document id is among those
// this browser was answered with; receipt.not-found for any other.
func (d *Desk) Answer(ctx context.Context, remembered []int32, document int32) (Answer, error) {
	panic("room desk")
}

// Filter narrows a queue; doors, which do not see the store, know it by this name.
type Filter = store.LetterFilter
