package revocation_test

import (
	"crypto/x509"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades/revocation"
)

var now = time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)

const day = 24 * time.Hour

// office is an authority, a certificate of it, and a responder it appointed.
type office struct {
	*pkitest.PKI
	ca, leaf  *pkitest.Credential
	responder *pkitest.Responder
}

func newOffice(t testing.TB) *office {
	t.Helper()
	pki, err := pkitest.New(pkitest.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{PKI: pki, ca: pki.QualifiedCA}
	o.leaf = o.issue(t, o.ca, pkitest.Request{Subject: pkitest.TestPerson(), NotBefore: now.Add(-365 * day)})
	if o.responder, err = pki.NewResponder(o.ca, pkitest.Request{Subject: pkitest.Subject{CommonName: "OCSP (test)"}, NotBefore: now.Add(-365 * day)}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) issue(t testing.TB, issuer *pkitest.Credential, r pkitest.Request) *pkitest.Credential {
	t.Helper()
	c, err := o.Issue(issuer, r)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (o *office) crl(t testing.TB, c pkitest.CRL) []byte {
	t.Helper()
	return o.crlBy(t, o.ca, c)
}

func (o *office) crlBy(t testing.TB, issuer *pkitest.Credential, c pkitest.CRL) []byte {
	t.Helper()
	der, err := o.CRL(issuer, c)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// ocsp answers about the leaf.
func (o *office) ocsp(t testing.TB, edit func(*pkitest.OCSPAnswer)) []byte {
	t.Helper()
	return answerBy(t, o.responder, o.leaf.Certificate, edit)
}

func answerBy(t testing.TB, r *pkitest.Responder, c *x509.Certificate, edit func(*pkitest.OCSPAnswer)) []byte {
	t.Helper()
	r.Edit = edit
	der, err := r.About(c)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func (o *office) check(at time.Time, opt revocation.Options, evidence ...[]byte) revocation.Status {
	return revocation.Check(o.leaf.Certificate, o.ca.Certificate, evidence, at, opt)
}

func codes(s revocation.Status) (list []string) {
	for _, p := range s.Problems {
		list = append(list, p.Code)
	}
	return list
}
