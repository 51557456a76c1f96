package c14n_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
)

const xmlNamespace = "http://www.w3.org/XML/1998/namespace"

// documents are whole documents with their canonical form, in which other
// implementations have been found wrong. exc is the exclusive form where it
// differs; comments are kept.
var documents = []struct{ name, src, want, exc string }{
	{name: "empty element", src: `<a/>`, want: `<a></a>`},
	{name: "byte order mark and declaration", src: "\xEF\xBB\xBF<?xml version='1.0'?>\n<a/>\n", want: `<a></a>`},
	{
		name: "attributes by namespace, then local name",
		src:  `<a xmlns:z="urn:a" xmlns:b="urn:b" b:a="1" z:z="2" c="3" b="4"/>`,
		want: `<a xmlns:b="urn:b" xmlns:z="urn:a" b="4" c="3" z:z="2" b:a="1"></a>`,
	},
	{
		name: "same local name, prefixes of an ancestor",
		src:  `<r xmlns:a="urn:z" xmlns:b="urn:a"><e a:x="1" b:x="2"/></r>`,
		want: `<r xmlns:a="urn:z" xmlns:b="urn:a"><e b:x="2" a:x="1"></e></r>`,
		exc:  `<r><e xmlns:a="urn:z" xmlns:b="urn:a" b:x="2" a:x="1"></e></r>`,
	},
	{
		name: "xml attributes between others",
		src:  `<a xmlns:p="urn:p" p:x="1" xml:lang="pl" xmlns:h="http://a" h:y="2" z="3"/>`,
		want: `<a xmlns:h="http://a" xmlns:p="urn:p" z="3" h:y="2" xml:lang="pl" p:x="1"></a>`,
	},
	{name: "superfluous xmlns=''", src: `<a xmlns=""><b xmlns=""/></a>`, want: `<a><b></b></a>`},
	{
		name: "default undeclared", src: `<a xmlns="urn:a"><b xmlns=""><c/></b></a>`,
		want: `<a xmlns="urn:a"><b xmlns=""><c></c></b></a>`,
	},
	{
		name: "default undeclared and declared again",
		src:  `<a xmlns="urn:a"><b xmlns=""><c xmlns="urn:a"/></b><d xmlns="urn:a"/></a>`,
		want: `<a xmlns="urn:a"><b xmlns=""><c xmlns="urn:a"></c></b><d></d></a>`,
	},
	{
		name: "superfluous declarations", src: `<p:a xmlns:p="urn:p"><p:b xmlns:p="urn:p"/></p:a>`,
		want: `<p:a xmlns:p="urn:p"><p:b></p:b></p:a>`,
	},
	{
		name: "redeclared prefix", src: `<p:a xmlns:p="urn:p"><p:b xmlns:p="urn:q"/><p:c/></p:a>`,
		want: `<p:a xmlns:p="urn:p"><p:b xmlns:p="urn:q"></p:b><p:c></p:c></p:a>`,
	},
	{
		name: "unused declarations", src: `<a xmlns:q="urn:q" xmlns:p="urn:p"><p:b/><q:c/></a>`,
		want: `<a xmlns:p="urn:p" xmlns:q="urn:q"><p:b></p:b><q:c></q:c></a>`,
		exc:  `<a><p:b xmlns:p="urn:p"></p:b><q:c xmlns:q="urn:q"></q:c></a>`,
	},
	{
		name: "prefix used by an attribute alone", src: `<a xmlns:p="urn:p" xmlns="urn:d"><b p:x="1"/></a>`,
		want: `<a xmlns="urn:d" xmlns:p="urn:p"><b p:x="1"></b></a>`,
		exc:  `<a xmlns="urn:d"><b xmlns:p="urn:p" p:x="1"></b></a>`,
	},
	{
		name: "default used below a prefixed element", src: `<p:a xmlns:p="urn:p" xmlns="urn:d"><b/><p:c><d/></p:c></p:a>`,
		want: `<p:a xmlns="urn:d" xmlns:p="urn:p"><b></b><p:c><d></d></p:c></p:a>`,
		exc:  `<p:a xmlns:p="urn:p"><b xmlns="urn:d"></b><p:c><d xmlns="urn:d"></d></p:c></p:a>`,
	},
	{
		name: "xmlns:xml", src: `<a xmlns:xml="` + xmlNamespace + `" xml:lang="pl"/>`,
		want: `<a xml:lang="pl"></a>`,
	},
	{name: "PI with CR LF", src: "<a><?x y\r\nz\rq?></a>", want: "<a><?x y\nz\nq?></a>"},
	{name: "PI with spaces", src: "<a><?x   y  ?><?x ?></a>", want: "<a><?x y  ?><?x?></a>"},
	{name: "comment with CR LF", src: "<a><!--x\r\ny--></a>", want: "<a><!--x\ny--></a>"},
	{name: "TAB in attribute", src: "<a b=\"1\t2\"/>", want: `<a b="1 2"></a>`},
	{name: "LF in attribute", src: "<a b=\"1\n2\"/>", want: `<a b="1 2"></a>`},
	{name: "CR LF in attribute", src: "<a b=\"1\r\n2\r3\"/>", want: `<a b="1 2 3"></a>`},
	{name: "references in attribute", src: "<a b='&#9;&#10;&#13;&quot;&lt;&gt;&amp;&apos;&#x20;'/>", want: `<a b="&#x9;&#xA;&#xD;&quot;&lt;>&amp;' "></a>`},
	{name: "quotation mark in apostrophes", src: `<a b='"'/>`, want: `<a b="&quot;"></a>`},
	{name: "references in text", src: "<a>&#9;&#10;&#13;&quot;&lt;&gt;&amp;&apos;</a>", want: "<a>\t\n&#xD;\"&lt;&gt;&amp;'</a>"},
	{name: "> in text", src: "<a>1 > 2</a>", want: "<a>1 &gt; 2</a>"},
	{name: "CR LF in text", src: "<a>1\r\n2\r3</a>", want: "<a>1\n2\n3</a>"},
	{name: "CDATA", src: "<a>1<![CDATA[<&>\r\n]]>2<![CDATA[]]></a>", want: "<a>1&lt;&amp;&gt;\n2</a>"},
	{name: "tags with blanks", src: "<a\n  b = '1'\tc='2' ></a >", want: `<a b="1" c="2"></a>`},
	{
		name: "beside the root", src: "<?x a?>\n\n<!--b-->  <a/>\n<!--c--><?y?>\n",
		want: "<?x a?>\n<!--b-->\n<a></a>\n<!--c-->\n<?y?>",
	},
	{name: "astral name", src: "<\U00020000 \U00010400='\U0001F5B9'/>", want: "<\U00020000 \U00010400=\"\U0001F5B9\"></\U00020000>"},
	{name: "ISO-8859-2", src: "<?xml version='1.0' encoding='ISO-8859-2'?><a b='\xb1'>\xbf</a>", want: "<a b=\"ą\">ż</a>"},
	{name: "ISO-8859-1 that could be UTF-8", src: "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xc3\xb3</a>", want: "<a>Ã³</a>"},
	{
		name: "schemaLocation on two lines",
		src:  "<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='urn:a\n    a.xsd'/>",
		want: "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:a     a.xsd\"></a>",
	},
	{
		name: "superfluous apart from what stands between",
		src:  `<a xmlns:p="urn:p"><p:b><q:c xmlns:q="urn:q"><p:d q:x="1"/></q:c></p:b></a>`,
		want: `<a xmlns:p="urn:p"><p:b><q:c xmlns:q="urn:q"><p:d q:x="1"></p:d></q:c></p:b></a>`,
		exc:  `<a><p:b xmlns:p="urn:p"><q:c xmlns:q="urn:q"><p:d q:x="1"></p:d></q:c></p:b></a>`,
	},
}

