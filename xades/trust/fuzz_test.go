package trust_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"testing"

	"okienko/fixtures/pkitest"
	"okienko/xades/trust"
)

// constant is a source that makes serial numbers the same in every process
// that fuzzes; with Ed25519 keys the certificates are too.
type constant struct{}

func (constant) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 0x42
	}
	return len(p), nil
}

// samePath is a signer under an authority under a root.
func samePath(t testing.TB) (root, authority, signer *pkitest.Credential) {
	t.Helper()
	pki, err := pkitest.New(pkitest.Options{Now: now, Rand: constant{}})
	if err != nil {
		t.Fatal(err)
	}
	issue := func(by *pkitest.Credential, seed byte, r pkitest.Request) *pkitest.Credential {
		key := make([]byte, ed25519.SeedSize)
		key[0] = seed
		r.Signer = ed25519.NewKeyFromSeed(key)
		made, err := pki.Issue(by, r)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	root = issue(nil, 1, pkitest.Request{Subject: pkitest.Subject{CommonName: "Root (test)"}, CA: true})
	authority = issue(root, 2, pkitest.Request{Subject: pkitest.Subject{CommonName: "Authority (test)"}, CA: true})
	signer = issue(authority, 3, pkitest.Request{Subject: pkitest.TestPerson(), QcCompliance: true, QcSSCD: true})
	return root, authority, signer
}

// FuzzCertificate changes a signer's certificate and its authority's: what is
// believed is what the issuers signed and nothing else, and what is read of a
// certificate without crypto/x509 is what crypto/x509 reads of it.
func FuzzCertificate(f *testing.F) {
	root, authority, signer := samePath(f)
	believe := trust.Config{Anchors: []trust.Anchor{{Certificate: root.Certificate, Kind: "qualified"}}, WeakPaths: true}
	f.Add(false, 0, 0, []byte{})
	f.Add(true, 0, 0, []byte{})
	f.Add(false, 2, 2, []byte{0x81, 0xFF})
	f.Add(false, bytes.Index(signer.Certificate.Raw, []byte("44051401")), 1, []byte("5"))
	f.Add(true, len(authority.Certificate.Raw)-4, 4, []byte{0, 0, 0, 0})
	f.Add(true, bytes.Index(authority.Certificate.Raw, []byte{0x55, 0x1D, 0x13}), 3, []byte{0x55, 0x1D, 0x1E})
	f.Fuzz(func(t *testing.T, above bool, at, length int, edit []byte) {
		original := signer.Certificate.Raw
		if above {
			original = authority.Certificate.Raw
		}
		if at < 0 || at > len(original) || length < 0 || length > len(original)-at {
			t.Skip()
		}
		der := append(append(bytes.Clone(original[:at]), edit...), original[at+length:]...)
		raw, ok := trust.ParseRaw(der)
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			return
		}
		if !ok || !bytes.Equal(raw.Issuer, cert.RawIssuer) || !bytes.Equal(raw.SPKI, cert.RawSubjectPublicKeyInfo) {
			t.Fatalf("read %v as %+v", ok, raw)
		}
		leaf, intermediate := cert, authority.Certificate
		if above {
			leaf, intermediate = signer.Certificate, cert
		}
		j := believe.Judge(leaf, []*x509.Certificate{intermediate}, now)
		if j.Problem == trust.None && (!bytes.Equal(leaf.RawTBSCertificate, signer.Certificate.RawTBSCertificate) || len(j.Path) != 3) {
			t.Fatalf("believed over %d certificates: %x", len(j.Path), leaf.RawTBSCertificate)
		}
		for _, c := range j.Path {
			if !bytes.Equal(c.RawTBSCertificate, root.Certificate.RawTBSCertificate) && !bytes.Equal(c.RawTBSCertificate, authority.Certificate.RawTBSCertificate) &&
				!bytes.Equal(c.RawTBSCertificate, signer.Certificate.RawTBSCertificate) {
				t.Fatalf("a path over what nobody signed: %x", c.RawTBSCertificate)
			}
		}
	})
}
