// Package desk is the work of clerks: the queue, search, claim, forward, close,
// and reading a letter. Every method decides whether its actor may; a letter
// that an actor may not read does not exist for him (letter.not-found).
package desk

import (
	"context"
	"slices"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

// Filter selects letters of a queue; zero fields do not select.
type Filter = store.LetterFilter

// Desk is the capability; New makes it. It is safe for concurrent use.
type Desk struct {
	store       *store.Store
	departments []inbox.Department
	now         func() time.Time
}

// New returns a desk over a store.
func New(s *store.Store, departments []inbox.Department, now func() time.Time) *Desk {
	return &Desk{store: s, departments: slices.Clone(departments), now: now}
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
