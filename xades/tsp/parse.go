package tsp

import (
	"crypto"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// signer is the one SignerInfo of a token (RFC 5652 5.3).
type signer struct {
	issuer, serial []byte // DER of the Name, content octets of the INTEGER; nil when keyID says who
	keyID          []byte
	hash           crypto.Hash // digestAlgorithm
	hashDER        []byte
	algorithm      trust.Algorithm
	algorithmDER   []byte
	attributes     []byte // DER of the SET OF signed attributes, as transmitted
	signed         signedAttributes
	value          []byte
	unknown        *Problem // an algorithm outside the closed lists
}

func contextual(n uint8) asn1.Tag { return asn1.Tag(n).ContextSpecific().Constructed() }

// oid writes an object identifier's content octets, for comparing.
func oid(arcs ...int) string {
	b := cryptobyte.NewBuilder(nil)
	b.AddASN1ObjectIdentifier(arcs)
	return string(b.BytesOrPanic()[2:])
}

var (
	oidSignedData = oid(1, 2, 840, 113549, 1, 7, 2)
	oidTSTInfo    = oid(1, 2, 840, 113549, 1, 9, 16, 1, 4)
	oidBasicOCSP  = oid(1, 3, 6, 1, 5, 5, 7, 48, 1, 1)
	oidOCSP       = oid(1, 3, 6, 1, 5, 5, 7, 16, 2)
)

// ParseToken reads a TimeStampToken: a CMS SignedData around a TSTInfo with
// exactly one signer (RFC 3161 2.4.2). The error is a *Problem. An algorithm
// outside the closed lists is no error yet; Verify reports it.
func ParseToken(ber []byte) (*Token, error) {
	if len(ber) > MaxToken {
		return nil, problem(CodeTooLarge, "a token of %d octets", len(ber))
	}
	der, p := toDER(ber)
	if p != nil {
		return nil, p
	}
	t := &Token{}
	if p := t.parse(der); p != nil {
		return nil, p
	}
	return t, nil
}

func (t *Token) parse(input cryptobyte.String) *Problem {
	var outer, contentType, explicit, data cryptobyte.String
	if !input.ReadASN1(&outer, asn1.SEQUENCE) || !input.Empty() ||
		!outer.ReadASN1(&contentType, asn1.OBJECT_IDENTIFIER) || string(contentType) != oidSignedData ||
		!outer.ReadASN1(&explicit, contextual(0)) || !outer.Empty() ||
		!explicit.ReadASN1(&data, asn1.SEQUENCE) || !explicit.Empty() {
		return problem(CodeStructure, "no CMS SignedData")
	}
	return t.parseSignedData(data)
}

func (t *Token) parseSignedData(data cryptobyte.String) *Problem {
	var version int
	var content, certificates, revocations, signers cryptobyte.String
	var hasCertificates, hasRevocations bool
	if !data.ReadASN1Integer(&version) || version < 1 || version > 5 ||
		!data.SkipASN1(asn1.SET) || // digestAlgorithms: the SignerInfo tells
		!data.ReadASN1(&content, asn1.SEQUENCE) ||
		!data.ReadOptionalASN1(&certificates, &hasCertificates, contextual(0)) ||
		!data.ReadOptionalASN1(&revocations, &hasRevocations, contextual(1)) ||
		!data.ReadASN1(&signers, asn1.SET) || !data.Empty() {
		return problem(CodeStructure, "malformed SignedData")
	}
	for _, step := range []func() *Problem{
		func() *Problem { return t.parseContent(content) },
		func() *Problem { return t.addCertificates(certificates) },
		func() *Problem { return t.addRevocations(revocations) },
		func() *Problem { return t.parseSigners(signers) },
	} {
		if p := step(); p != nil {
			return p
		}
	}
	return nil
}

func (t *Token) parseContent(content cryptobyte.String) *Problem {
	var contentType, explicit, octets cryptobyte.String
	if !content.ReadASN1(&contentType, asn1.OBJECT_IDENTIFIER) || string(contentType) != oidTSTInfo ||
		!content.ReadASN1(&explicit, contextual(0)) || !content.Empty() ||
		!explicit.ReadASN1(&octets, asn1.OCTET_STRING) || !explicit.Empty() {
		return problem(CodeStructure, "the content is no TSTInfo")
	}
	t.content = octets
	return t.Info.parse(octets)
}

// addCertificates collects X.509 certificates; attribute certificates and
// other formats say nothing here (RFC 5652 10.2.2).
func (t *Token) addCertificates(list cryptobyte.String) *Problem {
	for !list.Empty() {
		var element cryptobyte.String
		var tag asn1.Tag
		if !list.ReadAnyASN1Element(&element, &tag) {
			return problem(CodeStructure, "malformed certificates")
		}
		if tag != asn1.SEQUENCE {
			continue
		}
		if len(t.Certificates) == maxCertificates {
			return problem(CodeTooLarge, "more than %d certificates", maxCertificates)
		}
		t.Certificates = append(t.Certificates, slices.Clip([]byte(element)))
	}
	return nil
}

// addRevocations collects CRLs and OCSP answers (RFC 5652 10.2.1, RFC 5940).
func (t *Token) addRevocations(list cryptobyte.String) *Problem {
	for !list.Empty() {
		var element, form cryptobyte.String
		var tag asn1.Tag
		if !list.ReadAnyASN1Element(&element, &tag) {
			return problem(CodeStructure, "malformed revocation values")
		}
		switch {
		case len(t.CRLs)+len(t.OCSPs) == maxRevocations:
			return problem(CodeTooLarge, "more than %d revocation values", maxRevocations)
		case tag == asn1.SEQUENCE:
			t.CRLs = append(t.CRLs, element)
		case tag == contextual(1):
			var other, value cryptobyte.String
			if !element.ReadASN1(&other, tag) || !other.ReadASN1(&form, asn1.OBJECT_IDENTIFIER) {
				return problem(CodeStructure, "malformed revocation values")
			}
			if (string(form) == oidOCSP || string(form) == oidBasicOCSP) && other.ReadASN1Element(&value, asn1.SEQUENCE) {
				t.OCSPs = append(t.OCSPs, value)
			}
		}
	}
	return nil
}

func (t *Token) parseSigners(signers cryptobyte.String) *Problem {
	var info cryptobyte.String
	if !signers.ReadASN1(&info, asn1.SEQUENCE) || !signers.Empty() {
		return problem(CodeStructure, "a token has exactly one signer")
	}
	unsigned, p := t.signer.parse(info)
	if p != nil {
		return p
	}
	return t.addLongTerm(unsigned)
}

func (s *signer) parse(info cryptobyte.String) (unsigned cryptobyte.String, p *Problem) {
	var version int
	var identifier, hash, attributes, algorithm, value cryptobyte.String
	var tag asn1.Tag
	var hasUnsigned bool
	if !info.ReadASN1Integer(&version) || version != 1 && version != 3 ||
		!info.ReadAnyASN1Element(&identifier, &tag) || !s.identify(identifier, tag) ||
		!info.ReadASN1Element(&hash, asn1.SEQUENCE) ||
		!info.ReadASN1Element(&attributes, contextual(0)) ||
		!info.ReadASN1Element(&algorithm, asn1.SEQUENCE) ||
		!info.ReadASN1(&value, asn1.OCTET_STRING) ||
		!info.ReadOptionalASN1(&unsigned, &hasUnsigned, contextual(1)) || !info.Empty() {
		return nil, problem(CodeStructure, "malformed SignerInfo, or one without signed attributes")
	}
	s.hashDER, s.algorithmDER, s.value = hash, algorithm, value
	s.readAlgorithms()
	// What is signed has the tag of a SET OF instead (RFC 5652 5.4).
	s.attributes = slices.Clone([]byte(attributes))
	s.attributes[0] = byte(asn1.SET)
	return unsigned, s.signed.parse(s.attributes)
}

func (s *signer) readAlgorithms() {
	var err error
	if s.hash, err = trust.ParseHash(s.hashDER); err != nil {
		s.unknown = problem(CodeAlgorithm, "%v", err)
		return
	}
	if s.algorithm, err = trust.ParseAlgorithm(s.algorithmDER, s.hash); err != nil {
		s.unknown = problem(CodeAlgorithm, "%v", err)
	}
}

// identify reads SignerIdentifier (RFC 5652 5.3).
func (s *signer) identify(identifier cryptobyte.String, tag asn1.Tag) bool {
	if tag == asn1.Tag(0).ContextSpecific() {
		var id cryptobyte.String
		ok := identifier.ReadASN1(&id, tag)
		s.keyID = id
		return ok && len(id) > 0
	}
	var inner, issuer, serial cryptobyte.String
	ok := identifier.ReadASN1(&inner, asn1.SEQUENCE) && inner.ReadASN1Element(&issuer, asn1.SEQUENCE) &&
		inner.ReadASN1(&serial, asn1.INTEGER) && inner.Empty()
	s.issuer, s.serial = issuer, serial
	return ok
}
