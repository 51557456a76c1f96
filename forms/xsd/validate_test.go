package xsd

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"okienko/xades/xmltree"
)

const letterTypes = `
<xs:element name="r"><xs:complexType><xs:sequence>
 <xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:int" minOccurs="0"/><xs:element name="c" maxOccurs="2"/>
</xs:sequence><xs:attribute name="v" type="xs:int" use="required"/><xs:attribute name="f" fixed="x"/></xs:complexType></xs:element>`

func TestValidate(t *testing.T) {
	choice := `<xs:element name="r"><xs:complexType><xs:choice minOccurs="0" maxOccurs="3"><xs:element name="a"/><xs:sequence><xs:element name="b"/><xs:element name="c"/></xs:sequence></xs:choice></xs:complexType></xs:element>`
	all := `<xs:element name="r"><xs:complexType><xs:all><xs:element name="a"/><xs:element name="b" minOccurs="0"/><xs:element name="c"/></xs:all></xs:complexType></xs:element>`
	counted := `<xs:element name="r"><xs:complexType><xs:sequence minOccurs="2" maxOccurs="3"><xs:element name="a" maxOccurs="2"/><xs:element name="b" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>`
	mixed := `<xs:element name="r"><xs:complexType mixed="true"><xs:sequence><xs:element name="a" minOccurs="0"/></xs:sequence></xs:complexType></xs:element><xs:element name="e"><xs:complexType/></xs:element>`
	nilled := `<xs:element name="r" type="xs:int" nillable="true"/><xs:element name="s" type="xs:int"/>`
	abstract := `<xs:complexType name="T" abstract="true"/><xs:complexType name="U"><xs:complexContent><xs:extension base="T"><xs:sequence><xs:element name="a"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
		<xs:complexType name="V"/><xs:element name="r" type="T"/>`
	heads := `<xs:element name="h" abstract="true" type="xs:string"/><xs:element name="m" substitutionGroup="h"/><xs:element name="n" substitutionGroup="m" type="xs:token"/>
		<xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="h" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>`
	any := `<xs:element name="g" type="xs:int"/><xs:attribute name="at" type="xs:int"/><xs:element name="r"><xs:complexType><xs:sequence><xs:any processContents="PC" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:anyAttribute processContents="PC"/></xs:complexType></xs:element>`
	ids := `<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" maxOccurs="unbounded"><xs:complexType><xs:attribute name="id" type="xs:ID"/><xs:attribute name="to" type="xs:IDREFS"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>`
	fixed := `<xs:element name="r" type="xs:decimal" fixed="1.0"/><xs:element name="d" type="xs:int" default="5"/>`
	xsi := ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`
	tests := []struct{ name, schema, document, want string }{
		{"valid", letterTypes, `<r v="1"><a/><b>2</b><c/><c/></r>`, ""},
		{"text type", letterTypes, `<r v="1"><a/><b>x</b><c/></r>`, "type 1:14 /r/b"},
		{"too many", letterTypes, `<r v="1"><a/><c/><c/><c/></r>`, "element-unexpected 1:22 /r/c[3]"},
		{"one missing", letterTypes, `<r v="1"><c/></r>`, "element-unexpected 1:10 /r/c"},
		{"end missing", letterTypes, `<r v="1"><a/></r>`, "element-missing 1:1 /r"},
		{"misspelt gives one problem", letterTypes, `<r v="1"><A/><b>2</b><c/></r>`, "element-unexpected 1:10 /r/A"},
		{"misspelt last gives one problem", letterTypes, `<r v="1"><a/><x/></r>`, "element-unexpected 1:14 /r/x"},
		{"content of a misplaced element", letterTypes, `<r v="1"><b>x</b><c/></r>`, "element-unexpected 1:10 /r/b|type 1:10 /r/b"},
		{"required attribute", letterTypes, `<r><a/><c/></r>`, "attribute-missing 1:1 /r/@v"},
		{"attributes", letterTypes, `<r v="x" w="1" f="y"><a/><c/></r>`, "type 1:4 /r/@v|attribute-fixed 1:16 /r/@f|attribute-unexpected 1:10 /r/@w"},
		{"text between elements", letterTypes, "<r v='1'>\n x<a/> y<c/></r>", "text-unexpected 1:10 /r"},
		{"unknown root", letterTypes, `<q/>`, "element-unknown 1:1 /q"},
		{"element in text", letterTypes, `<r v="1"><a><i/></a><c/></r>`, "element-unexpected 1:13 /r/a/i"},
		{"comments part nothing", letterTypes, `<r v="1"><a/><b>1<!-- -->2<?p?></b><c/></r>`, ""},

		{"choice", choice, `<r><a/><b/><c/><a/></r>`, ""},
		{"choice empty", choice, `<r/>`, ""},
		{"choice too many", choice, `<r><a/><a/><a/><a/></r>`, "element-unexpected 1:16 /r/a[4]"},
		{"choice incomplete", choice, `<r><b/></r>`, "element-missing 1:1 /r"},
		{"all in any order", all, `<r><c/><a/></r>`, ""},
		{"all twice", all, `<r><c/><a/><c/></r>`, "element-unexpected 1:12 /r/c[2]"},
		{"all missing", all, `<r><b/><a/></r>`, "element-missing 1:1 /r"},
		{"counters 2 as 1+1", counted, `<r><a/><a/></r>`, ""},
		{"counters 6", counted, `<r><a/><a/><a/><a/><a/><a/></r>`, ""},
		{"counters 7", counted, `<r><a/><a/><a/><a/><a/><a/><a/></r>`, "element-unexpected 1:28 /r/a[7]"},
		{"counters too few", counted, `<r><a/><b/></r>`, "element-missing 1:1 /r"},
		{"counters parted by b", counted, `<r><a/><b/><a/><a/><b/><a/></r>`, ""},

		{"mixed", mixed, `<r>x<a/>y</r>`, ""},
		{"empty element with space", mixed, `<e> </e>`, "text-unexpected 1:4 /e"},
		{"empty element with element", mixed, `<e><a/></e>`, "element-unexpected 1:4 /e/a"},

		{"nil", nilled, `<r` + xsi + ` xsi:nil="true"/>`, ""},
		{"nil with content", nilled, `<r` + xsi + ` xsi:nil="1">1</r>`, "nil-content 1:1 /r"},
		{"nil false", nilled, `<r` + xsi + ` xsi:nil="false"></r>`, "type 1:1 /r"},
		{"not nillable and empty", nilled, `<s` + xsi + ` xsi:nil="true"/>`, "nil 1:1 /s/@nil"},
		{"not nillable", nilled, `<s` + xsi + ` xsi:nil="false">1</s>`, "nil 1:1 /s/@nil"},

		{"abstract type", abstract, `<r/>`, "abstract-type 1:1 /r"},
		{"xsi:type", abstract, `<r` + xsi + ` xsi:type="U"><a/></r>`, ""},
		{"xsi:type unknown", abstract, `<r` + xsi + ` xsi:type="Z"/>`, "type-unknown 1:1 /r/@type"},
		{"xsi:type not derived", abstract, `<r` + xsi + ` xsi:type="V"/>`, "type-derivation 1:1 /r/@type"},

		{"substitutes", heads, `<r><m/><n/></r>`, ""},
		{"abstract head", heads, `<r><h/></r>`, "abstract 1:4 /r/h"},

		{"any strict", strings.ReplaceAll(any, "PC", "strict"), `<r at="x" b="1"><g>1</g><g>x</g><q/></r>`, "type 1:4 /r/@at|attribute-undeclared 1:11 /r/@b|type 1:25 /r/g[2]|element-undeclared 1:33 /r/q"},
		{"any lax", strings.ReplaceAll(any, "PC", "lax"), `<r at="x" b="1"><g>1</g><q><g>x</g></q></r>`, "type 1:4 /r/@at|type 1:28 /r/q/g"},
		{"any skip", strings.ReplaceAll(any, "PC", "skip"), `<r at="x" b="1"><g>x</g><q/></r>`, ""},

		{"ids", ids, `<r><a id="x" to="y x"/><a id="y"/></r>`, ""},
		{"ids wrong", ids, `<r><a id="x" to="z"/><a id="x"/></r>`, "duplicate-id 1:25 /r/a[2]/@id|id-reference 1:14 /r/a[1]/@to"},

		{"fixed by value", fixed, `<r>01.00</r>`, ""},
		{"fixed empty", fixed, `<r/>`, ""},
		{"fixed differs", fixed, `<r>2</r>`, "element-fixed 1:1 /r"},
		{"default", fixed, `<d/>`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(validateText(t, compileText(t, schemaOf(tt.schema)), tt.document), "|")
			if got != tt.want {
				t.Errorf("%s\n got %s\nwant %s", tt.document, got, tt.want)
			}
		})
	}
}

func TestFacets(t *testing.T) {
	tests := []struct{ restriction, yes, no, code string }{
		{`base="xs:string"><xs:length value="3"/>`, "abc żół", "ab abcd", CodeLength},
		{`base="xs:string"><xs:minLength value="2"/>`, "ab abc", "a", CodeMinLength},
		{`base="xs:string"><xs:maxLength value="2"/>`, "ab ż", "abc", CodeMaxLength},
		{`base="xs:hexBinary"><xs:maxLength value="2"/>`, "0a0b", "0a0b0c", CodeMaxLength},
		{`base="xs:base64Binary"><xs:length value="3"/>`, "YWJj", "YWI=", CodeLength},
		{`base="xs:string"><xs:pattern value="[a-c]+"/><xs:pattern value="\d"/>`, "abc 7", "abcd 77", CodePattern},
		{`base="xs:string"><xs:enumeration value="a"/><xs:enumeration value="b"/>`, "a b", "c", CodeEnumeration},
		{`base="xs:decimal"><xs:enumeration value="1.0"/>`, "1 01.00", "1.01", CodeEnumeration},
		{`base="xs:int"><xs:minInclusive value="5"/>`, "5 6", "4 -5", CodeMinInclusive},
		{`base="xs:int"><xs:maxExclusive value="5"/>`, "4", "5", CodeMaxExclusive},
		{`base="xs:date"><xs:maxInclusive value="2026-12-31"/>`, "2026-12-31", "2027-01-01", CodeMaxInclusive},
		{`base="xs:duration"><xs:minExclusive value="P1D"/>`, "P2D", "P1D PT24H", CodeMinExclusive},
		{`base="xs:decimal"><xs:totalDigits value="3"/>`, "1.23 0001.2300 123", "1234 1.234", CodeTotalDigits},
		{`base="xs:decimal"><xs:fractionDigits value="2"/>`, "1.23 1.2300", "1.234", CodeFractionDigits},
		{`base="xs:byte">`, "127 -128", "1.0 x", CodeType},
		{`base="xs:byte">`, "0", "128", CodeMaxInclusive},
	}
	for _, tt := range tests {
		s := compileText(t, schemaOf(`<xs:element name="r"><xs:simpleType><xs:restriction `+tt.restriction+`</xs:restriction></xs:simpleType></xs:element>`))
		for _, text := range strings.Fields(tt.yes) {
			if got := validateText(t, s, "<r>"+text+"</r>"); got != nil {
				t.Errorf("%s: %s: %v", tt.restriction, text, got)
			}
		}
		for _, text := range strings.Fields(tt.no) {
			got := validateText(t, s, "<r>"+text+"</r>")
			if len(got) != 1 || !strings.HasPrefix("schema."+got[0], tt.code+" ") {
				t.Errorf("%s: %s: %v, want %s", tt.restriction, text, got, tt.code)
			}
		}
	}
}

func TestListsAndUnions(t *testing.T) {
	s := compileText(t, schemaOf(`
	<xs:simpleType name="L"><xs:list itemType="xs:int"/></xs:simpleType>
	<xs:element name="l"><xs:simpleType><xs:restriction base="L"><xs:maxLength value="2"/></xs:restriction></xs:simpleType></xs:element>
	<xs:element name="u"><xs:simpleType><xs:union memberTypes="xs:int xs:date"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="brak"/></xs:restriction></xs:simpleType></xs:union></xs:simpleType></xs:element>`))
	for document, want := range map[string]string{
		"<l> 1 2 </l>": "", "<l/>": "", "<l>1 2 3</l>": "max-length 1:1 /l", "<l>1 x</l>": "type 1:1 /l",
		"<u>5</u>": "", "<u>2026-01-01</u>": "", "<u>brak</u>": "", "<u>nic</u>": "enumeration 1:1 /u",
	} {
		if got := strings.Join(validateText(t, s, document), "|"); got != want {
			t.Errorf("%s: %s, want %s", document, got, want)
		}
	}
}

func TestIdentity(t *testing.T) {
	s := compileText(t, schemaOf(`
	<xs:element name="r"><xs:complexType><xs:sequence>
	 <xs:element name="k" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence><xs:element name="v" type="xs:decimal" minOccurs="0" maxOccurs="2"/></xs:sequence><xs:attribute name="id" type="xs:int"/></xs:complexType></xs:element>
	 <xs:element name="f" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:attribute name="to" type="xs:int"/></xs:complexType></xs:element>
	</xs:sequence></xs:complexType>
	<xs:key name="K"><xs:selector xpath="k"/><xs:field xpath="@id"/></xs:key>
	<xs:unique name="U"><xs:selector xpath=".//k"/><xs:field xpath="v"/></xs:unique>
	<xs:keyref name="F" refer="K"><xs:selector xpath="f"/><xs:field xpath="@to"/></xs:keyref>
	</xs:element>`))
	for document, want := range map[string]string{
		`<r><k id="1"/><k id="2"/><f to="01"/><f/></r>`:               "",
		`<r><k id="1"/><k id="01"/></r>`:                              "duplicate-key 1:15 /r/k[2]",
		`<r><k/></r>`:                                                 "key-missing 1:4 /r/k",
		`<r><k id="1"/><f to="2"/></r>`:                               "key-reference 1:15 /r/f",
		`<r><k id="1"><v>1</v></k><k id="2"><v>1.0</v></k></r>`:       "duplicate-key 1:26 /r/k[2]",
		`<r><k id="1"><v>1</v><v>2</v></k><k id="2"><v>2</v></k></r>`: "key-ambiguous 1:22 /r/k[1]/v[2]",
	} {
		if got := strings.Join(validateText(t, s, document), "|"); got != want {
			t.Errorf("%s: %s, want %s", document, got, want)
		}
	}
}

// TestProblem looks at everything a problem says.
func TestProblem(t *testing.T) {
	s := compileText(t, schemaOf(`<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="kolor">
	<xs:annotation><xs:documentation xml:lang="en">Colour</xs:documentation><xs:documentation xml:lang="pl">Kolor pojazdu
	  jak w dowodzie</xs:documentation></xs:annotation>
	<xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="biały"/><xs:enumeration value="inny"/></xs:restriction></xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element>`))
	tree, err := xmltree.Parse([]byte("<r>\n <kolor>"+strings.Repeat("ź", 100)+"</kolor></r>"), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	problems := s.Validate(tree.Root(), ValidateOptions{})
	if len(problems) != 1 {
		t.Fatal(problems)
	}
	p := problems[0]
	if p.Code != CodeEnumeration || p.Line != 2 || p.Column != 2 || p.Path != "/r/kolor" || p.Value != strings.Repeat("ź", 59)+"…" {
		t.Errorf("%+v", p)
	}
	if !slices.Equal(p.Expected, []string{"biały", "inny"}) || p.Args["label"] != "Kolor pojazdu" || p.Args["element"] != "kolor" || p.Args["count"] != "2" {
		t.Errorf("%+v", p)
	}
}

func TestExpectedNames(t *testing.T) {
	s := compileText(t, schemaOf(letterTypes))
	for document, want := range map[string]string{
		`<r v="1"><x/></r>`: "a", `<r v="1"><a/><x/></r>`: "b c", `<r v="1"><a/><c/><x/></r>`: "c", `<r v="1"><a/><c/><c/><x/></r>`: "",
	} {
		tree, _ := xmltree.Parse([]byte(document), xmltree.Options{})
		if got := strings.Join(s.Validate(tree.Root(), ValidateOptions{})[0].Expected, " "); got != want {
			t.Errorf("%s: expected %q, want %q", document, got, want)
		}
	}
}

func TestOptions(t *testing.T) {
	s := compileText(t, schemaOf(letterTypes))
	tree, _ := xmltree.Parse([]byte(`<r v="1"><a/><c/><Signature><x/></Signature></r>`), xmltree.Options{})
	skip := func(n xmltree.Node) bool { return n.Local() == "Signature" }
	if got := s.Validate(tree.Root(), ValidateOptions{Skip: skip}); got != nil {
		t.Error(got)
	}
	tree, _ = xmltree.Parse([]byte(`<r a="" b="" c="" d="" e=""/>`), xmltree.Options{})
	if got := s.Validate(tree.Root(), ValidateOptions{MaxProblems: 3}); len(got) != 3 {
		t.Error(got)
	}
}

// TestShared validates with one schema from many goroutines; it says most under -race.
func TestShared(t *testing.T) {
	s := compileText(t, letterSchema)
	data := letter(3000)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				tree, err := xmltree.Parse(data, xmltree.Options{})
				if err != nil {
					t.Error(err)
					return
				}
				if p := s.Validate(tree.Root(), ValidateOptions{}); p != nil {
					t.Error(p)
				}
			}
		})
	}
	group.Wait()
}
