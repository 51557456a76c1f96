package dsig

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// inXmlsec is a document that xmlsec1 signs through transforms of its own.
const inXmlsec = `<?a b?><r xmlns="urn:d" xmlns:p="urn:p" p:z="0" xml:lang="pl"><p:s a="1" p:b="2" xml:space="preserve">t<u xmlns="" a="3">v<!-- c --><p:w xmlns:q="urn:q"><q:x xmlns:p="urn:p2" p:y="4"/></p:w></u></p:s>` +
	`<o xmlns:q="urn:q"><p:s><q:x/>7</p:s></o>` +
	`<Signature xmlns="` + Namespace + `"><SignedInfo><CanonicalizationMethod Algorithm="` + exclusive + `"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>` +
	`<Reference URI=""><Transforms>%TRANSFORMS%</Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference></SignedInfo><SignatureValue/></Signature><Signature xmlns="` + Namespace + `"><e/></Signature></r>`

// TestXmlsecAgrees: what xmlsec1 selects and digests through XPath is what we
// do. Left out is where libxml2 leaves the standards: it writes prefixes of
// attributes under exclusive canonicalisation whose namespace nodes are not in
// the set, counts xmlns="" as a namespace node, and inherits xml:lang under
// C14N 1.1 from elements left out alone.
func TestXmlsecAgrees(t *testing.T) {
	if _, err := exec.LookPath("xmlsec1"); err != nil {
		t.Skip("xmlsec1 is not installed")
	}
	key, file := xmlsecKey(t)
	const inside = "(ancestor-or-self::p:s or self::ds:Signature[false()])"
	both, c11 := []string{c14n10, exclusive}, []string{"http://www.w3.org/2006/12/xml-c14n11"}
	for expression, methods := range map[string][]string{
		"ancestor-or-self::p:s":                                              append(c11, both...),
		"not(ancestor-or-self::ds:Signature) and true()":                     both,
		"self::text() and not(ancestor::ds:Signature)":                       both,
		"ancestor-or-self::q:x or self::p:s":                                 both,
		"self::p:s or parent::p:s":                                           both,
		"self::q:x or self::u or self::p:s":                                  both,
		"ancestor-or-self::u":                                                c11,
		"ancestor-or-self::*[@a = '1']":                                      both,
		"ancestor-or-self::*[p:w]":                                           c11,
		"ancestor-or-self::p:s[.//q:x and not(u)]":                           both,
		"//u and ancestor-or-self::p:s and not(contains(., '7'))":            both,
		"/p:r or self::o[true()] or ancestor-or-self::*[local-name() = 'o']": both,
		inside + " and (self::text() or namespace-uri() != '')":              {c14n10},
		inside + " and not(self::p:w or self::p:s)":                          both,
		inside + " and count(parent::node()/namespace::*) != count(parent::node()/namespace::* | self::node())":                                           {c14n10},
		inside + " and count(parent::node()/namespace::*) = count(parent::node()/namespace::* | self::node())":                                            {c14n10},
		inside + " and (self::text() or namespace-uri() != '' or string(self::node()) = namespace-uri(parent::node()))":                                   {c14n10},
		inside + " and (self::text() or namespace-uri() != '' or name() = '' and count(ancestor-or-self::node()) mod 2 = 1)":                              {c14n10},
		"count(ancestor-or-self::ds:Signature | here()/ancestor::ds:Signature[1]) > count(ancestor-or-self::ds:Signature) or self::ds:Signature[false()]": both,
	} {
		for _, canon := range methods {
			agreeWithXmlsec(t, key, file, `<Transform Algorithm="`+algXPath+`"><XPath xmlns:ds="`+Namespace+`" xmlns:p="urn:p" xmlns:q="urn:q">`+strings.ReplaceAll(expression, ">", "&gt;")+`</XPath></Transform>`+transform(canon))
		}
	}
	filter := func(mode, path string) string {
		return `<XPath xmlns="` + nsFilter2 + `" xmlns:ds="` + Namespace + `" xmlns:p="urn:p" xmlns:q="urn:q" xmlns:d="urn:d" Filter="` + mode + `">` + path + `</XPath>`
	}
	for _, filters := range []string{
		filter("intersect", "//p:s"), filter("intersect", "//p:s") + filter("subtract", "//u"), filter("intersect", "//p:s") + filter("subtract", "//u") + filter("union", "//p:w"),
		filter("subtract", "//ds:Signature"), filter("subtract", "//o | here()/ancestor::ds:Signature[1]"), filter("intersect", "//q:x | //u"), filter("intersect", "//text()[not(ancestor::ds:Signature)]"),
		filter("intersect", "/d:r/*[1]"), filter("intersect", "/descendant::q:x[2]/.."), filter("subtract", "//ds:Signature") + filter("subtract", "//p:s[1]"), filter("intersect", "//p:s[last()]/node()"),
	} {
		for _, canon := range both {
			agreeWithXmlsec(t, key, file, `<Transform Algorithm="`+nsFilter2+`">`+filters+`</Transform>`+transform(canon))
		}
	}
}

func xmlsecKey(t *testing.T) (*rsa.PrivateKey, string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}), 0o600); err != nil {
		t.Fatal(err)
	}
	return key, file
}

func agreeWithXmlsec(t *testing.T, key *rsa.PrivateKey, keyFile, transforms string) {
	t.Helper()
	document := strings.Replace(inXmlsec, "%TRANSFORMS%", transforms, 1)
	file := filepath.Join(t.TempDir(), "a.xml")
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("xmlsec1", "--sign", "--privkey-pem", keyFile, "--store-references", "--output", file+".out", file)
	said, err := cmd.Output()
	if err != nil {
		t.Fatalf("xmlsec1 does not sign %s: %v", transforms, err)
	}
	_, theirs, _ := strings.Cut(string(said), "== PreDigest data - start buffer:\n")
	theirs, _, _ = strings.Cut(theirs, "\n== PreDigest data - end buffer")
	signed, err := os.ReadFile(file + ".out")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	signature := doc.Root().Child(Namespace, "Signature")
	sig, err := Parse(signature)
	if err != nil {
		t.Fatal(err)
	}
	authentic, err := sig.Authenticate(&key.PublicKey)
	if err != nil {
		t.Fatalf("%s: %v", transforms, err)
	}
	c, r := NewChecker(doc, nil), sig.References[0]
	if _, err := c.Check(authentic, r); err != nil {
		var ours strings.Builder
		if target, err := c.resolve(r); err == nil {
			_, _ = c.run(&meter{w: &ours, left: &c.budget}, authentic, r, target, defaultCanonical) // its error is told already
		}
		t.Errorf("%s: %v\nxmlsec1 %s\n    we  %s", transforms, err, theirs, ours.String())
	}
}
