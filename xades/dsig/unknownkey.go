package dsig

import (
	"encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// UnknownKey stands for a public key of a kind outside the closed list. What is
// to be verified with it is refused, and its kind named.
type UnknownKey struct{ Kind string }

// KindOfKey names the key of a SubjectPublicKeyInfo (RFC 5280 4.1.2.7) by its
// curve where it has a named one, else by its algorithm; "" where it cannot be read.
func KindOfKey(spki []byte) string {
	input := cryptobyte.String(spki)
	var info, algorithm cryptobyte.String
	var kind, curve asn1.ObjectIdentifier
	if !input.ReadASN1(&info, der.SEQUENCE) || !info.ReadASN1(&algorithm, der.SEQUENCE) || !algorithm.ReadASN1ObjectIdentifier(&kind) {
		return ""
	}
	if algorithm.ReadASN1ObjectIdentifier(&curve) {
		kind = curve
	}
	return "urn:oid:" + kind.String()
}
