package forms

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// withAttachments puts attachments in the place of the vehicle sample's own.
func withAttachments(t *testing.T, attachments string) (f *Form, text string) {
	t.Helper()
	f = embeddedForm(t, "zbycie-nabycie-pojazdu", "1")
	text = string(f.SampleXML)
	start, end := strings.Index(text, "<str:Zalaczniki>"), strings.Index(text, "</str:Zalaczniki>")
	if start < 0 || end < start {
		t.Fatal("the sample has no attachments")
	}
	return f, text[:start] + attachments + text[end+len("</str:Zalaczniki>"):]
}

func one(format, name, encoding, content string) string {
	return fmt.Sprintf(`<str:Zalaczniki><str:Zalacznik format=%q kodowanie=%q nazwaPliku=%q><str:DaneZalacznika>%s</str:DaneZalacznika></str:Zalacznik></str:Zalaczniki>`,
		format, encoding, name, content)
}

func TestAttachmentMissing(t *testing.T) {
	for _, tc := range []struct{ attachments, path string }{
		{"", "/Dokument/TrescDokumentu"},
		{"<str:Zalaczniki/>", "/Dokument/TrescDokumentu/Zalaczniki"},
	} {
		f, text := withAttachments(t, tc.attachments)
		problems := f.Validate(parse(t, text))
		if got := places(problems); !slices.Equal(got, expect(CodeAttachmentMissing, tc.path)) {
			t.Fatalf("%q: %q", tc.attachments, got)
		}
		args := problems[0].Args
		if args["needed"] != "1" || args["found"] != "0" || !strings.Contains(args["required"], "umowa") {
			t.Errorf("args: %v", args)
		}
	}
}

