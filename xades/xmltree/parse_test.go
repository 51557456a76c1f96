package xmltree_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// refused are documents that must not be read, with the code and the place of
// the fault. Most are accepted by one reader or another in the wild.
var refused = []struct {
	name, doc, code string
	line, column    int
}{
	{"empty", "", xmltree.CodeSyntax, 1, 1},
	{"blank", " \n ", xmltree.CodeSyntax, 2, 2},
	{"text only", "letter", xmltree.CodeSyntax, 1, 1},
	{"unclosed", "<a><b></b>", xmltree.CodeSyntax, 1, 11},
	{"unclosed tag", "<a", xmltree.CodeSyntax, 1, 3},
	{"unclosed value", `<a b="1`, xmltree.CodeSyntax, 1, 7},
	{"unclosed comment", "<a><!-- ", xmltree.CodeSyntax, 1, 4},
	{"unclosed CDATA", "<a><![CDATA[ ]]", xmltree.CodeSyntax, 1, 4},
	{"unclosed PI", "<a><?b ", xmltree.CodeSyntax, 1, 4},
	{"crossed tags", "<a><b></a></b>", xmltree.CodeSyntax, 1, 7},
	{"end tag is a prefix", "<a></ab>", xmltree.CodeSyntax, 1, 4},
	{"end tag with attribute", `<a></a b="1">`, xmltree.CodeSyntax, 1, 8},
	{"space before name", "< a/>", xmltree.CodeSyntax, 1, 2},
	{"space in end tag", "<a></ a>", xmltree.CodeSyntax, 1, 4},
	{"second root", "<a/><b/>", xmltree.CodeSyntax, 1, 5},
	{"text after root", "<a/>x", xmltree.CodeSyntax, 1, 5},
	{"text before root", "x<a/>", xmltree.CodeSyntax, 1, 1},
	{"reference after root", "<a/>&#32;", xmltree.CodeSyntax, 1, 5},
	{"CDATA before root", "<![CDATA[]]><a/>", xmltree.CodeSyntax, 1, 1},
	{"late XML declaration", "\n<?xml version='1.0'?><a/>", xmltree.CodeSyntax, 2, 1},
	{"XML declaration after comment", "<!-- --><?xml version='1.0'?><a/>", xmltree.CodeSyntax, 1, 9},
	{"PI target XML", "<?XML version='1.0'?><a/>", xmltree.CodeSyntax, 1, 1},
	{"PI target xMl inside", "<a><?xMl?></a>", xmltree.CodeSyntax, 1, 4},
	{"PI target with colon", "<?a:b?><a/>", xmltree.CodeNamespace, 1, 3},
	{"PI without target", "<a><? b?></a>", xmltree.CodeSyntax, 1, 6},
	{"PI without anything", "<a><?></a>", xmltree.CodeSyntax, 1, 4},
	{"PI target of a digit", "<?1?><a/>", xmltree.CodeSyntax, 1, 3},
	{"PI without space", "<?a+b?><a/>", xmltree.CodeSyntax, 1, 4},
	{"doctype", "<!DOCTYPE a><a/>", xmltree.CodeDoctype, 1, 1},
	{"doctype inside", "<a><!DOCTYPE a></a>", xmltree.CodeDoctype, 1, 4},
	{"doctype after", "<a/><!DOCTYPE a>", xmltree.CodeDoctype, 1, 5},
	{"markup declaration inside", "<a><!FOO></a>", xmltree.CodeSyntax, 1, 4},
	{"comment with --", "<a><!-- a--b --></a>", xmltree.CodeSyntax, 1, 10},
	{"comment ending --->", "<a><!-- a---></a>", xmltree.CodeSyntax, 1, 10},
	{"comment <!-->", "<a><!--></a>", xmltree.CodeSyntax, 1, 4},
	{"]]> in text", "<a>x]]></a>", xmltree.CodeSyntax, 1, 5},
	{"]]> after CDATA", "<a><![CDATA[x]]>]]></a>", xmltree.CodeSyntax, 1, 17},
	{"]]> after a reference", "<a>&#93;]]></a>", xmltree.CodeSyntax, 1, 9},
	{"< in attribute", `<a b="<"/>`, xmltree.CodeSyntax, 1, 7},
	{"attribute without value", "<a b/>", xmltree.CodeSyntax, 1, 5},
	{"attribute without quotes", "<a b=1/>", xmltree.CodeSyntax, 1, 6},
	{"no space between attributes", `<a b="1"c="2"/>`, xmltree.CodeSyntax, 1, 9},
	{"lone slash", `<a / >`, xmltree.CodeSyntax, 1, 4},
	{"duplicate attribute", `<a b="1" b="2"/>`, xmltree.CodeDuplicateAttribute, 1, 10},
	{"duplicate by two prefixes", `<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>`, xmltree.CodeDuplicateAttribute, 1, 36},
	{"duplicate declaration", `<a xmlns:p="u" xmlns:p="v"/>`, xmltree.CodeDuplicateAttribute, 1, 16},
	{"duplicate default declaration", `<a xmlns="u" xmlns="u"/>`, xmltree.CodeDuplicateAttribute, 1, 14},
	{"undeclared element prefix", "<p:a/>", xmltree.CodeNamespace, 1, 2},
	{"undeclared attribute prefix", `<a p:b="1"/>`, xmltree.CodeNamespace, 1, 4},
	{"prefix out of scope", `<a><b xmlns:p="u"/><p:c/></a>`, xmltree.CodeNamespace, 1, 21},
	{"empty local part", `<a:  xmlns:a="u"/>`, xmltree.CodeNamespace, 1, 2},
	{"empty prefix", "<:a/>", xmltree.CodeNamespace, 1, 2},
	{"two colons", `<a:b:c xmlns:a="u"/>`, xmltree.CodeNamespace, 1, 2},
	{"local part of a digit", `<a:1 xmlns:a="u"/>`, xmltree.CodeNamespace, 1, 2},
	{"prefix undeclared", `<a xmlns:p=""/>`, xmltree.CodeNamespace, 1, 4},
	{"xmlns declared", `<a xmlns:xmlns="http://www.w3.org/2000/xmlns/"/>`, xmltree.CodeNamespace, 1, 4},
	{"xml declared wrongly", `<a xmlns:xml="u"/>`, xmltree.CodeNamespace, 1, 4},
	{"xml namespace under another prefix", `<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>`, xmltree.CodeNamespace, 1, 4},
	{"xml namespace as default", `<a xmlns="http://www.w3.org/XML/1998/namespace"/>`, xmltree.CodeNamespace, 1, 4},
	{"xmlns namespace as default", `<a xmlns="http://www.w3.org/2000/xmlns/"/>`, xmltree.CodeNamespace, 1, 4},
	{"xmlns as element prefix", `<xmlns:a/>`, xmltree.CodeNamespace, 1, 2},
	{"declaration without local part", `<a xmlns:="u"/>`, xmltree.CodeNamespace, 1, 4},
	{"unknown entity", "<a>&nbsp;</a>", xmltree.CodeEntity, 1, 4},
	{"unknown entity in attribute", `<a b="&x;"/>`, xmltree.CodeEntity, 1, 7},
	{"bare ampersand", "<a>a & b; c</a>", xmltree.CodeSyntax, 1, 6},
	{"ampersand at the end", "<a>&amp</a>", xmltree.CodeSyntax, 1, 4},
	{"empty reference", "<a>&;</a>", xmltree.CodeSyntax, 1, 4},
	{"empty character reference", "<a>&#;</a>", xmltree.CodeSyntax, 1, 4},
	{"empty hexadecimal reference", "<a>&#x;</a>", xmltree.CodeSyntax, 1, 4},
	{"capital X reference", "<a>&#X41;</a>", xmltree.CodeSyntax, 1, 4},
	{"hexadecimal digit in decimal", "<a>&#4a;</a>", xmltree.CodeSyntax, 1, 4},
	{"reference to NUL", "<a>&#0;</a>", xmltree.CodeCharacter, 1, 4},
	{"reference to U+FFFE", "<a>&#xFFFE;</a>", xmltree.CodeCharacter, 1, 4},
	{"reference to a surrogate", "<a>&#xD800;</a>", xmltree.CodeCharacter, 1, 4},
	{"reference beyond Unicode", "<a>&#x110000;</a>", xmltree.CodeCharacter, 1, 4},
	{"reference that overflows", "<a>&#4294967361;</a>", xmltree.CodeCharacter, 1, 4},
	{"control in text", "<a>\x01</a>", xmltree.CodeCharacter, 1, 4},
	{"NUL in text", "<a>\x00</a>", xmltree.CodeCharacter, 1, 4},
	{"control late in a line", "<a>\nza\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105 \x02</a>", xmltree.CodeCharacter, 2, 14},
	{"control in attribute", "<a b=\"\x1f\"/>", xmltree.CodeCharacter, 1, 7},
	{"control in comment", "<a><!--\x0b--></a>", xmltree.CodeCharacter, 1, 8},
	{"control in PI", "<a><?b \x0c?></a>", xmltree.CodeCharacter, 1, 8},
	{"control in CDATA", "<a><![CDATA[\x08]]></a>", xmltree.CodeCharacter, 1, 13},
	{"U+FFFE in text", "<a>12345678\uFFFE</a>", xmltree.CodeCharacter, 1, 12},
	{"U+FFFF in attribute", "<a b='\uFFFF'/>", xmltree.CodeCharacter, 1, 7},
	{"U+FFFF in comment", "<a><!--\uFFFF--></a>", xmltree.CodeCharacter, 1, 8},
	{"malformed UTF-8", "<a>\n\xff</a>", xmltree.CodeCharacter, 2, 1},
	{"surrogate in UTF-8", "<a>\xed\xa0\x80</a>", xmltree.CodeCharacter, 1, 4},
	{"name that is not", "<\u00d7/>", xmltree.CodeSyntax, 1, 2},
	{"name starting with a combining mark", "<\u0301a/>", xmltree.CodeSyntax, 1, 2},
	{"name starting with a hyphen", "<-a/>", xmltree.CodeSyntax, 1, 2},
	{"private use astral name", "<\U000F0000/>", xmltree.CodeSyntax, 1, 2},
	{"declaration without equals sign", "<?xml version '1.0'?><a/>", xmltree.CodeSyntax, 1, 6},
	{"declaration without quotes", "<?xml version=1.0?><a/>", xmltree.CodeSyntax, 1, 6},
	{"declaration without closing quote", "<?xml version='1.0?><a/>", xmltree.CodeSyntax, 1, 6},
	{"bad declaration after a byte order mark", "\uFEFF<?xml version='1.1'?><a/>", xmltree.CodeSyntax, 1, 20},
	{"version 1.1", "<?xml version='1.1'?><a/>", xmltree.CodeSyntax, 1, 20},
	{"no version", "<?xml encoding='UTF-8'?><a/>", xmltree.CodeSyntax, 1, 6},
	{"declaration out of order", "<?xml version='1.0' standalone='yes' encoding='UTF-8'?><a/>", xmltree.CodeSyntax, 1, 38},
	{"declaration without space", "<?xml version='1.0'encoding='UTF-8'?><a/>", xmltree.CodeSyntax, 1, 20},
	{"standalone maybe", "<?xml version='1.0' standalone='maybe'?><a/>", xmltree.CodeSyntax, 1, 33},
	{"encoding of a space", "<?xml version='1.0' encoding=' UTF-8'?><a/>", xmltree.CodeSyntax, 1, 31},
	{"declaration without end", "<?xml version='1.0'", xmltree.CodeSyntax, 1, 20},
	{"same Id twice", "<a Id='x'>\n<b Id='x'/></a>", xmltree.CodeDuplicateID, 2, 4},
	{"same Id in two spellings", "<a Id='x'><b xml:id='x'/></a>", xmltree.CodeDuplicateID, 1, 14},
	{"same Id by reference", "<a ID='x'><b id='&#120;'/></a>", xmltree.CodeDuplicateID, 1, 14},
}

