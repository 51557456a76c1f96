package dsig

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func xpathTransform(expression string) string {
	return `<Transform Algorithm="` + algXPath + `"><XPath xmlns:ds="` + Namespace + `" xmlns:p="urn:p">` + expression + `</XPath></Transform>`
}

// TestWhatXPathSelects runs expressions over a document and checks octets and
// coverage: whole is what lacks nothing but signatures.
func TestWhatXPathSelects(t *testing.T) {
	const around = `<r a="1"><e b="2">x<!-- c --><f/></e><g>y</g>%s</r>`
	for expression, c := range map[string]struct {
		want, target string
		whole        bool
	}{
		"not(ancestor-or-self::ds:Signature) and 1":                       {`<r a="1"><e b="2">x<f></f></e><g>y</g></r>`, "", true},
		"ancestor-or-self::e":                                             {`<e b="2">x<f></f></e>`, "e", true},
		"ancestor-or-self::e and not(self::f)":                            {`<e b="2">x</e>`, "e", false},
		"self::e or self::text()[parent::e]":                              {`<e>x</e>`, "e", false},
		"ancestor-or-self::e or ancestor-or-self::g":                      {`<e b="2">x<f></f></e><g>y</g>`, "", false},
		"self::text()[not(ancestor::ds:Signature)]":                       {"xy", "", false},
		"not(ancestor-or-self::ds:Signature) and not(self::r)":            {` a="1"<e b="2">x<f></f></e><g>y</g>`, "", false},
		"not(ancestor-or-self::ds:Signature) and not(local-name() = 'a')": {`<r><e b="2">x<f></f></e><g>y</g></r>`, "r", false},
		"not(ancestor-or-self::ds:Signature or ancestor-or-self::g)":      {`<r a="1"><e b="2">x<f></f></e></r>`, "r", false},
		"count(ancestor-or-self::node() | here()/ancestor::ds:Signature[1]) > count(ancestor-or-self::node()) and true()": {`<r a="1"><e b="2">x<f></f></e><g>y</g></r>`, "", true},
	} {
		doc, a := inDocument(t, around, reference(`URI=""`, xpathTransform(strings.ReplaceAll(expression, ">", "&gt;")), c.want))
		checked, err := NewChecker(doc, nil).Check(a, a.References[0])
		if err != nil || checked.Whole != c.whole || checked.Target.Local() != c.target {
			t.Errorf("%s: %+v %v", expression, checked, err)
		}
	}
	for expression, code := range map[string]string{"false()": CodeTransform, "ancestor-or-self::h": CodeTransform, "self::p:e": CodeTransform} {
		doc, a := inDocument(t, around, reference(`URI=""`, xpathTransform(expression), ""))
		if _, err := NewChecker(doc, nil).Check(a, a.References[0]); !isCode(err, code) {
			t.Errorf("%s: %v", expression, err)
		}
	}
}

// TestXPathAfterOthers: sets are intersected, signatures stay away, and what a
// set leaves of base64 is decoded.
func TestXPathAfterOthers(t *testing.T) {
	const around = `<r><e>eA==</e><f>eQ==</f>%s</r>`
	for transforms, want := range map[string]string{
		xpathTransform("ancestor-or-self::e or ancestor-or-self::f") + xpathTransform("not(self::text()) and not(ancestor-or-self::ds:Signature)"): "<e></e><f></f>",
		transform(algEnveloped) + xpathTransform("ancestor-or-self::r"):                                                                            "<r><e>eA==</e><f>eQ==</f></r>",
		xpathTransform("ancestor-or-self::r") + transform(algEnveloped) + transform(exclusive):                                                     "<r><e>eA==</e><f>eQ==</f></r>",
		xpathTransform("ancestor-or-self::f") + transform(algBase64):                                                                               "y",
		transform(algEnveloped) + transform(c14n10) + xpathTransform("ancestor-or-self::f") + transform(c14n10):                                    "<f>eQ==</f>",
	} {
		doc, a := inDocument(t, around, reference(`URI=""`, transforms, want))
		if _, err := NewChecker(doc, nil).Check(a, a.References[0]); err != nil {
			t.Errorf("%s: %v", transforms, err)
		}
	}
	doc, a := inDocument(t, around, reference(`URI=""`, transform(algEnveloped)+transform(c14n10)+xpathTransform("here()/.."), "x"))
	if _, err := NewChecker(doc, nil).Check(a, a.References[0]); !isCode(err, CodeStructure) {
		t.Errorf("here() in another document: %v", err)
	}
}

