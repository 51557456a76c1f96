package xades_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"testing"

	"okienko/xades/c14n"
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// replace is strings.Replace that fails the test when there is nothing to replace.
func replace(t testing.TB, document, old, new string) string {
	t.Helper()
	if !strings.Contains(document, old) {
		t.Fatalf("no %q in\n%s", old, document)
	}
	return strings.Replace(document, old, new, 1)
}

// resign is what an attacker with a key of his own does: all digests and the
// value of the first Signature are made anew, by code that knows only what the
// tests need (whole document or "#id", the signature or, by Filter 2, all
// SigningTime taken away or not).
func resign(t testing.TB, document string, id *identity) string {
	t.Helper()
	return resignNth(t, document, id, 0)
}

// resignNth is resign for the signature before which n others begin.
func resignNth(t testing.TB, document string, id *identity, n int) string {
	t.Helper()
	doc := mustParse(t, document)
	signature := nthSignature(doc, n)
	info := signature.Child(dsig.Namespace, "SignedInfo")
	var edits []edit
	for r := range info.Elements() {
		if r.Local() == "Reference" {
			if sum := referenceDigest(doc, signature, r); sum != nil {
				edits = append(edits, editContent(r.Child(dsig.Namespace, "DigestValue"), sum))
			}
		}
	}
	document = apply(document, edits)
	doc = mustParse(t, document)
	signature = nthSignature(doc, n)
	value := signValue(t, signature.Child(dsig.Namespace, "SignedInfo"), id.key)
	return apply(document, []edit{editContent(signature.Child(dsig.Namespace, "SignatureValue"), value)})
}

func mustParse(t testing.TB, document string) *xmltree.Document {
	t.Helper()
	doc, err := xmltree.Parse([]byte(document), xmltree.Options{KeepDuplicateIDs: true})
	if err != nil {
		t.Fatalf("%v in\n%s", err, document)
	}
	return doc
}

func nthSignature(doc *xmltree.Document, before int) xmltree.Node {
	for n := range doc.Root().Descendants() {
		if !n.Is(dsig.Namespace, "Signature") {
			continue
		}
		if before--; before < 0 {
			return n
		}
	}
	return xmltree.Node{}
}

// edit replaces a range of the document by base64.
type edit struct {
	start, end int
	octets     []byte
}

func editContent(n xmltree.Node, octets []byte) edit {
	start, end := n.ContentRange()
	return edit{start, end, octets}
}

func apply(document string, edits []edit) string {
	for i := len(edits) - 1; i >= 0; i-- {
		e := edits[i]
		document = document[:e.start] + base64.StdEncoding.EncodeToString(e.octets) + document[e.end:]
	}
	return document
}

const filter2 = "http://www.w3.org/2002/06/xmldsig-filter2"

func referenceDigest(doc *xmltree.Document, signature, r xmltree.Node) []byte {
	uri, _ := r.Attr("", "URI")
	apex := doc.Node()
	if uri != "" {
		var ok bool
		if apex, ok = doc.ByID(strings.TrimPrefix(uri, "#")); !ok {
			return nil
		}
	}
	own, times := false, false
	opt := c14n.Options{Method: c14n.C14N10, Omit: func(n xmltree.Node) bool { return own && n == signature || times && n.Local() == "SigningTime" }}
	for n := range r.Descendants() {
		if n.Local() != "Transform" {
			continue
		}
		algorithm, _ := n.Attr("", "Algorithm")
		method, _, canonical := c14n.ByURI(algorithm)
		switch {
		case canonical:
			opt.Method = method
		case algorithm == filter2:
			times = true
		default:
			own = true
		}
	}
	h := crypto.SHA256.New()
	if err := c14n.Write(h, apex, opt); err != nil {
		return nil
	}
	return h.Sum(nil)
}

func signValue(t testing.TB, info xmltree.Node, key crypto.Signer) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c14n.Write(&b, info, c14n.Options{Method: c14n.Exclusive}); err != nil {
		t.Fatal(err)
	}
	h := crypto.SHA256
	if strings.Contains(b.String(), "#rsa-sha1") {
		h = crypto.SHA1
	}
	sum := h.New()
	sum.Write(b.Bytes())
	value, err := key.Sign(rand.Reader, sum.Sum(nil), h)
	if err != nil {
		t.Fatal(err)
	}
	if public, ok := key.Public().(*ecdsa.PublicKey); ok {
		if value, err = dsig.RawFromDER(public.Curve, value); err != nil {
			t.Fatal(err)
		}
	}
	return value
}
