//go:build cgo

package hsm

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/asn1"
	"errors"
	"math/big"

	"github.com/miekg/pkcs11"
)

// publicKey reads the public half from an object that may hold it.
func (o objects) publicKey(kind uint64, holder pkcs11.ObjectHandle) (crypto.PublicKey, error) {
	if kind == pkcs11.CKK_RSA {
		return rsaPublic(o.value(holder, pkcs11.CKA_MODULUS), o.value(holder, pkcs11.CKA_PUBLIC_EXPONENT))
	}
	return ecdsaPublic(o.value(holder, pkcs11.CKA_EC_PARAMS), o.value(holder, pkcs11.CKA_EC_POINT))
}

func rsaPublic(modulus, exponent []byte) (crypto.PublicKey, error) {
	n, e := new(big.Int).SetBytes(modulus), new(big.Int).SetBytes(exponent)
	if n.Sign() == 0 || e.Sign() == 0 || e.BitLen() > 31 {
		return nil, errors.New("an RSA key without modulus or with an unusual exponent")
	}
	return &rsa.PublicKey{N: n, E: int(e.Int64())}, nil
}

// ecdsaPublic reads CKA_EC_PARAMS, a named curve, and CKA_EC_POINT, an
// uncompressed point: in an OCTET STRING as PKCS#11 2.40 curr 2.3.3 has it, or
// bare as some tokens give it.
func ecdsaPublic(params, point []byte) (crypto.PublicKey, error) {
	var oid asn1.ObjectIdentifier
	if rest, err := asn1.Unmarshal(params, &oid); err != nil || len(rest) > 0 {
		return nil, errors.New("an EC key without the name of its curve")
	}
	curve, err := curveOf(oid)
	if err != nil {
		return nil, err
	}
	if bare := 1 + 2*((curve.Params().BitSize+7)/8); len(point) != bare {
		var inner []byte
		if rest, err := asn1.Unmarshal(point, &inner); err != nil || len(rest) > 0 {
			return nil, errors.New("an EC key without its point")
		}
		point = inner
	}
	return ecdsa.ParseUncompressedPublicKey(curve, point)
}

func curveOf(oid asn1.ObjectIdentifier) (elliptic.Curve, error) {
	switch oid.String() {
	case "1.2.840.10045.3.1.7":
		return elliptic.P256(), nil
	case "1.3.132.0.34":
		return elliptic.P384(), nil
	case "1.3.132.0.35":
		return elliptic.P521(), nil
	}
	return nil, errors.New("an EC key on a curve other than P-256, P-384 and P-521")
}
