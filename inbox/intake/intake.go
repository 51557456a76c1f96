// Package intake is the pipeline of a letter: parse, match, verify, validate,
// decide, receipt, commit.
package intake

import (
	"context"
	"log/slog"
	"time"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/boxes"
	"okienko/inbox/receipt"
	"okienko/inbox/store"
	"okienko/xades/trust"
)

// Request is one submission as a door hands it over.
type Request struct {
	Channel inbox.Channel
	Box     inbox.Box
	Raw     []byte
	Actor   inbox.Actor
	Arrived time.Time // last byte read
}

// Options are what an intake works with; all but Log, FreeDisk are required.
type Options struct {
	Store       *store.Store
	Boxes       *boxes.Boxes
	Catalogue   *forms.Catalogue
	Issuer      *receipt.Issuer
	Trust       trust.Config
	Departments []inbox.Department
	FreeDisk    func() error // nil or an error of inbox.CodeStorageFull below the free-disk floor
	Log         *slog.Logger
}

// Intake is the pipeline; New makes it.
type Intake struct{ impl }

type impl struct{}

// New returns an intake.
func New(opt Options) (*Intake, error) { panic("room intake") }

// Receive judges one submission. An Outcome is an answer (accepted, refused,
// held) that is durable; an error means that nothing happened.
func (in *Intake) Receive(ctx context.Context, req Request) (inbox.Outcome, error) {
	panic("room intake")
}

// Rejudge judges the held submissions again, at their own arrival instant.
func (in *Intake) Rejudge(ctx context.Context) (decided int, err error) { panic("room intake") }
