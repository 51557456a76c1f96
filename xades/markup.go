package xades

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// markup writes the few elements of a signature. A signature is bytes put into
// a document that stays as it is, so these are written as bytes too.
type markup struct{ bytes.Buffer }

var (
	escapeText      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	escapeAttribute = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
)

// open writes a start tag; attributes are names and values in turn.
func (w *markup) open(name string, attributes ...string) {
	w.WriteByte('<')
	w.WriteString(name)
	for i := 0; i+1 < len(attributes); i += 2 {
		w.WriteByte(' ')
		w.WriteString(attributes[i])
		w.WriteString(`="`)
		w.WriteString(escapeAttribute.Replace(attributes[i+1]))
		w.WriteByte('"')
	}
	w.WriteByte('>')
}

func (w *markup) close(name string) {
	w.WriteString("</")
	w.WriteString(name)
	w.WriteByte('>')
}

func (w *markup) empty(name string, attributes ...string) {
	w.open(name, attributes...)
	w.close(name)
}

func (w *markup) element(name, text string) {
	w.open(name)
	w.WriteString(escapeText.Replace(text))
	w.close(name)
}

func (w *markup) transforms(write func()) {
	w.open("ds:Transforms")
	write()
	w.close("ds:Transforms")
}

// digest writes DigestMethod and DigestValue.
func (w *markup) digest(value string) {
	w.empty("ds:DigestMethod", "Algorithm", uriSHA256)
	w.element("ds:DigestValue", value)
}

func encode(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
