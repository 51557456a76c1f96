//go:build bench

package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"okienko/xades"
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// laborious is a document of about a megabyte whose references ask for work. Their
// digests are false, which costs the same; the value holds, or nothing would run.
type laborious struct {
	name, head, body, tail string
	references             []string
}

const (
	exclusiveMethod = "http://www.w3.org/2001/10/xml-exc-c14n#"
	inclusiveMethod = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
)

func laboriousReferences() []laborious {
	const size = 1 << 20
	var attributes, apexes strings.Builder
	for i := range 400 {
		fmt.Fprintf(&attributes, ` a%d=""`, i)
	}
	var each, again []string
	for i := range 990 {
		fmt.Fprintf(&apexes, `<e Id="i%d"/>`, i)
		each = append(each, referenceTo(fmt.Sprintf("#i%d", i), canonicalTransform(inclusiveMethod, "")))
	}
	for i := range 40 {
		again = append(again, referenceTo("#o", plainTransform("http://www.w3.org/2000/09/xmldsig#base64")+canonicalTransform(exclusiveMethod, fmt.Sprint("p", i))))
	}
	xpath := func(expression string) []string {
		return []string{referenceTo("", plainTransform("http://www.w3.org/2000/09/xmldsig#enveloped-signature")+
			`<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><XPath>`+expression+`</XPath></Transform>`+canonicalTransform(inclusiveMethod, ""))}
	}
	open, end := strings.Repeat("<d"+attributes.String()+">", 200), strings.Repeat("</d>", 200)
	return []laborious{
		{"XPath leaves ancestors out", "<r>" + open, strings.Repeat("<e/>", 100_000), end, xpath("self::e")},
		{"XPath leaves attributes out", "<r>", strings.Repeat("<e"+attributes.String()+"/>", size/3000), "", xpath("self::* or self::text()")},
		{"990 elements deep inside", "<r>" + open, apexes.String(), end, each},
		{"base64 to XML, 40 times", `<r><o Id="o">`, base64.StdEncoding.EncodeToString([]byte("<r>" + strings.Repeat("<e/>", 49_000) + "</r>")), "</o>", again},
	}
}

func plainTransform(algorithm string) string { return `<Transform Algorithm="` + algorithm + `"/>` }

func canonicalTransform(method, prefixes string) string {
	if prefixes == "" {
		return plainTransform(method)
	}
	return `<Transform Algorithm="` + method + `"><InclusiveNamespaces xmlns="` + method + `" PrefixList="` + prefixes + `"/></Transform>`
}

func referenceTo(uri, transforms string) string {
	return `<Reference URI="` + uri + `"><Transforms>` + transforms + `</Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>` +
		base64.StdEncoding.EncodeToString(make([]byte, 32)) + `</DigestValue></Reference>`
}

// document signs the SignedInfo as it stands with a key of its own.
func (l laborious) document(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	const value = "AAAA"
	text := []byte(l.head + l.body + l.tail + `<Signature xmlns="` + dsig.Namespace + `"><SignedInfo><CanonicalizationMethod Algorithm="` + exclusiveMethod +
		`"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>` + strings.Join(l.references, "") + `</SignedInfo><SignatureValue>` + value +
		`</SignatureValue><KeyInfo><DEREncodedKeyValue xmlns="http://www.w3.org/2009/xmldsig11#">` + base64.StdEncoding.EncodeToString(public) + `</DEREncodedKeyValue></KeyInfo></Signature></r>`)
	doc, err := xmltree.Parse(text, xmltree.Options{})
	if err != nil {
		t.Fatalf("%s: %v", l.name, err)
	}
	signature := doc.Root().Child(dsig.Namespace, "Signature")
	parsed, err := dsig.Parse(signature)
	if err != nil {
		t.Fatalf("%s: %v", l.name, err)
	}
	digest, err := parsed.SignedInfoDigest()
	if err != nil {
		t.Fatalf("%s: %v", l.name, err)
	}
	der, err := ecdsa.SignASN1(rand.Reader, key, digest)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := dsig.RawFromDER(elliptic.P256(), der)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(text, []byte(">"+value+"<"), []byte(">"+base64.StdEncoding.EncodeToString(raw)+"<"), 1)
}

// attemptCost is what judging a document takes whose value holds, whatever comes of it.
func attemptCost(t *testing.T, document []byte) time.Duration {
	t.Helper()
	return time.Duration(testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			doc, err := xmltree.Parse(document, xmltree.Options{})
			if err != nil {
				t.Fatal(err)
			}
			report, err := xades.Verify(doc, xades.VerifyOptions{At: time.Now()})
			if err != nil || len(report.Signatures) != 1 {
				t.Fatalf("%v %+v", err, report)
			}
			for _, r := range report.Signatures[0].Reasons {
				if r.Code == xades.CodeValue {
					t.Fatal("the value does not hold, so nothing was tried")
				}
			}
		}
	}).NsPerOp())
}
