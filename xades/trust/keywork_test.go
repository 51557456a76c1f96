package trust_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/big"
	"testing"

	"okienko/xades/trust"
)

// TestKeyWork: a key of another kind or length takes another part of what there is.
func TestKeyWork(t *testing.T) {
	modulus := func(bits uint) *big.Int { return new(big.Int).SetBit(big.NewInt(1), int(bits)-1, 1) }
	values := func(key any) (n int) {
		for w := trust.NewKeyWork(10_000); w.Spend(key) == nil; n++ {
		}
		return n
	}
	ordinary := values(&rsa.PublicKey{N: modulus(2048), E: 65537})
	if ordinary < 100 {
		t.Errorf("%d values with RSA-2048", ordinary)
	}
	for name, key := range map[string]any{
		"a long modulus":  &rsa.PublicKey{N: modulus(16384), E: 65537},
		"and an exponent": &rsa.PublicKey{N: modulus(16384), E: 1<<31 - 1},
		"P-521":           &ecdsa.PublicKey{Curve: elliptic.P521()},
	} {
		if n := values(key); n == 0 || n > ordinary/20 {
			t.Errorf("%s: %d values", name, n)
		}
	}
	var unbounded *trust.KeyWork
	if err := unbounded.Spend(&ecdsa.PublicKey{Curve: elliptic.P521()}); err != nil {
		t.Error(err)
	}
}

// TestPathsArePaid: authorities of one name may stand under each other in any
// order, and crypto/x509 tries a hundred of their signatures.
func TestPathsArePaid(t *testing.T) {
	root := issue(t, nil, "Root", ca)
	var hints []*x509.Certificate
	above := root
	for range 12 {
		above = issue(t, above, "Same", ca)
		hints = append(hints, above.cert)
	}
	leaf := issue(t, above, "Leaf", nil)
	config := anchors(root)
	config.KeyWork = trust.NewKeyWork(5_000)
	j := config.Judge(leaf.cert, hints, now)
	if j.Problem != trust.Untrusted || j.Detail != trust.ErrKeyWork.Error() {
		t.Errorf("%d %s", j.Problem, j.Detail)
	}
	if _, err := config.KeyWork.IssuedBy(leaf.cert, above.cert); err != nil {
		t.Errorf("nothing is left: %v", err)
	}
	if _, err := trust.NewKeyWork(1).IssuedBy(leaf.cert, above.cert); !errors.Is(err, trust.ErrKeyWork) {
		t.Errorf("%v", err)
	}
	middle := issue(t, root, "Middle", ca)
	leaf = issue(t, middle, "Leaf", nil)
	for range 20 { // twenty ordinary paths
		if j := config.Judge(leaf.cert, []*x509.Certificate{middle.cert}, now); j.Problem != trust.None {
			t.Fatalf("an ordinary path: %s", j.Detail)
		}
	}
}
