package fetch

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"okienko/xades/revocation"
)

const (
	// MaxEvidence bounds the evidence kept, on the disk and in memory alike. The
	// lists of a country's issuers have some ten megabytes together, an OCSP
	// answer has 2 KB: this is tens of thousands of signers.
	MaxEvidence = 128 << 20

	// maxAge is how long evidence counts as fresh, though its issuer may give it
	// longer: a revocation should show within a day.
	maxAge = 24 * time.Hour

	// endlessAge is for evidence that does not say when the next is due: newer is
	// there at any time (RFC 6960 4.2.2.1), so it serves one round of letters.
	endlessAge = 10 * time.Minute

	// failureAge is how long a dead responder is left alone: letters that wait for
	// it are judged every few minutes, and each attempt may take the whole timeout.
	failureAge = 10 * time.Minute

	// maxFailures bounds the failures remembered, at some 100 octets each.
	maxFailures = 10_000
)

// CacheOptions are what a cache works with; all are required but Observe.
type CacheOptions struct {
	Client  *Client
	Folder  *Folder
	Now     func() time.Time
	Log     *slog.Logger        // told what fails, with the host alone
	Observe func(Kind, Outcome) // told every inquiry; nil: nobody
}

// Cache holds CRLs and OCSP answers that were fetched, while they are fresh. It
// is safe for concurrent use.
type Cache struct {
	opt CacheOptions

	writing sync.Mutex // of files, which takes time; mu is held for moments

	mu     sync.RWMutex
	kept   map[string]kept      // by FileName
	failed map[string]time.Time // until when not to ask; by address, or FileName where the answer was at fault
}

// kept is a piece that counts until a time.
type kept struct {
	piece revocation.Evidence
	until time.Time
}

// NewCache returns a cache of what the folder still has that is fresh. What is
// not is deleted.
func NewCache(opt CacheOptions) *Cache {
	if opt.Observe == nil {
		opt.Observe = func(Kind, Outcome) {}
	}
	c := &Cache{opt: opt, kept: map[string]kept{}, failed: map[string]time.Time{}}
	now := opt.Now()
	for _, name := range opt.Folder.Names() {
		k, err := c.load(name)
		if err != nil || !now.Before(k.until) {
			_ = opt.Folder.Remove(name) // else the next start deletes it
			continue
		}
		c.kept[name] = k
	}
	return c
}

// load reads a file. One that claims to be from later than now is of no age
// that anybody knows.
func (c *Cache) load(name string) (kept, error) {
	der, at, err := c.opt.Folder.Get(name)
	if err != nil {
		return kept{}, err
	}
	if at.After(c.opt.Now()) {
		return kept{}, errUseless
	}
	piece, err := parse(Kind(strings.TrimPrefix(filepath.Ext(name), ".")), der)
	if err != nil {
		return kept{}, err
	}
	return kept{piece, freshUntil(piece, at)}, nil
}

// freshUntil says when evidence that was fetched at a time counts no longer.
func freshUntil(piece revocation.Evidence, at time.Time) time.Time {
	due := piece.Due()
	if due.IsZero() {
		return at.Add(endlessAge)
	}
	if latest := at.Add(maxAge); due.After(latest) {
		return latest
	}
	return due
}

// Evidence returns the fresh pieces that were fetched about a certificate. It
// never dials.
func (c *Cache) Evidence(cert, issuer *x509.Certificate) []revocation.Evidence {
	now := c.opt.Now()
	var list []revocation.Evidence
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, q := range inquiries(cert, issuer) {
		if k, ok := c.kept[q.name()]; ok && now.Before(k.until) {
			list = append(list, k.piece)
		}
	}
	return list
}

// Ask sees to it that there is evidence about a certificate at a time, and
// dials for it where there is none: the addresses in the certificate one after
// the other, until an answer settles it. An error says why nothing does; it
// names hosts, nobody's certificate.
func (c *Cache) Ask(ctx context.Context, cert, issuer *x509.Certificate, at time.Time) error {
	known := c.Evidence(cert, issuer)
	if settles(cert, issuer, known, at, c.opt.Now()) {
		return nil
	}
	failed := errors.New("no address settles whether the certificate is revoked")
	for _, q := range inquiries(cert, issuer) {
		err := c.inquire(ctx, q, func(piece revocation.Evidence) bool {
			return settles(cert, issuer, append(known, piece), at, c.opt.Now())
		})
		if err != nil && ctx.Err() != nil { // nobody's fault
			return ctx.Err()
		}
		c.tell(ctx, q.kind, err)
		if err == nil {
			return nil
		}
		failed = fmt.Errorf("%w; %w", failed, err)
	}
	return failed
}

func (c *Cache) tell(ctx context.Context, kind Kind, err error) {
	outcome := outcomeOf(err)
	c.opt.Observe(kind, outcome)
	if outcome == Failed || outcome == Useless {
		c.opt.Log.WarnContext(ctx, "evidence not fetched", "kind", kind, "err", err)
	}
}

// settles reports whether the evidence says, under its issuer's signature, what
// is with a certificate at a time.
func settles(cert, issuer *x509.Certificate, evidence []revocation.Evidence, at, now time.Time) bool {
	status := revocation.CheckParsed(cert, issuer, evidence, at, revocation.Options{Now: now})
	switch status.State {
	case revocation.Good:
		return !status.Weak()
	case revocation.Revoked, revocation.Suspended:
		return true
	}
	return false
}

// inquire asks one address, unless that failed a short while ago, and keeps an
// answer that is useful.
func (c *Cache) inquire(ctx context.Context, q inquiry, useful func(revocation.Evidence) bool) error {
	if c.postponed(q) {
		return fmt.Errorf("%s: %w", q.host(), errPostponed)
	}
	der, piece, err := c.opt.Client.ask(ctx, q)
	if err == nil && !useful(piece) {
		err = q.useless(nil)
	}
	if err == nil {
		return c.keep(q.name(), der, piece)
	}
	if ctx.Err() == nil {
		c.remember(q, err)
	}
	return err
}
