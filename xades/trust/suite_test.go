package trust_test

import (
	"crypto"
	"crypto/dsa"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
	"slices"
	"testing"
	"time"

	"okienko/xades/trust"
)

func rsaOf(bits uint) *rsa.PublicKey {
	return &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), bits-1), E: 65537}
}

func dsaOf(bits uint) *dsa.PublicKey {
	return &dsa.PublicKey{Parameters: dsa.Parameters{P: new(big.Int).Lsh(big.NewInt(1), bits-1)}}
}

// TestSunsets: each algorithm is relied on up to its last second, and no longer.
func TestSunsets(t *testing.T) {
	day := func(text string) time.Time {
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	suite := trust.DefaultSuite()
	for name, c := range map[string]struct {
		strength trust.Strength
		until    string // "" without end, "never" for what is not listed
	}{
		"SHA-1":      {trust.OfHash(crypto.SHA1), "2012-08-01"},
		"SHA-224":    {trust.OfHash(crypto.SHA224), "2029-01-01"},
		"SHA3-224":   {trust.OfHash(crypto.SHA3_224), "never"},
		"SHA-256":    {trust.OfHash(crypto.SHA256), ""},
		"SHA-512":    {trust.OfHash(crypto.SHA512), ""},
		"SHA3-384":   {trust.OfHash(crypto.SHA3_384), ""},
		"MD5":        {trust.OfHash(crypto.MD5), "never"},
		"RSA-1023":   {trust.OfKey(rsaOf(1023)), "never"},
		"RSA-1024":   {trust.OfKey(rsaOf(1024)), "2009-01-01"},
		"RSA-1899":   {trust.OfKey(rsaOf(1899)), "2016-01-01"},
		"RSA-1900":   {trust.OfKey(rsaOf(1900)), "2029-01-01"},
		"RSA-2999":   {trust.OfKey(rsaOf(2999)), "2029-01-01"},
		"RSA-3000":   {trust.OfKey(rsaOf(3000)), ""},
		"DSA-1024":   {trust.OfKey(dsaOf(1024)), "2013-01-01"},
		"DSA-3072":   {trust.OfKey(dsaOf(3072)), "2029-01-01"},
		"ECDSA-224":  {trust.OfKey(&ecdsa.PublicKey{Curve: elliptic.P224()}), "2016-01-01"},
		"ECDSA-256":  {trust.OfKey(&ecdsa.PublicKey{Curve: elliptic.P256()}), ""},
		"ECDSA-521":  {trust.OfKey(&ecdsa.PublicKey{Curve: elliptic.P521()}), ""},
		"Ed25519":    {trust.OfKey(ed25519.PublicKey{}), ""},
		"of no kind": {trust.OfKey("key"), "never"},
	} {
		switch until, listed := suite.Until(c.strength); {
		case c.until == "never":
			if listed || suite.Holds(c.strength, day("1990-01-01")) {
				t.Errorf("%s is relied on", name)
			}
		case c.until == "":
			if !listed || !until.IsZero() || !suite.Holds(c.strength, day("2100-01-01")) || !suite.Holds(c.strength, time.Time{}) {
				t.Errorf("%s ends on %v", name, until)
			}
		default:
			end := day(c.until)
			if !suite.Holds(c.strength, end.Add(-time.Second)) || suite.Holds(c.strength, end) || suite.Holds(c.strength, time.Time{}) {
				t.Errorf("%s ends on %v", name, until)
			}
		}
		if name != "of no kind" && c.strength.String() != name {
			t.Errorf("%s is called %s", name, c.strength)
		}
	}
}

// TestSuiteIsOverridden: what stands in front wins over an entry for the same
// lengths, and over no other.
func TestSuiteIsOverridden(t *testing.T) {
	at := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	config := trust.Config{Algorithms: append(trust.Suite{{Algorithm: "RSA", Bits: 1900, Until: at}, {Algorithm: "SHA-1"}}, trust.DefaultSuite()...)}
	suite := config.Suite()
	got := suite.Weak([]trust.Strength{{"RSA", 2048}, {"RSA", 2048}, {"RSA", 1024}, {"RSA", 4096}, trust.OfHash(crypto.SHA1)}, at)
	if !slices.Equal(got, []trust.Strength{{"RSA", 2048}, {"RSA", 1024}}) {
		t.Error(got)
	}
	if (trust.Config{}).Suite().Holds(trust.OfHash(crypto.SHA1), at) {
		t.Error("no suite is not the default one")
	}
}

func TestPathStrengths(t *testing.T) {
	root := issue(t, nil, "Root", ca)
	leaf := issue(t, root, "Anna Testowa", nil)
	got := trust.PathStrengths([]*x509.Certificate{leaf.cert, root.cert})
	if !slices.Equal(got, []trust.Strength{{"ECDSA", 256}, {Algorithm: "SHA-256"}}) {
		t.Error(got)
	}
	if got := trust.PathStrengths([]*x509.Certificate{root.cert}); len(got) != 0 {
		t.Errorf("the anchor rests on %v", got)
	}
}
