package revocation

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
)

// The extensions by which an issuer says that it will never tell of a
// revocation, because the certificate expires before that would help.
var (
	oidNoRevocation = asn1.ObjectIdentifier{2, 5, 29, 56}                  // RFC 9608
	oidShortTerm    = asn1.ObjectIdentifier{0, 4, 0, 194121, 2, 1}         // ETSI EN 319 412-1 5.2.2
	oidNoCheck      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5} // RFC 6960 4.2.2.2.1, for responders alone
)

// waived reports whether nobody needs to ask about a certificate. A CA cannot
// waive it (RFC 9608).
func waived(cert *x509.Certificate) bool {
	return !cert.IsCA && (hasExtension(cert, oidNoRevocation) || hasExtension(cert, oidShortTerm))
}

func hasExtension(cert *x509.Certificate, id asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(cert.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(id) })
}
