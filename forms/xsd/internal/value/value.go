// Package value holds the value spaces of XML Schema's primitive types (Part
// 2, chapter 3.2): what is a literal, when two literals are one value, and
// which of two values is the smaller.
package value

import (
	"bytes"
	"strings"
)

// Kind is a primitive type.
type Kind uint8

// The primitive types.
const (
	AnySimple Kind = iota
	String
	Boolean
	Decimal
	Float
	Double
	Duration
	DateTime
	Time
	Date
	GYearMonth
	GYear
	GMonthDay
	GDay
	GMonth
	HexBinary
	Base64Binary
	AnyURI
	QName
	Notation
)

// Names gives the primitive types their names, without AnySimple.
var Names = map[string]Kind{
	"string": String, "boolean": Boolean, "decimal": Decimal, "float": Float, "double": Double, "duration": Duration,
	"dateTime": DateTime, "time": Time, "date": Date, "gYearMonth": GYearMonth, "gYear": GYear, "gMonthDay": GMonthDay,
	"gDay": GDay, "gMonth": GMonth, "hexBinary": HexBinary, "base64Binary": Base64Binary, "anyURI": AnyURI,
	"QName": QName, "NOTATION": Notation,
}

// Ordered reports whether values of k have the range facets.
func (k Kind) Ordered() bool { return k >= Decimal && k <= GMonth }

// Measured reports whether values of k have the length facets.
func (k Kind) Measured() bool { return k == String || k >= HexBinary }

// Value is a value of an ordered type, ready to be compared.
type Value struct {
	kind    Kind
	decimal decimal
	float   float64
	span    durationValue
	moment  moment
}

// Valid reports whether text, its white space already processed, is a literal
// of k. QName and Notation are checked as far as their form goes.
func Valid(k Kind, text []byte) bool {
	switch k {
	case Boolean:
		return isBoolean(text)
	case HexBinary:
		_, ok := HexLength(text)
		return ok
	case Base64Binary:
		_, ok := Base64Length(text)
		return ok
	case AnyURI:
		return isURI(text)
	case QName, Notation:
		return isQName(text)
	case AnySimple, String:
		return true
	}
	_, ok := Parse(k, text)
	return ok
}

// Parse reads a literal of an ordered type.
func Parse(k Kind, text []byte) (v Value, ok bool) {
	v.kind = k
	switch k {
	case Decimal:
		v.decimal, ok = parseDecimal(text)
	case Float, Double:
		v.float, ok = parseFloat(k, text)
	case Duration:
		v.span, ok = parseDuration(text)
	default:
		v.moment, ok = parseMoment(k, text)
	}
	return v, ok
}

// Key returns a text that two literals of k share exactly when they stand for
// the same value. text must be valid. For QName and Notation the caller
// resolves the prefix instead.
func Key(k Kind, text []byte) string {
	switch k {
	case Boolean:
		return string([]byte{"01"[btoi(text[0] == '1' || text[0] == 't')]})
	case HexBinary:
		return strings.ToUpper(string(text))
	case Base64Binary:
		return string(bytes.Join(bytes.Fields(text), nil))
	case AnySimple, String, AnyURI, QName, Notation:
		return string(text)
	}
	v, _ := Parse(k, text)
	switch k {
	case Decimal:
		return v.decimal.key()
	case Float, Double:
		return floatKey(v.float)
	case Duration:
		return v.span.key()
	}
	return v.moment.key()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Compare orders two values of one type: -1, 0 or 1. ok is false where they
// have no order (NaN, a month and 30 days, times with and without a zone).
func Compare(a, b Value) (order int, ok bool) {
	switch a.kind {
	case Decimal:
		return a.decimal.compare(b.decimal), true
	case Float, Double:
		return compareFloat(a.float, b.float)
	case Duration:
		return a.span.compare(b.span)
	}
	return a.moment.compare(b.moment)
}
