package xades

import (
	"encoding/asn1"
	"encoding/hex"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// attributeNames are the attribute types that are written by name, by the
// content octets of their identifiers: those of RFC 4514 3, and those that
// European certificates add (ETSI EN 319 412-1).
var attributeNames = map[string]string{
	"\x55\x04\x03": "CN", "\x55\x04\x06": "C", "\x55\x04\x07": "L", "\x55\x04\x08": "ST", "\x55\x04\x09": "STREET", "\x55\x04\x0a": "O", "\x55\x04\x0b": "OU",
	"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01": "UID", "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19": "DC",
	"\x55\x04\x04": "surname", "\x55\x04\x05": "serialNumber", "\x55\x04\x0c": "title", "\x55\x04\x2a": "givenName", "\x55\x04\x61": "organizationIdentifier",
	"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01": "emailAddress",
}

// nameText writes a DER Name as RFC 4514 does, the last RelativeDistinguishedName
// first; "" for what is no Name.
func nameText(name []byte) string {
	attributes, _, ok := readName(name)
	if !ok {
		return ""
	}
	text := make([]byte, 0, 128)
	for end := len(attributes); end > 0; {
		first := end - 1
		for attributes[first].joins {
			first--
		}
		for i, attribute := range attributes[first:end] {
			switch {
			case i > 0:
				text = append(text, '+')
			case len(text) > 0:
				text = append(text, ',')
			}
			text = attribute.append(text)
		}
		end = first
	}
	return string(text)
}

// append writes type=value; a value that is no text, or of a type without a
// name, as # and its DER in hexadecimal (RFC 4514 2.4).
func (a nameAttribute) append(to []byte) []byte {
	name, known := attributeNames[string(a.kind)]
	value, text := valueText(a.value)
	if !known {
		name = identifierText(a.kind)
	}
	to = append(append(to, name...), '=')
	if known && text {
		return appendEscaped(to, value)
	}
	return hex.AppendEncode(append(to, '#'), a.value)
}

// identifierText writes an object identifier with dots.
func identifierText(content []byte) string {
	b := cryptobyte.NewBuilder(nil)
	b.AddASN1(der.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes(content) })
	encoded, err := b.Bytes()
	input := cryptobyte.String(encoded)
	var id asn1.ObjectIdentifier
	if err != nil || !input.ReadASN1ObjectIdentifier(&id) {
		return ""
	}
	return id.String()
}

// appendEscaped escapes what RFC 4514 2.4 tells to, and controls.
func appendEscaped(to, value []byte) []byte {
	for i := range len(value) {
		switch c := value[i]; {
		case c < ' ' || c == 0x7F:
			to = hex.AppendEncode(append(to, '\\'), value[i:i+1])
			continue
		case strings.IndexByte(`"+,;<>\`, c) >= 0, c == '#' && i == 0, c == ' ' && (i == 0 || i == len(value)-1):
			to = append(to, '\\')
		}
		to = append(to, value[i])
	}
	return to
}
