// Package revocation answers from CRLs (RFC 5280) and OCSP answers (RFC 6960)
// it is given whether a certificate was revoked at a time. It never dials, and
// it believes nothing that the certificate's issuer, or a responder the issuer
// appointed for this, did not sign.
package revocation

import (
	"crypto/x509"
	"slices"
	"time"

	"okienko/xades/trust"
)

// State is what is known of a certificate at a time, a closed list.
type State string

// The states, None the zero value's meaning.
const (
	None      State = "none"      // no usable evidence
	Good      State = "good"      // not revoked at the time, by fresh evidence
	Revoked   State = "revoked"   // for good
	Suspended State = "suspended" // on hold (certificateHold); may be lifted
	Unknown   State = "unknown"   // the responder does not know the certificate
	Stale     State = "stale"     // not revoked as far as evidence goes that is too old
	Waived    State = "waived"    // no usable evidence, and the issuer says it never gives any
)

// Status is the answer of Check.
type Status struct {
	State State

	// RevokedAt is when the certificate was revoked or suspended, zero when it
	// was not. Beside Good it lies after the time asked for.
	RevokedAt time.Time
	Reason    Reason
	// InvalidAt is invalidityDate (RFC 5280 5.3.2): since when the issuer
	// thinks the key was not safe. It does not change State: a revocation takes
	// effect when it is published (Regulation (EU) 910/2014, 24(3)).
	InvalidAt time.Time

	Source     Source
	Evidence   int               // index of the piece the state rests on; -1 for None
	ThisUpdate time.Time         // when the piece was known to be right
	NextUpdate time.Time         // zero when not stated
	ProducedAt time.Time         // OCSP: when it was signed
	By         *x509.Certificate // whose key signed it: the issuer or its responder

	// Problems say why other pieces were not used, and that an algorithm of
	// the one used is weak.
	Problems []*Problem
}

// Weak reports whether the state rests on a piece with a weak signature.
func (s Status) Weak() bool {
	return slices.ContainsFunc(s.Problems, func(p *Problem) bool {
		return p.Code == CodeWeakAlgorithm && p.Evidence == s.Evidence
	})
}

// Source is a kind of evidence.
type Source string

// The kinds.
const (
	SourceCRL  Source = "crl"
	SourceOCSP Source = "ocsp"
)

// Reason is CRLReason (RFC 5280 5.3.1).
type Reason uint8

// The reasons. RemoveFromCRL belongs in delta CRLs alone, which are refused.
const (
	Unspecified          Reason = 0
	KeyCompromise        Reason = 1
	CACompromise         Reason = 2
	AffiliationChanged   Reason = 3
	Superseded           Reason = 4
	CessationOfOperation Reason = 5
	CertificateHold      Reason = 6
	PrivilegeWithdrawn   Reason = 9
	AACompromise         Reason = 10
)

var reasons = map[Reason]string{Unspecified: "unspecified", KeyCompromise: "keyCompromise", CACompromise: "cACompromise",
	AffiliationChanged: "affiliationChanged", Superseded: "superseded", CessationOfOperation: "cessationOfOperation",
	CertificateHold: "certificateHold", PrivilegeWithdrawn: "privilegeWithdrawn", AACompromise: "aACompromise"}

// String returns the reason's name in RFC 5280.
func (r Reason) String() string { return reasons[r] }

// Options tune Check; the zero value is what ETSI EN 319 102-1 5.2.5 does
// without constraints.
type Options struct {
	// MaxAge is how old evidence may be at the time asked for. Zero: until its
	// NextUpdate; without one it must be from after that time.
	MaxAge time.Duration
	// Now, when set, refuses evidence from later than it (and a clock skew).
	Now time.Time
	// Algorithms says until when which algorithms are relied on; nil:
	// trust.DefaultSuite.
	Algorithms trust.Suite
	// KeyWork is what verifying signatures may spend; nil: no bound.
	KeyWork *trust.KeyWork
	// Known says since when a piece of evidence, by its index, is known to
	// exist: its algorithms have to be relied on then. nil: since Now, and
	// without that since the time asked for.
	Known func(evidence int) time.Time
}

// weak names an algorithm that a piece of evidence rests on and that is not
// relied on; "" for none.
func (o Options) weak(rests []trust.Strength, evidence int, at time.Time) string {
	suite := o.Algorithms
	if suite == nil {
		suite = trust.DefaultSuite()
	}
	switch {
	case o.Known != nil:
		at = o.Known(evidence)
	case !o.Now.IsZero():
		at = o.Now
	}
	if weak := suite.Weak(rests, at); len(weak) > 0 {
		return "signed with " + weak[0].String()
	}
	return ""
}
