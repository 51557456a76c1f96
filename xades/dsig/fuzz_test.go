package dsig

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"testing"

	"okienko/xades/xmltree"
)

const fuzzed = `<r xmlns:p="urn:p" Id="r">%s<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>` +
	`<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519"/>` +
	`%s</ds:SignedInfo><ds:SignatureValue>AA==</ds:SignatureValue><ds:Object Id="o">PHg+eTwveD4=</ds:Object></ds:Signature></r>`

func fuzzedReference(uri string, transforms ...string) string {
	var b bytes.Buffer
	for _, t := range transforms {
		fmt.Fprintf(&b, `<ds:Transform Algorithm=%s</ds:Transform>`, t)
	}
	return fmt.Sprintf(`<ds:Reference%s><ds:Transforms>%s</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AA==</ds:DigestValue></ds:Reference>`, uri, &b)
}

// FuzzReferences: an author who signs whatever he likes. Each reference is
// processed within the budget; and one that is said to cover the whole of what it
// names has all the text of it but that of signatures.
func FuzzReferences(f *testing.F) {
	const (
		c14n10  = `"http://www.w3.org/TR/2001/REC-xml-c14n-20010315">`
		c14n11  = `"http://www.w3.org/2006/12/xml-c14n11#WithComments">`
		exc     = `"http://www.w3.org/2001/10/xml-exc-c14n#"><e:InclusiveNamespaces xmlns:e="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="p #default"/>`
		envelop = `"http://www.w3.org/2000/09/xmldsig#enveloped-signature">`
		decode  = `"http://www.w3.org/2000/09/xmldsig#base64">`
		xpath   = `"http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>%s</ds:XPath>`
		filter  = `"http://www.w3.org/2002/06/xmldsig-filter2"><f:XPath xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" Filter="%s">%s</f:XPath>`
	)
	body := `<p:a Id="a" xml:base="b" xml:lang="pl">t<!-- c --><b xmlns="urn:q" y="1">&lt;<?pi z?></b></p:a>`
	for _, reference := range []string{
		fuzzedReference(` URI=""`, envelop, c14n10), fuzzedReference(` URI="#a"`, exc), fuzzedReference(` URI="#xpointer(id('a'))"`, c14n11), fuzzedReference(` URI="#xpointer(/)"`, envelop),
		fuzzedReference(``, envelop, exc), fuzzedReference(` URI="#o"`, decode), fuzzedReference(` URI="#o"`, decode, c14n10, c14n11), fuzzedReference(` URI="#a"`, c14n10, envelop),
		fuzzedReference(` URI=""`, fmt.Sprintf(xpath, "not(ancestor-or-self::ds:Signature)"), c14n11), fuzzedReference(` URI=""`, fmt.Sprintf(xpath, "string(string(count(self::text())))"), exc),
		fuzzedReference(` URI=""`, fmt.Sprintf(xpath, "ancestor-or-self::p:a or self::text()"), fmt.Sprintf(xpath, "not(self::comment())")),
		fuzzedReference(` URI=""`, fmt.Sprintf(filter, "subtract", "//ds:Signature"), c14n10), fuzzedReference(` URI=""`, fmt.Sprintf(filter, "intersect", "here()/ancestor::r[1]/p:a"), fmt.Sprintf(filter, "union", "//b")),
	} {
		f.Add(reference, body)
		f.Add(reference+fuzzedReference(` URI="#r"`, exc), "t"+body)
	}
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	f.Fuzz(func(t *testing.T, references, body string) {
		if len(references)+len(body) > 4000 {
			return
		}
		doc, err := xmltree.Parse(fmt.Appendf(nil, fuzzed, body, references), xmltree.Options{KeepDuplicateIDs: true})
		if err != nil {
			return
		}
		s, err := Parse(doc.Root().Child(Namespace, "Signature"))
		if err != nil || len(s.Refusals) > 0 {
			return
		}
		message, err := s.SignedInfoDigest()
		if err != nil {
			return
		}
		s.Value = ed25519.Sign(key, message)
		a, err := s.Authenticate(key.Public())
		if err != nil {
			t.Fatal(err)
		}
		checker, limit := NewChecker(doc, nil), workFactor*len(doc.Text())+workFloor
		for _, r := range s.References {
			var octets bytes.Buffer
			if err := checker.WriteReference(&octets, a, r, defaultCanonical); err != nil {
				continue
			}
			if limit -= octets.Len(); limit < 0 {
				t.Fatal("more octets than the document is worth")
			}
			r.Digest = hashOf(r, octets.Bytes())
			covers, err := checker.Check(a, r)
			if err == nil && covers.Whole && textOf(covers.Target) != textOfOctets(t, octets.Bytes()) {
				t.Fatalf("not the whole of %s: %q", covers.Target.Path(), &octets)
			}
		}
	})
}

func hashOf(r *Reference, octets []byte) []byte {
	h := r.Hash.New()
	h.Write(octets)
	return h.Sum(nil)
}

// textOf is the text of a node without that of signatures in it.
func textOf(n xmltree.Node) string {
	var b bytes.Buffer
	end := n.End()
	for ; !n.IsZero() && n.Order() < end; n = n.Next() {
		for isSignature(n) {
			n = following(n)
		}
		if n.IsZero() || n.Order() >= end {
			break
		}
		if n.Kind() == xmltree.TextNode {
			b.Write(n.Value())
		}
	}
	return b.String()
}

func textOfOctets(t *testing.T, octets []byte) string {
	doc, err := xmltree.Parse(octets, xmltree.Options{KeepDuplicateIDs: true})
	if err != nil {
		t.Fatalf("%v: %q", err, octets)
	}
	return textOf(doc.Node())
}
