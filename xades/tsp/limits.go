package tsp

// The limits of what is read. Ordinary tokens have 2 to 10 KB.
const (
	// MaxToken bounds a token or an answer. Some carry the CRLs of their own
	// chain, a few megabytes; reading is linear, at worst 30 ms per megabyte
	// (elements of two octets).
	MaxToken = 8 << 20
	// maxDepth bounds the nesting of elements. A token with its certificates
	// needs about 15 levels.
	maxDepth = 48
	// maxRewritten bounds the elements that have to be rewritten from BER, at
	// about a hundred octets each; tokens in use have a dozen.
	maxRewritten = 4096
	// maxCertificates bounds the certificates of a token; chains have up to
	// five, and each costs a parse of some microseconds.
	maxCertificates = 32
	// maxRevocations bounds CRLs and OCSP answers, which are handed on.
	maxRevocations = 64
	// maxAttributes bounds signed and unsigned attributes alike.
	maxAttributes = 64
	// maxNumber bounds serial numbers and nonces in octets: writing a number
	// in decimal costs the square of its length.
	maxNumber = 64
)
