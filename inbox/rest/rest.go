// Package rest is the REST door: letters in, receipts out, the clerks' queue,
// and what integrators must know, over HTTP and JSON. openapi.yaml describes it.
package rest

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-playground/validator/v10"
	"github.com/gorilla/mux"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/boxes"
	"okienko/inbox/desk"
	"okienko/inbox/intake"
)

// Intake judges submissions; *intake.Intake does, and a wrapper that measures.
type Intake interface {
	Receive(ctx context.Context, req intake.Request) (inbox.Outcome, error)
}

// Accounts knows bearer tokens; *profile.Profile does.
type Accounts interface {
	ByToken(ctx context.Context, token string) (inbox.Actor, error)
}

// Options are what the door works with; all are required.
type Options struct {
	Intake    Intake
	Accounts  Accounts
	Desk      *desk.Desk
	Boxes     *boxes.Boxes
	Catalogue *forms.Catalogue
	Seal      []*x509.Certificate // the receipt seal and the certificates above it
	XML       XMLLimits           // of the one XML reader, for /api/v1/limits
	Now       func() time.Time
	Log       *slog.Logger
}

// Door is the REST door; New makes it.
type Door struct {
	Options
	router   *mux.Router
	validate *validator.Validate
}

// New returns the door.
func New(opt Options) (*Door, error) {
	switch {
	case opt.Intake == nil, opt.Accounts == nil, opt.Desk == nil, opt.Boxes == nil, opt.Catalogue == nil, opt.Now == nil, opt.Log == nil:
		return nil, errors.New("rest: Intake, Accounts, Desk, Boxes, Catalogue, Now and Log are required")
	}
	d := &Door{Options: opt, validate: newValidator()}
	d.router = d.newRouter()
	return d, nil
}

// ServeHTTP answers one request.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.router.ServeHTTP(w, r) }
