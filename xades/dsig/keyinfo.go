package dsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"math/big"

	"okienko/xades/xmltree"
)

// namespace11 is the namespace that XML Signature 1.1 adds.
const namespace11 = "http://www.w3.org/2009/xmldsig11#"

// Keys is what a ds:KeyInfo holds. None of it is trusted: certificates are to
// be judged, Value is a key that nobody vouches for.
type Keys struct {
	Certificates [][]byte         // raw DER in document order
	Value        crypto.PublicKey // nil when there is none of a known kind
}

// Keys reads KeyInfo: X509Certificate, KeyValue (RSA and named curves) and
// DEREncodedKeyValue. KeyName, RetrievalMethod and their kin are passed over:
// nothing is looked up by name or fetched.
func (s *Signature) Keys() (Keys, error) {
	var keys Keys
	if s.KeyInfo.IsZero() {
		return keys, nil
	}
	for n := range s.KeyInfo.Elements() {
		var err *Error
		switch {
		case n.Is(Namespace, "X509Data"):
			err = keys.addCertificates(n)
		case n.Is(Namespace, "KeyValue"), n.Is(namespace11, "DEREncodedKeyValue"):
			err = keys.addValue(n)
		}
		if err != nil {
			return Keys{}, err
		}
	}
	return keys, nil
}

func (k *Keys) addCertificates(data xmltree.Node) *Error {
	for n := range data.Elements() {
		if !n.Is(Namespace, "X509Certificate") {
			continue
		}
		if len(k.Certificates) == MaxCertificates {
			return &Error{Code: CodeTooMany, Node: n, Detail: "too many certificates"}
		}
		der, err := base64Element(n)
		if err != nil {
			return err
		}
		k.Certificates = append(k.Certificates, der)
	}
	return nil
}

// addValue takes the first key value; a second one would leave open which is meant.
func (k *Keys) addValue(n xmltree.Node) *Error {
	if k.Value != nil {
		return structureError(n, "more than one key value")
	}
	var err *Error
	k.Value, err = keyValue(n)
	return err
}

// keyValue reads a public key; nil when it is of an unknown kind.
func keyValue(n xmltree.Node) (crypto.PublicKey, *Error) {
	if n.Is(namespace11, "DEREncodedKeyValue") {
		der, err := base64Element(n)
		if err != nil {
			return nil, err
		}
		key, parseErr := x509.ParsePKIXPublicKey(der)
		if parseErr != nil {
			return nil, nil
		}
		return key, nil
	}
	if rsaValue := n.Child(Namespace, "RSAKeyValue"); !rsaValue.IsZero() {
		return rsaKey(rsaValue)
	}
	if ecValue := n.Child(namespace11, "ECKeyValue"); !ecValue.IsZero() {
		return ecKey(ecValue)
	}
	return nil, nil
}

func rsaKey(n xmltree.Node) (crypto.PublicKey, *Error) {
	modulus, err := base64Element(n.Child(Namespace, "Modulus"))
	if err != nil {
		return nil, err
	}
	exponent, err := base64Element(n.Child(Namespace, "Exponent"))
	if err != nil {
		return nil, err
	}
	e := new(big.Int).SetBytes(exponent)
	if e.BitLen() > 31 {
		return nil, structureError(n, "RSA exponent of %d bits", e.BitLen())
	}
	return &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: int(e.Int64())}, nil
}

func ecKey(n xmltree.Node) (crypto.PublicKey, *Error) {
	named := n.Child(namespace11, "NamedCurve")
	if named.IsZero() {
		return nil, nil
	}
	uri, _ := named.Attr("", "URI")
	curve := curveByURI(uri)
	if curve == nil {
		return nil, nil
	}
	point, err := base64Element(n.Child(namespace11, "PublicKey"))
	if err != nil {
		return nil, err
	}
	key, parseErr := ecdsa.ParseUncompressedPublicKey(curve, point)
	if parseErr != nil {
		return nil, structureError(n, "ECKeyValue: %v", parseErr)
	}
	return key, nil
}

func curveByURI(uri string) elliptic.Curve {
	switch uri {
	case "urn:oid:1.2.840.10045.3.1.7":
		return elliptic.P256()
	case "urn:oid:1.3.132.0.34":
		return elliptic.P384()
	case "urn:oid:1.3.132.0.35":
		return elliptic.P521()
	}
	return nil
}
