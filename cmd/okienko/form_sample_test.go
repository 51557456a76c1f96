package main

import (
	"testing"

	"okienko/forms"
	"okienko/forms/xsd"
)

// TestEveryFormFillsItselfIn: what is asked of each form can be answered with
// made-up values alone.
func TestEveryFormFillsItselfIn(t *testing.T) {
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range catalogue.Forms() {
		document, left, err := sampleOf(f)
		if err != nil || len(left) > 0 || len(document) == 0 {
			t.Errorf("%s/%s: %v left, %v", f.Name, f.Version, left, err)
		}
	}
}

func TestValuesOfTypes(t *testing.T) {
	for restriction, want := range map[string]bool{
		`<xs:restriction base="xs:string"/>`: true,
		`<xs:restriction base="xs:token"><xs:pattern value="[A-Z]{2}[0-9][A-Z]/[0-9]{8}/[0-9]"/></xs:restriction>`:      true,
		`<xs:restriction base="xs:token"><xs:pattern value="\i\c*"/></xs:restriction>`:                                  true,
		`<xs:restriction base="xs:token"><xs:pattern value="^a$b"/></xs:restriction>`:                                   true, // both are letters like others there
		`<xs:restriction base="xs:token"><xs:pattern value="\p{Lu}\p{Ll}{2,}( [a-z]+)?"/></xs:restriction>`:             true,
		`<xs:restriction base="xs:token"><xs:pattern value="a*"/><xs:minLength value="3"/></xs:restriction>`:            true,
		`<xs:restriction base="xs:decimal"><xs:minExclusive value="0"/><xs:fractionDigits value="2"/></xs:restriction>`: true,
		`<xs:restriction base="xs:decimal"><xs:minInclusive value="1000000"/></xs:restriction>`:                         true,
		`<xs:restriction base="xs:gYear"><xs:minInclusive value="2016"/></xs:restriction>`:                              true,
		`<xs:restriction base="xs:string"><xs:length value="17"/></xs:restriction>`:                                     true,
		`<xs:restriction base="xs:hexBinary"/>`:                                                                         true,
		`<xs:union memberTypes="xs:date xs:boolean"/>`:                                                                  true,
		`<xs:restriction base="xs:token"><xs:pattern value="a"/><xs:length value="9"/></xs:restriction>`:                false, // nothing is both
	} {
		schema, problems, err := xsd.Compile([]xsd.Source{{Location: "t.xsd", Data: []byte(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="e"><xs:simpleType>` +
			restriction + `</xs:simpleType></xs:element></xs:schema>`)}}, nil)
		if err != nil || len(problems) > 0 {
			t.Fatalf("%s: %v %v", restriction, problems, err)
		}
		e, _ := schema.Element("", "e")
		value, ok := valueOf(e.Type())
		if ok != want {
			t.Errorf("%s: %q %v", restriction, value, ok)
		}
	}
}
