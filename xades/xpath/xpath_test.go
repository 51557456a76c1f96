package xpath

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

const sample = `<?pi before?><r xmlns="urn:d" xmlns:p="urn:p" id="1"><!--c--><p:a p:x="1" y="2"><b xmlns="">t<p:a/>u</b></p:a>` +
	`<b id="E3"><p:s xmlns:q="urn:q"><q:h/><p:a y="urn:p">v</p:a></p:s><?pi two?></b><p:s><p:s/>7</p:s></r>`

// expressions of the grammar; here() is the element q:h.
var expressions = []string{
	"self::text()", "1", "0", "'a'", "''", ".", "@*", "@y", "@p:x", "namespace::*", "namespace::p", "..", "*", "p:*", "node()", "text()", "comment()",
	"processing-instruction()", "processing-instruction('pi')", "self::p:a", "parent::p:a", "ancestor-or-self::p:a", "ancestor::p:s", "descendant::p:a",
	"descendant-or-self::b", "child::p:a/child::b", "//p:a", "/p:r", "/", "//@y", "//namespace::q", ".//p:a", "./b", "../@y", "b//p:a",
	"not(ancestor-or-self::p:s)", "ancestor-or-self::p:s and not(self::p:a)", "self::b or parent::b or self::text()", "true()", "false()", "not(true())",
	"@y = '2'", "@y != '2'", "'2' = @y", "@y > 1", "2 >= @y", "p:a = 'v'", "//p:a = 'v'", "text() = 't'", ". = '7'", ". = 7", "boolean(@y) = true()", "true() != boolean(text())",
	"name() = 'p:a'", "name(..) != 'b'", "local-name() = 'a'", "namespace-uri() = 'urn:p'", "namespace-uri(..) = 'urn:p'", "string() = 'v'", "string(.) = 't'",
	"string(self::node()) = namespace-uri(parent::node())", "string(@y) = namespace-uri()", "starts-with(@y, 'urn')", "contains(., 'u')", "starts-with(name(), 'p:')", "string('x') = 'x'",
	"name()", "string(@y)", "contains(name(..), name())", "starts-with('p:ab', name())", "string(count(ancestor::node())) = '2'", "string(1.50) = '1.5'",
	"count(ancestor-or-self::node()) mod 2 = 1", "(count(ancestor-or-self::node()) mod 2) = 1", "count(ancestor::p:s) > 0", "count(p:a) = 1", "count(@*) = 2", "count(descendant::p:a) >= 2", "count(descendant-or-self::node()) < 3",
	"count(namespace::*) = 4", "count(//p:a) = 3", "count(//p:a | //b) = 4", "count(..) = 0", "count(self::p:a)", "string(count(p:a))", "boolean(string(string(count(@*))))", "contains(string(count(*)), string(1))", "count(ancestor::*) = count(ancestor::node())", "1 = count(parent::node())",
	"count(ancestor-or-self::p:s | //p:s[1]) = count(ancestor-or-self::p:s)", "count(id('E3') | ancestor-or-self::node()) = count(ancestor-or-self::node())", "count(ancestor-or-self::p:s) < count(ancestor-or-self::p:s | /)",
	"count(parent::node()/namespace::*) != count(parent::node()/namespace::* | self::node())", "count(../@* | .) = count(../@*)", "count(../node() | .) = count(../node())", "count(self::p:a | .) = count(self::p:a)",
	"count(descendant::node() | .) > count(descendant::node())", "count(//p:a | self::node()) = count(//p:a)", "count(.. | .) <= count(..)", "count(. | @*) >= count(.)", "count(. | @*) < count(.)", "count(id('nobody') | .) = count(.)",
	"//p:a[1]", "//p:a[last()]", "/*/*[2]", "/descendant::p:s[2]", "//b[@id]", "//p:a[@y][1]", "//*[self::b or self::p:s][@id = 'E3']", "(//p:a | //b)[@id]", "(//. | //@* | //namespace::*)[ancestor-or-self::p:s]", "(p:a | b)/text()", "(.)[self::b]/..",
	"ancestor::b[p:s]", "p:a[b[text() = 't']]", "*[not(@id)]", "//p:s[count(p:s) = 1]", "id('E3')", "id('E3 1')/p:s", "id('nobody')", "id('E3')[p:s]",
}

