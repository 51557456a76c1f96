package trust

import (
	"crypto"
	"crypto/x509"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Raw is what this package reads of any certificate, also of one crypto/x509
// refuses (unsupported curves, negative serial numbers, odd extensions).
type Raw struct {
	Serial []byte // content octets of the INTEGER
	Issuer []byte // DER of the Name
	SPKI   []byte // DER of SubjectPublicKeyInfo
}

// ParseRaw walks the outer structure of a certificate (RFC 5280 4.1).
func ParseRaw(der []byte) (raw Raw, ok bool) {
	input := cryptobyte.String(der)
	var cert, tbs, serial, issuer, spki cryptobyte.String
	ok = input.ReadASN1(&cert, asn1.SEQUENCE) && input.Empty() &&
		cert.ReadASN1(&tbs, asn1.SEQUENCE) &&
		tbs.SkipOptionalASN1(asn1.Tag(0).ContextSpecific().Constructed()) &&
		tbs.ReadASN1(&serial, asn1.INTEGER) &&
		tbs.SkipASN1(asn1.SEQUENCE) && // signature algorithm
		tbs.ReadASN1Element(&issuer, asn1.SEQUENCE) &&
		tbs.SkipASN1(asn1.SEQUENCE) && // validity
		tbs.SkipASN1(asn1.SEQUENCE) && // subject
		tbs.ReadASN1Element(&spki, asn1.SEQUENCE)
	return Raw{Serial: serial, Issuer: issuer, SPKI: spki}, ok
}

// PublicKey returns the key; nil when crypto/x509 knows no such kind of key.
func (r Raw) PublicKey() crypto.PublicKey {
	key, err := x509.ParsePKIXPublicKey(r.SPKI)
	if err != nil {
		return nil
	}
	return key
}

// Signed is the outer form that certificates, CRLs and OCSP answers share
// (RFC 5280 4.1.1): what is signed, how, and the signature value.
type Signed struct {
	Content   []byte // DER element
	Algorithm []byte // DER of AlgorithmIdentifier
	Value     []byte
}

// ReadSigned reads the fields of a signed structure; rest is what follows them
// inside it.
func ReadSigned(der []byte) (s Signed, rest cryptobyte.String, ok bool) {
	input := cryptobyte.String(der)
	var outer, content, algorithm cryptobyte.String
	ok = input.ReadASN1(&outer, asn1.SEQUENCE) && input.Empty() &&
		outer.ReadASN1Element(&content, asn1.SEQUENCE) &&
		outer.ReadASN1Element(&algorithm, asn1.SEQUENCE) &&
		outer.ReadASN1BitStringAsBytes(&s.Value)
	s.Content, s.Algorithm = content, algorithm
	return s, outer, ok
}

// Verify checks the signature value by an algorithm of the closed list, and
// tells which it was.
func (s Signed) Verify(key crypto.PublicKey) (Algorithm, error) {
	a, err := ParseAlgorithm(s.Algorithm, 0)
	if err != nil {
		return a, err
	}
	return a, a.Verify(key, s.Content, s.Value)
}
