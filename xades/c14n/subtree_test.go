package c14n_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
)

// subtrees are the element with Id x of a document, by the three methods.
var subtrees = []struct{ name, src, c14n10, c14n11, exc string }{
	{
		name:   "inherited namespaces",
		src:    `<r xmlns="urn:d" xmlns:p="urn:p" xmlns:q="urn:q"><x Id="x"><q:y/></x></r>`,
		c14n10: `<x xmlns="urn:d" xmlns:p="urn:p" xmlns:q="urn:q" Id="x"><q:y></q:y></x>`,
		exc:    `<x xmlns="urn:d" Id="x"><q:y xmlns:q="urn:q"></q:y></x>`,
	},
	{
		name:   "own declaration before an ancestor's",
		src:    `<r xmlns:p="urn:outer"><s xmlns:p="urn:inner"><p:x Id="x" xmlns:p="urn:own"/></s></r>`,
		c14n10: `<p:x xmlns:p="urn:own" Id="x"></p:x>`,
	},
	{
		name:   "nearest ancestor's declaration",
		src:    `<r xmlns:p="urn:outer"><s xmlns:p="urn:inner"><p:x Id="x"/></s></r>`,
		c14n10: `<p:x xmlns:p="urn:inner" Id="x"></p:x>`,
	},
	{
		name:   "default undeclared above",
		src:    `<r xmlns="urn:d"><s xmlns=""><x Id="x"/></s></r>`,
		c14n10: `<x Id="x"></x>`,
	},
	{
		name:   "default undeclared at the apex",
		src:    `<r xmlns="urn:d"><x Id="x" xmlns=""><y/></x></r>`,
		c14n10: `<x Id="x"><y></y></x>`,
	},
	{
		name:   "inherited prefix declared again below",
		src:    `<r xmlns:p="urn:p"><x Id="x"><p:y xmlns:p="urn:p"/><p:z xmlns:p="urn:q"/></x></r>`,
		c14n10: `<x xmlns:p="urn:p" Id="x"><p:y></p:y><p:z xmlns:p="urn:q"></p:z></x>`,
		exc:    `<x Id="x"><p:y xmlns:p="urn:p"></p:y><p:z xmlns:p="urn:q"></p:z></x>`,
	},
	{
		name:   "xml attributes",
		src:    `<r xml:lang="en" xml:id="r" xml:base="http://a/b/"><s xml:lang="pl" xml:space="preserve" xml:foo="1"><x Id="x"/></s></r>`,
		c14n10: `<x Id="x" xml:base="http://a/b/" xml:foo="1" xml:id="r" xml:lang="pl" xml:space="preserve"></x>`,
		c14n11: `<x Id="x" xml:base="http://a/b/" xml:lang="pl" xml:space="preserve"></x>`,
		exc:    `<x Id="x"></x>`,
	},
	{
		name:   "own xml attributes before an ancestor's",
		src:    `<r xml:lang="en" xml:space="preserve"><x Id="x" xml:lang="pl"/></r>`,
		c14n10: `<x Id="x" xml:lang="pl" xml:space="preserve"></x>`,
		exc:    `<x Id="x" xml:lang="pl"></x>`,
	},
	{
		name:   "nearest of several xml attributes",
		src:    `<r xml:lang="a" xml:base="http://a/b/" xml:space="default"><s xml:lang="b" xml:base="c/" xml:space="preserve"><t><x Id="x"/></t></s></r>`,
		c14n10: `<x Id="x" xml:base="c/" xml:lang="b" xml:space="preserve"></x>`,
		c14n11: `<x Id="x" xml:base="http://a/b/c/" xml:lang="b" xml:space="preserve"></x>`,
		exc:    `<x Id="x"></x>`,
	},
	{
		name:   "joined xml:base",
		src:    `<r xml:base="http://a/b/c"><s xml:base="../d/"><x Id="x" xml:base="e?f"/></s></r>`,
		c14n10: `<x Id="x" xml:base="e?f"></x>`,
		c14n11: `<x Id="x" xml:base="http://a/d/e?f"></x>`,
		exc:    `<x Id="x" xml:base="e?f"></x>`,
	},
	{
		name:   "own xml:base alone",
		src:    `<r><x Id="x" xml:base="./e/../f#g"/></r>`,
		c14n10: `<x Id="x" xml:base="./e/../f#g"></x>`,
	},
	{
		name:   "xml:base joined to nothing",
		src:    `<r xml:base="a/"><x Id="x" xml:base="../"/></r>`,
		c14n10: `<x Id="x" xml:base="../"></x>`,
		c14n11: `<x Id="x"></x>`,
		exc:    `<x Id="x" xml:base="../"></x>`,
	},
	{
		name:   "comments and instructions beside the root",
		src:    `<?a?><!--b--><r><x Id="x"/></r><?c?>`,
		c14n10: `<x Id="x"></x>`,
	},
	{
		name:   "the root by its Id",
		src:    `<?a?><r Id="x" xml:lang="pl"><s/></r>`,
		c14n10: `<r Id="x" xml:lang="pl"><s></s></r>`,
	},
}

