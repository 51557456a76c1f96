package dsig

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// expressions makes random XPath that keeps and drops nodes of every kind.
type expressions struct{ *rand.Rand }

func (x expressions) pick(list ...string) string { return list[x.IntN(len(list))] }

func (x expressions) condition(depth int) string {
	if depth == 0 || x.IntN(4) == 0 {
		return x.pick("ancestor-or-self::e", "self::text()", "parent::r", "self::r", "ancestor-or-self::ds:Signature", "local-name() = 'a'",
			"self::comment()", "count(ancestor-or-self::node()) &gt; 2", "name() = 'p'", "self::processing-instruction()", "true()",
			"ancestor::g", "self::p:f", "@c", "string() = 'x'", "count(ancestor::node() | here()/ancestor::ds:Signature[1]) = count(ancestor::node())")
	}
	a, b := x.condition(depth-1), x.condition(depth-1)
	return x.pick("not("+a+")", "("+a+" or "+b+")", "("+a+" and "+b+")", "not("+a+" and "+b+")", "not(ancestor-or-self::ds:Signature) and ("+a+" or "+b+")")
}

func (x expressions) filter() string {
	var b strings.Builder
	for range 1 + x.IntN(3) {
		fmt.Fprintf(&b, `<XPath xmlns="%s" xmlns:ds="%s" xmlns:p="urn:p" Filter="%s">%s</XPath>`, nsFilter2, Namespace, x.pick("intersect", "subtract", "union"),
			x.pick("/", "/r", "//e", "//@a", "//text()", "here()/ancestor::ds:Signature[1]", "//ds:Signature", "/r/e", "//p:f", "//namespace::p", "//e/..", "//processing-instruction()"))
	}
	return `<Transform Algorithm="` + nsFilter2 + `">` + b.String() + `</Transform>`
}

func (x expressions) chain() string {
	kept := xpathTransform(x.condition(3))
	if x.IntN(2) == 0 {
		kept = x.filter()
	}
	return x.pick(kept, transform(algEnveloped)+kept, kept+transform(algEnveloped), transform(algEnveloped)+transform(c14n10)+kept, kept+kept+transform(c14n10), kept+x.filter())
}

// TestWholeMeansAll is what everything that uses a covered letter stands on:
// whatever the transforms, two documents that differ in more than comments and
// signatures, and are said to be covered whole, are not signed by the same octets.
func TestWholeMeansAll(t *testing.T) {
	const around = `<r xmlns:p="urn:p" a="1" p:b="2"><!--c--><e c="3">x<p:f/><?pi d?></e><g>y<e/></g>%s</r>`
	mutations := [][2]string{{`a="1"`, ``}, {`a="1"`, `a="2"`}, {`p:b="2"`, `b="2"`}, {`c="3"`, `c="4"`}, {"x<p", "z<p"}, {"<p:f/>", ""}, {"<p:f/>", "<f/>"}, {"<?pi d?>", "<?pi e?>"},
		{"<?pi d?>", ""}, {"y<e/>", "<e/>y"}, {"y<e/>", "y"}, {"<g>", "<g a='1'>"}, {"<g>", "<g><e>x</e>"}, {"<g>", "<g><h/>"}, {"<g>", "x<g>"}, {`"urn:p"`, `"urn:q"`}, {`<g>`, `<g xmlns:q="urn:q">`}}
	x := expressions{rand.New(rand.NewPCG(1, 2))}
	whole, changed := 0, 0
	for range 1500 {
		chain := x.chain()
		octets, isWhole := cover(t, around, chain)
		if !isWhole {
			continue
		}
		whole++
		for _, m := range mutations {
			mutated := strings.Replace(around, m[0], m[1], 1)
			if other, also := cover(t, mutated, chain); also {
				if changed++; bytes.Equal(octets, other) {
					t.Errorf("%s: %q and %q are signed by %s", chain, m[0], m[1], octets)
				}
			}
		}
	}
	if t.Logf("%d chains keep all, %d changes seen", whole, changed); whole < 50 || changed < 500 {
		t.Error("too few to tell anything")
	}
}

// cover runs a chain over a document with a signature, and says whether all of
// the root is covered.
func cover(t *testing.T, around, chain string) (octets []byte, whole bool) {
	t.Helper()
	text := fmt.Sprintf(around, `<Signature xmlns="`+Namespace+`"><SignedInfo><CanonicalizationMethod Algorithm="`+exclusive+
		`"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>`+reference(`URI=""`, chain, "x")+`</SignedInfo><SignatureValue>AAAA</SignatureValue></Signature>`)
	doc, sig := parseSignature(t, text)
	if len(sig.Refusals) > 0 {
		t.Fatalf("%s: %v", chain, sig.Refusals[0])
	}
	c := NewChecker(doc, nil)
	r := sig.References[0]
	target, refusal := c.resolve(r)
	if refusal != nil {
		t.Fatal(refusal)
	}
	var b bytes.Buffer
	covers, err := c.run(&meter{w: &b, left: &c.budget}, &Authentic{Signature: sig}, r, target, defaultCanonical)
	if err != nil {
		return nil, false // nothing left, or no document to go on with
	}
	all := covers.Target.Kind() == xmltree.DocumentNode || covers.Target == doc.Root()
	return b.Bytes(), all && covers.Whole
}
