package xsd

import (
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// FuzzValidate: a comment anywhere between nodes changes no verdict, and
// nothing panics.
func FuzzValidate(f *testing.F) {
	f.Add(schemaOf(letterTypes), `<r v="1"><a/><b>2</b><c/></r>`)
	f.Add(schemaOf(`<xs:element name="r" type="xs:date"/>`), `<r>2026-11-20</r>`)
	f.Add(letterSchema, string(letter(100)))
	f.Add(schemaOf(`<xs:element name="r"><xs:complexType mixed="true"><xs:choice maxOccurs="3"><xs:any processContents="lax"/></xs:choice></xs:complexType><xs:unique name="u"><xs:selector xpath=".//*"/><xs:field xpath="@*"/></xs:unique></xs:element>`), `<r>a<b c="d"/></r>`)
	f.Fuzz(func(t *testing.T, schema, document string) {
		s, problems, err := Compile([]Source{{Location: "f.xsd", Data: []byte(schema)}}, nil)
		if err != nil || len(problems) > 0 {
			return
		}
		tree, err := xmltree.Parse([]byte(document), xmltree.Options{})
		if err != nil {
			return
		}
		commented, err := xmltree.Parse([]byte(strings.ReplaceAll(document, "><", "><!-- --><")), xmltree.Options{})
		if err != nil {
			return
		}
		first := s.Validate(tree.Root(), ValidateOptions{})
		second := s.Validate(commented.Root(), ValidateOptions{})
		if len(first) != len(second) {
			t.Errorf("%d problems, with comments %d", len(first), len(second))
		}
	})
}