func TestDocuments(t *testing.T) {
	for _, c := range documents {
		for method, want := range map[c14n.Method]string{c14n.C14N10: c.want, c14n.C14N11: c.want, c14n.Exclusive: exclusive(c.want, c.exc)} {
			if got := form(t, c.src, c14n.Options{Method: method, Comments: true}); got != want {
				t.Errorf("%s, %s:\n got %q\nwant %q", c.name, c14n.URI(method, true), got, want)
			}
		}
	}
}

func exclusive(want, exc string) string {
	if exc == "" {
		return want
	}
	return exc
}

func form(t *testing.T, src string, opt c14n.Options) string {
	t.Helper()
	d, err := xmltree.Parse([]byte(src), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := canonical(d.Node(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

// TestXmllintAgrees asks libxml2 about the same table.
func TestXmllintAgrees(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed (libxml2-utils)")
	}
	file := filepath.Join(t.TempDir(), "a.xml")
	for _, c := range documents {
		if err := os.WriteFile(file, []byte(c.src), 0o600); err != nil {
			t.Fatal(err)
		}
		for flag, want := range map[string]string{"--c14n": c.want, "--c14n11": c.want, "--exc-c14n": exclusive(c.want, c.exc)} {
			got, err := exec.Command("xmllint", "--nonet", flag, file).Output()
			if err != nil || string(got) != want {
				t.Errorf("%s: xmllint %s: %v\n got %q\nwant %q", c.name, flag, err, got, want)
			}
		}
	}
}

func TestWithoutComments(t *testing.T) {
	const src = "<!--a--><?b?><!--c--><d><!--e-->f<!--g--></d><!--h--><?i?>"
	if got, want := form(t, src, c14n.Options{Method: c14n.C14N10}), "<?b?>\n<d>f</d>\n<?i?>"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPrefixList(t *testing.T) {
	const src = `<p:a xmlns:p="urn:p" xmlns:q="urn:q" xmlns="urn:d" xmlns:r="urn:r"><p:b xmlns:q="urn:q2"><p:c xmlns=""/></p:b></p:a>`
	cases := []struct{ list, want string }{
		{"", `<p:a xmlns:p="urn:p"><p:b><p:c></p:c></p:b></p:a>`},
		{"q", `<p:a xmlns:p="urn:p" xmlns:q="urn:q"><p:b xmlns:q="urn:q2"><p:c></p:c></p:b></p:a>`},
		{"#default", `<p:a xmlns="urn:d" xmlns:p="urn:p"><p:b><p:c xmlns=""></p:c></p:b></p:a>`},
		{"r #default unknown xml", `<p:a xmlns="urn:d" xmlns:p="urn:p" xmlns:r="urn:r"><p:b><p:c xmlns=""></p:c></p:b></p:a>`},
	}
	for _, c := range cases {
		opt := c14n.Options{Method: c14n.Exclusive, Prefixes: strings.Fields(c.list)}
		if got := form(t, src, opt); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.list, got, c.want)
		}
	}
}

func TestRelativeNamespace(t *testing.T) {
	for src, methods := range map[string][]c14n.Method{
		`<a xmlns="relative"/>`:                          {c14n.C14N10, c14n.C14N11, c14n.Exclusive},
		`<a><b xmlns:p="./x:y"/></a>`:                    {c14n.C14N10, c14n.C14N11, c14n.Exclusive},
		`<a xmlns:p="1a:b"/>`:                            {c14n.C14N10},
		`<a xmlns:p=":b"/>`:                              {c14n.C14N10},
		`<a xmlns:p="#b"/>`:                              {c14n.C14N10},
		`<a xmlns:p="urn:x"><b xmlns="//host/x:y"/></a>`: {c14n.C14N10},
	} {
		d, err := xmltree.Parse([]byte(src), xmltree.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, method := range methods {
			var e *xmltree.Error
			if got, err := canonical(d.Node(), c14n.Options{Method: method}); !errors.As(err, &e) || e.Code != xmltree.CodeRelativeNamespace {
				t.Errorf("%s: %q, %v", src, got, err)
			}
		}
	}
	for _, uri := range []string{"urn:x", "http://a", "a+b-c.1:x", "http:"} {
		if got := form(t, `<a xmlns="`+uri+`"/>`, c14n.Options{Method: c14n.C14N10}); !strings.Contains(got, uri) {
			t.Errorf("%s: %s", uri, got)
		}
	}
}
