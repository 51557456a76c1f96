package xades_test

import (
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
)

func digestText(octets []byte) string {
	sum := sha256.Sum256(octets)
	return `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>` + base64.StdEncoding.EncodeToString(sum[:]) + `</ds:DigestValue>`
}

// certificateRefs writes CompleteCertificateRefs to certificates, each with the
// digest of some octets.
func certificateRefs(of map[*x509.Certificate][]byte) string {
	var b strings.Builder
	for cert, octets := range of {
		fmt.Fprintf(&b, "<xades:Cert><xades:CertDigest>%s</xades:CertDigest><xades:IssuerSerial><ds:X509IssuerName>%s</ds:X509IssuerName><ds:X509SerialNumber>%s</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert>",
			digestText(octets), cert.Issuer, cert.SerialNumber)
	}
	return "<xades:CompleteCertificateRefs><xades:CertRefs>" + b.String() + "</xades:CertRefs></xades:CompleteCertificateRefs>"
}

// crlRefs writes CompleteRevocationRefs to one CRL.
func crlRefs(issuer *x509.Certificate, issued time.Time, octets []byte) string {
	return "<xades:CompleteRevocationRefs><xades:CRLRefs><xades:CRLRef><xades:DigestAlgAndValue>" + digestText(octets) + "</xades:DigestAlgAndValue><xades:CRLIdentifier><xades:Issuer>" +
		issuer.Subject.String() + "</xades:Issuer><xades:IssueTime>" + issued.UTC().Format(time.RFC3339) + "</xades:IssueTime><xades:Number>1</xades:Number></xades:CRLIdentifier></xades:CRLRef></xades:CRLRefs></xades:CompleteRevocationRefs>"
}

