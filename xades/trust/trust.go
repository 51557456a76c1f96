// Package trust answers whether a certificate stands under a configured anchor
// for a purpose at a time, and whether it is a trusted-profile seal.
package trust

import (
	"crypto/x509"
	"time"
)

// Anchor is a certificate the operator trusts. A certificate that is no CA is
// trusted itself, for nothing below it.
type Anchor struct {
	Certificate *x509.Certificate
	Kind        string // what the operator says signatures under it are: "qualified", "personal", "advanced"; "" = advanced

	// Vouch, of an anchor from a trusted list, says whether the list lets a path
	// end here for a purpose at a time, and of what kind signatures under it are
	// then. Outside the validity of path[0] it is asked for the nearest moment in
	// it. nil: always, and of the kind above.
	Vouch func(purpose Purpose, path []*x509.Certificate, at time.Time) Listing
}

// Seal is a trusted-profile seal the operator configured: signatures under
// exactly these certificates, or under certificates with this subject issued
// below these issuers, vouch for the identity in PodpisZP or EPSignature.
type Seal struct {
	Scheme                 string // shown to people: "profil zaufany (państwowy)", "profil zaufany urzędu (testowy)"
	Certificates           []*x509.Certificate
	OrganizationIdentifier string // subject 2.5.4.97, with CommonName and Issuers
	CommonName             string
	Issuers                []*x509.Certificate
	UnderAnchors           bool // instead of Issuers: below any anchor that accepts its path then
}

// Config is everything a verifier believes. The zero value trusts nobody.
type Config struct {
	Anchors []Anchor
	Seals   []Seal
	// WeakPaths takes paths over certificates signed by SHA-1, too. Whoever wants
	// them has to hold their PathStrengths against Algorithms.
	WeakPaths bool
	// KeyWork is what building paths may spend; nil: no bound beyond that of
	// crypto/x509 for each path.
	KeyWork *KeyWork
	// Algorithms says until when which algorithms are relied on; nil: DefaultSuite.
	Algorithms Suite
}

// Suite returns Algorithms, or what stands for nil.
func (c Config) Suite() Suite {
	if c.Algorithms == nil {
		return defaultSuite
	}
	return c.Algorithms
}
