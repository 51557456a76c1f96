package tsp

import (
	"crypto"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// The attributes that are understood (RFC 5652 11, RFC 5035 5, RFC 6211, RFC
// 5126 6.3.3 and 6.3.4).
var (
	oidContentType          = oid(1, 2, 840, 113549, 1, 9, 3)
	oidMessageDigest        = oid(1, 2, 840, 113549, 1, 9, 4)
	oidAlgorithmProtection  = oid(1, 2, 840, 113549, 1, 9, 52)
	oidSigningCertificate   = oid(1, 2, 840, 113549, 1, 9, 16, 2, 12)
	oidSigningCertificateV2 = oid(1, 2, 840, 113549, 1, 9, 16, 2, 47)
	oidCertificateValues    = oid(1, 2, 840, 113549, 1, 9, 16, 2, 23)
	oidRevocationValues     = oid(1, 2, 840, 113549, 1, 9, 16, 2, 24)
)

// signedAttributes are the attributes a signer signed, each at most once.
type signedAttributes struct {
	contentType   []byte // content octets of the OBJECT IDENTIFIER
	messageDigest []byte
	certificates  []certID // the signer's own, by SigningCertificate, V2 or both
	protection    []byte   // content of CMSAlgorithmProtection
}

// certID is the first ESSCertID or ESSCertIDv2 of an attribute.
type certID struct {
	hash           crypto.Hash
	digest         []byte
	issuer, serial []byte // nil when not stated
	unknown        bool   // the hash is outside the closed list
}

// eachAttribute calls f with the type and the values of every attribute.
func eachAttribute(list cryptobyte.String, f func(id string, values cryptobyte.String) *Problem) *Problem {
	for count := 0; !list.Empty(); count++ {
		var attribute, id, values cryptobyte.String
		if !list.ReadASN1(&attribute, asn1.SEQUENCE) || !attribute.ReadASN1(&id, asn1.OBJECT_IDENTIFIER) ||
			!attribute.ReadASN1(&values, asn1.SET) || !attribute.Empty() {
			return problem(CodeStructure, "malformed attribute")
		}
		if count == maxAttributes {
			return problem(CodeTooLarge, "more than %d attributes", maxAttributes)
		}
		if p := f(string(id), values); p != nil {
			return p
		}
	}
	return nil
}

func (a *signedAttributes) parse(set cryptobyte.String) *Problem {
	var list cryptobyte.String
	if !set.ReadASN1(&list, asn1.SET) {
		return problem(CodeStructure, "malformed signed attributes")
	}
	seen := map[string]bool{}
	return eachAttribute(list, func(id string, values cryptobyte.String) *Problem {
		if seen[id] {
			return problem(CodeStructure, "an attribute stands twice")
		}
		seen[id] = true
		if !a.take(id, values) {
			return problem(CodeStructure, "malformed signed attribute")
		}
		return nil
	})
}

// take reads the one value of an attribute that is understood.
func (a *signedAttributes) take(id string, values cryptobyte.String) bool {
	var inner cryptobyte.String
	switch id {
	case oidContentType:
		ok := values.ReadASN1(&inner, asn1.OBJECT_IDENTIFIER)
		a.contentType = inner
		return ok && values.Empty()
	case oidMessageDigest:
		ok := values.ReadASN1(&inner, asn1.OCTET_STRING)
		a.messageDigest = inner
		return ok && values.Empty()
	case oidAlgorithmProtection:
		ok := values.ReadASN1(&inner, asn1.SEQUENCE)
		a.protection = inner
		return ok && values.Empty()
	case oidSigningCertificate, oidSigningCertificateV2:
		return values.ReadASN1(&inner, asn1.SEQUENCE) && values.Empty() && a.takeCertID(inner, id == oidSigningCertificateV2)
	}
	return true
}

// takeCertID reads the first identifier of SigningCertificate(V2): the
// signer's own. The others, and the policies, bind nothing that a path does
// not (RFC 5035 5.4).
func (a *signedAttributes) takeCertID(attribute cryptobyte.String, v2 bool) bool {
	var list, id cryptobyte.String
	if !attribute.ReadASN1(&list, asn1.SEQUENCE) || !list.ReadASN1(&id, asn1.SEQUENCE) {
		return false
	}
	c := certID{hash: crypto.SHA1}
	if v2 {
		c.hash = crypto.SHA256
		var algorithm cryptobyte.String
		if id.PeekASN1Tag(asn1.SEQUENCE) {
			if !id.ReadASN1Element(&algorithm, asn1.SEQUENCE) {
				return false
			}
			var err error
			c.hash, err = trust.ParseHash(algorithm)
			c.unknown = err != nil
		}
	}
	var digest cryptobyte.String
	if !id.ReadASN1(&digest, asn1.OCTET_STRING) || !c.readIssuerSerial(id) {
		return false
	}
	c.digest = digest
	a.certificates = append(a.certificates, c)
	return true
}

// readIssuerSerial reads IssuerSerial; an issuer that is no directory name
// alone is left open.
func (c *certID) readIssuerSerial(rest cryptobyte.String) bool {
	if rest.Empty() {
		return true
	}
	var inner, names, name, issuer, serial cryptobyte.String
	if !rest.ReadASN1(&inner, asn1.SEQUENCE) || !rest.Empty() ||
		!inner.ReadASN1(&names, asn1.SEQUENCE) || !inner.ReadASN1(&serial, asn1.INTEGER) {
		return false
	}
	c.serial = serial
	if names.ReadASN1(&name, contextual(4)) && names.Empty() && name.ReadASN1Element(&issuer, asn1.SEQUENCE) && name.Empty() {
		c.issuer = issuer
	}
	return true
}

// addLongTerm collects what was added to the token to keep it verifiable
// (RFC 5126 6.3.3, 6.3.4). Other unsigned attributes are read over.
func (t *Token) addLongTerm(unsigned cryptobyte.String) *Problem {
	return eachAttribute(unsigned, func(id string, values cryptobyte.String) *Problem {
		var value cryptobyte.String
		switch {
		case id != oidCertificateValues && id != oidRevocationValues:
			return nil
		case !values.ReadASN1(&value, asn1.SEQUENCE):
			return problem(CodeStructure, "malformed unsigned attribute")
		case id == oidCertificateValues:
			return t.addCertificates(value)
		}
		return t.addRevocationValues(value)
	})
}

func (t *Token) addRevocationValues(value cryptobyte.String) *Problem {
	for n, into := range []*[][]byte{&t.CRLs, &t.OCSPs} {
		var explicit, list, element cryptobyte.String
		var present bool
		if !value.ReadOptionalASN1(&explicit, &present, contextual(uint8(n))) || present && !explicit.ReadASN1(&list, asn1.SEQUENCE) {
			return problem(CodeStructure, "malformed revocation values")
		}
		for list.ReadASN1Element(&element, asn1.SEQUENCE) {
			if len(t.CRLs)+len(t.OCSPs) == maxRevocations {
				return problem(CodeTooLarge, "more than %d revocation values", maxRevocations)
			}
			*into = append(*into, slices.Clip([]byte(element)))
		}
	}
	return nil
}
