package render

import (
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzLetter: whatever can be read can be shown and copied, and nothing in it
// comes alive.
func FuzzLetter(f *testing.F) {
	c := catalogue(f)
	for _, form := range c.Forms() {
		f.Add(form.SampleXML)
	}
	f.Add([]byte(typedSample))
	f.Add([]byte(withAttachments(attachment("a<b>.txt", "URI", "javascript:alert(1)"))))
	f.Fuzz(func(t *testing.T, raw []byte) {
		letter, err := Document(raw, c)
		if err != nil {
			return
		}
		r := reader("uk")
		html, err := letter.HTML(r, func(int) string { return "/our-link" })
		if err != nil {
			t.Fatal(err)
		}
		checkAlive(t, string(html))
		if err := PDF(io.Discard, Copy{Title: letter.title(), Letter: letter, Made: made}, r); err != nil {
			t.Fatal(err)
		}
	})
}

// title is the first text of a letter, as somebody might take a title from it.
func (o Outline) title() string {
	if len(o.Fields) > 0 {
		return o.Fields[0].Text
	}
	return ""
}

func checkAlive(t *testing.T, html string) {
	t.Helper()
	if !utf8.ValidString(html) {
		t.Error("not UTF-8")
	}
	rest := strings.ReplaceAll(html, `href="/our-link"`, "")
	for _, alive := range []string{"<script", `href="`, `src="`, `style="`, "<img", "<iframe", "<form"} {
		if strings.Contains(rest, alive) {
			t.Errorf("%s in %s", alive, html)
		}
	}
}
