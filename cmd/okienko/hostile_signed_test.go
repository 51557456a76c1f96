package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"okienko/xades/c14n"
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// hostileSigned makes letters under a stranger's signature whose value holds, so
// that all the transforms of its references run, each letter of about hostileSize.
func hostileSigned(t *testing.T) map[string][]byte {
	const (
		dokument  = `<Dokument xmlns="http://crd.gov.pl/wzor/2017/10/24/4566/">`
		prefixed  = `<Dokument xmlns="http://crd.gov.pl/wzor/2017/10/24/4566/" xmlns:a="u:a" xmlns:b="u:b" xmlns:c="u:c" xmlns:d="u:d" xmlns:e="u:e" xmlns:f="u:f" xmlns:g="u:g" xmlns:h="u:h">`
		xpath     = "http://www.w3.org/TR/1999/REC-xpath-19991116"
		filter2   = "http://www.w3.org/2002/06/xmldsig-filter2"
		canonical = `<ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>`
	)
	keep := func(expression string) string {
		return `<ds:Transform Algorithm="` + xpath + `"><ds:XPath>` + expression + `</ds:XPath></ds:Transform>`
	}
	filters := func(expression string, n int) string {
		one := `<f:XPath xmlns:f="` + filter2 + `" Filter="union">` + expression + `</f:XPath>`
		return `<ds:Transform Algorithm="` + filter2 + `">` + strings.Repeat(one, n) + `</ds:Transform>`
	}
	conditions := func(axis string, n int) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = fmt.Sprintf("%s::x%d", axis, i)
		}
		return strings.Join(parts, " or ")
	}
	const all = "not(self::x)"
	const elements, texts, attributes, scopes, comments = "<a></a>xxxxx", "<Tytul>aaaaa</Tytul>", `<a b="" c="" d=""/>`, `<a xmlns:x="u"/>`, "<!---->xxxxxx"
	return map[string][]byte{
		"XPath, many conditions": signedByStranger(t, dokument, elements, keep(conditions("ancestor", 60))),
		"XPath, prefixes":        signedByStranger(t, prefixed, elements, keep(conditions("ancestor", 60))),
		"XPath, attributes":      signedByStranger(t, dokument, attributes, keep(conditions("attribute", 60))),
		"XPath, counts":          signedByStranger(t, dokument, texts, keep("count(ancestor::node()) &gt; 1 or count(descendant::node()) &gt; 1 or count(child::node()) &gt; 1 or count(ancestor::*) &gt; 1 or count(descendant::*) &gt; 1")),
		"XPath, parsed again":    signedByStranger(t, dokument, texts, keep(all)+canonical+keep(all)+canonical+keep(all)),
		"XPath, one by one":      signedByStranger(t, dokument, texts, keep(all), keep("not(self::y)"), keep("not(self::z)"), keep("not(self::w)"), keep("not(self::v)")),
		"XPath, scopes":          signedByStranger(t, prefixed, scopes, keep(all)),
		"XPath, comments":        signedByStranger(t, dokument, comments, keep(all)),
		"XPath, comparisons":     signedByStranger(t, dokument, texts, keep("self::a = 'x' or ancestor::b = 'y' or starts-with(string(), 'zz')")),
		"Filter 2, many":         signedByStranger(t, dokument, texts, filters("//*", 16)),
		"Filter 2, places":       signedByStranger(t, dokument, texts, filters("//node()/descendant::node()[1]", 16)),
		"Filter 2, prefixes":     signedByStranger(t, prefixed, texts, filters("/descendant::node()[2]", 16)),
		"Filter 2, one place":    signedByStranger(t, dokument, texts, filters("/descendant::node()[2]", 3)),
		"parsed again":           signedByStranger(t, dokument, texts, canonical+keep(all)+canonical+keep(all)),
	}
}

// signedByStranger fills a letter and signs it with a key that nobody knows, over
// one reference of the whole document for each chain of transforms.
func signedByStranger(t *testing.T, head, unit string, chains ...string) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	info := `<ds:SignedInfo xmlns:ds="` + dsig.Namespace + `"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
		`<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>`
	for _, chain := range chains {
		info += `<ds:Reference URI=""><ds:Transforms>` + chain + `</ds:Transforms>` +
			`<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AA==</ds:DigestValue></ds:Reference>`
	}
	info += `</ds:SignedInfo>`
	encode := base64.StdEncoding.EncodeToString
	tail := `<ds:Signature xmlns:ds="` + dsig.Namespace + `">` + info + `<ds:SignatureValue>` + encode(rawValue(t, info, key)) + `</ds:SignatureValue>` +
		`<ds:KeyInfo><ds:X509Data><ds:X509Certificate>` + encode(certificate) + `</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature></Dokument>`
	n := (hostileSize - len(head) - len(tail)) / len(unit)
	return []byte(head + strings.Repeat(unit, n) + tail)
}

func rawValue(t *testing.T, info string, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	doc, err := xmltree.Parse([]byte(info), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var canonical bytes.Buffer
	if err := c14n.Write(&canonical, doc.Root(), c14n.Options{Method: c14n.Exclusive}); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(canonical.Bytes())
	der, err := ecdsa.SignASN1(rand.Reader, key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	raw, err := dsig.RawFromDER(key.Curve, der)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
