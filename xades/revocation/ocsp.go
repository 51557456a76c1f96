package revocation

import (
	"crypto"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// OCSP is an OCSP answer of sound structure. Nothing of it is verified.
type OCSP struct {
	ProducedAt time.Time
	Nonce      []byte // as the request had it; nil when absent

	signed       trust.Signed
	responder    []byte // DER of the Name, or
	responderKey []byte // SHA-1 of the key
	certificates [][]byte
	answers      []single
}

// Due is the earliest nextUpdate of the answers; zero when one states none.
func (o *OCSP) Due() time.Time {
	var due time.Time
	for _, s := range o.answers {
		if s.nextUpdate.IsZero() {
			return time.Time{}
		}
		if due.IsZero() || s.nextUpdate.Before(due) {
			due = s.nextUpdate
		}
	}
	return due
}

// single is one SingleResponse (RFC 6960 4.2.1).
type single struct {
	hash              crypto.Hash // 0: outside the closed list
	name, key, serial []byte
	status            cryptobyte.String // content
	statusTag         asn1.Tag
	thisUpdate        time.Time
	nextUpdate        time.Time // zero when absent
	archiveCutoff     time.Time // zero when absent
}

// refusals are the values of OCSPResponseStatus.
var refusals = map[int]string{1: "malformedRequest", 2: "internalError", 3: "tryLater", 5: "sigRequired", 6: "unauthorized"}

// ParseOCSP reads an OCSPResponse, or the BasicOCSPResponse within, which is
// what CMS keeps (RFC 6960 4.2.1). The error is a *Problem; CodeRefused says
// that the responder answered with an error.
func ParseOCSP(der []byte) (*OCSP, error) {
	o, p := readOCSP(der)
	if p != nil {
		return nil, p
	}
	return o, nil
}

func readOCSP(der []byte) (*OCSP, *Problem) {
	if len(der) > MaxOCSP {
		return nil, problem(CodeTooLarge, "an OCSP answer of %d octets", len(der))
	}
	basic, p := unwrap(der)
	if p != nil {
		return nil, p
	}
	o := &OCSP{}
	if p := o.parseBasic(basic); p != nil {
		return nil, p
	}
	return o, nil
}

// unwrap finds the BasicOCSPResponse.
func unwrap(der []byte) (cryptobyte.String, *Problem) {
	input := cryptobyte.String(der)
	var inner, wrapped, typed, kind, octets cryptobyte.String
	if !input.ReadASN1(&inner, asn1.SEQUENCE) || !input.Empty() {
		return nil, problem(CodeStructure, "no OCSPResponse")
	}
	if !inner.PeekASN1Tag(asn1.ENUM) {
		return der, nil
	}
	status := 0
	if !inner.ReadASN1Enum(&status) {
		return nil, problem(CodeStructure, "malformed response status")
	}
	if status != 0 {
		return nil, problem(CodeRefused, "the responder answers %d %s", status, refusals[status])
	}
	if !inner.ReadASN1(&wrapped, constructed(0)) || !inner.Empty() || !wrapped.ReadASN1(&typed, asn1.SEQUENCE) || !wrapped.Empty() ||
		!typed.ReadASN1(&kind, asn1.OBJECT_IDENTIFIER) || string(kind) != oidBasicOCSP ||
		!typed.ReadASN1(&octets, asn1.OCTET_STRING) || !typed.Empty() {
		return nil, problem(CodeStructure, "no basic OCSP answer")
	}
	return octets, nil
}

func (o *OCSP) parseBasic(der []byte) *Problem {
	var rest cryptobyte.String
	var ok bool
	if o.signed, rest, ok = trust.ReadSigned(der); !ok {
		return problem(CodeStructure, "no BasicOCSPResponse")
	}
	var wrapped, list, certificate cryptobyte.String
	var present bool
	if !rest.ReadOptionalASN1(&wrapped, &present, constructed(0)) || !rest.Empty() ||
		present && (!wrapped.ReadASN1(&list, asn1.SEQUENCE) || !wrapped.Empty()) {
		return problem(CodeStructure, "malformed BasicOCSPResponse")
	}
	for !list.Empty() {
		if !list.ReadASN1Element(&certificate, asn1.SEQUENCE) {
			return problem(CodeStructure, "malformed certificates")
		}
		if len(o.certificates) == maxResponderCertificates {
			return problem(CodeTooLarge, "more than %d certificates", maxResponderCertificates)
		}
		o.certificates = append(o.certificates, slices.Clip([]byte(certificate)))
	}
	return o.parseData(o.signed.Content)
}

// parseData reads ResponseData.
func (o *OCSP) parseData(input cryptobyte.String) *Problem {
	var inner, wrapped, version, list, extensions, answer cryptobyte.String
	var hasVersion, hasExtensions bool
	if !input.ReadASN1(&inner, asn1.SEQUENCE) ||
		!inner.ReadOptionalASN1(&version, &hasVersion, constructed(0)) || hasVersion && string(version) != "\x02\x01\x00" ||
		!o.readResponder(&inner) ||
		!inner.ReadASN1GeneralizedTime(&o.ProducedAt) ||
		!inner.ReadASN1(&list, asn1.SEQUENCE) ||
		!inner.ReadOptionalASN1(&wrapped, &hasExtensions, constructed(1)) || !inner.Empty() ||
		hasExtensions && (!wrapped.ReadASN1(&extensions, asn1.SEQUENCE) || !wrapped.Empty()) {
		return problem(CodeStructure, "malformed ResponseData")
	}
	for !list.Empty() {
		var s single
		if !list.ReadASN1(&answer, asn1.SEQUENCE) {
			return problem(CodeStructure, "malformed SingleResponse")
		}
		if p := s.parse(answer); p != nil {
			return p
		}
		o.answers = append(o.answers, s)
	}
	return eachExtension(extensions, o.takeExtension)
}

func (o *OCSP) takeExtension(e extension) *Problem {
	if string(e.id) == oidNonce {
		o.Nonce = nonceOf(e.value)
		return nil
	}
	return e.unknown()
}

// nonceOf unwraps the OCTET STRING a nonce is since RFC 8954; before, it was
// any octets.
func nonceOf(value cryptobyte.String) []byte {
	var inner cryptobyte.String
	whole := value
	if value.ReadASN1(&inner, asn1.OCTET_STRING) && value.Empty() {
		return inner
	}
	return whole
}

func (o *OCSP) readResponder(s *cryptobyte.String) bool {
	var inner, value cryptobyte.String
	if s.PeekASN1Tag(constructed(1)) {
		ok := s.ReadASN1(&inner, constructed(1)) && inner.ReadASN1Element(&value, asn1.SEQUENCE) && inner.Empty()
		o.responder = value
		return ok
	}
	ok := s.ReadASN1(&inner, constructed(2)) && inner.ReadASN1(&value, asn1.OCTET_STRING) && inner.Empty() && len(value) > 0
	o.responderKey = value
	return ok
}

func (s *single) parse(input cryptobyte.String) *Problem {
	var id, next, wrapped, extensions cryptobyte.String
	var hasNext, hasExtensions bool
	if !input.ReadASN1(&id, asn1.SEQUENCE) || !s.readID(id) ||
		!input.ReadAnyASN1(&s.status, &s.statusTag) ||
		!input.ReadASN1GeneralizedTime(&s.thisUpdate) ||
		!input.ReadOptionalASN1(&next, &hasNext, constructed(0)) ||
		hasNext && (!next.ReadASN1GeneralizedTime(&s.nextUpdate) || !next.Empty() || s.nextUpdate.Before(s.thisUpdate)) ||
		!input.ReadOptionalASN1(&wrapped, &hasExtensions, constructed(1)) || !input.Empty() ||
		hasExtensions && (!wrapped.ReadASN1(&extensions, asn1.SEQUENCE) || !wrapped.Empty()) {
		return problem(CodeStructure, "malformed SingleResponse")
	}
	return eachExtension(extensions, func(e extension) *Problem {
		if string(e.id) != oidArchiveCutoff {
			return e.unknown()
		}
		if !e.value.ReadASN1GeneralizedTime(&s.archiveCutoff) || !e.value.Empty() {
			return problem(CodeStructure, "malformed archive cutoff")
		}
		return nil
	})
}

// readID reads CertID. A hash outside the closed list makes the answer one
// about nobody.
func (s *single) readID(id cryptobyte.String) bool {
	var algorithm, name, key, serial cryptobyte.String
	ok := id.ReadASN1Element(&algorithm, asn1.SEQUENCE) && id.ReadASN1(&name, asn1.OCTET_STRING) &&
		id.ReadASN1(&key, asn1.OCTET_STRING) && id.ReadASN1(&serial, asn1.INTEGER) && id.Empty()
	s.name, s.key, s.serial = name, key, serial
	s.hash, _ = trust.ParseHash(algorithm)
	return ok
}

// fill writes what the answer says into an answer of Check.
func (s *single) fill(a *answer) *Problem {
	status := s.status
	switch s.statusTag {
	case primitive(0):
		a.state = Good
	case primitive(2):
		a.state = Unknown
	case constructed(1):
		var reason cryptobyte.String
		var present bool
		a.state = Revoked
		if !status.ReadASN1GeneralizedTime(&a.revokedAt) || !status.ReadOptionalASN1(&reason, &present, constructed(0)) ||
			!status.Empty() || present && !a.takeReason(reason, asn1.ENUM) {
			return problem(CodeStructure, "malformed revocation")
		}
	default:
		return problem(CodeStructure, "unknown certificate status")
	}
	return nil
}