// TestCompleteRefs holds references against what is at hand: a fault is in the
// digests, what is missing is noted.
func TestCompleteRefs(t *testing.T) {
	a := newArchive(t, false)
	middle, err := a.Issue(a.QualifiedCA, pkitest.Request{Subject: pkitest.Subject{CommonName: "Pośrednie CA (test)"}, CA: true})
	if err != nil {
		t.Fatal(err)
	}
	if a.signer, err = a.Issue(middle, pkitest.Request{Subject: pkitest.TestPerson()}); err != nil {
		t.Fatal(err)
	}
	list, err := a.CRL(middle, pkitest.CRL{Number: 1})
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseRevocationList(list)
	if err != nil {
		t.Fatal(err)
	}
	root, sub := a.QualifiedCA.Certificate, middle.Certificate
	key := &identity{key: a.signer.Key, cert: a.signer.Certificate, chain: []*x509.Certificate{sub}}
	stamped := a.extend(t, sign(t, letter, key.options()), xades.LevelBT)
	both := map[*x509.Certificate][]byte{root: root.Raw, sub: sub.Raw}
	crl := crlRefs(sub, parsed.ThisUpdate, list)
	for name, c := range map[string]struct {
		properties string
		sub        string
		form       string
		notes      int
	}{
		"complete":                    {certificateRefs(both) + crl, "", "XAdES-C", 0},
		"without the anchor":          {certificateRefs(map[*x509.Certificate][]byte{sub: sub.Raw}) + crl, "", "XAdES-C", 0},
		"without an issuer":           {certificateRefs(map[*x509.Certificate][]byte{root: root.Raw}) + crl, "", "XAdES-C", 1},
		"another's digest":            {certificateRefs(map[*x509.Certificate][]byte{root: root.Raw, sub: root.Raw[1:]}) + crl, xades.SigConstraintsFailure, "XAdES-C", 1},
		"an issuer nobody can read":   {strings.ReplaceAll(certificateRefs(map[*x509.Certificate][]byte{sub: root.Raw[1:]}), "<ds:X509IssuerName>", "<ds:X509IssuerName>x,") + crl, "", "XAdES-C", 1},
		"of a certificate not here":   {certificateRefs(map[*x509.Certificate][]byte{sub: sub.Raw, a.StrangerCA.Certificate: a.StrangerCA.Certificate.Raw}) + crl, "", "XAdES-C", 0},
		"certificates alone":          {certificateRefs(both), "", "XAdES-T", 1},
		"revocation alone":            {crl, "", "XAdES-T", 1},
		"another list's digest":       {certificateRefs(both) + crlRefs(sub, parsed.ThisUpdate, list[1:]), xades.SigConstraintsFailure, "XAdES-C", 0},
		"a list without a number":     {certificateRefs(both) + strings.Replace(crlRefs(sub, parsed.ThisUpdate, list[1:]), "<xades:Number>1</xades:Number>", "", 1), "", "XAdES-C", 0},
		"of a list not here":          {certificateRefs(both) + crlRefs(sub, parsed.ThisUpdate.Add(-time.Hour), list[1:]), "", "XAdES-C", 0},
		"no digest":                   {strings.ReplaceAll(certificateRefs(both), "CertDigest", "Other") + crl, xades.SigConstraintsFailure, "XAdES-C", 1},
		"digest outside the lists":    {strings.ReplaceAll(certificateRefs(both), "2001/04/xmlenc#sha256", "2001/04/xmldsig-more#md5") + crl, xades.SigConstraintsFailure, "XAdES-C", 1},
		"version 2":                   {strings.ReplaceAll(certificateRefs(both), "xades:CompleteCertificateRefs", "xades141:CompleteCertificateRefsV2") + crl, "", "XAdES-C", 0},
		"version 2, another's digest": {strings.ReplaceAll(certificateRefs(map[*x509.Certificate][]byte{sub: root.Raw[1:]}), "xades:CompleteCertificateRefs", "xades141:CompleteCertificateRefsV2") + crl, xades.SigConstraintsFailure, "XAdES-C", 1},
	} {
		document := replace(t, stamped, unsignedEnd, strings.Replace(c.properties, "<xades141:CompleteCertificateRefsV2>", `<xades141:CompleteCertificateRefsV2 xmlns:xades141="`+xades141+`">`, 1)+unsignedEnd)
		opt := a.options(now)
		opt.Revocation = [][]byte{list}
		s := verify(t, document, opt).Signatures[0]
		if s.SubIndication != c.sub || s.Form != c.form || len(s.Notes) != c.notes || s.Cryptographic != xades.CryptoPassed {
			t.Errorf("%s: %s %s %+v %+v", name, s.SubIndication, s.Form, s.Reasons, s.Notes)
		}
		if c.sub != "" && !slices.Contains(codes(s.Reasons), xades.CodeProperties) {
			t.Errorf("%s: %+v", name, s.Reasons)
		}
	}
}

// TestFormsOfTS101903: the forms one after the other, with a time-stamp over
// the references, then with the values.
func TestFormsOfTS101903(t *testing.T) {
	a := newArchive(t, false)
	list := a.crl(t, pkitest.CRL{})
	parsed, err := x509.ParseRevocationList(list)
	if err != nil {
		t.Fatal(err)
	}
	root := a.QualifiedCA.Certificate
	want := func(document, form string) {
		t.Helper()
		if s := a.judge(t, document, now); s.Form != form || s.Indication != passed || s.Properties != xades132 || len(s.Notes) != 0 {
			t.Errorf("%s, want %s: %s %+v %+v %+v", s.Form, form, s.Indication, s.Reasons, s.Notes, s.TimeStamps)
		}
	}
	longTerm := func(document, level string) string {
		opt := a.extendOptions(t)
		opt.Revocation = [][]byte{list}
		made, err := xades.Extend(t.Context(), []byte(document), level, opt)
		if err != nil {
			t.Fatal(err)
		}
		return string(made)
	}
	document := a.sign(t)
	want(document, "XAdES-BES")
	document = a.extend(t, document, xades.LevelBT)
	want(document, "XAdES-T")
	refs := certificateRefs(map[*x509.Certificate][]byte{root: root.Raw}) + crlRefs(root, parsed.ThisUpdate, list)
	document = replace(t, document, unsignedEnd, refs+unsignedEnd)
	want(document, "XAdES-C")
	part := func(name string) string { return string(canonical(t, "--exc-c14n", element(t, document, name))) }
	references := part("xades:CompleteCertificateRefs") + part("xades:CompleteRevocationRefs")
	both := part("ds:SignatureValue") + part("xades:SignatureTimeStamp") + references
	for name, c := range map[string]struct{ space, covered string }{
		"SigAndRefsTimeStamp": {xades132, both}, "SigAndRefsTimeStampV2": {xades141, both},
		"RefsOnlyTimeStamp": {xades132, references}, "RefsOnlyTimeStampV2": {xades141, references},
	} {
		x := replace(t, document, unsignedEnd, a.property(t, name, c.space, "", []byte(c.covered))+unsignedEnd)
		want(x, "XAdES-X")
		want(longTerm(x, xades.LevelBLT), "XAdES-X-L")
		false := replace(t, document, unsignedEnd, a.property(t, name, c.space, "", []byte(c.covered[1:]))+unsignedEnd)
		if s := a.judge(t, false, now); s.Form != "XAdES-C" || s.TimeStamps[1].SubIndication != xades.HashFailure {
			t.Errorf("%s over something else: %s %+v", name, s.Form, s.TimeStamps)
		}
	}
	want(longTerm(document, xades.LevelBLTA), "XAdES-A")
}

