package xades

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
)

// maxName is the length of a name, as text or in base64, that is compared: each
// may be held against a hundred certificates. Real ones have up to 500 octets.
const maxName = 2048

// nameReader reads each name once, however many it is compared with.
type nameReader struct{ texts, ders map[string]values }

// values are the attribute values of a name, folded and sorted; ok is false
// where it cannot be read.
type values struct {
	list []string
	ok   bool
}

func newNameReader() nameReader {
	return nameReader{texts: map[string]values{}, ders: map[string]values{}}
}

func (r nameReader) ofText(text string) values {
	if len(text) > maxName {
		return values{}
	}
	return remembered(r.texts, text, textValues)
}

func (r nameReader) ofDER(der []byte) values {
	return remembered(r.ders, string(der), func(der string) ([]string, bool) { return nameValues([]byte(der)) })
}

func remembered(known map[string]values, name string, read func(string) ([]string, bool)) values {
	v, ok := known[name]
	if !ok {
		v.list, v.ok = read(name)
		known[name] = v
	}
	return v
}

// same compares two names as DER, else by the values of their attributes:
// some signers write the name anew with another string type.
func (r nameReader) same(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	left, right := r.ofDER(a), r.ofDER(b)
	return left.ok && right.ok && slices.Equal(left.list, right.list)
}

// nameValues are the attribute values of a Name, folded and sorted.
func nameValues(der []byte) ([]string, bool) {
	attributes, rest, ok := readName(der)
	if !ok || len(rest) > 0 {
		return nil, false
	}
	var values []string
	for _, attribute := range attributes {
		values = append(values, foldValue(compared(attribute.value)))
	}
	slices.Sort(values)
	return values, true
}

// compared is a value as it is compared: its text, or its DER where it is none.
func compared(element []byte) string {
	if text, ok := valueText(element); ok {
		return string(text)
	}
	return "#" + hex.EncodeToString(element)
}

func foldValue(v string) string { return strings.ToLower(strings.Join(strings.Fields(v), " ")) }

// textFits compares a name written as text (RFC 4514 and its forerunners)
// with a DER Name by attribute values. Signers disagree about attribute names
// (E, EMAILADDRESS, 1.2.840…), order and escaping; where the text cannot be
// split at all, it contradicts nothing.
func (r nameReader) textFits(text string, der []byte) bool {
	want, got := r.ofDER(der), r.ofText(text)
	return !want.ok || !got.ok || slices.Equal(want.list, got.list)
}

// sameText is textFits for a name that has to be this one: text that
// cannot be split fits nothing.
func (r nameReader) sameText(text string, der []byte) bool {
	return r.ofText(text).ok && r.textFits(text, der)
}

func textValues(text string) ([]string, bool) {
	var values []string
	for _, part := range splitName(text) {
		_, value, ok := strings.Cut(part, "=")
		if !ok {
			return nil, false
		}
		value, ok = unescapeValue(trimValue(value))
		if !ok {
			return nil, false
		}
		values = append(values, foldValue(value))
	}
	slices.Sort(values)
	return values, len(values) > 0
}

// splitName splits at commas, semicolons and plus signs that are neither
// escaped nor quoted.
func splitName(text string) []string {
	var parts []string
	start, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case (c == ',' || c == ';' || c == '+') && !quoted:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}

// trimValue takes white space away, but for one that is escaped at the end.
func trimValue(v string) string {
	trimmed := strings.Trim(v, " \t\r\n")
	if escapes := len(trimmed) - len(strings.TrimRight(trimmed, `\`)); escapes%2 == 1 {
		return trimmed + " "
	}
	return trimmed
}

func unescapeValue(v string) (string, bool) {
	if strings.HasPrefix(v, "#") {
		return hexValue(v[1:])
	}
	var b strings.Builder
	for i := 0; i < len(v); i++ {
		switch {
		case v[i] == '"':
		case v[i] != '\\':
			b.WriteByte(v[i])
		case i+2 < len(v) && isHex(v[i+1]) && isHex(v[i+2]):
			octet, _ := hex.DecodeString(v[i+1 : i+3])
			b.Write(octet)
			i += 2
		case i+1 < len(v):
			b.WriteByte(v[i+1])
			i++
		default:
			return "", false
		}
	}
	return b.String(), true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// hexValue decodes #hex, the DER of a value.
func hexValue(text string) (string, bool) {
	der, err := hex.DecodeString(text)
	if err != nil {
		return "", false
	}
	return compared(der), true
}
