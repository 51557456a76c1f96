package xades

import (
	"encoding/asn1"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// nameAttribute is one attribute of a DER Name (RFC 5280 4.1.2.4).
type nameAttribute struct {
	kind  cryptobyte.String // content octets of the type's identifier
	value cryptobyte.String // the whole element
	joins bool              // it stands in one RelativeDistinguishedName with the attribute before it
}

// readName lists the attributes of a Name in the order they are encoded in; what
// follows the Name is in rest. Certificates of others are read by it: strings
// hold whatever their issuers put there.
func readName(name []byte) (attributes []nameAttribute, rest []byte, ok bool) {
	input := cryptobyte.String(name)
	var rdns, rdn cryptobyte.String
	if !input.ReadASN1(&rdns, der.SEQUENCE) {
		return nil, nil, false
	}
	attributes = make([]nameAttribute, 0, 8)
	for !rdns.Empty() {
		if !rdns.ReadASN1(&rdn, der.SET) {
			return nil, nil, false
		}
		for joins := false; !rdn.Empty(); joins = true {
			var pair, kind, value cryptobyte.String
			if !rdn.ReadASN1(&pair, der.SEQUENCE) || !pair.ReadASN1(&kind, der.OBJECT_IDENTIFIER) || !pair.ReadAnyASN1Element(&value, nil) || !pair.Empty() {
				return nil, nil, false
			}
			attributes = append(attributes, nameAttribute{kind, value, joins})
		}
	}
	return attributes, input, true
}

// valueText reads the string types of X.520 as UTF-8, which may share memory
// with the element; ok is false for any other value.
func valueText(element cryptobyte.String) (text []byte, ok bool) {
	var content cryptobyte.String
	var tag der.Tag
	if !element.ReadAnyASN1(&content, &tag) || !element.Empty() {
		return nil, false
	}
	switch tag {
	case der.UTF8String, der.Tag(asn1.TagPrintableString), der.IA5String, der.Tag(asn1.TagNumericString):
		return content, utf8.Valid(content)
	case der.T61String: // Latin-1, as everybody who still writes it means
		return latin1(content), true
	case der.Tag(asn1.TagBMPString):
		return bmp(content), len(content)%2 == 0
	}
	return nil, false
}

func latin1(content []byte) (text []byte) {
	for _, c := range content {
		text = utf8.AppendRune(text, rune(c))
	}
	return text
}

func bmp(content []byte) []byte {
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = uint16(content[2*i])<<8 | uint16(content[2*i+1])
	}
	return []byte(string(utf16.Decode(units)))
}