func TestRefused(t *testing.T) {
	for _, c := range refused {
		t.Run(c.name, func(t *testing.T) {
			_, err := xmltree.Parse([]byte(c.doc), xmltree.Options{})
			var e *xmltree.Error
			if !errors.As(err, &e) {
				t.Fatalf("accepted %q", c.doc)
			}
			if e.Code != c.code || e.Line != c.line || e.Column != c.column {
				t.Errorf("%q: got %v, want %s at %d:%d", c.doc, e, c.code, c.line, c.column)
			}
		})
	}
}

// TestErrorText: a log line has the place, the fault and the code, and does not
// grow with the document.
func TestErrorText(t *testing.T) {
	_, err := xmltree.Parse([]byte("<a>\n<"+strings.Repeat("b", 1<<20)+"></c></a>"), xmltree.Options{})
	if err == nil || !strings.HasPrefix(err.Error(), `2:1048579: end tag does not match "bbb`) ||
		!strings.HasSuffix(err.Error(), "(xml.syntax)") || len(err.Error()) > 200 {
		t.Errorf("%.300v", err)
	}
}

// accepted are documents at the edge that must be read.
var accepted = map[string]string{
	"astral name":                "<\U00020000 \U00010400='1'/>",
	"Polish name":                "<za\u017c\u00f3\u0142\u0107 \u0141='1'/>",
	"name with a middle dot":     "<a\u00b7/>",
	"superfluous xml":            `<a xmlns:xml="http://www.w3.org/XML/1998/namespace"/>`,
	"redeclared prefix":          `<a xmlns:p="u"><b xmlns:p="v"/></a>`,
	"default undeclared":         `<a xmlns="u"><b xmlns=""/></a>`,
	"relative namespace":         `<a xmlns="relative/uri"/>`,
	"]] and > in text":           "<a>]] > ]></a>",
	"]]&gt; in text":             "<a>]]&gt;</a>",
	"bracket before CDATA":       "<a>]]<![CDATA[>]]></a>",
	"> in attribute":             `<a b=">"/>`,
	"spaces in tags":             "<a\n\tb = '1'\r\n></a >",
	"PI beside the root":         "<?xml-stylesheet href='a'?><a/><?b?>\n<!-- c -->",
	"unprefixed and prefixed":    `<a xmlns="u" xmlns:p="u" b="1" p:b="2"/>`,
	"DEL and C1 controls":        "<a>\u007f\u0085\u009f</a>",
	"leading zeros":              "<a>&#" + strings.Repeat("0", 100) + "65;</a>",
	"the five entities":          "<a>&lt;&gt;&amp;&quot;&apos;</a>",
	"declaration":                "<?xml version=\"1.0\"  encoding='utf-8' standalone = \"no\" ?><a/>",
	"replacement character":      "<a>\uFFFD</a>",
	"U+EFFF and U+FFBE":          "<a>\uEFFF\uFFBE</a>",
	"prefix beginning like xml":  `<xmlfoo:a xmlns:xmlfoo="u"/>`,
	"empty Ids":                  "<a Id=''><b Id=''/></a>",
	"Id twice on one element":    "<a Id='x' xml:id='x'/>",
	"element named xmlns":        "<xmlns/>",
	"PI with question marks":     "<a><?b ???></a>",
	"comment with single hyphen": "<a><!-- - --></a>",
}

