package render

import "html/template"

// HTML returns the letter as a part of a page. Nothing a sender wrote becomes a
// link; attachments that are in the letter become one to where file says,
// unless that is "".
func (o Outline) HTML(r Reader, file func(k int) string) (template.HTML, error) {
	return execute("document", document{Reader: r, Parts: r.parts(o.Fields, topLevel), Cut: o.Cut, Files: r.files(o.Attachments, file)})
}

// topLevel is the level of the headings in a letter: the page has a title, and the
// letter is a section of it.
const topLevel = 3

// document is a letter as its template sees it.
type document struct {
	Reader
	Parts []part
	Cut   bool
	Files []file
}

// T lets the template call what the reader has as a function.
func (d document) T(key string, args ...any) string { return d.Reader.T(key, args...) }

// file is an attachment in a list.
type file struct {
	Attachment
	Amount string // its size in words
	Href   string
}

func (r Reader) files(attachments []Attachment, address func(k int) string) []file {
	files := make([]file, len(attachments))
	for k, a := range attachments {
		files[k] = file{Attachment: a}
		if a.URI == "" {
			files[k].Amount, files[k].Href = r.Size(a.Size), address(k)
		}
	}
	return files
}

// parts are the parts of an outline, under headings from a level on.
func (r Reader) parts(fields []Field, level int) []part {
	var to adding
	for len(fields) > 0 {
		if t, n := r.tabulate(fields); n > 0 {
			to.parts, fields = append(to.parts, part{Table: t}), fields[n:]
			continue
		}
		r.part(&to, fields[0], level)
		fields = fields[1:]
	}
	return to.parts
}

func (r Reader) part(to *adding, f Field, level int) {
	own := row{Label: r.words(f.Label), Value: r.meant(f.Text, f.meaning), Notes: r.notes(f.Notes)}
	if len(f.Fields) == 0 {
		to.row(own)
		return
	}
	inner := adding{}
	for _, note := range own.Notes {
		inner.row(note)
	}
	inner.all(r.parts(f.Fields, level+1))
	to.block(block{Heading: own.Label, Level: level, Text: own.Value, Parts: inner.parts})
}

func (r Reader) notes(notes []Note) []row {
	rows := make([]row, len(notes))
	for i, n := range notes {
		rows[i] = row{Label: r.words(n.Label), Value: r.meant(n.Text, n.meaning)}
	}
	return rows
}

// meant writes a text of a document as what it means.
func (r Reader) meant(text string, m meaning) value {
	if len(m.option) > 0 {
		return value{Words: r.words(m.option)}
	}
	return r.shaped(text, m.shape)
}
