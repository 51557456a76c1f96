package render

import (
	"io"
	"time"
)

// Copy is what a PDF copy of a letter says.
type Copy struct {
	Title  string
	Facts  []Fact // what identifies the letter and what is known of it: number, time of receipt, digest, verdict
	Letter Outline
	Made   time.Time // equal copies are equal to the octet
}

// Fact is a label with a text, in the reader's language.
type Fact struct{ Label, Text string }

// PDF writes a copy of a letter for paper. It says of itself that it is a copy:
// it proves nothing, and assistive technology reads the page better, since fpdf
// writes no tags. Nothing in it is a link.
func PDF(w io.Writer, c Copy, r Reader) error {
	s := newSheets(c, r)
	s.title(c.Title)
	for _, f := range c.Facts {
		s.row(row{Label: Words{Text: f.Label}, Value: value{Words: Words{Text: f.Text}}})
	}
	s.gap(4)
	s.parts(r.parts(c.Letter.Fields, topLevel))
	s.attachments(c.Letter.Attachments)
	s.finish(c.Letter.Cut)
	return s.pdf.Output(w)
}

func (s *sheets) parts(parts []part) {
	for _, p := range parts {
		switch {
		case p.Table != nil:
			s.table(*p.Table)
		case p.Block != nil:
			s.block(*p.Block)
		default:
			for _, r := range p.Rows {
				s.row(r)
			}
		}
	}
}

// block moves what is inside it to the right, so that one sees where it ends.
func (s *sheets) block(b block) {
	outer := s.left
	s.left = marginSide + float64(b.Level-topLevel)*step
	defer func() { s.left = outer }()
	s.heading(b.Heading.Text, b.Level)
	if b.Text.Text != "" {
		s.paragraph(b.Text.Text)
	}
	s.parts(b.Parts)
}

func (s *sheets) row(r row) {
	text := r.Value.Text
	for _, n := range r.Notes {
		text += " (" + n.Label.Text + ": " + n.Value.Text + ")"
	}
	s.line([]cell{
		{text: r.Label.Text, x: s.left, width: labelWidth - gutter, colour: softInk},
		{text: text, x: s.left + labelWidth, width: s.across() - labelWidth},
	})
}

func (s *sheets) table(t table) {
	s.heading(t.Caption.Text, deepest)
	width := s.across() / float64(len(t.Columns))
	cells := func(texts func(i int) string, bold bool) []cell {
		line := make([]cell, len(t.Columns))
		for i := range line {
			line[i] = cell{text: texts(i), x: s.left + float64(i)*width, width: width - gutter, bold: bold}
		}
		return line
	}
	s.line(cells(func(i int) string { return t.Columns[i].Text }, true))
	for _, values := range t.Lines {
		s.line(cells(func(i int) string { return values[i].Text }, false))
	}
	s.gap(2)
}

func (s *sheets) attachments(attachments []Attachment) {
	if len(attachments) == 0 {
		return
	}
	s.heading(s.reader.T("form.attachments"), topLevel)
	for _, a := range attachments {
		text := a.MIME + ", " + s.reader.Size(a.Size)
		if a.URI != "" {
			text = s.reader.T("form.elsewhere") + " " + a.URI
		}
		s.row(row{Label: Words{Text: a.Name}, Value: value{Words: Words{Text: text}}})
	}
}
