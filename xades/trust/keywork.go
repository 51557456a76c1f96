package trust

import (
	"bytes"
	"crypto"
	"crypto/dsa" // old signatures are verified
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/bits"
	"slices"
)

// KeyWork is what may be spent on verifying signature values, in microseconds
// that a core of today needs at most: keys differ by a factor of a hundred, and
// whoever sends a document chooses them. nil has no bound. It is not safe for
// concurrent use.
type KeyWork struct{ left int }

// NewKeyWork returns so many microseconds.
func NewKeyWork(microseconds int) *KeyWork { return &KeyWork{microseconds} }

// ErrKeyWork says that no more signature values are verified.
var ErrKeyWork = errors.New("the keys ask for more work than the document is worth")

// Spend is asked before a value is verified with a key.
func (w *KeyWork) Spend(key crypto.PublicKey) error { return w.spend(keyCost(key)) }

func (w *KeyWork) spend(cost int) error {
	if w == nil {
		return nil
	}
	if cost > w.left {
		return ErrKeyWork
	}
	w.left -= cost
	return nil
}

// IssuedBy is the function of that name, paid.
func (w *KeyWork) IssuedBy(cert, issuer *x509.Certificate) (Algorithm, error) {
	if bytes.Equal(cert.RawIssuer, issuer.RawSubject) {
		if err := w.Spend(issuer.PublicKey); err != nil {
			return Algorithm{}, err
		}
	}
	return IssuedBy(cert, issuer)
}

// keyCost is what one value costs in microseconds: of RSA the square of the
// length for each step of the exponent; curves without code of their own, and
// kinds nobody here knows, as math/big takes for them.
func keyCost(key crypto.PublicKey) int {
	switch k := key.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() > MaxRSABits {
			return 0 // nobody computes with it
		}
		length := k.N.BitLen() / 512
		return length * length * (bits.Len(uint(k.E)) + bits.OnesCount(uint(k.E))) / 8
	case *ecdsa.PublicKey:
		switch length := k.Curve.Params().BitSize; {
		case length <= 256:
			return 60
		case length <= 384:
			return 400
		}
		return 1700
	case *dsa.PublicKey:
		length := k.P.BitLen() / 1024
		return 220 * length * length
	case interface{ Strength() (string, int) }:
		_, length := k.Strength()
		return length * 8
	}
	return 60
}

// maxPathTries is how many signatures of certificates crypto/x509 verifies at
// most in search of one certificate's paths.
const maxPathTries = 100

// pathTries counts the signatures that a search for paths may verify: each
// certificate under each of those that have its issuer's name, were all of them
// true.
type pathTries struct {
	above   []*x509.Certificate
	anchors int // so many of them end a path
	count   int
	dearest int // cost of a key
}

func triesOf(leaf *x509.Certificate, intermediates, roots []*x509.Certificate) *pathTries {
	t := &pathTries{above: slices.Concat(roots, intermediates), anchors: len(roots)}
	t.from([]*x509.Certificate{leaf})
	return t
}

func (t *pathTries) from(path []*x509.Certificate) {
	last := path[len(path)-1]
	for i, issuer := range t.above {
		if t.count == maxPathTries {
			return
		}
		if !bytes.Equal(last.RawIssuer, issuer.RawSubject) || slices.Contains(path, issuer) {
			continue
		}
		t.count++
		t.dearest = max(t.dearest, keyCost(issuer.PublicKey))
		if i >= t.anchors {
			t.from(append(path[:len(path):len(path)], issuer))
		}
	}
}

func (t *pathTries) cost() int { return t.count * t.dearest }
