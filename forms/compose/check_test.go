package compose

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"okienko/forms"
	"okienko/forms/xsd"
)

// answered is the form with one value of this simple type.
func answered(t *testing.T, facets, value string) *Sheet {
	t.Helper()
	f := document(t, `<xs:sequence><xs:element name="A"><xs:simpleType>`+facets+`</xs:simpleType></xs:element></xs:sequence>`)
	return New(f, answers("A="+value), nil, nil)
}

func restriction(base, facets string) string {
	return `<xs:restriction base="xs:` + base + `">` + facets + `</xs:restriction>`
}

// TestValuesAreHeldAgainstTheFacets: what Check says of a value is what Validate
// says of the document with it.
func TestValuesAreHeldAgainstTheFacets(t *testing.T) {
	for _, c := range []struct {
		facets, value, code, arg, want string
	}{
		{restriction("string", `<xs:maxLength value="3"/>`), "abcd", xsd.CodeMaxLength, "limit", "3"},
		{restriction("string", `<xs:minLength value="3"/>`), "ab", xsd.CodeMinLength, "length", "2"},
		{restriction("token", `<xs:pattern value="[0-9]{2}-[0-9]{3}"/>`), "00001", xsd.CodePattern, "pattern", "[0-9]{2}-[0-9]{3}"},
		{restriction("decimal", `<xs:fractionDigits value="2"/>`), "1.234", xsd.CodeFractionDigits, "limit", "2"},
		{restriction("int", `<xs:maxInclusive value="9"/>`), "10", xsd.CodeMaxInclusive, "limit", "9"},
		{restriction("int", ``), "dużo", xsd.CodeType, "type", "int"},
		{restriction("token", `<xs:enumeration value="a"/>`), "b", xsd.CodeEnumeration, "count", "1"},
		{restriction("boolean", ``), "być może", xsd.CodeType, "type", "boolean"},
		{restriction("gYear", ``), "26", xsd.CodeType, "type", "gYear"},
		{`<xs:list itemType="xs:int"/>`, "1 dwa", xsd.CodeType, "type", "int"},
		{restriction("string", ``), "a\x01b", CodeCharacter, "input", "A"},
		{restriction("string", ``), "\xff", CodeCharacter, "input", "A"},
		{restriction("string", ``), "   \n ", CodeMissing, "kind", "text"},
	} {
		s := answered(t, c.facets, c.value)
		problems := s.Check(s.Pages[0])
		if len(problems) != 1 {
			t.Errorf("%q: %+v", c.value, problems)
			continue
		}
		p := problems[0]
		if p.Code != c.code || p.Args[c.arg] != c.want || p.Path != "/Dokument/A" || p.Args[ArgInput] != "A" || p.Args["label"] != "A" {
			t.Errorf("%q: %+v", c.value, p)
		}
		if at := s.Field("A").Problems; len(at) != 1 || at[0].Code != c.code {
			t.Errorf("%q: at the field %+v", c.value, at)
		}
		if data, again, err := s.Document(); data != nil || err != nil || len(again) != 1 || again[0].Code != c.code {
			t.Errorf("%q: Document says %v %v", c.value, again, err)
		}
	}
}

func TestDates(t *testing.T) {
	f := document(t, `<xs:sequence><xs:element name="D" type="xs:date"/><xs:element name="E" type="xs:date" minOccurs="0"/></xs:sequence>`)
	for _, c := range []struct {
		d, m, y string
		code    string
		value   string
	}{
		{"4", "3", "2026", "", "2026-03-04"},
		{" 04 ", "03", "2026 ", "", "2026-03-04"},
		{"29", "2", "2024", "", "2024-02-29"},
		{"29", "2", "2026", forms.CodeDate, ""},
		{"31", "4", "2026", forms.CodeDate, ""},
		{"4", "13", "2026", forms.CodeDate, ""},
		{"0", "1", "2026", forms.CodeDate, ""},
		{"4", "", "2026", forms.CodeDate, ""},
		{"4", "3", "26", forms.CodeDate, ""},
		{"4", "marca", "2026", forms.CodeDate, ""},
		{"-4", "3", "2026", forms.CodeDate, ""},
		{"99999999999999999999", "3", "2026", forms.CodeDate, ""},
		{"", "", "", CodeMissing, ""},
	} {
		s := New(f, answers("D.d="+c.d, "D.m="+c.m, "D.y="+c.y), nil, nil)
		problems := s.Check(s.Pages[0])
		switch {
		case c.code == "" && (len(problems) != 0 || s.Field("D").Value != c.value):
			t.Errorf("%q: %+v, %q", c, problems, s.Field("D").Value)
		case c.code != "" && (len(problems) != 1 || problems[0].Code != c.code || problems[0].Args[ArgInput] != "D"):
			t.Errorf("%q: %+v", c, problems)
		}
	}
}