// TestAttachmentInSignature: what stands in a ds:Signature is not signed where
// signatures are taken away, and is no attachment of the letter, however deep
// the signature stands.
func TestAttachmentInSignature(t *testing.T) {
	foreign := `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object>` + one("text/plain", "a.txt", "base64", "eA==") + `</ds:Object></ds:Signature>`
	f, bare := withAttachments(t, "")
	deep := change(t, bare, "</poj:OpisDokumentu>", "<meta:Obce>"+foreign+"</meta:Obce></poj:OpisDokumentu>")
	for name, text := range map[string]string{
		"below the root": change(t, bare, "</poj:Dokument>", foreign+"</poj:Dokument>"),
		"in metadata":    deep,
	} {
		root := parse(t, text)
		if found := Attachments(root); len(found) > 0 {
			t.Errorf("%s: %+v", name, found)
		}
		if got := places(f.Validate(root)); !slices.Equal(got, expect(CodeAttachmentMissing, "/Dokument/TrescDokumentu")) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestAttachmentContent(t *testing.T) {
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	for _, tc := range []struct {
		format, name, encoding, content string
		fault                           string
	}{
		{"application/pdf", "a.pdf", "base64", b64("%PDF-1.7\n"), ""},
		{"application/pdf", "a.pdf", "base64", b64(strings.Repeat("\n", 1000) + "%PDF-1.7\n"), ""},
		{"application/pdf", "a.pdf", "base64", b64(strings.Repeat("\n", 1025) + "%PDF-1.7\n"), "bytes"},
		{"application/pdf", "a.pdf", "base64", b64("PK\x03\x04"), "bytes"},
		{"image/png", "a.png", "base64", b64("\x89PNG\r\n\x1a\n"), ""},
		{"image/png", "a.PNG", "base64", b64("\xff\xd8\xff\xe0"), "bytes"},
		{"image/jpeg", "a.jpg", "base64", b64("\xff\xd8\xff\xe0"), ""},
		{"image/pjpeg", "a.jpeg", "base64", b64("GIF89a"), "bytes"},
		{"application/zip", "a.zip", "base64", b64("PK\x05\x06"), ""},
		{"application/zip", "a.zip", "base64", b64("7z\xbc\xaf"), "bytes"},
		{docx, "a.docx", "base64", b64("PK\x03\x04"), ""},
		{docx, "a.docx", "base64", b64("\xd0\xcf\x11\xe0"), "bytes"},
		{"text/plain", "a.txt", "base64", b64("x"), ""},
		{"text/plain", "a.txt", "base64", "eA = =\n", ""},
		{"text/plain", "a.txt", "base64", "eA=", "base64"},
		{"text/plain", "a.txt", "base64", "eA===", "base64"},
		{"text/plain", "a.txt", "base64", "eA==eA==", "base64"},
		{"text/plain", "a.txt", "base64", "eA-_", "base64"},
		{"text/plain", "a.txt", "base64", "e", "base64"},
		{"text/plain", "a.txt", "base64", "", "empty"},
		{"text/plain", "a.txt", "base64", " \n ", "empty"},
		{"application/pdf", "a.pdf", "URI", " https://pliki.example.pl/a.pdf\n", ""},
		{"application/pdf", "a.pdf", "URI", "https:///a.pdf", "address"},
		{"application/pdf", "a.pdf", "URI", "https://pliki.example.pl/a b.pdf", "address"},
		{"application/pdf", "a.pdf", "URI", "javascript:alert(1)", "address"},
		{"application/pdf", "a.pdf", "URI", "/a.pdf", "address"},
		{"application/pdf", "a.pdf", "URI", "", "empty"},
	} {
		f, text := withAttachments(t, one(tc.format, tc.name, tc.encoding, tc.content))
		fault := ""
		for _, p := range f.Validate(parse(t, text)) {
			if p.Code != CodeAttachmentContent || p.Args["name"] != tc.name {
				t.Errorf("%+v: unexpected %s %s %v", tc, p.Code, p.Path, p.Args)
			}
			fault = p.Args["fault"]
		}
		if fault != tc.fault {
			t.Errorf("%+v: fault %q", tc, fault)
		}
	}
}

func TestAttachmentTypeAgreesWithExtension(t *testing.T) {
	for _, tc := range []struct {
		format, name string
		want         bool
	}{
		{"text/xml", "styl_crd.gov.pl_wzor_2017_10_24_4566_.xsl", true},
		{"text/html", "Pismo ogolne (ePUAP).html", true},
		{"application/octet-stream", "rysunek.dwg", true},
		{"application/octet-stream", "umowa.pdf", false},
		{"application/x-msdownload", "umowa.exe", false},
		{"application/pdf", "umowa.pdf.exe", false},
		{"application/pdf", "umowa.docx", false},
		{"application/pdf", "umowa", false},
		{"application/pdf;;", "umowa.pdf", false},
	} {
		a := Attachment{Name: tc.name, MIME: tc.format}
		if got := typeAgrees(mediaType(a.MIME), a.extension()); got != tc.want {
			t.Errorf("%s as %s: %v", tc.name, tc.format, got)
		}
	}
}

func TestFileTypesNameEachExtensionOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, ft := range fileTypes {
		for ext := range strings.FieldsSeq(ft.extensions) {
			if seen[ext] || ext[0] != '.' || ext != strings.ToLower(ext) {
				t.Errorf("%s stands twice or is no lower-case extension", ext)
			}
			seen[ext] = true
		}
		for media := range strings.FieldsSeq(ft.types) {
			if mediaType(media) != media {
				t.Errorf("%q is no MIME type in lower case", media)
			}
		}
	}
}

func TestAttachmentsAreListed(t *testing.T) {
	f := embeddedForm(t, "pismo-ogolne", "1410")
	list := Attachments(parse(t, string(f.SampleXML)))
	if len(list) != 1 {
		t.Fatalf("%d attachments", len(list))
	}
	a := list[0]
	if a.Name != "plan-sytuacyjny.pdf" || a.MIME != "application/pdf" || a.Encoding != "URI" || text(a.Content()) != "https://pliki.example.pl/plan-sytuacyjny.pdf" {
		t.Errorf("%+v", a)
	}
}

// base64Head agrees with the standard library about what is base64 and how the
// file starts, wherever white space stands.
func TestBase64HeadAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		encoded := rapid.OneOf(
			rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 3*headSize), base64.StdEncoding.EncodeToString),
			rapid.StringOfN(rapid.RuneFrom([]rune("Aa+/=")), 0, 12, -1),
		).Draw(t, "encoded")
		want, err := base64.StdEncoding.DecodeString(encoded)
		at := rapid.IntRange(0, len(encoded)).Draw(t, "at")
		head, ok := base64Head([]byte(encoded[:at] + " \t\r\n" + encoded[at:]))
		if ok != (err == nil) {
			t.Fatalf("ok = %v, standard library: %v", ok, err)
		}
		if ok && string(head) != string(want[:min(len(want), headSize)]) {
			t.Fatalf("head %q of %q", head, want)
		}
	})
}
