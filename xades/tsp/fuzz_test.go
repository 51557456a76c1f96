package tsp_test

import (
	"crypto"
	"crypto/ed25519"
	"fmt"
	"math/big"
	"reflect"
	"testing"

	"okienko/fixtures/pkitest"
	"okienko/xades/trust"
	"okienko/xades/tsp"
)

// constant is a source that makes serial numbers the same in every process
// that fuzzes; with Ed25519 keys the tokens are too.
type constant struct{}

func (constant) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 0x42
	}
	return len(p), nil
}

// sameOffice is an authority whose tokens have the same octets everywhere.
func sameOffice(t testing.TB) *office {
	t.Helper()
	pki, err := pkitest.New(pkitest.Options{Now: now, Rand: constant{}})
	if err != nil {
		t.Fatal(err)
	}
	key := func(b byte) ed25519.PrivateKey {
		seed := make([]byte, ed25519.SeedSize)
		seed[0] = b
		return ed25519.NewKeyFromSeed(seed)
	}
	root, err := pki.Issue(nil, pkitest.Request{Subject: pkitest.Subject{CommonName: "Root (test)"}, Signer: key(1), CA: true})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{PKI: pki, trust: trust.Config{Anchors: []trust.Anchor{{Certificate: root.Certificate}}}}
	o.tsa = o.newTSA(t, root, pkitest.Request{Signer: key(2)})
	return o
}

// FuzzParseToken: whatever comes, there is a verdict; and a token without a
// problem states what the authority signed and nothing else.
func FuzzParseToken(f *testing.F) {
	o := sameOffice(f)
	signed := map[string]bool{}
	for _, edit := range []func(*pkitest.Stamp){
		nil,
		func(s *pkitest.Stamp) { s.BER, s.V1 = true, true },
		func(s *pkitest.Stamp) {
			s.Unsorted, s.Ordering, s.Nonce, s.GenTime = true, true, big.NewInt(5), "20261120093000.125Z"
		},
		func(s *pkitest.Stamp) { s.CRLs, s.OCSPs = [][]byte{{0x30, 0}}, [][]byte{{0x30, 0}} },
	} {
		der := o.stamp(f, edit)
		r := o.judge(f, der)
		if len(r.Problems) != 0 {
			f.Fatal(r.Problems)
		}
		signed[fmt.Sprint(r.Info)] = true
		f.Add(der)
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		r := o.judge(t, der)
		if len(r.Problems) == 0 && !signed[fmt.Sprint(r.Info)] {
			t.Errorf("nobody signed %+v", r.Info)
		}
		if !reflect.DeepEqual(r, o.judge(t, der)) {
			t.Error("another verdict on the same octets")
		}
	})
}

// FuzzAccept: an answer that is accepted is one to the request.
func FuzzAccept(f *testing.F) {
	o := sameOffice(f)
	q := tsp.Request{Imprint: tsp.Imprint{Hash: crypto.SHA256, Digest: messageDigest()}, Nonce: big.NewInt(99), Certificates: true}
	der, err := q.Marshal()
	if err != nil {
		f.Fatal(err)
	}
	answer, err := o.tsa.Answer(der)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(answer)
	f.Add(pkitest.RefuseStamp(0, "no"))
	f.Fuzz(func(t *testing.T, answer []byte) {
		token, raw, err := q.Accept(answer)
		if err != nil {
			return
		}
		if !q.Imprint.Equal(token.Info.Imprint) || token.Info.Nonce.Cmp(q.Nonce) != 0 {
			t.Errorf("accepted: %+v", token.Info)
		}
		if again, err := tsp.ParseToken(raw); err != nil || !reflect.DeepEqual(token, again) {
			t.Errorf("the token handed out reads otherwise: %v", err)
		}
	})
}