// TestElementInExpression: the common form is refused with an element inside, like any other.
func TestElementInExpression(t *testing.T) {
	for _, expression := range []string{"not(ancestor-or-self::<ds:Signature>ds:Signature</ds:Signature>)", "true(<x/>)"} {
		_, a := inDocument(t, "<r>%s</r>", reference(`URI=""`, xpathTransform("true()"), "x"))
		transforms := strings.Replace(xpathTransform("true()"), "true()", expression, 1)
		_, sig := parseSignature(t, strings.Replace(string(a.Node.Document().Text()), xpathTransform("true()"), transforms, 1))
		if len(sig.Refusals) != 1 || sig.Refusals[0].Code != CodeTransform {
			t.Errorf("%s: %v", expression, sig.Refusals)
		}
	}
}

// TestXPathWorkIsBounded: expressions share the budget of all references.
func TestXPathWorkIsBounded(t *testing.T) {
	big := `<r xmlns:a="urn:a" xmlns:b="urn:b" xmlns:c="urn:c" xmlns:d="urn:d" xmlns:e="urn:e">` + strings.Repeat(`<e f="g">0</e>`, 70_000) + "%s</r>"
	var references []string
	for i := range 12 {
		expression := strings.Repeat(fmt.Sprintf("ancestor::e[contains(name(), 'x%d')] or ", i), 60) + "not(ancestor-or-self::ds:Signature)"
		references = append(references, reference(`URI=""`, xpathTransform(expression), "x"))
	}
	doc, a := inDocument(t, big, references...)
	checker := NewChecker(doc, nil)
	start := time.Now()
	tooMany := 0
	for _, r := range a.References {
		if _, err := checker.Check(a, r); isCode(err, CodeTooMany) {
			tooMany++
		} else if !isCode(err, CodeDigest) {
			t.Fatal(err)
		}
	}
	if took := time.Since(start); tooMany < 6 || took > 10*time.Second {
		t.Errorf("%d of %d refused in %v", tooMany, len(references), took)
	} else {
		t.Logf("%d MB: %v", len(doc.Text())>>20, took)
	}
}

// TestExpressionsAreBounded: what is compiled before the author is known is
// little, and the form that everybody writes is not compiled.
func TestExpressionsAreBounded(t *testing.T) {
	const document = `<Signature xmlns="` + Namespace + `"><SignedInfo><CanonicalizationMethod Algorithm="` + exclusive + `"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>%s</SignedInfo><SignatureValue>AAAA</SignatureValue></Signature>`
	long := reference(`URI=""`, xpathTransform("a"+strings.Repeat("/a", 2000)), "x")
	hostile := fmt.Sprintf(document, strings.Repeat(long, MaxReferences))
	most := (maxExpressions+len(hostile)/octetsPerExpression)/4001 + 1
	_, sig := parseSignature(t, hostile)
	if len(sig.Refusals) != MaxReferences-most || sig.Refusals[0].Code != CodeTooMany {
		t.Errorf("%d refusals", len(sig.Refusals))
	}
	// Several signatures share what there is, and so do entries of manifests.
	checker := NewChecker(sig.Node.Document(), nil)
	for range 3 {
		again, err := checker.Parse(sig.Node)
		if err != nil {
			t.Fatal(err)
		}
		sig = again
	}
	if len(sig.Refusals) != MaxReferences {
		t.Errorf("the third of the same document: %d refusals", len(sig.Refusals))
	}
	if r, err := checker.parseEntry(sig.References[0].Node); err != nil || r.refusal == nil || r.refusal.Code != CodeTooMany {
		t.Errorf("an entry: %v %+v", err, r)
	}
	common := reference(`URI=""`, xpathTransform("not(ancestor-or-self::ds:Signature)"), "x")
	if _, sig := parseSignature(t, fmt.Sprintf(document, strings.Repeat(common, MaxReferences))); len(sig.Refusals) != 0 {
		t.Errorf("%v", sig.Refusals[0])
	}
}
