package value

import (
	"bytes"
	"cmp"
	"math"
	"strconv"
)

func isBoolean(text []byte) bool {
	switch string(text) {
	case "true", "false", "1", "0":
		return true
	}
	return false
}

// decimal is a number of any size as its digits: slices of the literal,
// without leading and trailing zeros.
type decimal struct {
	negative          bool
	integer, fraction []byte
}

func parseDecimal(text []byte) (d decimal, ok bool) {
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		d.negative = text[0] == '-'
		text = text[1:]
	}
	integer, fraction, _ := bytes.Cut(text, []byte("."))
	if len(integer)+len(fraction) == 0 || !isDigits(integer) || !isDigits(fraction) {
		return d, false
	}
	d.integer = bytes.TrimLeft(integer, "0")
	d.fraction = bytes.TrimRight(fraction, "0")
	if len(d.integer)+len(d.fraction) == 0 {
		d.negative = false
	}
	return d, true
}

func isDigits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func (d decimal) key() string {
	out := make([]byte, 0, len(d.integer)+len(d.fraction)+2)
	if d.negative {
		out = append(out, '-')
	}
	out = append(append(append(out, d.integer...), '.'), d.fraction...)
	return string(out)
}

func (d decimal) compare(e decimal) int {
	if d.negative != e.negative {
		return 1 - 2*btoi(d.negative)
	}
	order := cmp.Compare(len(d.integer), len(e.integer))
	if order == 0 {
		order = bytes.Compare(d.integer, e.integer)
	}
	if order == 0 {
		order = bytes.Compare(d.fraction, e.fraction)
	}
	if d.negative {
		return -order
	}
	return order
}

// Digits counts the digits of a decimal that totalDigits and fractionDigits
// limit (Part 2, 4.3.11 and 4.3.12). 0.05 is 5 × 10^-2 and has two of each,
// since the exponent counts too.
func (v Value) Digits() (total, fraction int) {
	fraction = len(v.decimal.fraction)
	return max(len(v.decimal.integer)+fraction, 1), fraction
}

// IsInteger reports whether text is a literal of xs:integer: no point in it.
func IsInteger(text []byte) bool { return bytes.IndexByte(text, '.') < 0 }

func parseFloat(k Kind, text []byte) (float64, bool) {
	switch string(text) {
	case "INF":
		return math.Inf(1), true
	case "-INF":
		return math.Inf(-1), true
	case "NaN":
		return math.NaN(), true
	}
	mantissa, exponent := text, []byte("0")
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], text[i+1:]
	}
	if _, ok := parseDecimal(mantissa); !ok {
		return 0, false
	}
	if e, ok := parseDecimal(exponent); !ok || !IsInteger(exponent) || len(e.integer) > 18 {
		return 0, ok && IsInteger(exponent)
	}
	bits := 64
	if k == Float {
		bits = 32
	}
	f, _ := strconv.ParseFloat(string(text), bits) // out of range rounds to infinity or zero
	return f, true
}

func floatKey(f float64) string {
	if f == 0 { // 0 and -0 are equal (3.2.4)
		f = 0
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

func compareFloat(a, b float64) (int, bool) {
	if math.IsNaN(a) || math.IsNaN(b) {
		return 0, math.IsNaN(a) && math.IsNaN(b)
	}
	return cmp.Compare(a, b), true
}
