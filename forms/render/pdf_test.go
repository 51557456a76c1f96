package render

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var made = time.Date(2026, 11, 20, 9, 32, 0, 0, time.UTC)

func pdf(t testing.TB, c Copy, language string) []byte {
	t.Helper()
	c.Made = made
	var b bytes.Buffer
	if err := PDF(&b, c, reader(language)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pdfText is what poppler reads in a PDF: another program than the one that wrote it.
func pdfText(t *testing.T, data []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-enc", "UTF-8", "-layout", file, "-").CombinedOutput()
	if err != nil || strings.Contains(string(out), "Error") {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

func TestPDFOfEverySample(t *testing.T) {
	for _, f := range catalogue(t).Forms() {
		for _, language := range languages {
			text := pdfText(t, pdf(t, Copy{Title: f.Title[language], Facts: []Fact{{"Numer", "RPW/2026/7"}}, Letter: outline(t, string(f.SampleXML))}, language))
			has(t, text, f.Title[language], "RPW/2026/7", "Testow", reader(language).T("form.copy"), reader(language).T("form.copy-page", "n", 1, "count", strings.Count(text, "\f")))
		}
	}
}

const (
	polish    = "Zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ „cudzysłów” – 12 § 3"
	ukrainian = "Щастя їжаків ґанок Ґудзь Єва об’єкт Ї І і"
)

func TestPDFKeepsLetters(t *testing.T) {
	o := outline(t, "<a><b>"+polish+"</b><c>"+ukrainian+"</c><d>a\u0328 ́</d></a>")
	data := pdf(t, Copy{Title: "Тест żółw", Letter: o}, "uk")
	has(t, pdfText(t, data), polish, ukrainian, "Тест żółw", "Копія – оригіналом є документ XML", "ą")
	if again := pdf(t, Copy{Title: "Тест żółw", Letter: o}, "uk"); !bytes.Equal(data, again) {
		t.Error("the same copy has other octets")
	}
}

func TestPDFSaysWhatItCannotPrint(t *testing.T) {
	text := pdfText(t, pdf(t, Copy{Title: "T", Letter: outline(t, "<a><b>świat 😀 日本 שלום \u202eabc</b></a>")}, "pl"))
	has(t, text, "świat □ □□ □□□□ abc", "zastąpiono znakiem □")
	hasNot(t, text, "\u202e")
	hasNot(t, pdfText(t, pdf(t, Copy{Title: "T", Letter: outline(t, "<a><b>świat</b></a>")}, "pl")), "□")
}

func TestPDFIsBounded(t *testing.T) {
	for name, document := range map[string]string{
		"lines":  "<a><b>" + strings.Repeat("x\n", maxText/2) + "</b></a>",
		"word":   "<a><b>" + strings.Repeat("ż", maxText/2) + "</b></a>",
		"fields": "<a>" + strings.Repeat("<b><c>x</c><d><e>y</e></d></b>", maxFields) + "</a>",
	} {
		data := pdf(t, Copy{Title: "T", Letter: outline(t, document)}, "pl")
		pages := bytes.Count(data, []byte("/Type /Page\n"))
		if pages < 20 || pages > maxSheets {
			t.Errorf("%s: %d pages", name, pages)
		}
		if name == "lines" {
			has(t, pdfText(t, data), "całość jest w dokumencie XML", fmt.Sprintf("Strona %d z %d", maxSheets, maxSheets))
		}
	}
}

func TestPDFListsAttachments(t *testing.T) {
	o := outline(t, withAttachments(attachment("umowa.txt", "base64", "YWJj"), attachment("obraz.png", "URI", "https://example.pl/obraz.png")))
	data := pdf(t, Copy{Title: "T", Letter: o}, "pl")
	has(t, pdfText(t, data), "Załączniki", "umowa.txt", "text/plain, 3 B", "https://example.pl/obraz.png")
	if bytes.Contains(data, []byte("/Annot")) {
		t.Error("there is a link")
	}
}

func TestPDFTables(t *testing.T) {
	text := pdfText(t, pdf(t, Copy{Title: "T", Letter: outline(t, "<a><b><x>1</x><y>2</y></b><b><x>3</x><y>4</y></b></a>")}, "pl"))
	has(t, text, "x y 1 2 3 4")
}

func TestWrap(t *testing.T) {
	s := newSheets(Copy{}, reader("pl"))
	text := strings.Repeat("zażółć gęślą jaźń ", 40) + strings.Repeat("W", 300) + "\n\nkoniec"
	lines := s.wrap(text, 100, textSize, false)
	for _, line := range lines {
		s.pdf.SetFont(family, "", textSize)
		if w := s.pdf.GetStringWidth(line); w > 100.01 {
			t.Errorf("%q is %.1f mm wide", line, w)
		}
	}
	if got := strings.ReplaceAll(strings.Join(lines, ""), " ", ""); got != strings.NewReplacer(" ", "", "\n", "").Replace(text) {
		t.Errorf("text was lost: %q", got)
	}
	if last := lines[len(lines)-2:]; last[0] != "" || last[1] != "koniec" {
		t.Errorf("%q", last)
	}
}

func BenchmarkPDF(b *testing.B) {
	c := catalogue(b)
	letter, err := Document(c.Forms()[0].SampleXML, c)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		pdf(b, Copy{Title: "Pismo", Letter: letter}, "pl")
	}
}