func TestAccepted(t *testing.T) {
	for name, doc := range accepted {
		if _, err := xmltree.Parse([]byte(doc), xmltree.Options{}); err != nil {
			t.Errorf("%s: %q: %v", name, doc, err)
		}
	}
}

func TestLimits(t *testing.T) {
	many := func(n int, s string) string { return "<r>" + strings.Repeat(s, n) + "</r>" }
	distinct := func(n int, before, after string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(" " + before + strings.Repeat("x", i+1) + after)
		}
		return b.String()
	}
	cases := []struct {
		name, within, beyond, code string
		opt                        xmltree.Options
	}{
		{"bytes", "<abcdef/>", "<abcdefg/>", xmltree.CodeTooLarge, xmltree.Options{MaxBytes: 9}},
		{"depth", "<a><b><c/></b><b/></a>", "<a><b><c><d/></c></b></a>", xmltree.CodeTooDeep, xmltree.Options{MaxDepth: 3}},
		{"default depth", strings.Repeat("<a>", 256) + strings.Repeat("</a>", 256),
			strings.Repeat("<a>", 257) + strings.Repeat("</a>", 257), xmltree.CodeTooDeep, xmltree.Options{}},
		{"elements", many(4, "<a/>"), many(5, "<a/>"), xmltree.CodeTooManyElements, xmltree.Options{MaxElements: 5}},
		{"comments", many(4, "<!---->"), many(5, "<!---->"), xmltree.CodeTooManyElements, xmltree.Options{MaxElements: 5}},
		{"attributes", "<a" + distinct(20, "", "=''") + "/>", "<a" + distinct(21, "", "=''") + "/>",
			xmltree.CodeTooManyAttributes, xmltree.Options{MaxAttributes: 20}},
		{"namespaces", "<a" + distinct(3, "xmlns:", "='u'") + "><b xmlns='u'/><b xmlns='u'/></a>",
			"<a" + distinct(4, "xmlns:", "='u'") + "><b xmlns='u'/></a>", xmltree.CodeTooManyNamespaces, xmltree.Options{MaxNamespaces: 4}},
		{"a namespace URI", "<a xmlns='u:" + strings.Repeat("x", 2046) + "'/>", "<a xmlns='u:" + strings.Repeat("x", 2047) + "'/>",
			xmltree.CodeTooManyNamespaces, xmltree.Options{}},
	}
	for _, c := range cases {
		if _, err := xmltree.Parse([]byte(c.within), c.opt); err != nil {
			t.Errorf("%s: at the limit: %v", c.name, err)
		}
		var e *xmltree.Error
		if _, err := xmltree.Parse([]byte(c.beyond), c.opt); !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: beyond the limit: %v, want %s", c.name, err, c.code)
		}
	}
}

