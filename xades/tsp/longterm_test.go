package tsp_test

import (
	"encoding/asn1"
	"slices"
	"testing"

	"okienko/fixtures/pkitest"
	"okienko/xades/tsp"
)

func sequence(t testing.TB, parts ...[]byte) []byte {
	return marshal(t, asn1.RawValue{Tag: 16, IsCompound: true, Bytes: slices.Concat(parts...)})
}

func tagged(t testing.TB, n int, parts ...[]byte) []byte {
	return marshal(t, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: n, IsCompound: true, Bytes: slices.Concat(parts...)})
}

// TestValuesCarriedAlong: what a token carries to stay verifiable is handed on
// as it is, from SignedData and from the unsigned attributes.
func TestValuesCarriedAlong(t *testing.T) {
	o := newOffice(t, pkitest.Request{})
	list, err := o.CRL(o.tsa.Issuer, pkitest.CRL{})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := o.Responder(o.tsa.Issuer, o.tsa.Issuer).About(o.tsa.Certificate)
	if err != nil {
		t.Fatal(err)
	}
	token, err := tsp.ParseToken(o.stamp(t, func(s *pkitest.Stamp) {
		s.CRLs, s.OCSPs = [][]byte{list}, [][]byte{answer}
		revocation := sequence(t, tagged(t, 0, sequence(t, list)), tagged(t, 1, sequence(t, answer)), tagged(t, 2, sequence(t)))
		s.Unsigned = [][]byte{
			pkitest.Attribute(sequence(t, o.Signer.Certificate.Raw), 1, 2, 840, 113549, 1, 9, 16, 2, 23),
			pkitest.Attribute(revocation, 1, 2, 840, 113549, 1, 9, 16, 2, 24),
			pkitest.Attribute([]byte{5, 0}, 1, 2, 3),
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(token.Certificates); n != 3 || !slices.Equal(token.Certificates[2], o.Signer.Certificate.Raw) {
		t.Errorf("%d certificates", n)
	}
	for name, c := range map[string]struct {
		got  [][]byte
		want []byte
	}{"CRLs": {token.CRLs, list}, "answers": {token.OCSPs, answer}} {
		if len(c.got) != 2 || !slices.Equal(c.got[0], c.want) || !slices.Equal(c.got[1], c.want) {
			t.Errorf("%d %s", len(c.got), name)
		}
	}
	if r := token.Verify(tsp.Options{Digest: messageDigest(), At: now, Trust: o.trust}); len(r.Problems) != 0 {
		t.Error(r.Problems)
	}
}

func TestValuesCarriedAlongAreBounded(t *testing.T) {
	o := newOffice(t, pkitest.Request{})
	empty := sequence(t)
	for name, c := range map[string]struct {
		edit func(*pkitest.Stamp)
		want string
	}{
		"65 lists": {func(s *pkitest.Stamp) { s.CRLs = slices.Repeat([][]byte{empty}, 65) }, tsp.CodeTooLarge},
		"65 lists, 33 after 32": {func(s *pkitest.Stamp) {
			s.CRLs = slices.Repeat([][]byte{empty}, 32)
			s.Unsigned = [][]byte{revocationValues(t, 33)}
		}, tsp.CodeTooLarge},
		"64 lists": {func(s *pkitest.Stamp) {
			s.CRLs = slices.Repeat([][]byte{empty}, 31)
			s.Unsigned = [][]byte{revocationValues(t, 33)}
		}, ""},
		"values that are none": {func(s *pkitest.Stamp) {
			s.Unsigned = [][]byte{pkitest.Attribute([]byte{5, 0}, 1, 2, 840, 113549, 1, 9, 16, 2, 24)}
		}, tsp.CodeStructure},
		"attribute that is none": {func(s *pkitest.Stamp) { s.Unsigned = [][]byte{{5, 0}} }, tsp.CodeStructure},
		"list that is none":      {func(s *pkitest.Stamp) { s.CRLs = [][]byte{{0xa1, 2, 5, 0}} }, tsp.CodeStructure},
	} {
		got := codes(o.judge(t, o.stamp(t, c.edit)))
		if c.want == "" && len(got) != 0 || c.want != "" && !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %q", name, got, c.want)
		}
	}
}

func revocationValues(t testing.TB, count int) []byte {
	lists := sequence(t, slices.Repeat([][]byte{sequence(t)}, count)...)
	return pkitest.Attribute(sequence(t, tagged(t, 0, lists)), 1, 2, 840, 113549, 1, 9, 16, 2, 24)
}
