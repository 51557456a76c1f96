package trust_test

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"okienko/xades/trust"
)

func extendedUsage(critical bool, last ...int) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		var ids []asn1.ObjectIdentifier
		for _, n := range last {
			ids = append(ids, asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, n})
		}
		value, err := asn1.Marshal(ids)
		if err != nil {
			panic(err)
		}
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: critical, Value: value})
	}
}

func TestPurposes(t *testing.T) {
	const stamping, ocsp, emails = 8, 9, 4
	root := issue(t, nil, "Root", ca)
	signer := issue(t, root, "Signer", nil)
	tsa := issue(t, root, "TSA", extendedUsage(true, stamping))
	both := issue(t, root, "Both", extendedUsage(true, stamping, ocsp))
	responder := issue(t, root, "Responder", extendedUsage(false, ocsp))
	emailer := issue(t, root, "E-mail", extendedUsage(false, emails))
	nothing := issue(t, root, "Nothing", func(c *x509.Certificate) {
		c.KeyUsage = 0
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 15}, Critical: true, Value: []byte{3, 1, 0}}}
	})
	encrypting := issue(t, root, "Responder", func(c *x509.Certificate) {
		extendedUsage(false, ocsp)(c)
		c.KeyUsage = x509.KeyUsageKeyEncipherment
	})
	for _, c := range []struct {
		leaf    *pair
		purpose trust.Purpose
		want    trust.Problem
	}{
		{signer, trust.Signing, trust.None}, {signer, trust.TimeStamping, trust.Usage}, {signer, trust.OCSPSigning, trust.Usage},
		{tsa, trust.Signing, trust.Usage}, {tsa, trust.TimeStamping, trust.None}, {tsa, trust.OCSPSigning, trust.Usage},
		{both, trust.TimeStamping, trust.Usage}, {both, trust.OCSPSigning, trust.None},
		{responder, trust.TimeStamping, trust.Usage}, {responder, trust.OCSPSigning, trust.None},
		{emailer, trust.OCSPSigning, trust.Usage}, {encrypting, trust.OCSPSigning, trust.Usage},
		{tsa, trust.Purpose(99), trust.Usage}, {nothing, trust.Signing, trust.Usage}, {nothing, trust.TimeStamping, trust.Usage},
	} {
		j := anchors(root).JudgeFor(c.purpose, c.leaf.cert, nil, now)
		if j.Problem != c.want || (j.Detail == "") != (c.want == trust.None) {
			t.Errorf("%s for %d: %d %s", c.leaf.cert.Subject, c.purpose, j.Problem, j.Detail)
		}
	}
}

// TestOversizeHintsCostNothing: a certificate anybody sends along may hold a
// key that takes seconds to compute with.
func TestOversizeHintsCostNothing(t *testing.T) {
	root := issue(t, nil, "Root", ca)
	middle := issue(t, root, "Middle", ca)
	leaf := issue(t, middle, "Leaf", nil)
	huge := *middle.cert
	huge.PublicKey = &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), 1<<20, 1), E: 1<<31 - 1}
	huge.PublicKeyAlgorithm = x509.RSA
	forged := *leaf.cert
	forged.SignatureAlgorithm = x509.SHA256WithRSA
	forged.Signature = make([]byte, 1<<17)
	start := time.Now()
	if j := anchors(root).Judge(&forged, []*x509.Certificate{&huge}, now); j.Problem != trust.Untrusted {
		t.Errorf("%d %s", j.Problem, j.Detail)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %s", took)
	}
	if j := anchors(root).Judge(leaf.cert, []*x509.Certificate{&huge, middle.cert}, now); j.Problem != trust.None {
		t.Errorf("the right intermediate beside it: %s", j.Detail)
	}
}
