// Package desk is the work of clerks: the queue, search, claim, forward, close,
// and reading a letter. Every method decides whether its actor may; a letter
// that an actor may not read does not exist for him (letter.not-found).
package desk

import (
	"context"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

// Desk is the capability; New makes it.
type Desk struct{ impl }

type impl struct{}

// New returns a desk over a store.
func New(s *store.Store, departments []inbox.Department, now func() time.Time) *Desk {
	panic("room desk")
}

// Queue lists letters the actor may read, narrowed by the filter. next is the
// cursor of the following page, 0 when this is the last.
func (d *Desk) Queue(ctx context.Context, a inbox.Actor, f store.LetterFilter) (letters []inbox.Letter, next int32, err error) {
	panic("room desk")
}

// Letter returns one letter.
func (d *Desk) Letter(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
	panic("room desk")
}

// Document returns the exact bytes received and logs the view.
func (d *Desk) Document(ctx context.Context, a inbox.Actor, id int32) ([]byte, error) {
	panic("room desk")
}

// Receipt returns the UPP.
func (d *Desk) Receipt(ctx context.Context, a inbox.Actor, id int32) (inbox.Receipt, error) {
	panic("room desk")
}

// History lists what happened to the letter.
func (d *Desk) History(ctx context.Context, a inbox.Actor, id int32) ([]inbox.Event, error) {
	panic("room desk")
}

// Claim takes a queued letter.
func (d *Desk) Claim(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
	panic("room desk")
}

// Unclaim puts a letter the actor has claimed (heads: anyone of the department) back.
func (d *Desk) Unclaim(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
	panic("room desk")
}

// Forward puts a letter into another department's queue; a reason is required.
func (d *Desk) Forward(ctx context.Context, a inbox.Actor, id int32, department, reason string) (inbox.Letter, error) {
	panic("room desk")
}

// Close ends a claimed or answered letter; a reason is required.
func (d *Desk) Close(ctx context.Context, a inbox.Actor, id int32, reason string) (inbox.Letter, error) {
	panic("room desk")
}

// Trace is what anybody who has the bytes may learn.
type Trace struct {
	Received time.Time
	Outcome  inbox.SubmissionState
}

// ByDigest tells what became of these bytes, accepted first; receipt.not-found when unknown.
func (d *Desk) ByDigest(ctx context.Context, sha256 [32]byte) (Trace, error) { panic("room desk") }
