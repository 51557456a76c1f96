package forms

import (
	"bytes"
	"testing"

	"okienko/xades/xmltree"
)

func BenchmarkBase64Head20MB(b *testing.B) {
	line := append(bytes.Repeat([]byte("QUFB"), 19), '\n')
	encoded := bytes.Repeat(line, 20<<20/len(line))
	b.SetBytes(int64(len(encoded)))
	for b.Loop() {
		if _, ok := base64Head(encoded); !ok {
			b.Fatal("not base64")
		}
	}
}

func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		if _, err := Embedded(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkValidate20MB is the whole validation of a letter whose attachment
// makes nearly all of it.
func BenchmarkValidate20MB(b *testing.B) {
	c, err := Embedded()
	if err != nil {
		b.Fatal(err)
	}
	f := c.Forms()[1]
	content := append([]byte("<str:DaneZalacznika>"), bytes.Repeat([]byte("QUFB"), 5<<20)...)
	text := bytes.Replace(f.SampleXML, []byte("<str:DaneZalacznika>"), content, 1)
	doc, err := xmltree.Parse(text, xmltree.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if problems := f.Validate(doc.Root()); problems != nil {
			b.Fatal(places(problems))
		}
	}
}

func BenchmarkValidateSample(b *testing.B) {
	c, err := Embedded()
	if err != nil {
		b.Fatal(err)
	}
	f := c.Forms()[1]
	doc, err := xmltree.Parse(f.SampleXML, xmltree.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if problems := f.Validate(doc.Root()); problems != nil {
			b.Fatal(places(problems))
		}
	}
}
