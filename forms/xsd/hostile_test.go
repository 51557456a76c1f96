package xsd

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"okienko/xades/xmltree"
)

// inTime fails where f takes longer than any of these cases may, or keeps more
// memory than 64 MB.
func inTime(t *testing.T, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	started := time.Now()
	f()
	if took := time.Since(started); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 64<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
}

func TestHostileSchemas(t *testing.T) {
	doubling := func(format, first string) string {
		var b strings.Builder
		b.WriteString(first)
		for i := range 40 {
			b.WriteString(strings.NewReplacer("$new", fmt.Sprint("g", i+1), "$old", fmt.Sprint("g", i)).Replace(format))
		}
		return b.String()
	}
	chain := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.NewReplacer("$new", fmt.Sprint("g", i), "$old", fmt.Sprint("g", i+1)).Replace(format))
		}
		return b.String()
	}
	tests := []struct{ name, declarations, code string }{
		{"groups that double", doubling(`<xs:group name="$new"><xs:sequence><xs:group ref="$old"/><xs:group ref="$old"/></xs:sequence></xs:group>`,
			`<xs:group name="g0"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>`) + `<xs:complexType name="T"><xs:group ref="g40"/></xs:complexType>`, CodeXSDLimit},
		{"attribute groups that double", doubling(`<xs:attributeGroup name="$new"><xs:attributeGroup ref="$old"/><xs:attributeGroup ref="$old"/></xs:attributeGroup>`,
			`<xs:attributeGroup name="g0"><xs:attribute name="a"/></xs:attributeGroup>`), CodeXSDAttribute},
		{"unions that double", doubling(`<xs:simpleType name="$new"><xs:union><xs:simpleType><xs:restriction base="$old"><xs:pattern value="a"/></xs:restriction></xs:simpleType><xs:simpleType><xs:restriction base="$old"><xs:pattern value="a"/></xs:restriction></xs:simpleType></xs:union></xs:simpleType>`,
			`<xs:simpleType name="g0"><xs:restriction base="xs:string"/></xs:simpleType>`), CodeXSDLimit},
		{"a long chain of types", chain(20_000, `<xs:simpleType name="$new"><xs:restriction base="$old"/></xs:simpleType>`) + `<xs:simpleType name="g20000"><xs:restriction base="xs:int"/></xs:simpleType>`, CodeXSDLimit},
		{"a long chain of heads", chain(20_000, `<xs:element name="$new" substitutionGroup="$old"/>`) + `<xs:element name="g20000"/>`, CodeXSDLimit},
		{"a pattern of 10^9 states", `<xs:simpleType name="T"><xs:restriction base="xs:string"><xs:pattern value="(((a|bb){1000}){1000}){1000}"/></xs:restriction></xs:simpleType>`, CodeXSDLimit},
		{"a choice of 4,000 that repeats", `<xs:complexType name="T"><xs:choice maxOccurs="unbounded">` + chain(4000, `<xs:element name="$new"/>`) + `</xs:choice></xs:complexType>`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inTime(t, func() {
				_, problems, err := Compile([]Source{{Location: "h.xsd", Data: []byte(schemaOf(tt.declarations))}}, nil)
				got := ""
				if len(problems) > 0 {
					got = problems[0].Code
				}
				if err != nil || got != tt.code {
					t.Errorf("%q, want %q: %v %.300v", got, tt.code, err, problems)
				}
			})
		})
	}
}

func TestHostileDocuments(t *testing.T) {
	s := compileText(t, schemaOf(`<xs:element name="r"><xs:complexType><xs:sequence>
	 <xs:element name="n" type="xs:integer" minOccurs="0" maxOccurs="unbounded"/>
	 <xs:element name="p" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(a*)*b"/></xs:restriction></xs:simpleType></xs:element>
	 <xs:element name="k" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
	 <xs:element ref="r" minOccurs="0"/>
	 </xs:sequence><xs:anyAttribute processContents="lax"/></xs:complexType>
	 <xs:unique name="u"><xs:selector xpath=".//k"/><xs:field xpath="."/></xs:unique></xs:element>
	 <xs:element name="c"><xs:complexType><xs:sequence minOccurs="1000" maxOccurs="50000"><xs:sequence minOccurs="2" maxOccurs="40000"><xs:element name="a" maxOccurs="30000"/><xs:element name="b" minOccurs="0"/></xs:sequence></xs:sequence></xs:complexType></xs:element>`))
	var keys, attributes strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&keys, "<k>%d</k>", i)
		fmt.Fprintf(&attributes, " a%d=''", i%60_000)
		if i == 59_999 {
			break
		}
	}
	for i := 60_000; i < 200_000; i++ {
		fmt.Fprintf(&keys, "<k>%d</k>", i)
	}
	tests := []struct {
		name, document string
		problems       int
	}{
		{"5 million digits", "<r><n>" + strings.Repeat("7", 5_000_000) + "</n></r>", 0},
		{"500,000 wrong values", "<r>" + strings.Repeat("<n>x</n>", 500_000) + "</r>", defaultMaxProblems},
		{"500,000 unexpected elements", "<r>" + strings.Repeat("<x/>", 500_000) + "</r>", defaultMaxProblems},
		{"200,000 unique keys", "<r>" + keys.String() + "</r>", 0},
		{"60,000 attributes", "<r" + attributes.String() + "/>", 0},
		{"catastrophic pattern", "<r><p>" + strings.Repeat("a", 1_000_000) + "</p></r>", 1},
		{"200 nested scopes", strings.Repeat("<r>", 200) + strings.Repeat("<k/>", 1) + strings.Repeat("</r>", 200), 0},
		{"counters in counters", "<c>" + strings.Repeat("<a/>", 100_000) + "</c>", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree, err := xmltree.Parse([]byte(tt.document), xmltree.Options{MaxAttributes: 200_000})
			if err != nil {
				t.Fatal(err)
			}
			inTime(t, func() {
				if got := s.Validate(tree.Root(), ValidateOptions{}); len(got) != tt.problems {
					t.Errorf("%d problems, want %d: %.300v", len(got), tt.problems, got)
				}
			})
		})
	}
}

