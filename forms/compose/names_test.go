package compose

import (
	"fmt"
	"strings"
	"testing"
)

// TestNamesOfManyChoices: alternatives count the names before their choice, and
// thousands of choices are no more work than thousands of elements.
func TestNamesOfManyChoices(t *testing.T) {
	var content strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&content, `<xs:choice><xs:element name="a%d"/><xs:sequence><xs:element name="b"/><xs:element name="b"/></xs:sequence></xs:choice>`, i)
	}
	f := formOf(t, `<xs:element name="Dokument"><xs:complexType><xs:sequence>`+content.String()+`</xs:sequence></xs:complexType></xs:element>`)
	root, ok := f.Schema.Element(f.Namespace, f.Root)
	if !ok {
		t.Fatal("no root")
	}
	model, _ := root.Type().Particle()
	s := stepsOf(model)
	for at, want := range map[position]string{"1.1": "a0", "1.2.1": "b", "1.2.2": "b~2", "2.2.1": "b~3", "3000.1": "a2999", "3000.2.2": "b~6000"} {
		if s[at] != want {
			t.Errorf("%s is %q, want %q", at, s[at], want)
		}
	}
}
