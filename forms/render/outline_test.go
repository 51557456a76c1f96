package render

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"okienko/forms"
)

func catalogue(t testing.TB) *forms.Catalogue {
	t.Helper()
	c, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func outline(t *testing.T, document string) Outline {
	t.Helper()
	o, err := Document([]byte(document), catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// lines writes an outline as indented text.
func lines(fields []Field, indent string) (out []string) {
	for _, f := range fields {
		line := indent + f.Label["pl"]
		if f.Text != "" {
			line += "=" + f.Text
		}
		for _, n := range f.Notes {
			line += " @" + n.Label["pl"] + "=" + n.Text
		}
		out = append(append(out, line), lines(f.Fields, indent+" ")...)
	}
	return out
}

func TestEverySampleReadsWithItsLabels(t *testing.T) {
	c := catalogue(t)
	if len(c.Forms()) == 0 {
		t.Fatal("no forms")
	}
	for _, f := range c.Forms() {
		o, err := Document(f.SampleXML, c)
		if err != nil {
			t.Fatalf("%s/%s: %v", f.Name, f.Version, err)
		}
		all := strings.Join(lines(o.Fields, ""), "\n")
		if !strings.Contains(all, "Testow") || o.Cut || !o.Fields[0].content {
			t.Errorf("%s/%s: %s", f.Name, f.Version, all)
		}
		for _, line := range strings.Split(all, "\n") {
			if labels := strings.Split(strings.TrimSpace(line), " › "); len(slices.Compact(slices.Clone(labels))) != len(labels) {
				t.Errorf("%s/%s: a label stands twice: %s", f.Name, f.Version, line)
			}
		}
		if strings.Contains(all, "TrescDokumentu") {
			t.Errorf("%s/%s: an element has no label: %s", f.Name, f.Version, all)
		}
	}
}

func TestOutlineOfAnyDocument(t *testing.T) {
	o := outline(t, `<Pismo od="dziś"> własny <!-- nie --><A>  tekst <B x="1">w &lt;b&gt;</B> dalej </A><Puste/><C><D><E>sam</E><F>i drugi</F></D></C><G y="2" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>`+
		`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>tajne</ds:SignedInfo></ds:Signature></Pismo>`)
	got := lines(o.Fields, "")
	want := []string{"od=dziś", "Pismo=własny", "A=tekst  dalej", " B=w <b> @x=1", "C › D", " E=sam", " F=i drugi", "G @y=2"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAnOutlineIsBounded(t *testing.T) {
	many := outline(t, "<a>"+strings.Repeat("<b>x</b>", maxFields+5)+"</a>")
	if len(many.Fields) != maxFields || !many.Cut {
		t.Errorf("%d fields, cut %t", len(many.Fields), many.Cut)
	}
	long := outline(t, "<a><b>"+strings.Repeat("ł", maxText)+"</b><b>koniec</b></a>")
	if !long.Cut || len(long.Fields[0].Text) > maxText+len("…") || !strings.HasSuffix(long.Fields[0].Text, "ł…") {
		t.Errorf("text of %d octets, cut %t", len(long.Fields[0].Text), long.Cut)
	}
}

func TestUnreadableDocumentIsAnError(t *testing.T) {
	if _, err := Document([]byte("<a>"), catalogue(t)); err == nil {
		t.Error("no error")
	}
	if _, err := AttachmentFile([]byte("<a>"), 0); err == nil {
		t.Error("no error")
	}
}

func withAttachments(attachments ...string) string {
	return `<Dokument xmlns:str="http://crd.gov.pl/xml/schematy/struktura/2009/11/16/"><str:Zalaczniki>` + strings.Join(attachments, "") + `</str:Zalaczniki></Dokument>`
}

func attachment(name, encoding, content string) string {
	return fmt.Sprintf(`<str:Zalacznik nazwaPliku=%q format="text/plain" kodowanie=%q><str:DaneZalacznika>%s</str:DaneZalacznika></str:Zalacznik>`, name, encoding, content)
}

func TestAttachments(t *testing.T) {
	data := []byte("zażółć gęślą jaźń")
	encoded := base64.StdEncoding.EncodeToString(data)
	document := withAttachments(
		attachment("a.txt", "base64", encoded[:7]+"\n  "+encoded[7:]),
		attachment("b.txt", "URI", "https://example.pl/b.txt"),
		attachment("c.txt", "base64", "@@@"),
	)
	o := outline(t, document)
	want := []Attachment{
		{Name: "a.txt", MIME: "text/plain", Size: int64(len(data))},
		{Name: "b.txt", MIME: "text/plain", URI: "https://example.pl/b.txt"},
	}
	if len(o.Attachments) != 3 || !slices.Equal(o.Attachments[:2], want) || len(o.Fields) != 0 {
		t.Errorf("%+v, fields %v", o.Attachments, o.Fields)
	}
	file, err := AttachmentFile([]byte(document), 0)
	if err != nil || file.Name != "a.txt" || string(file.Data) != string(data) {
		t.Errorf("%+v, %v", file, err)
	}
	for _, k := range []int{-1, 1, 2, 3} {
		if _, err := AttachmentFile([]byte(document), k); err == nil {
			t.Errorf("attachment %d has a file", k)
		}
	}
}

// TestSizesAreThoseOfTheFiles for every length of padding.
func TestSizesAreThoseOfTheFiles(t *testing.T) {
	for n := range 7 {
		document := withAttachments(attachment("a.txt", "base64", base64.StdEncoding.EncodeToString(make([]byte, n))))
		if got := outline(t, document).Attachments[0].Size; got != int64(n) {
			t.Errorf("size %d, want %d", got, n)
		}
	}
}

// TestWhatTheFormItselfWrites is not read to people, unless a document says otherwise.
func TestWhatTheFormItselfWrites(t *testing.T) {
	letter, ok := catalogue(t).File("pismo-ogolne", "4566", "sample.xml")
	if !ok {
		t.Fatal("no sample")
	}
	for format, shown := range map[string]bool{"text/xml": false, "text/html": true} {
		sample := strings.Replace(string(letter), `format="text/xml"`, `format="`+format+`"`, 1)
		all := strings.Join(lines(outline(t, sample).Fields, ""), "\n")
		if got := strings.Contains(all, "Format treści="+format); got != shown || strings.Contains(all, "Kodowanie treści") {
			t.Errorf("%s: shown %v:\n%s", format, got, all)
		}
	}
}