// TestKeysAreBounded has many constraints, or many scopes, look at the same
// values: each would keep them all.
func TestKeysAreBounded(t *testing.T) {
	const row = `<xs:element name="k" minOccurs="0" maxOccurs="unbounded"/>`
	var constraints strings.Builder
	for i := range 500 {
		fmt.Fprintf(&constraints, `<xs:unique name="u%d"><xs:selector xpath="k"/><xs:field xpath="."/></xs:unique>`, i)
	}
	s := compileText(t, schemaOf(`<xs:element name="many"><xs:complexType><xs:sequence>`+strings.Replace(row, "/>", ` type="xs:string"/>`, 1)+`</xs:sequence></xs:complexType>`+constraints.String()+`</xs:element>
	 <xs:element name="nested"><xs:complexType><xs:sequence><xs:element name="k" type="xs:string" minOccurs="0"/><xs:element ref="nested" minOccurs="0"/></xs:sequence></xs:complexType>
	  <xs:unique name="n"><xs:selector xpath=".//k"/><xs:field xpath="."/></xs:unique></xs:element>
	 <xs:element name="passed"><xs:complexType><xs:sequence>`+strings.Replace(row, "/>", ` type="xs:string"/>`, 1)+`<xs:element ref="passed" minOccurs="0"/></xs:sequence></xs:complexType>
	  <xs:key name="p"><xs:selector xpath="k"/><xs:field xpath="."/></xs:key><xs:keyref name="r" refer="p"><xs:selector xpath="absent"/><xs:field xpath="."/></xs:keyref></xs:element>`))
	keys := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<k>%d</k>", i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		document string
		within   bool
	}{
		"constraints":            {"<many>" + keys(10_000) + "</many>", false},
		"constraints, few rows":  {"<many>" + keys(1_000) + "</many>", true},
		"scopes, one long value": {strings.Repeat("<nested>", 200) + "<k>" + strings.Repeat("a", 5_000_000) + "</k>" + strings.Repeat("</nested>", 200), false},
		"scopes, a short value":  {strings.Repeat("<nested>", 200) + "<k>a</k>" + strings.Repeat("</nested>", 200), true},
		"passed outwards":        {strings.Repeat("<passed>", 200) + keys(60_000) + strings.Repeat("</passed>", 200), false},
		"passed outwards, few":   {strings.Repeat("<passed>", 200) + keys(1_000) + strings.Repeat("</passed>", 200), true},
	} {
		tree, err := xmltree.Parse([]byte(c.document), xmltree.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := s.Validate(tree.Root(), ValidateOptions{})
		if within := len(got) == 0; within != c.within || !within && (len(got) != 1 || got[0].Code != CodeLimit || got[0].Args["limit"] != "maxKeyOctets") {
			t.Errorf("%s: %d problems, %+v", name, len(got), got[:min(1, len(got))])
		}
	}
}

// TestReferencesAreBounded: an xs:IDREFS of a megabyte names half a million
// elements. Those that stand before it are looked up, others have to be kept.
func TestReferencesAreBounded(t *testing.T) {
	s := compileText(t, schemaOf(`<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="d" maxOccurs="unbounded"><xs:complexType>
	 <xs:attribute name="id" type="xs:ID"/><xs:attribute name="to" type="xs:IDREFS"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>`))
	many := `<d to="` + strings.Repeat("a ", maxReferences+1) + `"/>`
	for name, c := range map[string]struct{ document, limit string }{
		"to what came before":  {`<r><d id="a"/>` + many + "</r>", ""},
		"to what comes after":  {"<r>" + many + `<d id="a"/></r>`, "maxReferences"},
		"a few to what is not": {`<r><d to="a b"/><d id="b"/></r>`, "a"},
	} {
		tree, err := xmltree.Parse([]byte(c.document), xmltree.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := s.Validate(tree.Root(), ValidateOptions{})
		switch {
		case c.limit == "" && len(got) == 0:
		case len(got) == 1 && got[0].Code == CodeLimit && got[0].Args["limit"] == c.limit:
		case len(got) == 1 && got[0].Code == CodeIDReference && got[0].Value == c.limit:
		default:
			t.Errorf("%s: %d problems, %+v", name, len(got), got[:min(1, len(got))])
		}
	}
}
