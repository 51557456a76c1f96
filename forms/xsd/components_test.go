package xsd

import (
	"slices"
	"testing"
)

const vehicles = `
	<xs:element name="Dokument"><xs:annotation><xs:documentation xml:lang="pl">Pismo.</xs:documentation><xs:documentation xml:lang="en">A letter.</xs:documentation></xs:annotation>
	  <xs:complexType><xs:sequence>
	    <xs:element ref="Pojazd" maxOccurs="unbounded"/>
	    <xs:choice minOccurs="0"><xs:element name="A" type="Kod" nillable="true" default="a"/><xs:any namespace="##other"/></xs:choice>
	  </xs:sequence><xs:attribute name="nr" type="xs:int" use="required"/><xs:attribute name="v" fixed="1"/></xs:complexType></xs:element>
	<xs:element name="Pojazd" type="Pojazd" abstract="true"/>
	<xs:element name="Rower" type="Rower" substitutionGroup="Pojazd"/>
	<xs:element name="Auto" type="Auto" substitutionGroup="Pojazd"/>
	<xs:element name="Duch" type="Pojazd" substitutionGroup="Pojazd" abstract="true"/>
	<xs:complexType name="Pojazd" abstract="true"/>
	<xs:complexType name="Rower"><xs:complexContent><xs:extension base="Pojazd"/></xs:complexContent></xs:complexType>
	<xs:complexType name="Auto"><xs:complexContent><xs:extension base="Pojazd"><xs:sequence><xs:element name="Cena" type="Cena"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
	<xs:complexType name="Cena"><xs:simpleContent><xs:extension base="xs:decimal"/></xs:simpleContent></xs:complexType>
	<xs:simpleType name="Kod"><xs:restriction base="xs:token"><xs:maxLength value="3"/><xs:pattern value="[a-z]*"/>
	  <xs:enumeration value="a"><xs:annotation><xs:documentation>Pierwszy</xs:documentation></xs:annotation></xs:enumeration><xs:enumeration value="bc"/></xs:restriction></xs:simpleType>
	<xs:simpleType name="Ile"><xs:restriction base="xs:int"><xs:minInclusive value="1"/><xs:maxExclusive value="9"/></xs:restriction></xs:simpleType>
	<xs:simpleType name="Albo"><xs:union memberTypes="Kod Ile"/></xs:simpleType>`

func locals[T interface{ Name() Name }](list []T) (names []string) {
	for _, v := range list {
		names = append(names, v.Name().Local)
	}
	return names
}

func TestComponents(t *testing.T) {
	s := compileText(t, schemaOf(vehicles))
	root, ok := s.Element("", "Dokument")
	if _, unknown := s.Element("", "Nic"); !ok || unknown {
		t.Fatal("elements are not found by name")
	}
	if got := root.Documentation(); !slices.Equal(got, []Documentation{{"pl", "Pismo."}, {"en", "A letter."}}) {
		t.Errorf("documentation %v", got)
	}
	attributes := root.Type().Attributes()
	if got := locals(attributes); !slices.Equal(got, []string{"nr", "v"}) || !attributes[0].Required() || attributes[1].Preset() != (Preset{"1", true, true}) {
		t.Errorf("attributes %v", got)
	}
	model, ok := root.Type().Particle()
	if !ok || model.Kind() != SequenceParticle || len(model.Parts()) != 2 || root.Type().Content() != ElementContent {
		t.Fatalf("content %v", model.Kind())
	}
	vehicle, choice := model.Parts()[0], model.Parts()[1]
	if vehicle.Min() != 1 || vehicle.Max() != Unbounded || vehicle.Emptiable() || choice.Kind() != ChoiceParticle || !choice.Emptiable() {
		t.Error("occurrences")
	}
	for name, want := range map[Name]bool{{"", "Auto"}: true, {"", "Pojazd"}: true, {"", "A"}: false, {"urn:x", "Auto"}: false} {
		if model.Takes(name) != want {
			t.Errorf("takes %v: %v", name, !want)
		}
	}
	if !choice.Takes(Name{"", "A"}) || !choice.Takes(Name{"urn:x", "B"}) || choice.Takes(Name{"", "B"}) {
		t.Error("the choice takes something else")
	}
	a := choice.Parts()[0].Element()
	if !a.Nillable() || a.Preset() != (Preset{"a", true, false}) || choice.Parts()[1].Kind() != WildcardParticle {
		t.Error("the parts of the choice")
	}
	if e := vehicle.Element(); !e.Abstract() || !slices.Equal(locals(e.Substitutes()), []string{"Auto", "Rower"}) || !slices.Equal(locals(s.Derivatives(e)), []string{"Auto", "Rower"}) {
		t.Errorf("in place of Pojazd: %v, %v", locals(e.Substitutes()), locals(s.Derivatives(e)))
	}
}

