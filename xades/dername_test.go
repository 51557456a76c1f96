package xades

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"
)

// FuzzName: the text of a Name fits the Name it was made of, whatever stands in it.
func FuzzName(f *testing.F) {
	attribute := func(value any, oid ...int) pkix.AttributeTypeAndValue {
		return pkix.AttributeTypeAndValue{Type: oid, Value: value}
	}
	for _, name := range []pkix.RDNSequence{
		nil,
		{{attribute("PL", 2, 5, 4, 6)}, {attribute("Urząd Testowy, sp. próbna", 2, 5, 4, 10), attribute("#x", 2, 5, 4, 11)}},
		{{attribute("\t#1\u00a0\x00", 2, 5, 4, 97)}, {attribute("\u00a0#2\n", 2, 5, 4, 3)}},
		{{attribute(` a+"b"\;<>= `, 2, 5, 4, 3)}, {attribute("x", 1, 2, 3)}, {attribute(5, 2, 5, 4, 5)}},
		{{attribute(asn1.RawValue{Tag: asn1.TagT61String, Bytes: []byte("Urz\xB9d")}, 2, 5, 4, 10)}, {attribute(asn1.RawValue{Tag: asn1.TagBMPString, Bytes: []byte{0, 'A', 1, 5}}, 2, 5, 4, 10)}},
	} {
		der, err := asn1.Marshal(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(der)
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		attributes, rest, ok := readName(der)
		text := nameText(der)
		if !ok || len(attributes) == 0 {
			if text != "" {
				t.Fatalf("no name is %q", text)
			}
			return
		}
		if len(rest) == 0 && !newNameReader().sameText(text, der) {
			t.Fatalf("%q is not the text of %x", text, der)
		}
	})
}
