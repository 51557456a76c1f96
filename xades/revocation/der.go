package revocation

import (
	"bytes"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

func constructed(n uint8) asn1.Tag { return asn1.Tag(n).ContextSpecific().Constructed() }
func primitive(n uint8) asn1.Tag   { return asn1.Tag(n).ContextSpecific() }

// oid writes an object identifier's content octets, for comparing.
func oid(arcs ...int) string {
	b := cryptobyte.NewBuilder(nil)
	b.AddASN1ObjectIdentifier(arcs)
	return string(b.BytesOrPanic()[2:])
}

var (
	oidAuthorityKey  = oid(2, 5, 29, 35)
	oidCRLNumber     = oid(2, 5, 29, 20)
	oidReason        = oid(2, 5, 29, 21)
	oidInvalidity    = oid(2, 5, 29, 24)
	oidDelta         = oid(2, 5, 29, 27)
	oidScope         = oid(2, 5, 29, 28) // issuingDistributionPoint
	oidEntryIssuer   = oid(2, 5, 29, 29)
	oidExpiredOnCRL  = oid(2, 5, 29, 60) // X.509 (10/2012) 8.5.2.12
	oidBasicOCSP     = oid(1, 3, 6, 1, 5, 5, 7, 48, 1, 1)
	oidNonce         = oid(1, 3, 6, 1, 5, 5, 7, 48, 1, 2)
	oidArchiveCutoff = oid(1, 3, 6, 1, 5, 5, 7, 48, 1, 6)
)

// extension is one of RFC 5280 4.2.
type extension struct {
	id       cryptobyte.String // content octets
	critical bool
	value    cryptobyte.String
}

// eachExtension calls f with the extensions of a list, each of another kind.
func eachExtension(list cryptobyte.String, f func(extension) *Problem) *Problem {
	var seen [maxExtensions]cryptobyte.String
	for count := 0; !list.Empty(); count++ {
		var inner cryptobyte.String
		var e extension
		if !list.ReadASN1(&inner, asn1.SEQUENCE) || !inner.ReadASN1(&e.id, asn1.OBJECT_IDENTIFIER) ||
			inner.PeekASN1Tag(asn1.BOOLEAN) && !inner.ReadASN1Boolean(&e.critical) ||
			!inner.ReadASN1(&e.value, asn1.OCTET_STRING) || !inner.Empty() {
			return problem(CodeStructure, "malformed extension")
		}
		if count == maxExtensions {
			return problem(CodeTooLarge, "more than %d extensions", maxExtensions)
		}
		for _, other := range seen[:count] {
			if bytes.Equal(other, e.id) {
				return problem(CodeStructure, "an extension stands twice")
			}
		}
		seen[count] = e.id
		if p := f(e); p != nil {
			return p
		}
	}
	return nil
}

// unknown is what becomes of an extension nobody here knows.
func (e extension) unknown() *Problem {
	if e.critical {
		return problem(CodeExtension, "critical extension %x", []byte(e.id[:min(len(e.id), 32)]))
	}
	return nil
}

// readTime reads Time (RFC 5280 4.1.2.5): UTCTime or GeneralizedTime, UTC.
func readTime(s *cryptobyte.String, out *time.Time) bool {
	if s.PeekASN1Tag(asn1.UTCTime) {
		return s.ReadASN1UTCTime(out)
	}
	return s.ReadASN1GeneralizedTime(out)
}

// readBoolean reads an IMPLICIT BOOLEAN DEFAULT FALSE.
func readBoolean(s *cryptobyte.String, n uint8, out *bool) bool {
	var content cryptobyte.String
	var present bool
	if !s.ReadOptionalASN1(&content, &present, primitive(n)) || present && len(content) != 1 {
		return false
	}
	*out = present && content[0] != 0
	return true
}
