package xades_test

import (
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"testing"

	"okienko/xades"
)

// named puts what names the signer's certificate in the place of the certificate.
func named(t *testing.T, w world, name string) string {
	return between("<ds:KeyInfo>", "</ds:KeyInfo>", func(string) string {
		return "<ds:KeyInfo><ds:X509Data>" + name + "</ds:X509Data></ds:KeyInfo>"
	})(t, sign(t, letter, w.signer.options()))
}

// TestNamedCertificate: a certificate that KeyInfo or SigningCertificate names
// is found among those supplied, and believed under the anchors alone.
func TestNamedCertificate(t *testing.T) {
	w := newWorld(t)
	digest := sha256.Sum256(w.signer.cert.Raw)
	opt := w.options()
	opt.Certificates = []*x509.Certificate{issue(t, w.ca, ec(elliptic.P256()), person).cert, w.signer.cert}
	for _, name := range []string{
		"",
		fmt.Sprintf(`<ds:X509IssuerSerial><ds:X509IssuerName>CN=Testowe CA,O=Urząd Testowy\, sp. próbna,C=PL</ds:X509IssuerName><ds:X509SerialNumber>%d</ds:X509SerialNumber></ds:X509IssuerSerial>`, w.signer.cert.SerialNumber),
		`<e:X509Digest xmlns:e="http://www.w3.org/2009/xmldsig11#" Algorithm="http://www.w3.org/2001/04/xmlenc#sha256">` + base64.StdEncoding.EncodeToString(digest[:]) + `</e:X509Digest>`,
		"<ds:X509SubjectName>CN=Anna Testowa,serialNumber=PNOPL-44051401458,C=PL,GN=Anna,SN=Testowa</ds:X509SubjectName>",
	} {
		document := named(t, w, name)
		report := verify(t, document, opt)
		if s := report.Signatures[0]; report.Verdict != passed || s.Signer.CommonName != "Anna Testowa" {
			t.Errorf("%s: %+v", name, s)
		}
		if s := verify(t, document, w.options()).Signatures[0]; s.Indication != indeterminate || s.SubIndication != xades.NoSigningCertificateFound {
			t.Errorf("%s, nothing supplied: %+v", name, s)
		}
		untrusted := xades.VerifyOptions{At: now, Certificates: opt.Certificates}
		if s := verify(t, document, untrusted).Signatures[0]; s.Cryptographic != xades.CryptoPassed || s.SubIndication != xades.NoCertificateChainFound {
			t.Errorf("%s, supplied without trust: %+v", name, s)
		}
	}
}

// TestSignedNameBindsNothing: a signed KeyInfo binds the certificates it holds,
// not one that it names or that stands elsewhere, which can be exchanged.
func TestSignedNameBindsNothing(t *testing.T) {
	w := newWorld(t)
	s := between("<xades:SigningCertificateV2>", "</xades:SigningCertificateV2>", nothing)(t, sign(t, letter, w.signer.options()))
	s = between("<ds:KeyInfo>", "</ds:KeyInfo>", func(old string) string {
		return `<ds:KeyInfo Id="ki"><ds:RetrievalMethod URI="#data"/></ds:KeyInfo><ds:Object>` + replace(t, between("<ds:X509Data>", "</ds:X509Data>", func(s string) string { return "\x00" + s + "\x00" })(t, old), "<ds:KeyInfo>\x00<ds:X509Data>", `<ds:X509Data Id="data">`)
	})(t, s)
	s = replace(t, s, "\x00</ds:KeyInfo>", "</ds:Object>")
	s = replace(t, s, "</ds:SignedInfo>", `<ds:Reference URI="#ki"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo>`)
	report := verify(t, resign(t, s, w.signer), w.options())
	check(t, attack{want: indeterminate, sub: xades.SigConstraintsFailure, code: xades.CodeProperties, crypto: xades.CryptoPassed}, report)
}
