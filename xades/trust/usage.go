package trust

import (
	"crypto/x509"
	"slices"
)

// usage judges whether a certificate is for signing documents: no CA, key
// usage digitalSignature or nonRepudiation where any is stated, and no
// extended usage that makes it a time-stamping or OCSP certificate only
// (RFC 5280 4.2.1.3, 4.2.1.12).
func usage(cert *x509.Certificate) (Problem, string) {
	const signing = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	switch {
	case cert.IsCA:
		return Usage, "a CA certificate does not sign documents"
	case cert.KeyUsage != 0 && cert.KeyUsage&signing == 0:
		return Usage, "key usage has neither digitalSignature nor nonRepudiation"
	case serviceOnly(cert):
		return Usage, "extended key usage is time stamping or OCSP signing only"
	}
	return None, ""
}

func serviceOnly(cert *x509.Certificate) bool {
	service := func(u x509.ExtKeyUsage) bool {
		return u == x509.ExtKeyUsageTimeStamping || u == x509.ExtKeyUsageOCSPSigning
	}
	other := func(u x509.ExtKeyUsage) bool { return !service(u) }
	return slices.ContainsFunc(cert.ExtKeyUsage, service) && !slices.ContainsFunc(cert.ExtKeyUsage, other) &&
		len(cert.UnknownExtKeyUsage) == 0
}
