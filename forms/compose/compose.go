// Package compose turns what a person posts into a document of a form.
//
// A Sheet is a form being filled in: the questions its schema and overlay ask
// now, with the answers given so far and what is wrong with them. Pages show
// it, Document writes it. The same Sheet serves both, so that what is asked,
// what is checked and what is written cannot differ.
package compose

import (
	"iter"
	"maps"

	"okienko/forms"
)

// Answers are posted values by the name of their field. They hold as much as was
// answered so far and are what a draft keeps; nothing in them is checked.
type Answers map[string][]string

// Files are the attachments there are, by the name of their field.
type Files map[string]File

// File is an attachment posted for a field of kind FileField.
type File struct {
	Name string // as the person's device called it
	MIME string
	Data []byte
	Size int64  // of Data, where Data is not loaded: pages need no more
	ID   string // whatever its keeper knows it by; carried along when an action gives its field another name
}

// Known are values the office or the account knows; an overlay names them in
// braces: "{person.pesel}". Names: entity.name, entity.address, entity.street,
// entity.house, entity.postcode, entity.town, entity.regon, box, today
// (YYYY-MM-DD), now (RFC 3339), person.first, person.second, person.last,
// person.pesel, person.email. An unknown name stands for nothing.
type Known map[string]string

// Sheet is a form being filled in. It is for one request: not safe for
// concurrent use.
type Sheet struct {
	Form  *forms.Form
	Pages []*Page // as the overlay has them; without one, a page for each part of the content

	answers Answers
	files   Files
	known   Known
	root    *part
	err     error // why no document can be made of this form

	attached *Field // the first list of attachments
}

// New builds the sheet of a form as far as it has been answered. Names that are
// none of the form's, or of parts that are not there, mean nothing.
func New(f *forms.Form, answers Answers, files Files, known Known) *Sheet {
	s := &Sheet{Form: f, answers: maps.Clone(answers), files: maps.Clone(files), known: known}
	s.build(noNode)
	return s
}

// Page returns the page of an id, nil for none.
func (s *Sheet) Page(id string) *Page {
	for _, p := range s.Pages {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// Field returns the field of a name, nil where the sheet asks no such thing now.
func (s *Sheet) Field(name string) *Field {
	for f := range s.fields() {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// fields yields every field of every page, outer ones before those inside.
func (s *Sheet) fields() iter.Seq[*Field] {
	return func(yield func(*Field) bool) {
		for _, p := range s.Pages {
			if !walk(p.Fields, yield) {
				return
			}
		}
	}
}

func walk(fields []*Field, yield func(*Field) bool) bool {
	for _, f := range fields {
		if !yield(f) || !walk(f.Fields, yield) {
			return false
		}
	}
	return true
}

// Page is what is asked at a time.
type Page struct {
	ID     string // "wnioskodawca"; unique on the sheet, fit for a URL
	Title  forms.Text
	Fields []*Field
}

// Kind says how a field is answered.
type Kind string

// The kinds of fields.
const (
	TextField Kind = "text"    // one line
	LongField Kind = "long"    // several lines
	DateField Kind = "date"    // three values: Name+".d", ".m", ".y"
	YesNo     Kind = "yesno"   // "true" or "false"
	Options   Kind = "options" // one of Options; up to 7 radios, more a select
	FileField Kind = "file"
	Section   Kind = "section"  // Fields under one heading
	OneOf     Kind = "oneof"    // one of Options, a choice of the schema; Fields are those of the chosen one
	Optional  Kind = "optional" // a section that may be left out: Open says whether it is there
	Repeat    Kind = "repeat"   // Fields are the items there now, each a Section; Min..Max of them
)

// Field is a question, or several under one heading.
type Field struct {
	Name     string // of the posted value; unique on the sheet: "TrescDokumentu/Dziecko[2]/Imie", ".../@rodzaj"
	Path     string // in the document, without indexes, as forms.Form.Label reads it
	Kind     Kind
	Label    forms.Text
	Hint     forms.Text
	Required bool
	Value    string    // the answer, as posted
	Options  []Option  // of Options and OneOf
	Fields   []*Field  // of Section, OneOf, Optional and Repeat
	Open     bool      // of Optional
	Min, Max int       // of Repeat; Max -1: unbounded
	Length   int       // most characters; 0: not bounded
	Numeric  bool      // digits alone: a keypad serves better
	Purpose  string    // of HTML's autocomplete (WCAG 1.3.5): "given-name", "email"; "" none
	Date     [3]string // of DateField: day, month and year as posted
	File     *FileInfo // of FileField: what is there
	Problems []forms.Problem

	part *part // what it answers
}

// FileInfo tells of an attachment that is there.
type FileInfo struct {
	Name, MIME string
	Size       int64
}

// Option is one possible answer.
type Option struct {
	Value  string
	Label  forms.Text
	Hint   forms.Text
	Chosen bool
}
