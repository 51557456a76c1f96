package trust

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"errors"
)

// Purpose is what a certificate is to be believed for.
type Purpose uint8

// The purposes.
const (
	Signing      Purpose = iota // documents
	TimeStamping                // RFC 3161 tokens
	OCSPSigning                 // answers of a responder that is not the authority itself
)

var oidExtKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}

// Fits judges the usages a certificate states against a purpose (RFC 5280
// 4.2.1.3 and 4.2.1.12, RFC 3161 2.3, RFC 6960 4.2.2.2). The problem is None
// or Usage, and then detail says why.
func (p Purpose) Fits(cert *x509.Certificate) (problem Problem, detail string) {
	switch p {
	case Signing:
		return usage(cert)
	case TimeStamping:
		return stampingUsage(cert)
	case OCSPSigning:
		return responderUsage(cert)
	}
	return Usage, "unknown purpose"
}

// stampingUsage wants the one extended usage, marked critical: a key that also
// does something else could be made to sign what looks like a token.
func stampingUsage(cert *x509.Certificate) (Problem, string) {
	switch {
	case cert.IsCA:
		return Usage, "a CA certificate does not issue time-stamps"
	case !Allows(cert, signing) || cert.KeyUsage&^signing != 0:
		return Usage, "key usage allows other than digitalSignature and nonRepudiation"
	case !onlyUsage(cert, x509.ExtKeyUsageTimeStamping):
		return Usage, "extended key usage is not time stamping alone"
	case !critical(cert, oidExtKeyUsage):
		return Usage, "extended key usage is not critical"
	}
	return None, ""
}

func responderUsage(cert *x509.Certificate) (Problem, string) {
	switch {
	case !Allows(cert, signing):
		return Usage, "key usage has neither digitalSignature nor nonRepudiation"
	case !hasUsage(cert, x509.ExtKeyUsageOCSPSigning):
		return Usage, "extended key usage lacks OCSP signing"
	}
	return None, ""
}

func onlyUsage(cert *x509.Certificate, want x509.ExtKeyUsage) bool {
	return len(cert.ExtKeyUsage) == 1 && cert.ExtKeyUsage[0] == want && len(cert.UnknownExtKeyUsage) == 0
}

// hasUsage takes no anyExtendedKeyUsage for an answer: RFC 6960 wants the
// delegation explicit.
func hasUsage(cert *x509.Certificate, want x509.ExtKeyUsage) bool {
	for _, u := range cert.ExtKeyUsage {
		if u == want {
			return true
		}
	}
	return false
}

func critical(cert *x509.Certificate, id asn1.ObjectIdentifier) bool {
	for _, e := range cert.Extensions {
		if e.Id.Equal(id) {
			return e.Critical
		}
	}
	return false
}

// IssuedBy checks that the issuer's name and key stand behind a certificate,
// by an algorithm of the closed list, and tells which. Neither certificate is
// judged further.
func IssuedBy(cert, issuer *x509.Certificate) (Algorithm, error) {
	if !bytes.Equal(cert.RawIssuer, issuer.RawSubject) {
		return Algorithm{}, errors.New("the certificate names another issuer")
	}
	outer, rest, ok := ReadSigned(cert.Raw)
	if !ok || !rest.Empty() {
		return Algorithm{}, errors.New("malformed certificate")
	}
	return outer.Verify(issuer.PublicKey)
}
