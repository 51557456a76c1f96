package trust_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"okienko/xades/trust"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

type pair struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

func issue(t *testing.T, issuer *pair, name string, change func(*x509.Certificate)) *pair {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature}
	if change != nil {
		change(template)
	}
	parent, signer := template, key
	if issuer != nil {
		parent, signer = issuer.cert, issuer.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &pair{key, cert}
}

func ca(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
}

func anchors(p *pair) trust.Config {
	return trust.Config{Anchors: []trust.Anchor{{Certificate: p.cert, Kind: "qualified"}}}
}

// TestPaths judges a leaf below an intermediate below a root.
func TestPaths(t *testing.T) {
	root := issue(t, nil, "Root", ca)
	middle := issue(t, root, "Middle", ca)
	expiredMiddle := issue(t, root, "Expired middle", func(c *x509.Certificate) { ca(c); c.NotAfter = now.AddDate(0, 0, -1) })
	limited := issue(t, root, "Limited", func(c *x509.Certificate) { ca(c); c.MaxPathLenZero = true })
	belowLimited := issue(t, limited, "Below limited", ca)
	leaf := issue(t, middle, "Leaf", nil)
	other := issue(t, nil, "Root", ca)
	for name, c := range map[string]struct {
		config        trust.Config
		leaf          *pair
		intermediates []*x509.Certificate
		want          trust.Problem
		length        int
	}{
		"whole path":                  {anchors(root), leaf, []*x509.Certificate{middle.cert}, trust.None, 3},
		"root sent along":             {anchors(root), leaf, []*x509.Certificate{root.cert, middle.cert}, trust.None, 3},
		"intermediate missing":        {anchors(root), leaf, nil, trust.Untrusted, 0},
		"anchor is the intermediate":  {anchors(middle), leaf, nil, trust.None, 2},
		"same name, other key":        {anchors(other), leaf, []*x509.Certificate{middle.cert}, trust.Untrusted, 0},
		"root sent along, no anchor":  {trust.Config{}, leaf, []*x509.Certificate{root.cert, middle.cert}, trust.Untrusted, 0},
		"intermediate expired":        {anchors(root), issue(t, expiredMiddle, "Leaf", nil), []*x509.Certificate{expiredMiddle.cert}, trust.BrokenPath, 0},
		"path longer than pathLen":    {anchors(root), issue(t, belowLimited, "Leaf", nil), []*x509.Certificate{limited.cert, belowLimited.cert}, trust.BrokenPath, 0},
		"issued by one that is no CA": {anchors(root), issue(t, leaf, "Leaf", nil), []*x509.Certificate{middle.cert, leaf.cert}, trust.Untrusted, 0},
		"the anchor itself":           {anchors(root), root, nil, trust.Usage, 1},
		"expired without a path":      {anchors(root), issue(t, nil, "Leaf", func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) }), nil, trust.Untrusted, 0},
	} {
		j := c.config.Judge(c.leaf.cert, c.intermediates, now)
		if j.Problem != c.want || len(j.Path) != c.length || (j.Problem != trust.None) != (j.Detail != "") {
			t.Errorf("%s: problem %d, path %d, %q", name, j.Problem, len(j.Path), j.Detail)
		}
		if c.length > 0 && (j.Anchor == nil || j.Anchor.Kind != "qualified") {
			t.Errorf("%s: anchor %+v", name, j.Anchor)
		}
	}
}

func TestUsages(t *testing.T) {
	root := issue(t, nil, "Root", ca)
	for name, c := range map[string]struct {
		change func(*x509.Certificate)
		want   trust.Problem
	}{
		"signature":         {nil, trust.None},
		"no usage stated":   {func(c *x509.Certificate) { c.KeyUsage = 0 }, trust.None},
		"encipherment":      {func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }, trust.Usage},
		"e-mail protection": {func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection} }, trust.None},
		"time stamping":     {func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping} }, trust.Usage},
		"OCSP":              {func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning} }, trust.Usage},
		"OCSP and documents": {func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
			c.UnknownExtKeyUsage = []asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 36}}
		}, trust.None},
	} {
		leaf := issue(t, root, "Leaf", c.change)
		if j := anchors(root).Judge(leaf.cert, nil, now); j.Problem != c.want {
			t.Errorf("%s: %d %s", name, j.Problem, j.Detail)
		}
	}
}

// TestSealNeedsNoAnchor: the operator's word is enough, but not for longer
// than the certificate is valid.
func TestSealNeedsNoAnchor(t *testing.T) {
	seal := issue(t, issue(t, nil, "Root", ca), "Seal", nil)
	config := trust.Config{Seals: []trust.Seal{{Scheme: "s", Certificates: []*x509.Certificate{seal.cert}}}}
	if j := config.Judge(seal.cert, nil, now); j.Problem != trust.None || j.Seal == nil || j.Anchor != nil {
		t.Errorf("%+v", j)
	}
	if j := config.Judge(seal.cert, nil, now.AddDate(2, 0, 0)); j.Problem != trust.Expired || j.Seal == nil {
		t.Errorf("later: %+v", j)
	}
	if j := config.Judge(issue(t, nil, "Seal", nil).cert, nil, now); j.Problem != trust.Untrusted || j.Seal != nil {
		t.Errorf("another of the same name: %+v", j)
	}
}

// TestParseRaw reads what crypto/x509 refuses: a negative serial number.
func TestParseRaw(t *testing.T) {
	cert := issue(t, nil, "Leaf", func(c *x509.Certificate) { c.SerialNumber = big.NewInt(0x7f) }).cert
	raw, ok := trust.ParseRaw(cert.Raw)
	if !ok || string(raw.Issuer) != string(cert.RawIssuer) || string(raw.SPKI) != string(cert.RawSubjectPublicKeyInfo) || !cert.PublicKey.(*ecdsa.PublicKey).Equal(raw.PublicKey()) {
		t.Fatal("a good certificate is read wrong")
	}
	negative := append([]byte(nil), cert.Raw...)
	for i := range negative {
		if i > 4 && negative[i-2] == 2 && negative[i-1] == 1 && negative[i] == 0x7f {
			negative[i] = 0xff
			break
		}
	}
	if _, err := x509.ParseCertificate(negative); err == nil {
		t.Fatal("crypto/x509 takes a negative serial number: the case shows nothing")
	}
	raw, ok = trust.ParseRaw(negative)
	if !ok || len(raw.Serial) != 1 || raw.Serial[0] != 0xff || raw.PublicKey() == nil {
		t.Errorf("%v %+v", ok, raw)
	}
	for cut := range cert.Raw {
		if _, ok := trust.ParseRaw(cert.Raw[:cut]); ok {
			t.Fatalf("a certificate cut at %d is read", cut)
		}
	}
}
