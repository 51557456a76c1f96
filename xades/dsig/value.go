package dsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/xmltree"
)

var errValue = errors.New("SignatureValue does not fit SignedInfo and key")

// verify checks a signature value. digest is the hash of the message, or the
// message itself for Ed25519. A key outside the closed list gives an *Error.
func (m Method) verify(key crypto.PublicKey, digest, value []byte) error {
	if unknown, ok := key.(UnknownKey); ok {
		refusal := algorithmError(CodeAlgorithm, xmltree.Node{}, unknown.Kind)
		refusal.Detail = "the key is of a kind outside the closed list: " + unknown.Kind
		return refusal
	}
	switch m.scheme {
	case schemeRSA, schemePSS:
		return m.verifyRSA(key, digest, value)
	case schemeECDSA:
		return verifyECDSA(key, digest, value)
	case schemeDSA:
		return verifyDSA(m, key, digest, value)
	case schemeEd25519:
		pub, ok := key.(ed25519.PublicKey)
		if !ok {
			return keyMismatch(m, key)
		}
		if !ed25519.Verify(pub, digest, value) {
			return errValue
		}
		return nil
	}
	return fmt.Errorf("no scheme for %s", m.URI)
}

func keyMismatch(m Method, key crypto.PublicKey) error {
	return fmt.Errorf("%s cannot be verified with a key of type %T", m.URI, key)
}

func (m Method) verifyRSA(key crypto.PublicKey, digest, value []byte) error {
	pub, ok := key.(*rsa.PublicKey)
	if !ok {
		return keyMismatch(m, key)
	}
	if bits := pub.N.BitLen(); bits < minModulusBits || bits > maxModulusBits {
		refusal := algorithmError(CodeWeakAlgorithm, xmltree.Node{}, fmt.Sprintf("RSA-%d", bits))
		refusal.Detail = fmt.Sprintf("RSA keys of less than %d or more than %d bits are not tried", minModulusBits, maxModulusBits)
		return refusal
	}
	if m.scheme == schemePSS {
		return rsa.VerifyPSS(pub, m.Hash, digest, value, &rsa.PSSOptions{SaltLength: m.salt, Hash: m.Hash})
	}
	err := rsa.VerifyPKCS1v15(pub, m.Hash, digest, value)
	if err == nil {
		return nil
	}
	if prefix := noNullPrefix(m.Hash); prefix != nil {
		return rsa.VerifyPKCS1v15(pub, 0, append(prefix, digest...), value)
	}
	return err
}

// noNullPrefix is the DER of DigestInfo up to the digest, with the NULL
// parameters left out: the second, equally fixed encoding that RFC 8017 A.2.4
// tells verifiers to accept, and that the seal of podpis zaufany uses. nil
// for hashes where nobody uses it.
func noNullPrefix(h crypto.Hash) []byte {
	switch h {
	case crypto.SHA256:
		return []byte{0x30, 0x2f, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x04, 0x20}
	case crypto.SHA384:
		return []byte{0x30, 0x3f, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x04, 0x30}
	case crypto.SHA512:
		return []byte{0x30, 0x4f, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x04, 0x40}
	}
	return nil
}

// verifyECDSA checks r‖s, each exactly as long as the order of the curve
// (XMLDSig 1.1 6.4.3). ASN.1 and shortened halves are refused.
func verifyECDSA(key crypto.PublicKey, digest, value []byte) error {
	if pub, ok := key.(*BrainpoolKey); ok {
		return pub.verify(digest, value)
	}
	pub, ok := key.(*ecdsa.PublicKey)
	if !ok {
		return fmt.Errorf("ECDSA cannot be verified with a key of type %T", key)
	}
	size := orderLength(pub.Curve)
	if size == 0 {
		return algorithmError(CodeAlgorithm, xmltree.Node{}, "ECDSA on "+pub.Curve.Params().Name)
	}
	if len(value) != 2*size {
		return fmt.Errorf("ECDSA value of %d octets on %s, where r and s take %d (not ASN.1, and not shortened)", len(value), pub.Curve.Params().Name, 2*size)
	}
	if !ecdsa.VerifyASN1(pub, digest, derFromRaw(value[:size], value[size:])) {
		return errValue
	}
	return nil
}

// orderLength is the length of r and of s in octets; 0 outside the closed list.
func orderLength(curve elliptic.Curve) int {
	switch curve {
	case elliptic.P256():
		return 32
	case elliptic.P384():
		return 48
	case elliptic.P521():
		return 66
	}
	return 0
}

func derFromRaw(r, s []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1BigInt(new(big.Int).SetBytes(r))
		b.AddASN1BigInt(new(big.Int).SetBytes(s))
	})
	return b.BytesOrPanic()
}

// RawFromDER turns an ECDSA signature as crypto.Signer gives it into the r‖s
// of XML Signature for a curve of the closed list.
func RawFromDER(curve elliptic.Curve, der []byte) ([]byte, error) {
	size := orderLength(curve)
	r, s := new(big.Int), new(big.Int)
	input := cryptobyte.String(der)
	var pair cryptobyte.String
	if size == 0 || !input.ReadASN1(&pair, asn1.SEQUENCE) || !pair.ReadASN1Integer(r) || !pair.ReadASN1Integer(s) ||
		!pair.Empty() || !input.Empty() || r.Sign() <= 0 || s.Sign() <= 0 || r.BitLen() > 8*size || s.BitLen() > 8*size {
		return nil, errors.New("malformed ECDSA signature")
	}
	raw := make([]byte, 2*size)
	r.FillBytes(raw[:size])
	s.FillBytes(raw[size:])
	return raw, nil
}
