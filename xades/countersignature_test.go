package xades_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
)

const (
	unsignedStart  = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
	unsignedClose  = "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
	counterType    = "http://uri.etsi.org/01903#CountersignedSignature"
	canonical10    = `<ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"></ds:Transform>`
	envelopedStep  = `<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>`
	qualifyingEnd  = "</xades:QualifyingProperties>"
	xpathTransform = `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>self::node()</ds:XPath></ds:Transform>`
)

// counterSignature is a signature over an element by its Id, not yet computed.
func counterSignature(t testing.TB, id *identity, target string) string {
	t.Helper()
	_, _, signature := parts(t, sign(t, letter, id.options()))
	signature = replace(t, signature, `URI=""`, `Type="`+counterType+`" URI="#`+target+`"`)
	return replace(t, signature, envelopedStep, "")
}

// countersigned puts a counter-signature into the first signature of a document.
func countersigned(t testing.TB, signed, signature string, id *identity) string {
	t.Helper()
	property := "<xades:CounterSignature>" + signature + "</xades:CounterSignature>"
	return resignNth(t, replace(t, signed, qualifyingEnd, unsignedStart+property+unsignedClose+qualifyingEnd), id, 1)
}

func idOf(t testing.TB, document, element string) string {
	t.Helper()
	found := regexp.MustCompile("<" + element + ` [^>]*\bId="([^"]*)"`).FindStringSubmatch(document)
	if found == nil {
		t.Fatalf("%s has no Id", element)
	}
	return found[1]
}

func TestCounterSignatures(t *testing.T) {
	w := newWorld(t)
	second := issue(t, w.ca, p256(), person)
	signed := sign(t, letter, w.signer.options())
	master, value := idOf(t, signed, "ds:Signature"), idOf(t, signed, "ds:SignatureValue")
	properties := idOf(t, signed, "xades:SignedProperties")
	genuine := counterSignature(t, second, value)
	through := func(transforms string) string { return replace(t, genuine, canonical10, transforms) }
	for name, c := range map[string]struct {
		document string
		sub      string
		counts   bool
	}{
		"genuine":                         {countersigned(t, signed, genuine, second), "", true},
		"without Type":                    {countersigned(t, signed, replace(t, genuine, ` Type="`+counterType+`"`, ""), second), "", true},
		"through no transform":            {countersigned(t, signed, replace(t, genuine, "<ds:Transforms>"+canonical10+"</ds:Transforms>", ""), second), "", true},
		"through XPath":                   {countersigned(t, signed, through(xpathTransform+canonical10), second), xades.SigConstraintsFailure, false},
		"of the properties, without Type": {countersigned(t, signed, replace(t, genuine, `Type="`+counterType+`" URI="#`+value, `URI="#`+properties), second), xades.SigConstraintsFailure, false},
		"of the properties":               {countersigned(t, signed, replace(t, genuine, "#"+value, "#"+properties), second), xades.SigConstraintsFailure, false},
		"of an element that is named so":  {countersigned(t, signed, replace(t, replace(t, genuine, "#"+value, "#false"), "<ds:Object>", `<ds:Object><ds:SignatureValue Id="false">AAAA</ds:SignatureValue></ds:Object><ds:Object>`), second), xades.SigConstraintsFailure, false},
		"elsewhere":                       {resignNth(t, replace(t, signed, "</ds:Signature>", "<ds:Object>"+genuine+"</ds:Object></ds:Signature>"), second, 1), "", false},
		"changed afterwards":              {replace(t, countersigned(t, signed, genuine, second), "=</ds:SignatureValue>", "= </ds:SignatureValue>"), xades.HashFailure, false},
	} {
		report := verify(t, c.document, w.options())
		if len(report.Signatures) != 2 {
			t.Fatalf("%s: %d signatures", name, len(report.Signatures))
		}
		s := report.Signatures[1]
		if s.SubIndication != c.sub || (s.Countersigns == master) != c.counts || !c.counts && s.Countersigns != "" || !s.Nested {
			t.Errorf("%s: %s %q %+v", name, s.SubIndication, s.Countersigns, s.Reasons)
		}
		if c.sub == xades.SigConstraintsFailure && (s.Cryptographic != xades.CryptoPassed || !slices.Contains(codes(s.Reasons), xades.CodeProperties)) {
			t.Errorf("%s: %s %+v", name, s.Cryptographic, s.Reasons)
		}
		if first := report.Signatures[0]; report.Verdict != passed || first.Coverage != xades.CoverageFull || first.Countersigns != "" {
			t.Errorf("%s: it changes the signature it stands in: %s %+v", name, report.Verdict, first.Reasons)
		}
	}
}

// TestCounterSignatureOfAnother: moved into the property of another signature,
// a counter-signature says nothing about that one.
func TestCounterSignatureOfAnother(t *testing.T) {
	w := newWorld(t)
	second := issue(t, w.ca, p256(), person)
	opt := w.signer.options()
	opt.XPath = true
	both := sign(t, sign(t, letter, opt), opt)
	last := both[strings.LastIndex(both, "<ds:Signature "):]
	document := countersigned(t, both, counterSignature(t, second, idOf(t, last, "ds:SignatureValue")), second)
	s := verify(t, document, w.options()).Signatures[1]
	if s.Countersigns != "" || s.SubIndication != xades.SigConstraintsFailure || s.Cryptographic != xades.CryptoPassed {
		t.Errorf("%q %s %+v", s.Countersigns, s.SubIndication, s.Reasons)
	}
}

// TestCounterSignedTwice: a counter-signature may be countersigned in turn.
func TestCounterSignedTwice(t *testing.T) {
	w := newWorld(t)
	second, third := issue(t, w.ca, p256(), person), issue(t, w.ca, p256(), person)
	signed := sign(t, letter, w.signer.options())
	first := counterSignature(t, second, idOf(t, signed, "ds:SignatureValue"))
	inner := counterSignature(t, third, idOf(t, first, "ds:SignatureValue"))
	property := unsignedStart + "<xades:CounterSignature>" + inner + "</xades:CounterSignature>" + unsignedClose
	document := countersigned(t, signed, replace(t, first, qualifyingEnd, property+qualifyingEnd), second)
	report := verify(t, resignNth(t, document, third, 2), w.options())
	want := []string{"", report.Signatures[0].ID, report.Signatures[1].ID}
	for i, s := range report.Signatures {
		if s.Countersigns != want[i] || s.Indication != passed {
			t.Errorf("signature %d: %q, want %q: %s %+v", i, s.Countersigns, want[i], s.SubIndication, s.Reasons)
		}
	}
}
