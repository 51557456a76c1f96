package xmltree_test

import (
	"slices"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

const letter = `<?xml version="1.0"?>
<!-- wniosek -->
<?styl a?>
<w:Dokument xmlns:w="urn:wzor" xmlns="urn:pole" Id="dok">
  <Tytul>Pierwszy</Tytul>
  <Tytul jezyk="pl">Drugi &amp; ostatni</Tytul>
  <w:Uwagi xml:id="uwagi"><![CDATA[a < b]]> i<!-- nie -->c</w:Uwagi>
  <Puste/><Brak xmlns=""></Brak>
</w:Dokument>
<!-- koniec -->`

func parse(t testing.TB, src string) *xmltree.Document {
	t.Helper()
	d, err := xmltree.Parse([]byte(src), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestNavigation(t *testing.T) {
	d := parse(t, letter)
	root := d.Root()
	var kinds []xmltree.Kind
	for c := range d.Node().Children() {
		kinds = append(kinds, c.Kind())
	}
	want := []xmltree.Kind{xmltree.CommentNode, xmltree.PINode, xmltree.ElementNode, xmltree.CommentNode}
	if !slices.Equal(kinds, want) {
		t.Errorf("children of the document: %v, want %v", kinds, want)
	}
	var names []string
	for e := range root.Elements() {
		names = append(names, e.Space()+" "+e.QName())
		if e.Parent() != root || !root.Contains(e) || e.Contains(root) {
			t.Errorf("%s does not stand below the root", e.Path())
		}
	}
	wantNames := []string{"urn:pole Tytul", "urn:pole Tytul", "urn:wzor w:Uwagi", "urn:pole Puste", " Brak"}
	if !slices.Equal(names, wantNames) {
		t.Errorf("elements: %q, want %q", names, wantNames)
	}
	count := 0
	for n := range d.Node().Descendants() {
		if n.Order() != count {
			t.Fatalf("node %d comes at %d", n.Order(), count)
		}
		if next := n.Next(); next.IsZero() != (count == d.Len()-1) || !next.IsZero() && next.Order() != count+1 {
			t.Errorf("Next of node %d is %d", count, next.Order())
		}
		count++
	}
	if count != d.Len() || d.Node().End() != count {
		t.Errorf("%d descendants of %d nodes", count, d.Len())
	}
	if !root.Parent().Parent().IsZero() || !d.Node().NextSibling().IsZero() {
		t.Error("the document node has a parent or sibling")
	}
	if first := root.Child("urn:pole", "Tytul"); string(first.StringValue()) != "Pierwszy" {
		t.Errorf("first Tytul: %q", first.StringValue())
	}
	if missing := root.Child("", "Tytul"); !missing.IsZero() {
		t.Error("a child was found by another namespace")
	}
}

func TestZeroNode(t *testing.T) {
	var n xmltree.Node
	if n.Kind() != 0 || !n.FirstChild().IsZero() || !n.NextSibling().IsZero() || !n.Next().IsZero() || !n.Parent().IsZero() ||
		n.Local() != "" || n.Space() != "" || n.Prefix() != "" || n.QName() != "" || n.Is("", "") || n.NumAttrs() != 0 ||
		n.NumNamespaceDecls() != 0 || n.Value() != nil || n.StringValue() != nil || n.Verbatim() || n.Contains(n) || n.End() != 0 {
		t.Error("the zero Node is something")
	}
	for range n.Descendants() {
		t.Error("the zero Node has descendants")
	}
	if _, ok := n.SimpleText(); ok {
		t.Error("the zero Node has text")
	}
}

func TestAttributes(t *testing.T) {
	d := parse(t, `<a xmlns:p="u" p:x = '1' x="2" y="a&#10;b	c&lt;"><b xmlns="v" x="3"/></a>`)
	root := d.Root()
	if root.NumAttrs() != 3 || root.NumNamespaceDecls() != 1 {
		t.Fatalf("%d attributes, %d declarations", root.NumAttrs(), root.NumNamespaceDecls())
	}
	if got, want := root.NamespaceDeclAt(0), (xmltree.NamespaceDecl{Prefix: "p", URI: "u"}); got != want {
		t.Errorf("declaration %v, want %v", got, want)
	}
	a := root.AttrAt(0)
	if a.Space != "u" || a.Prefix != "p" || a.Local != "x" || a.Value != "1" || string(d.Text()[a.Start:a.End]) != "p:x = '1'" {
		t.Errorf("first attribute %+v", a)
	}
	if prefix, uri := root.AttrNamespaceAt(0); prefix != "p" || uri != "u" {
		t.Errorf("the first attribute's namespace is %q %q", prefix, uri)
	}
	for _, c := range []struct{ space, local, want string }{{"u", "x", "1"}, {"", "x", "2"}, {"", "y", "a\nb c<"}} {
		if got, ok := root.Attr(c.space, c.local); !ok || got != c.want {
			t.Errorf("attribute {%s}%s: %q, %v", c.space, c.local, got, ok)
		}
	}
	if _, ok := root.Attr("v", "x"); ok {
		t.Error("an attribute was found by another namespace")
	}
	if b := root.FirstChild(); b.NumAttrs() != 1 || b.AttrAt(0).Space != "" {
		t.Error("the default namespace applied to an attribute")
	}
}

func TestLookupNamespace(t *testing.T) {
	d := parse(t, `<a xmlns="&#117;" xmlns:p="v"><b xmlns:p="w" xmlns=""><c>x</c></b><d/></a>`)
	text := d.Root().FirstChild().FirstChild().FirstChild()
	last := d.Root().Child("u", "d")
	cases := []struct {
		node        xmltree.Node
		prefix, uri string
		ok          bool
	}{
		{text, "p", "w", true}, {text, "", "", false}, {text, "xml", "http://www.w3.org/XML/1998/namespace", true},
		{last, "p", "v", true}, {last, "", "u", true}, {last, "q", "", false}, {d.Node(), "p", "", false},
	}
	for _, c := range cases {
		if uri, ok := c.node.LookupNamespace(c.prefix); uri != c.uri || ok != c.ok {
			t.Errorf("%q at %s: %q, %v", c.prefix, c.node.Path(), uri, ok)
		}
	}
}

func TestValues(t *testing.T) {
	cases := []struct {
		content, value   string
		simple, verbatim bool
	}{
		{"abc", "abc", true, true},
		{"a]]b", "a]]b", true, true},
		{"a>b", "a>b", true, false},
		{"a&lt;b", "a<b", true, false},
		{"a\r\nb\rc\n", "a\nb\nc\n", true, false},
		{"a&#13;\nb", "a\r\nb", true, false},
		{"<![CDATA[a<b]]>", "a<b", true, false},
		{"a<![CDATA[\r\n]]]]><![CDATA[>]]>b", "a\n]]>b", true, false},
		{"<![CDATA[]]>", "", true, false},
		{"", "", true, false},
		{"a<!-- x -->b", "ab", false, true},
		{"a<?x?>b", "ab", false, true},
		{"a<b>c</b>", "ac", false, true},
		{"<!-- x -->", "", false, false},
		{"&#x1F5B9;", "\U0001F5B9", true, false},
	}
	for _, c := range cases {
		root := parse(t, "<a>"+c.content+"</a>").Root()
		if got := string(root.StringValue()); got != c.value {
			t.Errorf("%q: string value %q, want %q", c.content, got, c.value)
		}
		text, ok := root.SimpleText()
		if ok != c.simple || ok && string(text) != c.value {
			t.Errorf("%q: simple text %q, %v", c.content, text, ok)
		}
		if root.FirstChild().Verbatim() != c.verbatim {
			t.Errorf("%q: verbatim is not %v", c.content, c.verbatim)
		}
	}
}

func TestCommentAndInstruction(t *testing.T) {
	d := parse(t, "<a><!--x\r\ny--><?cel  a\rb ?><?cel?><?cel ?></a>")
	var got []string
	for n := range d.Root().Children() {
		got = append(got, n.Local()+"|"+string(n.Value()))
	}
	want := []string{"|x\ny", "cel|a\nb ", "cel|", "cel|"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRanges(t *testing.T) {
	d := parse(t, letter)
	content := func(n xmltree.Node) string {
		start, end := n.ContentRange()
		return string(d.Text()[start:end])
	}
	uwagi, _ := d.ByID("uwagi")
	if got := content(uwagi); got != "<![CDATA[a < b]]> i<!-- nie -->c" {
		t.Errorf("content %q", got)
	}
	if start, end := uwagi.FirstChild().Range(); string(d.Text()[start:end]) != "<![CDATA[a < b]]> i" {
		t.Errorf("text %q", d.Text()[start:end])
	}
	for _, name := range []string{"Puste", "Brak"} {
		for e := range d.Root().Elements() {
			if e.Local() == name && content(e) != "" {
				t.Errorf("content of %s: %q", name, content(e))
			}
		}
	}
	start, end := parse(t, `<a b="/>" c='>'>x</a  >`).Root().ContentRange()
	if start != 16 || end != 17 {
		t.Errorf("content at %d-%d", start, end)
	}
	start, end = parse(t, `<a/>`).Root().ContentRange()
	if start != 4 || end != 4 {
		t.Errorf("content of an empty element at %d-%d", start, end)
	}
}

func TestPlaces(t *testing.T) {
	d := parse(t, letter)
	uwagi, ok := d.ByID("uwagi")
	if !ok || uwagi.Path() != "/Dokument/Uwagi" {
		t.Errorf("uwagi is %s", uwagi.Path())
	}
	second := uwagi
	for e := range d.Root().Elements() {
		if _, ok := e.Attr("", "jezyk"); ok {
			second = e
		}
	}
	if got := second.Path(); got != "/Dokument/Tytul[2]" {
		t.Errorf("second title: %s", got)
	}
	if got, want := second.Position(), (xmltree.Position{Line: 6, Column: 3}); got != want {
		t.Errorf("second title at %v, want %v", got, want)
	}
}

// TestPosition compares with counting from the start, on a text that is longer
// than the distance of checkpoints and has every kind of line end.
func TestPosition(t *testing.T) {
	src := "<a>" + strings.Repeat("zażółć\r\ngęślą\rjaźń\n\U0001F5B9 ", 1000) + "</a>"
	d := parse(t, src)
	line, column := 1, 1
	for offset, r := range src {
		if got, want := d.Position(offset), (xmltree.Position{Line: line, Column: column}); got != want {
			t.Fatalf("offset %d: %v, want %v", offset, got, want)
		}
		switch {
		case r == '\n', r == '\r' && src[offset+1] != '\n':
			line, column = line+1, 1
		default:
			column++
		}
	}
	if got := d.Position(1 << 40); got != d.Position(len(src)) {
		t.Errorf("an offset beyond the end is at %v", got)
	}
}

func TestByID(t *testing.T) {
	const wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
	d := parse(t, `<a Id="1" xmlns:u="`+wsu+`" xmlns:v="urn:v"><a Id=""/><b ID="2"/><c id="3"/><d xml:id="4"/><e u:Id="5"/><f v:Id="6" iD="7"/>`+
		`<s:Assertion xmlns:s="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="8"><s:Evidence AssertionID="9"/></s:Assertion>`+
		`<Response xmlns="urn:oasis:names:tc:SAML:1.0:protocol" ResponseID="10"><Request RequestID="11" v:RequestID="12"/></Response>`+
		`<x RequestID="13" AssertionID="8"/><Assertion AssertionID="14" ResponseID="8"/></a>`)
	for id, local := range map[string]string{"1": "a", "2": "b", "3": "c", "4": "d", "5": "e", "8": "Assertion", "10": "Response", "11": "Request"} {
		if n, ok := d.ByID(id); !ok || n.Local() != local {
			t.Errorf("%s is %q", id, n.Local())
		}
	}
	for _, id := range []string{"6", "7", "9", "12", "13", "14", ""} {
		if _, ok := d.ByID(id); ok {
			t.Errorf("%q is an Id", id)
		}
	}
	if _, ok := parse(t, "<a/>").ByID("1"); ok {
		t.Error("an Id in a document without")
	}
}

func TestKeepDuplicateIDs(t *testing.T) {
	src := []byte(`<a><b Id="x"/><c id="x"/><d Id="x"/><e Id="y"/></a>`)
	d, err := xmltree.Parse(src, xmltree.Options{KeepDuplicateIDs: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := d.ByID("x"); ok {
		t.Error("an ambiguous Id was resolved")
	}
	if n, ok := d.ByID("y"); !ok || n.Local() != "e" {
		t.Error("the unambiguous Id was not")
	}
}

func TestManyIDs(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		b.WriteString("<b Id='id" + strings.Repeat("i", i%7) + string(rune('a'+i%26)) + strings.Repeat("x", i/182) + "_" + string(rune(0x4E00+i)) + "'/>")
	}
	d := parse(t, "<a>"+b.String()+"</a>")
	for e := range d.Root().Elements() {
		id, _ := e.Attr("", "Id")
		if n, ok := d.ByID(id); !ok || n != e {
			t.Fatalf("%s is node %d, want %d", id, n.Order(), e.Order())
		}
	}
}
