package xades_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/xmltree"
)

// enclosing puts a letter as base64 into an Object and signs that alone.
func enclosing(t *testing.T, w world, text, encoding string) string {
	s := sign(t, "<r/>", w.signer.options())
	s = strings.TrimSuffix(strings.TrimPrefix(s, "<r>"), "</r>")
	s = replace(t, s, "</ds:Signature>", `<ds:Object Id="o" MimeType="text/xml" Encoding="`+encoding+`">`+text+`</ds:Object></ds:Signature>`)
	s = between("<ds:Transforms>", "</ds:Transforms>", nothing)(t, s)
	return resign(t, replace(t, s, `URI=""`, `URI="#o"`), w.signer)
}

// TestContentOfObjects: what an Object holds as base64 is a document of its own,
// of which the outer document's Ids know nothing.
func TestContentOfObjects(t *testing.T) {
	w := newWorld(t)
	inner := strings.Replace(letter, `Id="pismo"`, `Id="o"`, 1)
	encoded := base64.StdEncoding.EncodeToString([]byte(inner))
	const is = "http://www.w3.org/2000/09/xmldsig#base64"
	report := verify(t, enclosing(t, w, encoded, is), w.options())
	s := report.Signatures[0]
	if report.Verdict != passed || s.Coverage != xades.CoveragePartial || len(s.Enclosed) != 1 || s.Enclosed[0].MimeType != "text/xml" {
		t.Fatalf("%+v", s)
	}
	data, err := s.Enclosed[0].Bytes()
	if err != nil || string(data) != inner {
		t.Fatalf("%q, %v", data, err)
	}
	doc, err := xmltree.Parse(data, xmltree.Options{})
	if err != nil || !doc.Root().Is("urn:test:pismo", "Pismo") {
		t.Errorf("%v", err)
	}
	if s := verify(t, enclosing(t, w, encoded, ""), w.options()).Signatures[0]; len(s.Enclosed) != 0 || s.Coverage != xades.CoveragePartial {
		t.Errorf("without Encoding: %+v", s)
	}
	s = verify(t, enclosing(t, w, "*", is), w.options()).Signatures[0]
	if _, err := s.Enclosed[0].Bytes(); err == nil {
		t.Error("* is base64")
	}
	changed := replace(t, enclosing(t, w, encoded, is), encoded[:8], strings.Repeat("A", 8))
	if s := verify(t, changed, w.options()).Signatures[0]; s.Cryptographic != xades.CryptoFailed || len(s.Enclosed) != 0 {
		t.Errorf("changed: %+v", s)
	}
}

// TestContentThroughTransform: here the decoded octets are what is digested.
func TestContentThroughTransform(t *testing.T) {
	w := newWorld(t)
	s := sign(t, letter, w.signer.options())
	s = replace(t, s, "</ds:Signature>", `<ds:Object Id="o">`+base64.StdEncoding.EncodeToString([]byte("treść urn:a"))+`</ds:Object></ds:Signature>`)
	s = between("<ds:Reference Id", "</ds:Reference>", func(old string) string {
		return old + strings.Replace(entry("#o", "treść urn:a"), "<ds:DigestMethod", `<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#base64"/></ds:Transforms><ds:DigestMethod`, 1)
	})(t, s)
	report := verify(t, revalue(t, s, w.signer), w.options())
	contents := report.Signatures[0].Enclosed
	if report.Verdict != passed || len(contents) != 1 {
		t.Fatalf("%+v", report.Signatures[0])
	}
	if data, err := contents[0].Bytes(); err != nil || string(data) != "treść urn:a" {
		t.Errorf("%q, %v", data, err)
	}
}

// revalue makes the SignatureValue anew and leaves the digests as they are.
func revalue(t testing.TB, document string, id *identity) string {
	t.Helper()
	signature := nthSignature(mustParse(t, document), 0)
	value := signValue(t, signature.Child("http://www.w3.org/2000/09/xmldsig#", "SignedInfo"), id.key)
	return apply(document, []edit{editContent(signature.Child("http://www.w3.org/2000/09/xmldsig#", "SignatureValue"), value)})
}
