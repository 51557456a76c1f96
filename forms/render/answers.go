package render

import (
	"html/template"
	"strings"

	"okienko/forms/compose"
)

// Answers returns what was answered so far on all pages, each with a link to
// change it; change gives the address of a page.
func Answers(s *compose.Sheet, r Reader, change func(*compose.Page) string) (template.HTML, error) {
	var pages []answered
	for _, p := range s.Pages {
		a := answering{Reader: r, address: change(p)}
		pages = append(pages, answered{
			Reader: r, ID: ID(p.ID) + "_answers", Title: r.words(p.Title), Change: a.address, Parts: a.fields(underPage(p), topLevel),
		})
	}
	return execute("answers", pages)
}

// underPage are the fields of a page below its heading, which says what its only
// structure is.
func underPage(p *compose.Page) []*compose.Field {
	if len(p.Fields) == 1 {
		if f := drawn(p.Fields[0]); f.Kind == compose.Section && len(f.Problems) == 0 {
			return f.Fields
		}
	}
	return p.Fields
}

// answered is a page of answers as its template sees it.
type answered struct {
	Reader
	ID     string
	Title  Words
	Change string
	Parts  []part
}

// T lets the template call what the reader has as a function.
func (a answered) T(key string, args ...any) string { return a.Reader.T(key, args...) }

// answering makes the parts of one page.
type answering struct {
	Reader
	address string
}

// fields shows fields under a heading of the level before.
func (a answering) fields(fields []*compose.Field, level int) []part {
	var to adding
	for _, f := range fields {
		f = drawn(f)
		a.field(&to, f, a.words(f.Label), level)
	}
	return to.parts
}

func (a answering) field(to *adding, f *compose.Field, label Words, level int) {
	switch f.Kind {
	case compose.Section:
		to.block(block{Heading: label, Level: level, Faults: a.faults(f), Parts: a.fields(f.Fields, level+1)})
	case compose.Optional:
		if !f.Open {
			to.row(row{Label: label, Value: a.none("form.not-added"), Faults: a.faults(f)})
			return
		}
		to.block(block{Heading: label, Level: level, Faults: a.faults(f), Parts: a.fields(f.Fields, level+1)})
	case compose.Repeat:
		a.repeat(to, f, label, level)
	case compose.OneOf:
		to.row(row{Label: label, Value: a.chosen(f), Faults: a.faults(f)})
		to.all(a.fields(f.Fields, level))
	default:
		to.row(row{Label: label, Value: a.value(f), Faults: a.faults(f)})
	}
}

func (a answering) repeat(to *adding, f *compose.Field, label Words, level int) {
	faults := a.faults(f)
	switch {
	case len(f.Fields) == 0:
		to.row(row{Label: label, Value: a.none("form.not-added"), Faults: faults})
	case len(faults) > 0:
		to.row(row{Label: label, Faults: faults})
	}
	for i, item := range f.Fields {
		a.field(to, sole(item), numbered(a.words(item.Label), i+1), level)
	}
}

// faults are the field's own problems, leading to its control on its page.
func (a answering) faults(f *compose.Field) []Fault {
	var found []Fault
	for _, p := range f.Problems {
		found = append(found, Fault{ID: a.address + "#" + target(f), Text: a.about(f, p)})
	}
	return found
}

func (a answering) value(f *compose.Field) value {
	switch f.Kind {
	case compose.FileField:
		if f.File != nil {
			return a.written(f.File.Name + ", " + a.Size(f.File.Size))
		}
		return a.none("form.not-given")
	case compose.Options:
		return a.chosen(f)
	case compose.YesNo:
		if f.Value != "" {
			return a.shaped(f.Value, booleanShape)
		}
	case compose.DateField:
		if f.Value != "" {
			return a.shaped(f.Value, dayShape)
		}
		return a.written(strings.Join(f.Date[:], " ")) // no date, but something may have been typed
	}
	return a.written(f.Value)
}

func (a answering) chosen(f *compose.Field) value {
	for _, o := range f.Options {
		if o.Chosen {
			return value{Words: a.words(o.Label)}
		}
	}
	return a.written(f.Value)
}

// written is what a person wrote, if anything.
func (a answering) written(text string) value {
	if strings.TrimSpace(text) == "" {
		return a.none("form.not-given")
	}
	return value{Words: Words{Text: text}, Written: true}
}

func (a answering) none(key string) value { return value{Words: a.own(key), Quiet: true} }
