// Package boxes holds the boxes of this installation: their policy, and who may
// post to them.
package boxes

import (
	"fmt"
	"slices"
	"strings"

	"okienko/inbox"
)

// Boxes is the set of boxes; it is immutable.
type Boxes struct {
	list      []inbox.Box // by address
	byAddress map[string]inbox.Box
}

// New makes the set; a doubled address is an error.
func New(list []inbox.Box) (*Boxes, error) {
	b := &Boxes{list: slices.Clone(list), byAddress: make(map[string]inbox.Box, len(list))}
	for _, box := range list {
		if box.Entity.ID == "" || box.Name == "" {
			return nil, fmt.Errorf("box %q has no entity or no name", box.Address())
		}
		if _, doubled := b.byAddress[box.Address()]; doubled {
			return nil, fmt.Errorf("box %s stands twice", box.Address())
		}
		b.byAddress[box.Address()] = box
	}
	return b, nil
}

// Find returns a box by entity and name, inbox.CodeBoxUnknown when there is none.
func (b *Boxes) Find(entity, name string) (inbox.Box, error) {
	if strings.Contains(entity, "/") { // it would move the border between entity and name
		return inbox.Box{}, &inbox.Error{Code: inbox.CodeBoxUnknown}
	}
	return b.ByAddress("/" + entity + "/" + name)
}

// ByAddress returns a box by "/entity/box", inbox.CodeBoxUnknown when there is none.
func (b *Boxes) ByAddress(address string) (inbox.Box, error) {
	box, ok := b.byAddress[address]
	if !ok {
		return inbox.Box{}, &inbox.Error{Code: inbox.CodeBoxUnknown}
	}
	return box, nil
}

// All lists the boxes in the order of the configuration: people see the office's
// main box first.
func (b *Boxes) All() []inbox.Box { return slices.Clone(b.list) }

// MayPost is nil when the actor may post to the box: inbox.CodeAuthRequired for
// nobody where the box asks for an account, inbox.CodeForbidden for an
// integrator of another entity.
func (b *Boxes) MayPost(a inbox.Actor, box inbox.Box) error {
	switch {
	case a.IsZero() && !box.Policy.Anonymous:
		return &inbox.Error{Code: inbox.CodeAuthRequired}
	case a.Role == inbox.RoleIntegrator && a.Entity != "" && a.Entity != box.Entity.ID:
		return &inbox.Error{Code: inbox.CodeForbidden}
	}
	return nil
}
