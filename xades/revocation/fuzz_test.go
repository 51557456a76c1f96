package revocation_test

import (
	"crypto/ed25519"
	"fmt"
	"reflect"
	"testing"

	"okienko/fixtures/pkitest"
	"okienko/xades/revocation"
)

// constant is a source that makes serial numbers the same in every process
// that fuzzes; with Ed25519 keys the evidence is too.
type constant byte

func (c constant) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}

func sameOffice(t testing.TB) *office {
	t.Helper()
	key := func(b byte) ed25519.PrivateKey {
		seed := make([]byte, ed25519.SeedSize)
		seed[0] = b
		return ed25519.NewKeyFromSeed(seed)
	}
	// The responder must not have the leaf's serial number.
	leafs, others := newPKI(t, 0x42), newPKI(t, 0x43)
	o := &office{PKI: others}
	o.ca = o.issue(t, nil, pkitest.Request{Subject: pkitest.Subject{CommonName: "Root (test)"}, Signer: key(1), CA: true})
	leaf, err := leafs.Issue(o.ca, pkitest.Request{Subject: pkitest.TestPerson(), Signer: key(2), NotBefore: now.Add(-30 * day)})
	if err != nil {
		t.Fatal(err)
	}
	o.leaf = leaf
	o.responder, err = others.NewResponder(o.ca, pkitest.Request{Subject: pkitest.Subject{CommonName: "OCSP (test)"}, Signer: key(3)})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func newPKI(t testing.TB, serial byte) *pkitest.PKI {
	t.Helper()
	pki, err := pkitest.New(pkitest.Options{Now: now, Rand: constant(serial)})
	if err != nil {
		t.Fatal(err)
	}
	return pki
}

// said is what of a status an issuer signed.
func said(s revocation.Status) string {
	return fmt.Sprint(s.State, s.RevokedAt, s.Reason, s.InvalidAt, s.Source, s.ThisUpdate, s.NextUpdate, s.ProducedAt)
}

// FuzzCheck: whatever comes, there is an answer; and one that says anything of
// the certificate says what the issuer signed.
func FuzzCheck(f *testing.F) {
	o := sameOffice(f)
	signed := map[string]bool{}
	entry := pkitest.Revoked(o.leaf.Certificate, now.Add(-day), 1)
	for _, der := range [][]byte{
		o.crl(f, pkitest.CRL{}),
		o.crl(f, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(o.Signer.Certificate, now, 0), entry}}),
		o.crl(f, pkitest.CRL{Extensions: []pkitest.Extension{pkitest.Scope{OnlyUsers: true}.Extension()}}),
		o.ocsp(f, nil),
		o.ocsp(f, func(a *pkitest.OCSPAnswer) { a.ByKey, a.State = true, pkitest.OCSPState{Revoked: now, Reason: 6} }),
		o.ocsp(f, func(a *pkitest.OCSPAnswer) { a.Bare, a.State.Unknown = true, true }),
	} {
		s := o.check(now, revocation.Options{}, der)
		if s.State == revocation.None {
			f.Fatal(s.Problems)
		}
		signed[said(s)] = true
		f.Add(der)
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		s := o.check(now, revocation.Options{}, der)
		if s.State != revocation.None && !signed[said(s)] {
			t.Errorf("nobody signed %+v", s)
		}
		if !reflect.DeepEqual(s, o.check(now, revocation.Options{}, der)) {
			t.Error("another answer from the same octets")
		}
	})
}
