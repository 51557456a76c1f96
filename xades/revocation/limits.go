package revocation

import "time"

// The limits of what is read.
const (
	// MaxCRL bounds a CRL. The largest in use have some ten megabytes; reading
	// and searching are linear, about 10 ms per megabyte, and copy nothing.
	MaxCRL = 128 << 20
	// MaxOCSP bounds an OCSP answer; ordinary ones have 1 to 5 KB.
	MaxOCSP = 1 << 20
	// maxEvidence bounds the pieces Check looks at; each may cost a
	// verification, and the whole list a few dozen milliseconds beside digests.
	maxEvidence = 256
	// maxResponderCertificates bounds the certificates of an answer; each that
	// fits the responder's name may cost a verification.
	maxResponderCertificates = 8
	// maxExtensions bounds the extensions of a CRL, of an entry or an answer.
	maxExtensions = 32
	// maxNames bounds the names of distribution points, which are compared
	// each with each.
	maxNames = 64
	// maxNumber bounds a CRL's number in octets: writing one in decimal costs the
	// square of its length. RFC 5280 5.2.3 allows 20.
	maxNumber = 64
	// skew is how far an issuer's clock may be ahead.
	skew = 5 * time.Minute
)