// TestPropertiesAreNamed: older namespaces and policies are told.
func TestPropertiesAreNamed(t *testing.T) {
	w := newWorld(t)
	for _, space := range []string{"http://uri.etsi.org/01903/v1.2.2#", "http://uri.etsi.org/01903/v1.1.1#"} {
		document := resign(t, strings.ReplaceAll(sign(t, letter, w.signer.options()), xades132, space), w.signer)
		if s := verify(t, document, w.options()).Signatures[0]; s.Properties != space || s.Form != "XAdES-BES" || s.Cryptographic != xades.CryptoPassed {
			t.Errorf("%s: %s %s %+v", space, s.Form, s.Properties, s.Reasons)
		}
	}
	policy := "<xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied></xades:SignaturePolicyImplied></xades:SignaturePolicyIdentifier></xades:SignedSignatureProperties>"
	document := resign(t, replace(t, sign(t, letter, w.signer.options()), "</xades:SignedSignatureProperties>", policy), w.signer)
	if s := verify(t, document, w.options()).Signatures[0]; s.Form != "XAdES-EPES" || s.Indication != passed {
		t.Errorf("%s %+v", s.Form, s.Reasons)
	}
}

// TestManyReferencesToMuch: however many references there are to however long
// certificates, each is digested once.
func TestManyReferencesToMuch(t *testing.T) {
	a := newArchive(t, false)
	long, err := a.Issue(a.QualifiedCA, pkitest.Request{Subject: pkitest.TestPerson(), Extensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Value: make([]byte, 200_000)}}})
	if err != nil {
		t.Fatal(err)
	}
	value := "<xades:EncapsulatedX509Certificate>" + base64.StdEncoding.EncodeToString(long.Certificate.Raw) + "</xades:EncapsulatedX509Certificate>"
	wrong := strings.TrimSuffix(strings.TrimPrefix(certificateRefs(map[*x509.Certificate][]byte{a.StrangerCA.Certificate: nil}), "<xades:CompleteCertificateRefs><xades:CertRefs>"), "</xades:CertRefs></xades:CompleteCertificateRefs>")
	refs := func(count int) string {
		properties := "<xades:CompleteCertificateRefs><xades:CertRefs>" + strings.Repeat(wrong, count) + "</xades:CertRefs></xades:CompleteCertificateRefs><xades:CertificateValues>" + strings.Repeat(value, 60) + "</xades:CertificateValues>"
		return replace(t, a.extend(t, a.sign(t), xades.LevelBT), unsignedEnd, properties+unsignedEnd)
	}
	took := func(document string) time.Duration {
		best := time.Hour
		for range 3 {
			start := time.Now()
			if s := a.judge(t, document, now); s.Indication != passed || len(s.Notes) == 0 {
				t.Fatalf("%s %d notes", s.SubIndication, len(s.Notes))
			}
			best = min(best, time.Since(start))
		}
		return best
	}
	few, many := took(refs(1)), took(refs(128))
	if many > 10*few {
		t.Errorf("one reference takes %v, 128 take %v", few, many)
	}
}