var heres = []string{"here()/ancestor::p:s[1]", "here()/..", "count(ancestor-or-self::p:s | here()/ancestor::p:s[1]) = count(ancestor-or-self::p:s)",
	"count(ancestor-or-self::node() | here()/parent::node()) > count(ancestor-or-self::node())", "here()/ancestor-or-self::node()[2]", "here()[self::p:h]"}

func parse(t testing.TB, src string) *xmltree.Document {
	t.Helper()
	d, err := xmltree.Parse([]byte(src), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// here is the element whose namespaces the expressions use.
func here(d *xmltree.Document) xmltree.Node {
	for n := d.Root(); !n.IsZero(); n = n.Next() {
		if n.Is("urn:q", "h") {
			return n
		}
	}
	return d.Root()
}

func TestSetsEqualNaive(t *testing.T) {
	at := here(parse(t, sample))
	for _, expression := range append(expressions[:len(expressions):len(expressions)], heres...) {
		if !agree(t, expression, at) {
			_, err := Compile(expression, at)
			t.Errorf("%q is refused: %v", expression, err)
		}
	}
}

// TestXmllintAgrees counts the nodes of which each expression is true in libxml2, too.
func TestXmllintAgrees(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed")
	}
	// id() of libxml2 knows xml:id alone, and xmlns="" is a namespace node there.
	src := strings.Replace(strings.Replace(sample, " xmlns=\"\"", "", 1), " id=\"E3\"", " xml:id=\"E3\"", 1)
	src = strings.Replace(src, " id=\"1\"", " xml:id=\"a1\"", 1)
	d := parse(t, src)
	tree, err := NewTree(d, func(int) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	var commands strings.Builder
	commands.WriteString("setns p=urn:p\n")
	var want []string
	for _, expression := range expressions {
		predicate := expression
		if expression == "1" || expression == "0" || strings.HasPrefix(expression, "count(self") && !strings.Contains(expression, "=") {
			predicate = "boolean(" + expression + ")"
		}
		x, err := Compile(expression, here(d))
		if err != nil {
			t.Fatal(err)
		}
		set, err := tree.Filter(x)
		if err != nil {
			t.Fatal(err)
		}
		for _, nodes := range []string{"//node() | /", "//@*", "//namespace::*"} {
			fmt.Fprintf(&commands, "xpath count((%s)[%s])\n", nodes, predicate)
		}
		want = append(want, counts(tree, set, expression)...)
	}
	got := xmllint(t, src, commands.String())
	if len(got) != len(want) {
		t.Fatalf("%d answers to %d questions", len(got), len(want))
	}
	for i := range want {
		if _, number, _ := strings.Cut(want[i], "\t"); got[i] != number {
			t.Errorf("%s, libxml2 says %s", strings.ReplaceAll(want[i], "\t", ": "), got[i])
		}
	}
}

// counts says how many nodes of each kind are in a set.
func counts(tree *Tree, set Set, expression string) []string {
	var n [3]int
	for i, in := range set.in {
		switch {
		case !in:
		case tree.isAttribute(i):
			n[1]++
		case tree.isNamespace(i):
			n[2]++
		default:
			n[0]++
		}
	}
	return []string{fmt.Sprintf("nodes[%s]\t%d", expression, n[0]), fmt.Sprintf("attributes[%s]\t%d", expression, n[1]), fmt.Sprintf("namespaces[%s]\t%d", expression, n[2])}
}

func xmllint(t *testing.T, src, commands string) (answers []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.xml")
	if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("xmllint", "--shell", file)
	cmd.Stdin = strings.NewReader(commands)
	output, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(output)) {
		if _, number, ok := strings.Cut(line, "Object is a number : "); ok {
			answers = append(answers, strings.TrimSpace(number))
		}
	}
	return answers
}

func TestRefused(t *testing.T) {
	at := parse(t, sample).Root()
	for _, expression := range []string{"", " ", "a b", "a[", "a]", "(a", "a)", "'a", "a//", "//", "/a/", "@", "a::b", "following::a", "preceding-sibling::*", "a + 1", "a - 1", "a * 2", "a div 2", "-1",
		"$x", "f()", "document('a')", "string-length(a)", "sum(a)", "position() = 1", "last()", "a[1]", "a[last()]", "(//a)[1]", "ancestor::a[1]", "//a[position() = 1]", "//a[0]", "//a[1.5]", "//a[count(b)]",
		"x:a", "x:*", "a = b", "a = name()", "string(//a)", "string(a/b)", "string(@*)", "count('a')", "count(a/b)", "count(a/b) = 1", "count(a | b) = 2", "count(a | ..) = count(a)", "count(a/b | .) = count(a/b)",
		"id(a)", "id(1)", "'a' | b", "1 | 2", "true() < false()", "a < b", "not()", "not(a, b)", "true(a)", "#", "a!b", "a:b:c", "1.2.3", "p:a('x')", "here(1)",
		strings.Repeat("(", 100) + "a" + strings.Repeat(")", 100), strings.Repeat("not(", 100) + "a" + strings.Repeat(")", 100), "a" + strings.Repeat("/a", maxLength),
	} {
		if x, err := Compile(expression, at); err == nil {
			t.Errorf("%.60q is accepted: %v", expression, x.Key())
		}
	}
}

// TestLongTextIsPaid: a text that many nodes see costs its length each time.
func TestLongTextIsPaid(t *testing.T) {
	long := strings.Repeat("1", 100_000)
	d := parse(t, `<r xmlns="urn:`+long[:2000]+`" a="`+long+`"><?`+"p"+long+`?>`+strings.Repeat("<b/>", 10_000)+`</r>`)
	for _, expression := range []string{"contains(../@a, 'x')", "string(../@a) = namespace-uri()", "contains(namespace-uri(..), 'x')", "namespace-uri() = 1", "starts-with(namespace-uri(), 'x')"} {
		left := 50 << 20
		tree, err := NewTree(d, func(work int) error {
			if left -= work; left < 0 {
				return errors.New("stop")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		x, err := Compile(expression, d.Root())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tree.Filter(x); err == nil && left > 49<<20 {
			t.Errorf("%s: %d left", expression, left)
		}
	}
}

// TestWorkIsPaid: whatever an expression costs, the budget ends it.
func TestWorkIsPaid(t *testing.T) {
	d := parse(t, "<r>"+strings.Repeat("<a>", 200)+strings.Repeat("x<b/>", 20_000)+strings.Repeat("</a>", 200)+"</r>")
	stop := errors.New("stop")
	for _, expression := range []string{"string() = 'x'", "//a[//b[1]]", strings.Repeat("//a", 500), "count(//b | ancestor::a) = count(ancestor::a)", strings.Repeat("a or ", 800) + "a"} {
		left := 10 << 20
		tree, err := NewTree(d, func(work int) error {
			if left -= work; left < 0 {
				return stop
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		x, err := Compile(expression, d.Root())
		if err != nil {
			t.Fatalf("%.40q: %v", expression, err)
		}
		if _, err := tree.Filter(x); expression != "//a[//b[1]]" && !errors.Is(err, stop) {
			t.Errorf("%.40q: %v, %d left", expression, err, left)
		}
	}
}

func TestKeys(t *testing.T) {
	d := parse(t, `<r xmlns:a="urn:a"><x xmlns:a="urn:b"/><y/></r>`)
	x, y := d.Root().Child("", "x"), d.Root().Child("", "y")
	key := func(expression string, at xmltree.Node) string {
		e, err := Compile(expression, at)
		if err != nil {
			t.Fatal(err)
		}
		return e.Key()
	}
	if key("a:z", x) == key("a:z", y) || key("a:z", y) != key("a:z", d.Root()) || key("here()", x) == key("here()", y) || key("z", x) != key("z", y) {
		t.Error("keys do not tell what expressions mean")
	}
}

func FuzzSetsEqualNaive(f *testing.F) {
	for _, expression := range append(expressions, heres...) {
		f.Add(expression, sample)
	}
	f.Fuzz(func(t *testing.T, expression, src string) {
		if len(src) > 2000 || len(expression) > 200 {
			return
		}
		d, err := xmltree.Parse([]byte(src), xmltree.Options{KeepDuplicateIDs: true, MaxElements: 100, MaxNamespaces: 10})
		if err == nil && d.Len() < 200 {
			agree(t, expression, here(d))
		}
	})
}
