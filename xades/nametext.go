package xades

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"strings"
)

// attributeNames are the attribute types that are written by name: those of
// RFC 4514 3, and those that European certificates add (ETSI EN 319 412-1).
var attributeNames = map[string]string{
	"2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.9": "STREET", "2.5.4.10": "O", "2.5.4.11": "OU",
	"0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC",
	"2.5.4.4": "surname", "2.5.4.5": "serialNumber", "2.5.4.12": "title", "2.5.4.42": "givenName", "2.5.4.97": "organizationIdentifier",
	"1.2.840.113549.1.9.1": "emailAddress",
}

// nameText writes a DER Name as RFC 4514 does, the last attribute first; "" for
// what is no Name.
func nameText(der []byte) string {
	var rdns pkix.RDNSequence
	if _, err := asn1.Unmarshal(der, &rdns); err != nil {
		return ""
	}
	var b strings.Builder
	for i := len(rdns) - 1; i >= 0; i-- {
		for k, attribute := range rdns[i] {
			switch {
			case k > 0:
				b.WriteByte('+')
			case b.Len() > 0:
				b.WriteByte(',')
			}
			writeAttribute(&b, attribute)
		}
	}
	return b.String()
}

// writeAttribute writes type=value; a value that is no text, or of a type
// without a name, as # and its DER in hexadecimal (RFC 4514 2.4).
func writeAttribute(b *strings.Builder, attribute pkix.AttributeTypeAndValue) {
	oid := attribute.Type.String()
	name, known := attributeNames[oid]
	value, text := attribute.Value.(string)
	if known && text {
		b.WriteString(name + "=" + escapeValue(value))
		return
	}
	if !known {
		name = oid
	}
	der, err := asn1.Marshal(attribute.Value)
	if err != nil {
		der = nil
	}
	b.WriteString(name + "=#" + hex.EncodeToString(der))
}

// escapeValue escapes what RFC 4514 2.4 tells to.
func escapeValue(v string) string {
	var b strings.Builder
	for i, r := range v {
		switch {
		case r == 0:
			b.WriteString(`\00`)
			continue
		case strings.ContainsRune(`"+,;<>\`, r), r == '#' && i == 0, r == ' ' && (i == 0 || i == len(v)-1):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
