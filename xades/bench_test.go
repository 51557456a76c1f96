package xades_test

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// attachmentLetter is a letter with a base64 attachment, about size octets.
func attachmentLetter(size int) string {
	octets := make([]byte, size*3/4)
	_, _ = rand.Read(octets)
	return `<w:Pismo xmlns:w="urn:test:pismo"><w:Tresc>Proszę.</w:Tresc><w:Zalacznik>` + base64.StdEncoding.EncodeToString(octets) + `</w:Zalacznik></w:Pismo>`
}

func elementsLetter(size int) string {
	const one = `<w:Wpis nr="12345"><w:Nazwa>Zaświadczenie o zameldowaniu</w:Nazwa></w:Wpis>`
	return `<w:Pismo xmlns:w="urn:test:pismo">` + strings.Repeat(one, size/len(one)) + `</w:Pismo>`
}

// BenchmarkVerify is parse and Verify together, with trust.
func BenchmarkVerify(b *testing.B) {
	w := newWorld(b)
	rsaCA := issue(b, nil, rsaKey, authority)
	rsaID, ecID := issue(b, rsaCA, rsaKey, person), w.signer
	for _, c := range []struct {
		name     string
		id       *identity
		document string
	}{
		{"10KB-RSA", rsaID, attachmentLetter(10 << 10)},
		{"10KB-ECDSA", ecID, attachmentLetter(10 << 10)},
		{"1MB", rsaID, attachmentLetter(1 << 20)},
		{"1MB-elements", rsaID, elementsLetter(1 << 20)},
		{"20MB", rsaID, attachmentLetter(20 << 20)},
	} {
		opt := c.id.options()
		opt.XPath = true
		signed := []byte(sign(b, c.document, opt))
		anchor := c.id.chain[len(c.id.chain)-1]
		believe := xades.VerifyOptions{At: now, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: anchor, Kind: "qualified"}}}}
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(signed)))
			b.ReportAllocs()
			for b.Loop() {
				doc, err := xmltree.Parse(signed, xmltree.Options{})
				if err != nil {
					b.Fatal(err)
				}
				report, err := xades.Verify(doc, believe)
				if err != nil || report.Verdict != xades.TotalPassed {
					b.Fatal(err, fmt.Sprintf("%+v", report))
				}
			}
		})
	}
}

// BenchmarkSignReceipt signs a document of a receipt's size with one detached reference.
func BenchmarkSignReceipt(b *testing.B) {
	w := newWorld(b)
	opt := w.signer.options()
	opt.Detached = []xades.Detached{{URI: "urn:okienko:document:1", Digest: make([]byte, 32)}}
	document := []byte(elementsLetter(2 << 10))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := xades.Sign(document, opt); err != nil {
			b.Fatal(err)
		}
	}
}
