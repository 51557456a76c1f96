// Package desk is the work of clerks: the queue, search, claim, forward, notes,
// replies, close, and reading a letter; and what a sender sees of it: his letters,
// the replies to them, and further letters that join them. Every method decides
// whether its actor may; a letter that an actor may not read does not exist for
// him (letter.not-found).
package desk

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/receipt"
	"okienko/inbox/store"
	"okienko/xades"
	"okienko/xades/xmltree"
)

// Filter selects letters of a queue; zero fields do not select.
type Filter = store.LetterFilter

// Verifier judges the signatures of a document as they were at an instant.
type Verifier func(doc *xmltree.Document, at time.Time) (*xades.Report, error)

// Options are what a desk works with; all but Notifier and Log are required.
type Options struct {
	Store       *store.Store
	Departments []inbox.Department
	Entity      inbox.Entity     // in whose name replies are written
	Issuer      *receipt.Issuer  // seals replies and the confirmations of their receipt
	Catalogue   *forms.Catalogue // the forms replies are written in
	Verify      Verifier         // judges a clerk's own signature as the intake judges a sender's
	Notifier    Notifier         // nil: nobody is told that a reply waits
	Now         func() time.Time
	Log         *slog.Logger // nil: nothing is logged
}

// Desk is the capability; New makes it. It is safe for concurrent use.
type Desk struct {
	opt         Options
	store       *store.Store
	departments []inbox.Department
	now         func() time.Time
	unnoticed   atomic.Int32 // where the last round of notices ended
}

// New returns a desk.
func New(opt Options) *Desk {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	return &Desk{opt: opt, store: opt.Store, departments: slices.Clone(opt.Departments), now: opt.Now}
}

// Departments lists where letters can be forwarded to.
func (d *Desk) Departments() []inbox.Department { return slices.Clone(d.departments) }

// readable returns a letter that the actor may read.
func (d *Desk) readable(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
	l, err := d.store.Letter(ctx, id)
	if err != nil {
		return inbox.Letter{}, err
	}
	if !inbox.MayRead(a, l) {
		return inbox.Letter{}, inbox.Errorf(inbox.CodeLetterNotFound, "letter %d is not for %q", id, a.Login)
	}
	return l, nil
}

// event makes a line of a letter's history.
func (d *Desk) event(a inbox.Actor, letter int32, kind, detail string) inbox.Event {
	return inbox.Event{Letter: letter, At: d.now(), Actor: a.Login, Kind: kind, Detail: detail}
}
