package trust

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
)

// usage judges whether a certificate is for signing documents: no CA, key
// usage digitalSignature or nonRepudiation where any is stated, and no
// extended usage that makes it a time-stamping or OCSP certificate only
// (RFC 5280 4.2.1.3, 4.2.1.12).
func usage(cert *x509.Certificate) (Problem, string) {
	switch {
	case cert.IsCA:
		return Usage, "a CA certificate does not sign documents"
	case !Allows(cert, signing):
		return Usage, "key usage has neither digitalSignature nor nonRepudiation"
	case serviceOnly(cert):
		return Usage, "extended key usage is time stamping or OCSP signing only"
	}
	return None, ""
}

// signing is what a key that signs anything but certificates and CRLs is for.
const signing = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment

var oidKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 15}

// Allows reports whether the key usage of a certificate has one of some bits.
// Without the extension everything is allowed, with one that has no bit nothing
// (RFC 5280 4.2.1.3).
func Allows(cert *x509.Certificate, usage x509.KeyUsage) bool {
	if cert.KeyUsage != 0 {
		return cert.KeyUsage&usage != 0
	}
	return !slices.ContainsFunc(cert.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidKeyUsage) })
}

func serviceOnly(cert *x509.Certificate) bool {
	service := func(u x509.ExtKeyUsage) bool {
		return u == x509.ExtKeyUsageTimeStamping || u == x509.ExtKeyUsageOCSPSigning
	}
	other := func(u x509.ExtKeyUsage) bool { return !service(u) }
	return slices.ContainsFunc(cert.ExtKeyUsage, service) && !slices.ContainsFunc(cert.ExtKeyUsage, other) &&
		len(cert.UnknownExtKeyUsage) == 0
}
