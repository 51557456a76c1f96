package compose

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"okienko/forms"
	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// office is what the office and the account of a test person are known to be.
var office = Known{
	"entity.name": "Urząd Miejski w Przykładowie", "entity.regon": "123456785", "entity.street": "Rynek", "entity.house": "1",
	"entity.postcode": "00-001", "entity.town": "Przykładowo", "entity.address": "Rynek 1, 00-001 Przykładowo", "box": "/umprzykladowo/skrytka",
	"person.first": "Anna", "person.last": "Testowa", "person.pesel": "44051401458", "person.email": "anna.testowa@example.pl",
	"today": "2026-03-04", "now": "2026-03-04T10:15:00+01:00",
}

var embedded = sync.OnceValues(forms.Embedded)

// shipped lists the forms of the catalogue.
func shipped(t testing.TB) []*forms.Form {
	t.Helper()
	c, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Forms()) == 0 {
		t.Fatal("no forms")
	}
	return c.Forms()
}

// formOf makes a form of declarations: a schema with namespace urn:t, qualified
// elements, and a root Dokument.
func formOf(t testing.TB, declarations string) *forms.Form {
	t.Helper()
	return formOfSchema(t, `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">`+declarations+`</xs:schema>`)
}

func formOfSchema(t testing.TB, schema string) *forms.Form {
	t.Helper()
	s, problems, err := xsd.Compile([]xsd.Source{{Location: "t.xsd", Data: []byte(schema)}}, nil)
	if err != nil || len(problems) > 0 {
		t.Fatalf("the schema is refused: %v %+v", err, problems)
	}
	return &forms.Form{Namespace: "urn:t", Root: "Dokument", Title: forms.Text{"pl": "Próba"}, Schema: s, SchemaXSD: []byte(schema)}
}

// document is formOf for a root with this content.
func document(t testing.TB, content string, more ...string) *forms.Form {
	t.Helper()
	return formOf(t, `<xs:element name="Dokument"><xs:complexType>`+content+`</xs:complexType></xs:element>`+strings.Join(more, ""))
}

func parse(t fataler, data []byte) xmltree.Node {
	t.Helper()
	doc, err := xmltree.Parse(data, xmltree.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return doc.Root()
}

// answers reads "name=value" lines.
func answers(lines ...string) Answers {
	a := Answers{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, "=")
		a[name] = []string{value}
	}
	return a
}

// composed is the document that answers make, without what is the same in all.
func composed(t testing.TB, s *Sheet) string {
	t.Helper()
	data, problems, err := s.Document()
	if err != nil || len(problems) > 0 {
		t.Fatalf("no document: %v %v", err, places(problems))
	}
	checkReadBack(t, s, data)
	text := strings.TrimSuffix(strings.TrimPrefix(string(data), `<?xml version="1.0" encoding="UTF-8"?>`+"\n"), "\n")
	text = strings.Replace(text, ` xmlns:dok="urn:t"`, "", 1)
	return strings.ReplaceAll(text, "dok:", "")
}

// checkReadBack holds Read to being the inverse of Document.
func checkReadBack(t testing.TB, s *Sheet, data []byte) {
	t.Helper()
	answers, files := Read(s.Form, parse(t, data))
	again, problems, err := New(s.Form, answers, files, s.known).Document()
	if err != nil || string(again) != string(data) {
		t.Fatalf("read back as %v: %v %v\n%s\n%s", answers, err, places(problems), data, again)
	}
}

// places lists "code input" of problems.
func places(problems []forms.Problem) (list []string) {
	for _, p := range problems {
		list = append(list, p.Code+" "+p.Args[ArgInput])
	}
	return list
}

// outline writes the fields of all pages, one a line: kind, name, and what else
// is set.
func outline(s *Sheet) string {
	var out strings.Builder
	for _, p := range s.Pages {
		outlineFields(&out, p.Fields, "")
	}
	return out.String()
}

func outlineFields(out *strings.Builder, fields []*Field, indent string) {
	for _, f := range fields {
		fmt.Fprintf(out, "%s%s %s", indent, f.Kind, f.Name)
		if f.Required {
			out.WriteString(" !")
		}
		if f.Value != "" {
			fmt.Fprintf(out, "=%s", clean(f.Value))
		}
		for i, o := range f.Options {
			fmt.Fprintf(out, "%s%s", [2]string{" ", "|"}[min(i, 1)], o.Value)
		}
		if f.Kind == Repeat {
			fmt.Fprintf(out, " %d..%d", f.Min, f.Max)
		}
		out.WriteByte('\n')
		outlineFields(out, f.Fields, indent+" ")
	}
}

// fataler is a *testing.T or a *rapid.T.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}
