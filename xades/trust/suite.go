package trust

import (
	"crypto"
	"crypto/dsa" // old signatures are judged, too
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"slices"
	"time"
)

// Strength is one thing that a signature rests on: a hash, or a key of some
// length.
type Strength struct {
	Algorithm string // "SHA-256", …, "RSA", "DSA", "ECDSA", "Ed25519"
	Bits      int    // of the key; 0 for a hash and for Ed25519
}

// String names it as reports do: SHA-1, RSA-1024.
func (s Strength) String() string {
	if s.Bits == 0 {
		return s.Algorithm
	}
	return fmt.Sprintf("%s-%d", s.Algorithm, s.Bits)
}

// OfHash is the strength of a hash.
func OfHash(h crypto.Hash) Strength { return Strength{Algorithm: h.String()} }

// OfKey is the strength of a public key; one of an unknown kind has a name that
// no suite lists.
func OfKey(key crypto.PublicKey) Strength {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return Strength{"RSA", k.N.BitLen()}
	case *ecdsa.PublicKey:
		return Strength{"ECDSA", k.Curve.Params().BitSize}
	case *dsa.PublicKey:
		return Strength{"DSA", k.P.BitLen()}
	case ed25519.PublicKey:
		return Strength{Algorithm: "Ed25519"}
	case interface {
		Strength() (algorithm string, bits int)
	}:
		algorithm, bits := k.Strength()
		return Strength{algorithm, bits}
	}
	return Strength{Algorithm: fmt.Sprintf("%T", key)}
}

// Sunset says until when an algorithm is relied on, of keys from some length on.
type Sunset struct {
	Algorithm string
	Bits      int
	Until     time.Time // the first moment it is not; zero: no end is set
}

// Suite lists algorithms with their ends. Of the entries for an algorithm, that
// with the most Bits not above the key's counts, and of equal ones the first:
// an exception is put in front of DefaultSuite. What is not listed is not
// relied on at any time.
type Suite []Sunset

// Until returns the end of what a signature rests on; listed is false for what
// was never to be relied on.
func (s Suite) Until(x Strength) (until time.Time, listed bool) {
	bits := -1
	for _, entry := range s {
		if entry.Algorithm == x.Algorithm && entry.Bits <= x.Bits && entry.Bits > bits {
			until, listed, bits = entry.Until, true, entry.Bits
		}
	}
	return until, listed
}

// Holds reports whether an algorithm is relied on at a time. At the zero time,
// which nobody meant, only one without an end is.
func (s Suite) Holds(x Strength, at time.Time) bool {
	until, listed := s.Until(x)
	return listed && (until.IsZero() || !at.IsZero() && at.Before(until))
}

// Weak are those of a list that are not relied on at a time, each once.
func (s Suite) Weak(list []Strength, at time.Time) []Strength {
	var weak []Strength
	for _, x := range list {
		if !s.Holds(x, at) && !slices.Contains(weak, x) {
			weak = append(weak, x)
		}
	}
	return weak
}

// DefaultSuite is what ETSI TS 119 312 and, for what it does not list any more,
// its forerunner TS 102 176-1 say. SHA3-224 is in neither. EdDSA is not in them
// yet; FIPS 186-5 has it. The caller may change what is returned.
func DefaultSuite() Suite { return slices.Clone(defaultSuite) }

var defaultSuite = Suite{
	{Algorithm: "SHA-1", Until: monthOf(2012, time.August)},
	{Algorithm: "SHA-224", Until: monthOf(2029, time.January)},
	{Algorithm: "SHA-256"}, {Algorithm: "SHA-384"}, {Algorithm: "SHA-512"},
	{Algorithm: "SHA3-256"}, {Algorithm: "SHA3-384"}, {Algorithm: "SHA3-512"},
	{"RSA", 1024, monthOf(2009, time.January)},
	{"RSA", 1536, monthOf(2016, time.January)},
	{"RSA", 1900, monthOf(2029, time.January)},
	{Algorithm: "RSA", Bits: 3000},
	{"DSA", 1024, monthOf(2013, time.January)},
	{"DSA", 2048, monthOf(2026, time.January)},
	{"DSA", 3072, monthOf(2029, time.January)},
	{"ECDSA", 160, monthOf(2013, time.January)},
	{"ECDSA", 224, monthOf(2016, time.January)},
	{Algorithm: "ECDSA", Bits: 256},
	{Algorithm: "Ed25519"},
}

// monthOf is the first moment of a month.
func monthOf(year int, month time.Month) time.Time {
	return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
}

// PathStrengths lists what the signatures of a path rest on, from its first
// certificate to the anchor, whose own signature nobody asks for.
func PathStrengths(path []*x509.Certificate) []Strength {
	var list []Strength
	for i := 1; i < len(path); i++ {
		list = append(list, OfKey(path[i].PublicKey))
		if outer, _, ok := ReadSigned(path[i-1].Raw); ok {
			if a, err := ParseAlgorithm(outer.Algorithm, 0); err == nil && a.Hash != 0 {
				list = append(list, OfHash(a.Hash))
			}
		}
	}
	return list
}
