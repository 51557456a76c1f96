// Package intake is the pipeline of a letter: parse, match, verify, validate,
// decide, receipt, commit. Nothing leaves it before it is durable.
package intake

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/boxes"
	"okienko/inbox/receipt"
	"okienko/inbox/store"
	"okienko/xades"
	"okienko/xades/revocation"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// Request is one submission as a door hands it over. Raw is kept and must not
// be changed afterwards.
type Request struct {
	Channel inbox.Channel
	Box     inbox.Box
	Raw     []byte
	Actor   inbox.Actor
	Arrived time.Time // last byte read
}

// Options are what an intake works with; all but the
// revocation settings, Now, RetryHeld, FreeDisk and Observe are required.
type Options struct {
	Store       *store.Store
	Boxes       *boxes.Boxes
	Catalogue   *forms.Catalogue
	Issuer      *receipt.Issuer
	Trust       trust.Config // at first; Believe replaces it
	Departments []inbox.Department
	// RequireRevocation wants fresh evidence that a signer's certificate was not
	// revoked; what its absence means is each box's policy. Evidence that there
	// is counts in any case.
	RequireRevocation bool
	// Evidence gives the CRLs and OCSP answers at hand about a certificate. It does
	// not dial; nil: none but what signatures carry.
	Evidence func(cert, issuer *x509.Certificate) []revocation.Evidence
	Now      func() time.Time // tells what evidence is from the future; nil: time.Now
	// RetryHeld is when a sender of a held submission may ask again; 0: an hour.
	RetryHeld time.Duration
	FreeDisk  func() error // nil or an error of inbox.CodeStorageFull below the free-disk floor
	Log       *slog.Logger
	// Observe, when not nil, is told every answer, whatever door it goes to.
	Observe func(channel inbox.Channel, out inbox.Outcome, err error, took time.Duration)
}

// Intake is the pipeline; New makes it. It is safe for concurrent use.
type Intake struct {
	Options
	believed atomic.Pointer[trust.Config]
	flights  flights
	work     *workload
}

// New returns an intake.
func New(opt Options) (*Intake, error) {
	switch {
	case opt.Store == nil, opt.Boxes == nil, opt.Catalogue == nil, opt.Issuer == nil, opt.Log == nil:
		return nil, errors.New("intake: Store, Boxes, Catalogue, Issuer and Log are required")
	}
	if opt.FreeDisk == nil {
		opt.FreeDisk = func() error { return nil }
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.RetryHeld == 0 {
		opt.RetryHeld = defaultRetryHeld
	}
	if opt.Observe == nil {
		opt.Observe = func(inbox.Channel, inbox.Outcome, error, time.Duration) {}
	}
	if err := CheckForms(opt.Boxes.All(), opt.Catalogue); err != nil {
		return nil, err
	}
	in := &Intake{Options: opt, flights: newFlights(), work: newWorkload(maxWork)}
	in.Believe(opt.Trust)
	return in, nil
}

// Believe replaces what signatures are believed under. Letters that are being
// judged end under what they began with.
func (in *Intake) Believe(config trust.Config) { in.believed.Store(&config) }

// Verify judges the signatures of a document as they were at an instant, under what
// is believed and with the evidence at hand now.
func (in *Intake) Verify(doc *xmltree.Document, at time.Time) (*xades.Report, error) {
	return xades.Verify(doc, xades.VerifyOptions{
		Trust: *in.believed.Load(), At: at, Now: in.Now(), Evidence: in.Evidence, RequireRevocation: in.RequireRevocation,
	})
}

// CheckForms refuses boxes that take a form nobody has: their letters would all
// be refused without anyone knowing why.
func CheckForms(boxes []inbox.Box, catalogue *forms.Catalogue) error {
	for _, box := range boxes {
		for _, name := range box.Policy.Forms {
			if !slices.ContainsFunc(catalogue.Forms(), func(f *forms.Form) bool { return f.Name == name }) {
				return fmt.Errorf("box %s: no form %q in the catalogue", box.Address(), name)
			}
		}
	}
	return nil
}

// Receive judges one submission. An Outcome is a durable answer: accepted,
// refused or held. An error means that nothing happened, and carries an
// inbox.Error where a sender can act on it.
//
// The same bytes for the same box that are being judged at this moment are not
// judged twice: the later call waits for the earlier one's answer.
func (in *Intake) Receive(ctx context.Context, req Request) (inbox.Outcome, error) {
	started := time.Now() // for the figures only; the letter's instant is req.Arrived
	out, err := in.receive(ctx, req)
	in.Observe(req.Channel, out, err, time.Since(started))
	return out, err
}

func (in *Intake) receive(ctx context.Context, req Request) (inbox.Outcome, error) {
	if err := in.Boxes.MayPost(req.Actor, req.Box); err != nil {
		return inbox.Outcome{}, err
	}
	if limit := req.Box.Policy.MaxBytes; limit > 0 && int64(len(req.Raw)) > limit {
		return inbox.Outcome{}, &inbox.Error{Code: inbox.CodeOversize, Args: map[string]string{"limit": strconv.FormatInt(limit, 10)}}
	}
	sub := inbox.Submission{
		Box: req.Box.Address(), Channel: req.Channel, PostedBy: req.Actor.Login,
		Arrived: req.Arrived, SHA256: sha256.Sum256(req.Raw), Size: int64(len(req.Raw)),
	}
	return in.flights.join(ctx, flightKey{sub.Box, sub.SHA256}, func() (inbox.Outcome, error) {
		// A sender who hangs up does not undo what others may be waiting for.
		return in.settleNew(context.WithoutCancel(ctx), req.Box, sub, req.Raw)
	})
}

// settleNew finds bytes accepted before, or judges them. Bytes that are held are
// judged as what arrived first: a sender who asks again loses no day.
func (in *Intake) settleNew(ctx context.Context, box inbox.Box, sub inbox.Submission, raw []byte) (inbox.Outcome, error) {
	accepted, held, err := in.Store.FindSame(ctx, sub.Box, sub.SHA256)
	switch {
	case err != nil:
		return inbox.Outcome{}, err
	case accepted != nil:
		return *accepted, nil
	}
	if err := in.FreeDisk(); err != nil {
		return inbox.Outcome{}, err
	}
	if held != nil {
		out, err := in.rejudge(ctx, *held, nil)
		if inbox.ErrorCode(err) != inbox.CodeLetterState { // else refused meanwhile: the bytes are new again
			return out, err
		}
	}
	if sub.Document, err = in.Store.DrawID(ctx); err != nil {
		return inbox.Outcome{}, err
	}
	done := in.work.begin(sub.Size)
	defer done()
	out, err := in.settle(ctx, in.judge(box, sub, raw))
	in.log(ctx, sub, out, err)
	return out, err
}

// log writes one line per submission, without document content or personal data.
func (in *Intake) log(ctx context.Context, sub inbox.Submission, out inbox.Outcome, err error) {
	attrs := []any{"box", sub.Box, "channel", sub.Channel, "document", sub.Document, "size", sub.Size}
	if err != nil {
		in.Log.ErrorContext(ctx, "submission not settled", append(attrs, "err", err)...)
		return
	}
	codes := make([]string, 0, len(out.Reasons))
	for _, r := range out.Reasons {
		codes = append(codes, r.Code)
	}
	in.Log.InfoContext(ctx, "submission", append(attrs, "outcome", out.State, "duplicate", out.Duplicate, "reasons", codes)...)
}