func TestDistinctNames(t *testing.T) {
	doc := func(n int) []byte {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<a%d/>", i)
		}
		return []byte("<r>" + b.String() + "</r>")
	}
	if _, err := xmltree.Parse(doc(60_000), xmltree.Options{}); err != nil {
		t.Error(err)
	}
	var e *xmltree.Error
	if _, err := xmltree.Parse(doc(70_000), xmltree.Options{}); !errors.As(err, &e) || e.Code != xmltree.CodeTooManyAttributes {
		t.Errorf("70,000 names: %v", err)
	}
}

func TestManyAttributes(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<a xmlns:p="u" xmlns:q="u"`)
	for i := range 100 {
		b.WriteString(" p:x" + strings.Repeat("y", i) + "='1' x" + strings.Repeat("y", i) + "='2'")
	}
	doc := b.String()
	if _, err := xmltree.Parse([]byte(doc+"/>"), xmltree.Options{}); err != nil {
		t.Fatal(err)
	}
	var e *xmltree.Error
	_, err := xmltree.Parse([]byte(doc+" q:xyyy='3'/>"), xmltree.Options{})
	if !errors.As(err, &e) || e.Code != xmltree.CodeDuplicateAttribute || e.Offset != len(doc)+1 {
		t.Errorf("duplicate among many: %v", err)
	}
}
