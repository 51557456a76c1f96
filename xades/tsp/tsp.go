// Package tsp asks for, reads and verifies time-stamp tokens (RFC 3161 with
// RFC 5816) on bytes; it never dials.
//
// The CMS around a token is read by this package's own bounded reader. Tokens
// come in BER with indefinite lengths from authorities that are in use, CMS
// libraries for Go re-encode such input without limits, and none of those at
// hand checks which certificate the token was signed for (ESSCertIDv2), the one
// field that keeps another certificate for the same key from taking its place.
package tsp

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"time"

	"okienko/xades/trust"
)

// Token is a time-stamp token of sound structure. Nothing of it is verified.
// It is not changed by its methods, so that goroutines may share it.
type Token struct {
	Info         Info
	Certificates [][]byte // DER, as the token carries them: hints nobody vouches for
	CRLs         [][]byte // DER of CertificateList
	OCSPs        [][]byte // DER of OCSPResponse or BasicOCSPResponse

	signer  signer
	content []byte // octets of TSTInfo, which messageDigest covers
}

// Info is what the authority states (TSTInfo, RFC 3161 2.4.2).
type Info struct {
	Policy    asn1.ObjectIdentifier
	Imprint   Imprint
	Serial    *big.Int
	GenTime   time.Time
	Accuracy  time.Duration // 0 when not stated
	Ordering  bool
	Nonce     *big.Int // nil when absent
	Qualified bool     // the authority says it is a qualified time-stamp (ETSI EN 319 422 9.1)
}

// Imprint is the digest that was stamped. Its length is that of the hash.
type Imprint struct {
	Hash   crypto.Hash
	Digest []byte
}

// Options are what a token is verified against.
type Options struct {
	// Digest is what must have been stamped, by the token's own Imprint.Hash.
	Digest []byte
	// Trust holds the anchors and the algorithms; the zero value trusts nobody.
	Trust trust.Config
	// At is when the token is known to have existed: its algorithms have to be
	// relied on then. The zero value excuses none that has an end.
	At time.Time
	// Certificates are further hints, for tokens that carry none.
	Certificates []*x509.Certificate
}

// Result is the verdict on a token. What it says may be used when Problems is
// empty; a weak algorithm alone is for the caller's policy to judge, see Sound.
type Result struct {
	Info        Info
	Certificate *x509.Certificate // of the signer; nil when not found or unreadable
	Judgement   trust.Judgement   // of the certificate for time stamping at GenTime
	Problems    []*Problem
}

// Sound reports whether nothing but weak algorithms stands against the token.
func (r Result) Sound() bool {
	for _, p := range r.Problems {
		if p.Code != CodeWeakAlgorithm {
			return false
		}
	}
	return true
}

func (r *Result) add(p *Problem) {
	if p != nil {
		r.Problems = append(r.Problems, p)
	}
}
