package tsp

import (
	"math/big"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// parse reads a TSTInfo (RFC 3161 2.4.2). The field tsa is a hint that
// ESSCertIDv2 made needless (RFC 5816); it is read over.
func (i *Info) parse(content cryptobyte.String) *Problem {
	var inner, imprint, accuracy, extensions cryptobyte.String
	var version int
	var hasAccuracy, hasExtensions bool
	if !content.ReadASN1(&inner, asn1.SEQUENCE) || !content.Empty() ||
		!inner.ReadASN1Integer(&version) || version != 1 ||
		!inner.ReadASN1ObjectIdentifier(&i.Policy) ||
		!inner.ReadASN1(&imprint, asn1.SEQUENCE) ||
		!readNumber(&inner, &i.Serial) ||
		!readTime(&inner, &i.GenTime) ||
		!inner.ReadOptionalASN1(&accuracy, &hasAccuracy, asn1.SEQUENCE) || !i.readAccuracy(accuracy) ||
		!readBoolean(&inner, &i.Ordering) ||
		inner.PeekASN1Tag(asn1.INTEGER) && !readNumber(&inner, &i.Nonce) ||
		!inner.SkipOptionalASN1(contextual(0)) ||
		!inner.ReadOptionalASN1(&extensions, &hasExtensions, contextual(1)) || !inner.Empty() {
		return problem(CodeStructure, "malformed TSTInfo")
	}
	if p := i.Imprint.parse(imprint); p != nil {
		return p
	}
	return i.readExtensions(extensions)
}

// parse reads a MessageImprint. Without a hash of the closed list nothing can
// be compared, so that is a problem at once.
func (m *Imprint) parse(inner cryptobyte.String) *Problem {
	var algorithm, digest cryptobyte.String
	if !inner.ReadASN1Element(&algorithm, asn1.SEQUENCE) || !inner.ReadASN1(&digest, asn1.OCTET_STRING) || !inner.Empty() {
		return problem(CodeStructure, "malformed message imprint")
	}
	h, err := trust.ParseHash(algorithm)
	if err != nil {
		return problem(CodeAlgorithm, "message imprint: %v", err)
	}
	if len(digest) != h.Size() {
		return problem(CodeStructure, "a digest of %d octets for %s", len(digest), h)
	}
	m.Hash, m.Digest = h, digest
	return nil
}

// readTime reads GeneralizedTime in UTC with seconds and at will a fraction.
// Zeros at the fraction's end, which RFC 3161 forbids, are read over:
// authorities write them.
func readTime(s *cryptobyte.String, out *time.Time) bool {
	var content cryptobyte.String
	if !s.ReadASN1(&content, asn1.GeneralizedTime) || len(content) > len("20060102150405.000000000Z") {
		return false
	}
	text, utc := strings.CutSuffix(string(content), "Z")
	whole, fraction, hasFraction := strings.Cut(text, ".")
	if !utc || len(whole) != len("20060102150405") || !digits(whole+fraction) || hasFraction && fraction == "" {
		return false
	}
	t, err := time.Parse("20060102150405Z", whole+"Z")
	if err != nil {
		return false
	}
	nanoseconds := 0
	for _, c := range (fraction + "000000000")[:9] {
		nanoseconds = nanoseconds*10 + int(c-'0')
	}
	*out = t.Add(time.Duration(nanoseconds))
	return true
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// readAccuracy adds up seconds, millis and micros; the parts of a second run
// from 1 to 999.
func (i *Info) readAccuracy(inner cryptobyte.String) bool {
	var seconds int64
	if inner.PeekASN1Tag(asn1.INTEGER) && (!inner.ReadASN1Integer(&seconds) || seconds < 0 || seconds > maxAccuracySeconds) {
		return false
	}
	i.Accuracy = time.Duration(seconds) * time.Second
	for n, unit := range []time.Duration{time.Millisecond, time.Microsecond} {
		tag := asn1.Tag(n).ContextSpecific()
		var value int64
		if inner.PeekASN1Tag(tag) && (!inner.ReadASN1Int64WithTag(&value, tag) || value < 0 || value > 999) {
			return false
		}
		i.Accuracy += time.Duration(value) * unit
	}
	return inner.Empty()
}

// maxAccuracySeconds is a year; a wider clock is no clock.
const maxAccuracySeconds = 366 * 24 * 3600

// readBoolean reads a BOOLEAN DEFAULT FALSE. A FALSE that is written out is not
// DER, and in use.
func readBoolean(s *cryptobyte.String, out *bool) bool {
	return !s.PeekASN1Tag(asn1.BOOLEAN) || s.ReadASN1Boolean(out)
}

// readNumber reads a serial number or a nonce. Authorities must do with 160
// bits for the one (RFC 3161 2.4.2), and echo what they were sent as the other.
func readNumber(s *cryptobyte.String, out **big.Int) bool {
	var content cryptobyte.String
	peek := *s
	if !peek.ReadASN1(&content, asn1.INTEGER) || len(content) > maxNumber {
		return false
	}
	*out = new(big.Int)
	return s.ReadASN1Integer(*out)
}

var (
	oidQCStatements  = oid(1, 3, 6, 1, 5, 5, 7, 1, 3)
	oidQualifiedTime = oid(0, 4, 0, 19422, 1, 1)
)

// readExtensions knows qcStatements; another critical one is refused.
func (i *Info) readExtensions(list cryptobyte.String) *Problem {
	for !list.Empty() {
		var extension, id, value cryptobyte.String
		critical := false
		if !list.ReadASN1(&extension, asn1.SEQUENCE) || !extension.ReadASN1(&id, asn1.OBJECT_IDENTIFIER) ||
			!readBoolean(&extension, &critical) || !extension.ReadASN1(&value, asn1.OCTET_STRING) || !extension.Empty() {
			return problem(CodeStructure, "malformed extensions of TSTInfo")
		}
		switch {
		case string(id) == oidQCStatements:
			i.Qualified = i.Qualified || statesQualified(value)
		case critical:
			return problem(CodeExtension, "critical extension %x of TSTInfo", []byte(id[:min(len(id), 32)]))
		}
	}
	return nil
}

func statesQualified(value cryptobyte.String) bool {
	var list, statement, id cryptobyte.String
	if !value.ReadASN1(&list, asn1.SEQUENCE) {
		return false
	}
	for list.ReadASN1(&statement, asn1.SEQUENCE) {
		if statement.ReadASN1(&id, asn1.OBJECT_IDENTIFIER) && string(id) == oidQualifiedTime {
			return true
		}
	}
	return false
}

// Equal reports whether two imprints are the same digest of the same hash.
func (m Imprint) Equal(other Imprint) bool {
	return m.Hash == other.Hash && string(m.Digest) == string(other.Digest)
}
