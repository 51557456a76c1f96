package xsd

import (
	"strings"
	"testing"
)

func TestRefusedSchemas(t *testing.T) {
	tests := []struct{ name, declarations, code string }{
		{"unknown element", `<xs:elephant name="a"/>`, CodeXSDStructure},
		{"unknown attribute", `<xs:element name="a" colour="red"/>`, CodeXSDStructure},
		{"no name", `<xs:element type="xs:int"/>`, CodeXSDStructure},
		{"text", `<xs:element name="a"/>text`, CodeXSDStructure},
		{"order", `<xs:complexType name="T"><xs:attribute name="a"/><xs:sequence/></xs:complexType>`, CodeXSDStructure},
		{"bad boolean", `<xs:element name="a" nillable="yes"/>`, CodeXSDStructure},
		{"duplicate id", `<xs:element name="a" id="x"/><xs:element name="b" id="x"/>`, CodeXSDStructure},
		{"name and ref", `<xs:complexType name="T"><xs:sequence><xs:element name="a" ref="b"/></xs:sequence></xs:complexType>`, CodeXSDStructure},
		{"two types", `<xs:element name="a" type="xs:int"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:element>`, CodeXSDStructure},
		{"unknown type", `<xs:element name="a" type="T"/>`, CodeXSDReference},
		{"unknown built-in", `<xs:element name="a" type="xs:integre"/>`, CodeXSDReference},
		{"namespace not imported", `<xs:element name="a" type="o:T" xmlns:o="urn:o"/>`, CodeXSDReference},
		{"unknown ref", `<xs:complexType name="T"><xs:sequence><xs:element ref="b"/></xs:sequence></xs:complexType>`, CodeXSDReference},
		{"unknown group", `<xs:complexType name="T"><xs:group ref="b"/></xs:complexType>`, CodeXSDReference},
		{"duplicate", `<xs:element name="a"/><xs:element name="a"/>`, CodeXSDDuplicate},
		{"circular type", `<xs:simpleType name="A"><xs:restriction base="B"/></xs:simpleType><xs:simpleType name="B"><xs:restriction base="A"/></xs:simpleType>`, CodeXSDCircular},
		{"type that is a member of its own base", `<xs:simpleType name="A"><xs:restriction base="U"><xs:enumeration value="1"/></xs:restriction></xs:simpleType><xs:simpleType name="U"><xs:union memberTypes="A"/></xs:simpleType>`, CodeXSDCircular},
		{"union of itself", `<xs:simpleType name="U"><xs:union memberTypes="xs:int U"/></xs:simpleType><xs:element name="a" type="U" default="x"/>`, CodeXSDCircular},
		{"list of itself", `<xs:simpleType name="L"><xs:list itemType="L"/></xs:simpleType><xs:element name="a" type="L" default="x"/>`, CodeXSDCircular},
		{"circular group", `<xs:group name="g"><xs:sequence><xs:group ref="g"/></xs:sequence></xs:group>`, CodeXSDCircular},
		{"circular attribute group", `<xs:attributeGroup name="g"><xs:attributeGroup ref="g"/></xs:attributeGroup>`, CodeXSDCircular},
		{"circular substitution", `<xs:element name="a" substitutionGroup="b"/><xs:element name="b" substitutionGroup="a"/>`, CodeXSDCircular},
		{"final", `<xs:simpleType name="A" final="restriction"><xs:restriction base="xs:int"/></xs:simpleType><xs:simpleType name="B"><xs:restriction base="A"/></xs:simpleType>`, CodeXSDDerivation},
		{"list of lists", `<xs:simpleType name="A"><xs:list itemType="xs:NMTOKENS"/></xs:simpleType>`, CodeXSDDerivation},
		{"occurs", `<xs:complexType name="T"><xs:sequence><xs:element name="a" minOccurs="2"/></xs:sequence></xs:complexType>`, CodeXSDOccurs},
		{"all in a sequence", `<xs:group name="G"><xs:all><xs:element name="a"/></xs:all></xs:group><xs:complexType name="T"><xs:sequence><xs:group ref="G"/></xs:sequence></xs:complexType>`, CodeXSDStructure},
		{"all repeats", `<xs:complexType name="T"><xs:all><xs:element name="a" maxOccurs="2"/></xs:all></xs:complexType>`, CodeXSDOccurs},
		{"facet of another type", `<xs:simpleType name="A"><xs:restriction base="xs:string"><xs:totalDigits value="2"/></xs:restriction></xs:simpleType>`, CodeXSDFacet},
		{"facet widens", `<xs:simpleType name="A"><xs:restriction base="xs:byte"><xs:maxInclusive value="200"/></xs:restriction></xs:simpleType>`, CodeXSDFacet},
		{"min above max", `<xs:simpleType name="A"><xs:restriction base="xs:int"><xs:minInclusive value="2"/><xs:maxInclusive value="1"/></xs:restriction></xs:simpleType>`, CodeXSDFacet},
		{"pattern", `<xs:simpleType name="A"><xs:restriction base="xs:string"><xs:pattern value="a\b"/></xs:restriction></xs:simpleType>`, CodeXSDPattern},
		{"enumeration value", `<xs:simpleType name="A"><xs:restriction base="xs:int"><xs:enumeration value="x"/></xs:restriction></xs:simpleType>`, CodeXSDValue},
		{"default value", `<xs:element name="a" type="xs:int" default="x"/>`, CodeXSDValue},
		{"attribute twice", `<xs:complexType name="T"><xs:attribute name="a"/><xs:attribute name="a"/></xs:complexType>`, CodeXSDAttribute},
		{"identity XPath", `<xs:element name="a"><xs:unique name="u"><xs:selector xpath="a[1]"/><xs:field xpath="@b"/></xs:unique></xs:element>`, CodeXSDIdentity},
		{"keyref of nothing", `<xs:element name="a"><xs:keyref name="u" refer="k"><xs:selector xpath="a"/><xs:field xpath="@b"/></xs:keyref></xs:element>`, CodeXSDReference},
		{"ambiguous", `<xs:complexType name="T"><xs:sequence><xs:element name="a" minOccurs="0"/><xs:element name="a"/></xs:sequence></xs:complexType>`, CodeXSDAmbiguous},
		{"ambiguous wildcard", `<xs:complexType name="T"><xs:sequence><xs:element name="a" minOccurs="0"/><xs:any/></xs:sequence></xs:complexType>`, CodeXSDAmbiguous},
		{"inconsistent", `<xs:complexType name="T"><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="a" type="xs:string"/></xs:sequence></xs:complexType>`, CodeXSDInconsistent},
		{"no restriction", `<xs:complexType name="A"><xs:sequence><xs:element name="a"/></xs:sequence></xs:complexType>
			<xs:complexType name="B"><xs:complexContent><xs:restriction base="A"><xs:sequence><xs:element name="b"/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>`, CodeXSDParticle},
		{"substitution type", `<xs:element name="h" type="xs:int"/><xs:element name="m" type="xs:string" substitutionGroup="h"/>`, CodeXSDSubstitution},
		{"import of itself", `<xs:import/>`, CodeXSDImport},
		{"doctype", `<!DOCTYPE a>`, CodeXSDSyntax},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, problems, err := Compile([]Source{{Location: "test.xsd", Data: []byte(schemaOf("\n" + tt.declarations))}}, nil)
			if err != nil || s != nil || len(problems) == 0 {
				t.Fatalf("%v %v", err, problems)
			}
			p := problems[0]
			if p.Code != tt.code {
				t.Errorf("%s, want %s: %s", p.Code, tt.code, p.Message)
			}
			if p.Document != "test.xsd" || p.Line == 0 || p.Column == 0 || p.Message == "" || p.Args["rule"] == "" {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestSoundSchemas(t *testing.T) {
	for name, declarations := range map[string]string{
		"exact counts do not compete": `<xs:complexType name="T"><xs:sequence><xs:element name="a" minOccurs="2" maxOccurs="2"/><xs:element name="a"/></xs:sequence></xs:complexType>`,
		"50,000 times 50,000":         `<xs:complexType name="T"><xs:sequence maxOccurs="50000"><xs:element name="a" maxOccurs="50000"/><xs:element name="b" minOccurs="100" maxOccurs="50000"/></xs:sequence></xs:complexType>`,
		"recursion":                   `<xs:element name="a" type="T"/><xs:complexType name="T"><xs:sequence><xs:element ref="a" minOccurs="0"/><xs:element name="t" type="T" minOccurs="0"/></xs:sequence></xs:complexType>`,
		"import without a document":   `<xs:import namespace="urn:x"/>`,
		"xml attributes":              `<xs:import namespace="http://www.w3.org/XML/1998/namespace"/><xs:complexType name="T"><xs:attribute ref="xml:lang"/></xs:complexType>`,
		"foreign attributes":          `<xs:element name="a" o:b="c" xmlns:o="urn:o"/>`,
		"restriction":                 `<xs:complexType name="A"><xs:sequence><xs:element name="a" type="xs:int" minOccurs="0"/><xs:element name="b" type="xs:decimal" minOccurs="0" maxOccurs="5"/></xs:sequence></xs:complexType><xs:complexType name="B"><xs:complexContent><xs:restriction base="A"><xs:sequence><xs:element name="b" type="xs:int" maxOccurs="2"/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>`,
	} {
		t.Run(name, func(t *testing.T) { compileText(t, schemaOf(declarations)) })
	}
}

// documents resolves by location.
func documents(texts map[string]string) Resolver {
	return func(_, location, _ string) (Source, bool) {
		text, ok := texts[location]
		return Source{Location: location, Data: []byte(text)}, ok
	}
}

func schemaIn(namespace, declarations string) string {
	return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="` + namespace + `" xmlns="` + namespace + `" elementFormDefault="qualified">` + declarations + `</xs:schema>`
}

func TestManyDocuments(t *testing.T) {
	resolve := documents(map[string]string{
		"types.xsd": schemaOf(`<xs:include schemaLocation="main.xsd"/><xs:simpleType name="Kod"><xs:restriction base="Znak"/></xs:simpleType><xs:simpleType name="Znak"><xs:restriction base="xs:string"><xs:length value="1"/></xs:restriction></xs:simpleType>`),
		"b.xsd":     schemaIn("urn:b", `<xs:import namespace="urn:a" schemaLocation="main.xsd"/><xs:element name="b" type="a:Kod" xmlns:a="urn:a"/>`),
		"old.xsd":   schemaIn("urn:a", `<xs:complexType name="T"><xs:sequence><xs:element name="x"/></xs:sequence></xs:complexType><xs:element name="t" type="T"/>`),
		"main.xsd": schemaIn("urn:a", `<xs:include schemaLocation="types.xsd"/><xs:import namespace="urn:b" schemaLocation="b.xsd"/>
			<xs:redefine schemaLocation="old.xsd"><xs:complexType name="T"><xs:complexContent><xs:extension base="T"><xs:sequence><xs:element name="y"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType></xs:redefine>
			<xs:element name="a"><xs:complexType><xs:sequence><xs:element ref="o:b" xmlns:o="urn:b"/><xs:element ref="t"/></xs:sequence></xs:complexType></xs:element>`),
	})
	main, _ := resolve("", "main.xsd", "")
	s, problems, err := Compile([]Source{main}, resolve)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	for document, want := range map[string]string{
		`<a xmlns="urn:a"><b xmlns="urn:b">x</b><t><x/><y/></t></a>`:  "",
		`<a xmlns="urn:a"><b xmlns="urn:b">xx</b><t><x/><y/></t></a>`: "length 1:18 /a/b",
		`<a xmlns="urn:a"><b xmlns="urn:b">x</b><t><x/></t></a>`:      "element-missing 1:40 /a/t",
	} {
		if got := strings.Join(validateText(t, s, document), "|"); got != want {
			t.Errorf("%s: %s, want %s", document, got, want)
		}
	}
}

func TestImportOfAnotherNamespace(t *testing.T) {
	resolve := documents(map[string]string{"b.xsd": schemaIn("urn:c", "")})
	_, problems, _ := Compile([]Source{{Location: "a.xsd", Data: []byte(schemaIn("urn:a", `<xs:import namespace="urn:b" schemaLocation="b.xsd"/>`))}}, resolve)
	if len(problems) != 1 || problems[0].Code != CodeXSDImport {
		t.Error(problems)
	}
}

func TestNoDocument(t *testing.T) {
	if _, _, err := Compile(nil, nil); err == nil {
		t.Error("no document, no error")
	}
}

func TestCodes(t *testing.T) {
	seen := map[string]bool{}
	for _, code := range Codes() {
		if seen[code] || !strings.HasPrefix(code, "schema.") && !strings.HasPrefix(code, "xsd.") {
			t.Errorf("%s", code)
		}
		seen[code] = true
	}
}

func TestRedefinedTwice(t *testing.T) {
	resolve := documents(map[string]string{"old.xsd": schemaIn("urn:a", `<xs:simpleType name="B"><xs:restriction base="xs:int"/></xs:simpleType>`)})
	once := `<xs:redefine schemaLocation="old.xsd"><xs:simpleType name="B"><xs:restriction base="B"><xs:maxInclusive value="5"/></xs:restriction></xs:simpleType></xs:redefine>`
	for declarations, want := range map[string]string{once: "", once + once: CodeXSDDuplicate} {
		_, problems, _ := Compile([]Source{{Location: "a.xsd", Data: []byte(schemaIn("urn:a", declarations))}}, resolve)
		got := ""
		if len(problems) > 0 {
			got = problems[0].Code
		}
		if got != want {
			t.Errorf("%s: %v, want %q", declarations, problems, want)
		}
	}
}

// The attributes of the xml namespace are known to schemas that import it; for
// others they are attributes like any.
func TestXMLAttributes(t *testing.T) {
	element := `<xs:element name="a"><xs:complexType><xs:anyAttribute/></xs:complexType></xs:element>`
	for declarations, want := range map[string]string{
		element: "attribute-undeclared 1:4 /a/@lang",
		`<xs:import namespace="http://www.w3.org/XML/1998/namespace"/>` + element: "",
	} {
		got := strings.Join(validateText(t, compileText(t, schemaOf(declarations)), `<a xml:lang="pl"/>`), "|")
		if got != want {
			t.Errorf("%s: %q, want %q", declarations, got, want)
		}
	}
}