func TestSubtrees(t *testing.T) {
	for _, c := range subtrees {
		c14n11, exc := c.c14n11, c.exc
		if c14n11 == "" {
			c14n11 = c.c14n10
		}
		if exc == "" {
			exc = c.c14n10
		}
		for method, want := range map[c14n.Method]string{c14n.C14N10: c.c14n10, c14n.C14N11: c14n11, c14n.Exclusive: exc} {
			got, err := canonical(byID(t, c.src, "x"), c14n.Options{Method: method})
			if err != nil || string(got) != want {
				t.Errorf("%s, %s: %v\n got %s\nwant %s", c.name, c14n.URI(method, false), err, got, want)
			}
		}
	}
}

func byID(t *testing.T, src, id string) xmltree.Node {
	t.Helper()
	d, err := xmltree.Parse([]byte(src), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n, ok := d.ByID(id)
	if !ok {
		t.Fatalf("no Id %s", id)
	}
	return n
}

// TestPrefixListOfSubtree: a listed prefix that only an ancestor declares is
// written at the apex, though nothing uses it there.
func TestPrefixListOfSubtree(t *testing.T) {
	n := byID(t, `<r xmlns:p="urn:p" xmlns:q="urn:q" xmlns="urn:d"><q:x Id="x"><y p:z="1"/></q:x></r>`, "x")
	got, err := canonical(n, c14n.Options{Method: c14n.Exclusive, Prefixes: []string{"p", "#default"}})
	want := `<q:x xmlns="urn:d" xmlns:p="urn:p" xmlns:q="urn:q" Id="x"><y p:z="1"></y></q:x>`
	if err != nil || string(got) != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
}

func TestOmit(t *testing.T) {
	const src = `<?a?><r xmlns:p="urn:p"> <p:s><t/></p:s><b/><p:s/><!--c--> </r><?d?>`
	d, err := xmltree.Parse([]byte(src), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	signature := func(n xmltree.Node) bool { return n.Is("urn:p", "s") }
	got, err := canonical(d.Node(), c14n.Options{Method: c14n.Exclusive, Comments: true, Omit: signature})
	if want := "<?a?>\n<r> <b></b><!--c--> </r>\n<?d?>"; err != nil || string(got) != want {
		t.Errorf("%v\n got %q\nwant %q", err, got, want)
	}
	first := d.Root().Child("urn:p", "s")
	got, err = canonical(d.Root(), c14n.Options{Method: c14n.C14N10, Omit: func(n xmltree.Node) bool { return n == first }})
	if want := `<r xmlns:p="urn:p"> <b></b><p:s></p:s> </r>`; err != nil || string(got) != want {
		t.Errorf("%v\n got %q\nwant %q", err, got, want)
	}
}

// TestInheritedRelativeNamespace: a relative URI matters where it is written.
func TestInheritedRelativeNamespace(t *testing.T) {
	n := byID(t, `<r xmlns:p="relative"><x Id="x"/></r>`, "x")
	var e *xmltree.Error
	if got, err := canonical(n, c14n.Options{Method: c14n.C14N11}); !errors.As(err, &e) || e.Code != xmltree.CodeRelativeNamespace {
		t.Errorf("inclusive: %q, %v", got, err)
	}
	if got, err := canonical(n, c14n.Options{Method: c14n.Exclusive}); err != nil || string(got) != `<x Id="x"></x>` {
		t.Errorf("exclusive: %q, %v", got, err)
	}
}

type failingWriter struct{ room int }

var errFull = errors.New("full")

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.room -= len(p); w.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriterError(t *testing.T) {
	src := "<a>" + strings.Repeat("<b>&amp;</b>", 10_000) + strings.Repeat("x", 10_000) + "</a>"
	d, err := xmltree.Parse([]byte(src), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range []int{0, 10_000, 125_000} {
		if err := c14n.Write(&failingWriter{room}, d.Node(), c14n.Options{Method: c14n.C14N10}); !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
}

// TestWriterErrorStops: after the writer's error there is no more work, else
// each of these elements would cost its two kilobytes.
func TestWriterErrorStops(t *testing.T) {
	uri := "urn:" + strings.Repeat("x", 2000)
	src := `<r xmlns:p="` + uri + `">` + strings.Repeat("<p:a/>", 200_000) + "</r>"
	d, err := xmltree.Parse([]byte(src), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := c14n.Write(&failingWriter{4 << 20}, d.Node(), c14n.Options{Method: c14n.Exclusive}); !errors.Is(err, errFull) {
		t.Errorf("amplified without limit: %v", err)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("went on for %v", took)
	}
}

// TestHostileAncestors: what an apex inherits must not cost the square of its length.
func TestHostileAncestors(t *testing.T) {
	const ancestors, attributes = 30, 999
	var src strings.Builder
	for i := range ancestors {
		src.WriteString("<a")
		for k := range attributes {
			fmt.Fprintf(&src, " xml:a%d_%d=''", i, k)
		}
		src.WriteString(">")
	}
	src.WriteString("<b Id='x'/>" + strings.Repeat("</a>", ancestors))
	start := time.Now()
	got, err := canonical(byID(t, src.String(), "x"), c14n.Options{Method: c14n.C14N10})
	if inherited := strings.Count(string(got), " xml:"); err != nil || inherited != ancestors*attributes {
		t.Errorf("%d attributes inherited: %v", inherited, err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestLongBase(t *testing.T) {
	src := strings.Repeat("<a xml:base='a/'>", 200) + "<b Id='x' xml:base='" + strings.Repeat("c/", 1<<20) + "'/>" + strings.Repeat("</a>", 200)
	var e *xmltree.Error
	if _, err := canonical(byID(t, src, "x"), c14n.Options{Method: c14n.C14N11}); !errors.As(err, &e) || e.Code != xmltree.CodeTooLarge {
		t.Errorf("joined xml:base of 2 MB: %v", err)
	}
}

func TestWriteRefuses(t *testing.T) {
	if _, err := canonical(xmltree.Node{}, c14n.Options{Method: c14n.C14N10}); err == nil {
		t.Error("no node has a canonical form")
	}
	d, err := xmltree.Parse([]byte("<a>b</a>"), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := canonical(d.Root(), c14n.Options{}); err == nil {
		t.Error("no method has a canonical form")
	}
	if _, err := canonical(d.Root().FirstChild(), c14n.Options{Method: c14n.C14N10}); err == nil {
		t.Error("a text alone has a canonical form")
	}
}

func TestURIs(t *testing.T) {
	for _, method := range []c14n.Method{c14n.C14N10, c14n.C14N11, c14n.Exclusive} {
		for _, comments := range []bool{false, true} {
			uri := c14n.URI(method, comments)
			if m, c, ok := c14n.ByURI(uri); !ok || m != method || c != comments {
				t.Errorf("%s is %d, %v, %v", uri, m, c, ok)
			}
		}
	}
	if _, _, ok := c14n.ByURI("http://www.w3.org/2001/10/xml-exc-c14n"); ok {
		t.Error("an identifier outside the list is known")
	}
}
