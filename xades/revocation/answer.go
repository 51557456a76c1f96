package revocation

import (
	"crypto/x509"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// answer is what one piece of evidence, its signature verified, says about the
// certificate.
type answer struct {
	state      State // Good, Revoked or Unknown as read; judge makes the rest of it
	revokedAt  time.Time
	reason     Reason
	invalidAt  time.Time
	source     Source
	evidence   int
	thisUpdate time.Time
	nextUpdate time.Time
	producedAt time.Time
	by         *x509.Certificate

	keepsExpiredOf time.Time // certificates that expired since are still told; zero: not stated
	partial        bool      // silence about the certificate proves nothing
	rests          []trust.Strength
	weak           string // names one that is not relied on
}

// takeReason reads CRLReason. A revocation for a reason nobody knows is still one.
func (a *answer) takeReason(value cryptobyte.String, tag asn1.Tag) bool {
	var content cryptobyte.String
	if !value.ReadASN1(&content, tag) || !value.Empty() || len(content) != 1 {
		return false
	}
	if reason := Reason(content[0]); reasons[reason] != "" {
		a.reason = reason
	}
	return true
}

// judge turns what was read into what holds at a time, and says why it is less
// than it seems.
func (a *answer) judge(cert *x509.Certificate, at time.Time, opt Options) *Problem {
	if !opt.Now.IsZero() && (a.thisUpdate.After(opt.Now.Add(skew)) || a.producedAt.After(opt.Now.Add(skew))) {
		a.state = None
		return problem(CodeFuture, "from %s", a.thisUpdate.Format(time.RFC3339))
	}
	switch a.state {
	case Revoked:
		a.judgeRevoked(at)
		return nil
	case Good:
		return a.judgeGood(cert, at, opt)
	}
	return nil
}

// judgeRevoked: a revocation holds however old the evidence is, from its date
// on; before its date it shows the certificate was good.
func (a *answer) judgeRevoked(at time.Time) {
	switch {
	case a.revokedAt.After(at):
		a.state = Good
	case a.reason == CertificateHold:
		a.state = Suspended
	}
}

// judgeGood: that a certificate is not named as revoked is worth something only
// when the evidence is about its lifetime and fresh.
func (a *answer) judgeGood(cert *x509.Certificate, at time.Time, opt Options) *Problem {
	switch {
	case a.partial:
		a.state = None
		return problem(CodePartial, "for some reasons alone")
	case a.thisUpdate.Before(cert.NotBefore):
		a.state = None
		return problem(CodeBeforeIssuance, "from %s, before the certificate was valid", a.thisUpdate.Format(time.RFC3339))
	case a.thisUpdate.After(cert.NotAfter) && (a.keepsExpiredOf.IsZero() || a.keepsExpiredOf.After(cert.NotAfter)):
		a.state = None
		return problem(CodeAfterExpiry, "from %s, after the certificate expired", a.thisUpdate.Format(time.RFC3339))
	case !fresh(a.thisUpdate, a.nextUpdate, at, opt.MaxAge):
		a.state = Stale
		return problem(CodeStale, "from %s", a.thisUpdate.Format(time.RFC3339))
	}
	return nil
}

// fresh is the Revocation Freshness Checker (ETSI EN 319 102-1 5.2.5): the
// evidence must be from after the time minus the age allowed. Where nobody
// says an age, it is the span the issuer gave, and without one none: then only
// evidence from after the time asked for tells about it.
func fresh(thisUpdate, nextUpdate, at time.Time, maxAge time.Duration) bool {
	if maxAge == 0 && !nextUpdate.IsZero() {
		maxAge = nextUpdate.Sub(thisUpdate)
	}
	return thisUpdate.After(at.Add(-maxAge))
}
