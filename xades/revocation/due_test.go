package revocation_test

import (
	"crypto"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades/revocation"
)

func TestDue(t *testing.T) {
	o := newOffice(t)
	next := now.Add(day)
	for name, c := range map[string]struct {
		der  []byte
		want time.Time
	}{
		"list":                 {o.crl(t, pkitest.CRL{NextUpdate: next}), next},
		"list without end":     {o.crl(t, pkitest.CRL{Endless: true}), time.Time{}},
		"answer":               {o.ocsp(t, func(a *pkitest.OCSPAnswer) { a.NextUpdate = next }), next},
		"answer, told twice":   {o.ocsp(t, func(a *pkitest.OCSPAnswer) { a.NextUpdate, a.Again = next, true }), next},
		"answer without a day": {o.ocsp(t, func(a *pkitest.OCSPAnswer) { a.NextUpdate = time.Time{} }), time.Time{}},
	} {
		piece, err := revocation.Parse(c.der)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if due := piece.Due(); !due.Equal(c.want) {
			t.Errorf("%s: %v", name, due)
		}
	}
}

func TestWeak(t *testing.T) {
	o := newOffice(t)
	strong, weak := o.crl(t, pkitest.CRL{}), o.crl(t, pkitest.CRL{Signing: pkitest.Signing{Hash: crypto.SHA1}})
	if o.check(now, revocation.Options{}, strong, weak).Weak() || !o.check(now, revocation.Options{}, weak).Weak() {
		t.Error("weak is what the state rests on, and nothing else")
	}
}
