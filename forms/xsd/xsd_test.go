package xsd

import (
	"fmt"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// compileText compiles one schema that must be sound.
func compileText(t testing.TB, text string) *Schema {
	t.Helper()
	s, problems, err := Compile([]Source{{Location: "test.xsd", Data: []byte(text)}}, nil)
	if err != nil || len(problems) > 0 {
		t.Fatalf("the schema is refused: %v %+v", err, problems)
	}
	return s
}

// schemaOf wraps declarations in a schema without namespace.
func schemaOf(declarations string) string {
	return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">` + declarations + `</xs:schema>`
}

// validateText validates one document and writes each problem as
// "code line:column path".
func validateText(t testing.TB, s *Schema, document string) []string {
	t.Helper()
	tree, err := xmltree.Parse([]byte(document), xmltree.Options{KeepDuplicateIDs: true})
	if err != nil {
		t.Fatalf("%s: %v", document, err)
	}
	var out []string
	for _, p := range s.Validate(tree.Root(), ValidateOptions{}) {
		out = append(out, fmt.Sprintf("%s %d:%d %s", strings.TrimPrefix(p.Code, "schema."), p.Line, p.Column, p.Path))
		if p.Message == "" || strings.HasPrefix(p.Message, "There is a problem") {
			t.Errorf("%s has no sentence: %q", p.Code, p.Message)
		}
	}
	return out
}