// numbers are the numbers with check digits of one form of ours.
func TestCheckDigits(t *testing.T) {
	f := document(t, `<xs:sequence><xs:element name="PESEL" type="xs:token"/><xs:element name="NIP" type="xs:token" minOccurs="0"/></xs:sequence>`)
	s := New(f, answers("PESEL=44051401459", "NIP=1234563219"), nil, nil)
	problems := s.Check(s.Pages[0])
	if got := places(problems); !slices.Equal(got, []string{"form.pesel PESEL", "form.nip NIP"}) {
		t.Fatalf("%v", got)
	}
	for _, p := range problems {
		if strings.Contains(p.Value+p.Message, "5140145") || strings.Contains(p.Value+p.Message, "4563219") {
			t.Errorf("a number is told: %+v", p)
		}
	}
	s = New(f, answers("PESEL=44051401458", "NIP=1234563218"), nil, nil)
	if problems := s.Check(s.Pages[0]); problems != nil {
		t.Errorf("%+v", problems)
	}
}

// TestProblemsOfTheDocumentFindTheirField: what only the whole document shows
// stands at the field that can mend it.
func TestProblemsOfTheDocumentFindTheirField(t *testing.T) {
	f := formOf(t, `<xs:element name="Dokument"><xs:complexType><xs:sequence><xs:element name="A" maxOccurs="3"><xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="nr" type="xs:int"/></xs:extension></xs:simpleContent></xs:complexType></xs:element></xs:sequence></xs:complexType>
		<xs:unique name="nr"><xs:selector xpath="*"/><xs:field xpath="@nr"/></xs:unique></xs:element>`)
	s := New(f, answers("A[1]/text()=a", "A[1]/@nr=1", "A[2]/text()=b", "A[2]/@nr=1"), nil, nil)
	data, problems, err := s.Document()
	if err != nil || data != nil || len(problems) != 1 || problems[0].Code != xsd.CodeDuplicateKey || problems[0].Args[ArgInput] != "A[2]/text()" {
		t.Fatalf("%v %+v", err, problems)
	}
	if len(s.Field("A[2]/text()").Problems) != 1 || len(s.Problems()) != 1 {
		t.Errorf("at the field: %+v", s.Problems())
	}
}

// TestFormsThatNobodyCanFillIn are errors that say where.
func TestFormsThatNobodyCanFillIn(t *testing.T) {
	for content, want := range map[string]error{
		`<xs:sequence><xs:any processContents="lax"/></xs:sequence>`:                              ErrWildcard,
		`<xs:sequence><xs:any processContents="skip" minOccurs="2" maxOccurs="2"/></xs:sequence>`: ErrWildcard,
		`<xs:sequence><xs:element ref="Abstrakt"/></xs:sequence>`:                                 ErrAbstract,
		`<xs:sequence><xs:element name="A" type="Abstrakt"/></xs:sequence>`:                       ErrAbstract,
		`<xs:sequence><xs:element name="A" type="Bez"/></xs:sequence>`:                            ErrSize,
		`<xs:sequence><xs:element name="A" minOccurs="10000" maxOccurs="20000"/></xs:sequence>`:   ErrSize,
	} {
		s := New(document(t, content, `<xs:element name="Abstrakt" abstract="true"/><xs:complexType name="Abstrakt" abstract="true"/>
			<xs:complexType name="Bez"><xs:sequence><xs:element name="A" type="Bez"/></xs:sequence></xs:complexType>`), nil, nil, nil)
		if _, problems, err := s.Document(); !errors.Is(err, want) || problems != nil || !strings.Contains(err.Error(), "Dokument") {
			t.Errorf("%s: %v %+v", content, err, problems)
		}
	}
}