func TestSimpleComponents(t *testing.T) {
	s := compileText(t, schemaOf(vehicles+`<xs:element name="kod" type="Kod"/><xs:element name="ile" type="Ile"/><xs:element name="albo" type="Albo"/><xs:element name="cena" type="Cena"/><xs:element name="tekst" type="xs:string"/><xs:element name="id" type="xs:ID"/>`))
	typeOf := func(name string) Type { e, _ := s.Element("", name); return e.Type() }
	kod := typeOf("kod")
	listed := kod.Enumeration()
	if len(listed) != 2 || listed[0].Value != "a" || listed[0].Documentation[0].Text != "Pierwszy" || listed[1].Documentation != nil {
		t.Errorf("enumeration %v", listed)
	}
	if f := kod.Facets(); f.MaxLength != 3 || f.MinLength != -1 || !slices.Equal(f.Patterns, []string{"[a-z]*"}) || f.KeepsSpace || kod.Builtin() != "token" {
		t.Errorf("facets %+v of %s", f, kod.Builtin())
	}
	ile := typeOf("ile")
	if f := ile.Facets(); f.Min != "1" || f.MinExclusive || f.Max != "9" || !f.MaxExclusive || !ile.Whole() || kod.Whole() {
		t.Errorf("facets %+v", f)
	}
	if got := locals(typeOf("albo").Members()); !slices.Equal(got, []string{"Kod", "Ile"}) || typeOf("albo").Builtin() != "" {
		t.Errorf("members %v", got)
	}
	if cena := typeOf("cena"); cena.Simple() || cena.Content() != TextContent || cena.Text().Builtin() != "decimal" {
		t.Error("simpleContent")
	}
	if !typeOf("tekst").Facets().KeepsSpace || !typeOf("id").IsID() || typeOf("tekst").IsID() {
		t.Error("built-in types")
	}
}

// TestTypeCheck: a value alone is judged as in a document.
func TestTypeCheck(t *testing.T) {
	s := compileText(t, schemaOf(vehicles+`<xs:element name="kod" type="Kod"/><xs:element name="ile" type="Ile"/><xs:element name="albo" type="Albo"/>`))
	for _, c := range []struct{ element, text, code string }{
		{"kod", "a", ""}, {"kod", " bc ", ""}, {"kod", "c", CodeEnumeration}, {"kod", "A", CodePattern}, {"kod", "abcd", CodeMaxLength},
		{"ile", "8", ""}, {"ile", "9", CodeMaxExclusive}, {"ile", "x", CodeType}, {"albo", "a", ""}, {"albo", "5", ""}, {"albo", "!", CodePattern},
	} {
		e, _ := s.Element("", c.element)
		p, ok := e.Type().Check(c.text)
		if ok != (c.code == "") || p.Code != c.code {
			t.Errorf("%s %q: %v %+v", c.element, c.text, ok, p)
		}
		if document := validateText(t, s, "<"+c.element+">"+c.text+"</"+c.element+">"); (len(document) == 0) != ok {
			t.Errorf("%s %q: in a document %v", c.element, c.text, document)
		}
		if !ok && (p.Value != c.text || p.Message == "" || p.Args["type"] == "") {
			t.Errorf("%s %q: %+v", c.element, c.text, p)
		}
	}
}
