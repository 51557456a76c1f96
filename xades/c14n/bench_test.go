package c14n_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"testing"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
)

// BenchmarkParse is the reading alone.
func BenchmarkParse(b *testing.B) {
	for _, doc := range samples() {
		b.Run(doc.name, func(b *testing.B) {
			b.SetBytes(int64(len(doc.xml)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := xmltree.Parse(doc.xml, xmltree.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkHash is a canonical form into SHA-256, beside SHA-256 of the text alone.
func BenchmarkHash(b *testing.B) {
	for _, doc := range samples() {
		d, err := xmltree.Parse(doc.xml, xmltree.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(doc.name+"/sha256", func(b *testing.B) {
			b.SetBytes(int64(len(doc.xml)))
			for b.Loop() {
				sha256.Sum256(doc.xml)
			}
		})
		for _, method := range []c14n.Method{c14n.C14N10, c14n.Exclusive} {
			b.Run(fmt.Sprintf("%s/method%d", doc.name, method), func(b *testing.B) {
				b.SetBytes(int64(len(doc.xml)))
				b.ReportAllocs()
				for b.Loop() {
					if err := c14n.Write(sha256.New(), d.Node(), c14n.Options{Method: method}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// sample is a document of one shape.
type sample struct {
	name string
	xml  []byte
}

// samples returns a small letter, attachments of 1 MB and 20 MB in one text,
// the same with line ends of three kinds, and 1 MB of 18,000 small elements.
func samples() []sample {
	return []sample{
		{"10KB", letter(attachment(6<<10, ""))},
		{"1MB", letter(attachment(1<<20, ""))},
		{"1MB-wrapped", letter(attachment(1<<20, "\n"))},
		{"20MB", letter(attachment(20<<20, ""))},
		{"20MB-wrapped", letter(attachment(20<<20, "\n"))},
		{"20MB-crlf", letter(attachment(20<<20, "\r\n"))},
		{"20MB-cr-references", letter(attachment(20<<20, "&#13;\n"))},
		{"1MB-elements", letter(elements(18_000))},
		{"1MB-elements-prefixed", letter(prefixed(18_000))},
	}
}

const head = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="styl.xsl"?>
<pismo:Dokument xmlns:pismo="http://przyklad.test/pismo" xmlns:str="http://przyklad.test/struktura" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://przyklad.test/pismo
      schemat.xsd">
`

// letter puts a body into a document of about 3 KB of form fields.
func letter(body []byte) []byte {
	var b bytes.Buffer
	b.WriteString(head)
	for i := range 24 {
		fmt.Fprintf(&b, "  <str:Pole nr=\"%d\" typ='tekst'>\n    <str:Wartosc>Zażalenie numer %d &amp; załącznik</str:Wartosc>\n  </str:Pole>\n", i, i)
	}
	b.WriteString("  <str:Zalacznik format=\"application/pdf\" kodowanie=\"base64\"><str:Dane>")
	b.Write(body)
	b.WriteString("</str:Dane></str:Zalacznik>\n</pismo:Dokument>\n")
	return b.Bytes()
}

// attachment is base64 of a size, in lines of 76 characters if they have an end.
func attachment(size int, end string) []byte {
	raw := make([]byte, size/4*3)
	for i := range raw {
		raw[i] = byte(i * i >> 3)
	}
	encoded := base64.StdEncoding.AppendEncode(nil, raw)
	if end == "" {
		return encoded
	}
	lines := make([]byte, 0, size+size/10)
	for ; len(encoded) > 76; encoded = encoded[76:] {
		lines = append(append(lines, encoded[:76]...), end...)
	}
	return append(lines, encoded...)
}

func elements(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "<wiersz nr=\"%d\"><kwota>%d.00</kwota></wiersz>\n", i, i*7)
	}
	return b.Bytes()
}

func prefixed(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "  <str:wiersz nr=\"%d\" typ=\"kwota\" str:waluta=\"PLN\">%d.00</str:wiersz>\n", i, i*7)
	}
	return b.Bytes()
}
