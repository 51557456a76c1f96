// Package boxes holds the boxes of this installation: their policy, and who may
// post to them.
package boxes

import "okienko/inbox"

// Boxes is the set of boxes; it is immutable.
type Boxes struct{ impl }

type impl struct{}

// New makes the set; a doubled address is an error.
func New(list []inbox.Box) (*Boxes, error) { panic("room boxes") }

// Find returns a box by entity and name, inbox.CodeBoxUnknown when there is none.
func (b *Boxes) Find(entity, name string) (inbox.Box, error) { panic("room boxes") }

// All lists the boxes by address.
func (b *Boxes) All() []inbox.Box { panic("room boxes") }

// MayPost is nil when the actor may post to the box: inbox.CodeAuthRequired for
// nobody where the box asks for an account, inbox.CodeForbidden for an
// integrator of another entity.
func (b *Boxes) MayPost(a inbox.Actor, box inbox.Box) error { panic("room boxes") }
