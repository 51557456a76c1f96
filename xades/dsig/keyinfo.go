package dsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
	"strings"

	"okienko/xades/xmltree"
)

// namespace11 is the namespace that XML Signature 1.1 adds.
const namespace11 = "http://www.w3.org/2009/xmldsig11#"

// Keys is what a ds:KeyInfo holds. None of it is trusted: certificates are to
// be judged, Value is a key that nobody vouches for.
type Keys struct {
	Certificates [][]byte          // raw DER in document order
	Names        []CertificateName // certificates that are named and not there
	Value        crypto.PublicKey  // nil when there is none of a known kind
	Unknown      string            // the kind of the first key value of no known kind
	Elsewhere    bool              // some of it stands outside of the signature's KeyInfo, which then does not bind it
}

// Keys reads KeyInfo: X509Data, KeyValue (RSA, DSA and named curves) and
// DEREncodedKeyValue, and what RetrievalMethod and KeyInfoReference name in the
// same document. KeyName and its kin are passed over, and nothing is fetched.
func (s *Signature) Keys() (Keys, error) {
	r := keyReader{doc: s.Node.Document(), credit: s.credit, read: map[int]bool{}}
	if s.KeyInfo.IsZero() {
		return r.keys, nil
	}
	if err := r.keyInfo(s.KeyInfo); err != nil {
		return Keys{}, err
	}
	return r.keys, nil
}

// keyReader collects keys from one KeyInfo and from what it refers to.
type keyReader struct {
	doc    *xmltree.Document
	credit *credit
	keys   Keys
	read   map[int]bool // elements that references led to, by Order
}

func (r *keyReader) keyInfo(info xmltree.Node) *Error {
	if err := r.enter(info); err != nil {
		return err
	}
	for n := range info.Elements() {
		var err *Error
		switch {
		case n.Is(Namespace, "X509Data"):
			err = r.addX509Data(n)
		case n.Is(Namespace, "KeyValue"), n.Is(namespace11, "DEREncodedKeyValue"):
			err = r.keys.addValue(n)
		case n.Is(Namespace, "RetrievalMethod"):
			err = r.retrieve(n)
		case n.Is(namespace11, "KeyInfoReference"):
			err = r.refer(n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *keyReader) addX509Data(data xmltree.Node) *Error {
	for n := range data.Elements() {
		if !n.Is(Namespace, "X509Certificate") {
			r.keys.addName(n)
		} else if err := r.addCertificate(n); err != nil {
			return err
		}
	}
	return nil
}

func (r *keyReader) addCertificate(n xmltree.Node) *Error {
	if len(r.keys.Certificates) == MaxCertificates {
		return &Error{Code: CodeTooMany, Node: n, Detail: "too many certificates"}
	}
	der, err := base64Element(n)
	if err != nil {
		return err
	}
	if r.credit.keys -= len(der); r.credit.keys < 0 || len(der) > maxCertificate {
		return &Error{Code: CodeTooMany, Node: n, Detail: "certificates of too many octets"}
	}
	r.keys.Certificates = append(r.keys.Certificates, der)
	return nil
}

// addValue takes the first key value; a second one would leave open which is meant.
func (k *Keys) addValue(n xmltree.Node) *Error {
	if k.Value != nil {
		return structureError(n, "more than one key value")
	}
	var err *Error
	if k.Value, err = keyValue(n); k.Value == nil && k.Unknown == "" {
		k.Unknown = kindOfValue(n)
	}
	return err
}

// kindOfValue names a key value by its curve where it says one, else by the
// element it is written in.
func kindOfValue(n xmltree.Node) string {
	for child := range n.Elements() {
		if n.Is(Namespace, "KeyValue") {
			n = child
		}
		break
	}
	if curve, ok := n.Child(namespace11, "NamedCurve").Attr("", "URI"); ok {
		return curve
	}
	return n.Space() + n.Local()
}

// keyValue reads a public key; nil when it is of an unknown kind.
func keyValue(n xmltree.Node) (crypto.PublicKey, *Error) {
	if !n.Is(Namespace, "KeyValue") {
		return oneKey(n)
	}
	for child := range n.Elements() {
		if key, err := oneKey(child); key != nil || err != nil {
			return key, err
		}
	}
	return nil, nil
}

// oneKey reads the element of one kind of key.
func oneKey(n xmltree.Node) (crypto.PublicKey, *Error) {
	switch {
	case n.Is(Namespace, "RSAKeyValue"):
		return rsaKey(n)
	case n.Is(Namespace, "DSAKeyValue"):
		return dsaKey(n)
	case n.Is(namespace11, "ECKeyValue"):
		return ecKey(n)
	case n.Is(namespace11, "DEREncodedKeyValue"):
		der, err := base64Element(n)
		if err != nil {
			return nil, err
		}
		if key, parseErr := x509.ParsePKIXPublicKey(der); parseErr == nil {
			return key, nil
		}
		return ParseBrainpoolKey(der), nil
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
	curve, other := curveByURI(uri), brainpool(strings.TrimPrefix(uri, "urn:oid:"))
	if curve == nil && other == nil {
		return nil, nil
	}
	point, err := base64Element(n.Child(namespace11, "PublicKey"))
	if err != nil {
		return nil, err
	}
	key, parseErr := pointOn(curve, other, point)
	if parseErr != nil {
		return nil, structureError(n, "ECKeyValue: %v", parseErr)
	}
	return key, nil
}

// pointOn reads a point on whichever curve there is.
func pointOn(curve elliptic.Curve, other *weierstrass, point []byte) (crypto.PublicKey, error) {
	if other != nil {
		return brainpoolKey(other, point)
	}
	return ecdsa.ParseUncompressedPublicKey(curve, point)
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
