package tsp_test

import (
	"crypto"
	"crypto/sha256"
	"sync"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades/trust"
	"okienko/xades/tsp"
)

var now = time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)

// message is what the tests stamp.
var message = []byte("pismo testowe")

func messageDigest() []byte {
	sum := sha256.Sum256(message)
	return sum[:]
}

// office is a PKI with one time-stamping authority below an intermediate.
type office struct {
	*pkitest.PKI
	tsa   *pkitest.TSA
	trust trust.Config
}

// surroundings are made once; every office has an authority of its own.
var surroundings = func() func(testing.TB) *pkitest.PKI {
	made := sync.OnceValues(func() (*pkitest.PKI, error) { return pkitest.New(pkitest.Options{Now: now}) })
	return func(t testing.TB) *pkitest.PKI {
		t.Helper()
		pki, err := made()
		if err != nil {
			t.Fatal(err)
		}
		return pki
	}
}()

func newOffice(t testing.TB, r pkitest.Request) *office {
	t.Helper()
	return officeIn(t, surroundings(t), r)
}

func officeIn(t testing.TB, pki *pkitest.PKI, r pkitest.Request) *office {
	t.Helper()
	middle, err := pki.Issue(pki.QualifiedCA, pkitest.Request{Subject: pkitest.Subject{CommonName: "Time-stamp CA (test)"}, CA: true})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{PKI: pki, trust: trust.Config{Anchors: []trust.Anchor{{Certificate: pki.QualifiedCA.Certificate, Kind: "qualified"}}}}
	o.tsa = o.newTSA(t, middle, r)
	return o
}

func (o *office) newTSA(t testing.TB, issuer *pkitest.Credential, r pkitest.Request) *pkitest.TSA {
	t.Helper()
	if r.Subject.CommonName == "" {
		r.Subject.CommonName = "TSA (test)"
	}
	tsa, err := o.NewTSA(issuer, r)
	if err != nil {
		t.Fatal(err)
	}
	return tsa
}

// stamp makes a token over message.
func (o *office) stamp(t testing.TB, edit func(*pkitest.Stamp)) []byte {
	t.Helper()
	o.tsa.Edit = edit
	token, err := o.tsa.Token(crypto.SHA256, messageDigest(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// judge parses and verifies; a token that is not even parsed has its problem
// as the result's only one.
func (o *office) judge(t testing.TB, der []byte) tsp.Result {
	t.Helper()
	return judge(der, tsp.Options{Digest: messageDigest(), At: now, Trust: o.trust})
}

func judge(der []byte, opt tsp.Options) tsp.Result {
	token, err := tsp.ParseToken(der)
	if err != nil {
		return tsp.Result{Problems: []*tsp.Problem{err.(*tsp.Problem)}}
	}
	return token.Verify(opt)
}

func codes(r tsp.Result) (list []string) {
	for _, p := range r.Problems {
		list = append(list, p.Code)
	}
	return list
}
