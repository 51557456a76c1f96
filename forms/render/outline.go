// Package render shows forms and documents to people: the questions of a page, the
// answers before they are signed, a letter on a page and on paper.
//
// What somebody wrote is text wherever it is shown: never markup, never a link.
package render

import (
	"maps"
	"slices"
	"strings"

	"okienko/forms"
	"okienko/forms/compose"
	"okienko/xades/xmltree"
)

// Outline is a document as a person reads it: every field with its label and
// text, in document order but for the letter's content, which comes before the
// data about it, and the attachments. The signatures of the document are left out, and
// so are attributes that the form itself writes, the same in every letter.
type Outline struct {
	Form        *forms.Form // nil: the catalogue does not know it
	Fields      []Field
	Attachments []Attachment
	Writers     []string // PESELs it gives for who writes it
	Cut         bool     // the document has more fields or text than an outline shows
}

// Field is an element: with text, or with fields of its own. An element that
// holds nothing but one such field shares its place: its label stands first.
type Field struct {
	Label  forms.Text
	Text   string
	Notes  []Note // its attributes
	Fields []Field

	meaning
	content bool // the element CRD documents keep the letter's content in
}

// Note is an attribute of a field.
type Note struct {
	Label forms.Text
	Text  string

	meaning
}

// meaning is what form and schema know of a text.
type meaning struct {
	shape  shape
	option forms.Text // the label of the enumerated value that the text is
}

const (
	// maxFields and maxText (in octets, of all texts together) bound a page:
	// browsers stay quick, and nobody reads more on one. The whole document
	// can always be downloaded.
	maxFields = 3000
	maxText   = 512 << 10
)

const (
	namespaceSignature = "http://www.w3.org/2000/09/xmldsig#"
	namespaceInstance  = "http://www.w3.org/2001/XMLSchema-instance"
)

// Document makes the outline of a received letter. A form the catalogue does
// not know is shown with the names its elements have, as words.
func Document(raw []byte, catalogue *forms.Catalogue) (Outline, error) {
	doc, err := xmltree.Parse(raw, xmltree.Options{})
	if err != nil {
		return Outline{}, err
	}
	root := doc.Root()
	matched, known := catalogue.Match(root)
	form := matched
	if !known {
		form = &forms.Form{}
	}
	o := outliner{
		form: form, attached: make(map[xmltree.Node]bool), labels: make(map[string]forms.Text),
		schema: relations{schema: form.Schema, found: make(map[place]found)},
	}
	attachments := forms.Attachments(root)
	for _, a := range attachments {
		o.attached[a.Node] = true
	}
	fields := o.all(root, "/"+root.Local(), o.schema.root(root))
	slices.SortStableFunc(fields, contentFirst)
	return Outline{Form: matched, Fields: fields, Attachments: list(attachments), Writers: form.Writers(root), Cut: o.cut}, nil
}

// outliner builds one outline.
type outliner struct {
	form     *forms.Form
	attached map[xmltree.Node]bool // shown in a list of their own
	labels   map[string]forms.Text // found so far, by path
	schema   relations
	count    int
	text     int
	cut      bool
}

// all are the fields of the document: what the root itself says, and its elements.
func (o *outliner) all(root xmltree.Node, path string, known kin) []Field {
	var fields []Field
	for _, n := range o.notes(root, path, known) {
		fields = append(fields, Field{Label: n.Label, Text: n.Text, meaning: n.meaning})
	}
	if text := ownText(root); text != "" {
		fields = append(fields, Field{Label: o.label(path, root.Local(), known), Text: o.take(text), meaning: o.meaning(path, text, known)})
	}
	return append(fields, o.fields(root, path, known)...)
}

func (o *outliner) fields(parent xmltree.Node, path string, known kin) []Field {
	var fields []Field
	for n := range parent.Elements() {
		if n.Is(namespaceSignature, "Signature") || o.attached[n] {
			continue
		}
		if o.count++; o.count > maxFields {
			o.cut = true
			return fields
		}
		if f := o.field(n, path+"/"+n.Local(), o.schema.child(known, n)); !f.empty() {
			fields = append(fields, f)
		}
	}
	return fields
}

func (o *outliner) field(n xmltree.Node, path string, known kin) Field {
	f := Field{Label: o.label(path, n.Local(), known), Notes: o.notes(n, path, known), Fields: o.fields(n, path, known), content: n.Local() == "TrescDokumentu"}
	if text := ownText(n); text != "" {
		f.Text, f.meaning = o.take(text), o.meaning(path, text, known)
	}
	switch {
	case f.Text == "" && len(f.Fields) == 0 && len(f.Notes) == 1 && maps.Equal(f.Notes[0].Label, f.Label):
		f.Text, f.meaning, f.Notes = f.Notes[0].Text, f.Notes[0].meaning, nil
	case f.Text == "" && len(f.Notes) == 0 && len(f.Fields) == 1 && len(f.Fields[0].Fields) > 0:
		only := f.Fields[0]
		only.Label, only.content = under(f.Label, only.Label), f.content
		return only
	}
	return f
}

// languages are those that labels are written in.
var languages = [...]string{"pl", "en", "uk"}

func (o *outliner) label(path, local string, known kin) forms.Text {
	label, ok := o.labels[path]
	if !ok {
		label, _ = compose.Label(o.form, path, known.notes, local)
		o.labels[path] = label
	}
	return label
}

// under is the label of a field that shares the place of the one around it, in the
// languages that both labels have. Called the same, they are called so once.
func under(outer, inner forms.Text) forms.Text {
	both := make(forms.Text, len(languages))
	for _, language := range languages {
		switch around, own := outer[language], inner[language]; {
		case around == "" || own == "":
		case strings.HasPrefix(own+" › ", around+" › "):
			both[language] = own
		default:
			both[language] = around + " › " + own
		}
	}
	return both
}

func (o *outliner) meaning(path, text string, known kin) meaning {
	question, _ := o.form.Question(path)
	return meaning{shape: known.shape(text), option: compose.OptionLabel(question, known.listed(text))}
}

func contentFirst(a, b Field) int {
	switch {
	case a.content == b.content:
		return 0
	case a.content:
		return -1
	}
	return 1
}

func (f Field) empty() bool { return f.Text == "" && len(f.Fields) == 0 && len(f.Notes) == 0 }

// ownText is the text of the element itself, without that of elements inside.
func ownText(n xmltree.Node) string {
	var b strings.Builder
	for child := range n.Children() {
		if child.Kind() == xmltree.TextNode {
			b.Write(child.Value())
		}
	}
	return strings.TrimSpace(b.String())
}

// take counts a text and cuts it where the outline is full.
func (o *outliner) take(text string) string {
	left := maxText - o.text
	if len(text) > left {
		o.cut = true
		text = strings.ToValidUTF8(text[:max(left, 0)], "") + "…"
	}
	o.text += len(text)
	return text
}

func (o *outliner) notes(n xmltree.Node, path string, known kin) []Note {
	var notes []Note
	for k := range n.NumAttrs() {
		a := n.AttrAt(k)
		if a.Value == "" || a.Space == namespaceInstance {
			continue
		}
		at, its := path+"/@"+a.Local, o.schema.attribute(known, a)
		if q, ok := o.form.Question(at); ok && q.Hidden && q.Value == a.Value {
			continue // the same in every letter of the form, which asks nobody; another value is shown
		}
		notes = append(notes, Note{Label: o.label(at, a.Local, its), Text: o.take(a.Value), meaning: o.meaning(at, a.Value, its)})
	}
	return notes
}
