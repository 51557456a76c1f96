package compose

import (
	"errors"
	"fmt"
	"slices"

	"okienko/forms"
	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// The reasons why no document can be made of a form, whatever is answered.
var (
	ErrRoot      = errors.New("compose: the schema does not declare the form's root")
	ErrWildcard  = errors.New("compose: the schema asks for an element that it leaves open")
	ErrAbstract  = errors.New("compose: nothing can stand for an abstract element")
	ErrSignature = errors.New("compose: the schema asks for a signature, which only comes afterwards")
	ErrAnswers   = errors.New("compose: more was answered than a sheet takes")
	ErrSize      = errors.New("compose: the form is larger than a sheet")
)

// builder makes the parts and fields of one sheet. Where a document is read,
// places have its nodes, and they decide what is there; else the answers do.
type builder struct {
	sheet     *Sheet
	form      *forms.Form
	plan      *plan
	given     given
	known     Known
	steps     map[xsd.Type]steps
	possibles map[xsd.Type]bool // what possibleType has found
	kept      Answers           // what belongs to fields
	files     Files             // likewise
	count     int
	ids       int // drawn for required attributes of type ID
}

var (
	noNode xmltree.Node
	noType xsd.Type
)

// openMark is the answer of an Optional that is there.
const openMark = "open"

// place is the inside of an element, while its content is built.
type place struct {
	name  string // prefix of the names of fields
	path  string
	space string // namespace of the element
	asked bool
	depth int
	steps steps
	nodes *cursor // nil where no document is read
	file  *File   // of an attachment: what its attributes tell of
}

// spot is one occurrence of an element.
type spot struct {
	place    // around it
	elem     xsd.Element
	name     string
	path     string
	question forms.Question
	asked    bool
	optional bool
	item     bool // of a Repeat
	taken    bool // a field asks which element or type it is
	node     xmltree.Node
}

// build makes Pages and parts anew.
func (s *Sheet) build(doc xmltree.Node) {
	b := &builder{sheet: s, form: s.Form, known: s.known, steps: map[xsd.Type]steps{}, possibles: map[xsd.Type]bool{}, kept: Answers{}, files: Files{}}
	b.given, s.err = readAnswers(s.answers)
	s.attached = nil
	root, ok := s.Form.Schema.Element(s.Form.Namespace, s.Form.Root)
	if !ok {
		s.err = ErrRoot
		return
	}
	b.plan = newPlan(s.Form, root, s.known)
	o := spot{elem: root, path: s.Form.Root, node: doc}
	o.place.nodes = cursorOver(doc)
	o.question, o.asked = b.ask(o.path, false)
	s.root = &part{kind: groupPart}
	parts, fields := b.one(o)
	s.root.add(parts...)
	b.plan.show(o.path, fields)
	s.setPages(b.plan.layout())
	s.answers, s.files = b.kept, b.files
	for f := range s.fields() {
		if f.part != nil && f.part.kind != elementPart {
			f.Required = (f.Required || f.part.required) && f.part.awaited()
		}
	}
}

// keep notes an answer that belongs to a field.
func (b *builder) keep(name, value string, when bool) {
	if when {
		b.kept[name] = []string{value}
	}
}

// setPages replaces the pages; those that stay keep their address.
func (s *Sheet) setPages(pages []*Page) {
	for i, p := range pages {
		if old := s.Page(p.ID); old != nil && !slices.Contains(pages[:i], old) {
			*old = *p
			pages[i] = old
		}
	}
	s.Pages = pages
}

// fail notes why no document can be made; the first reason stays.
func (b *builder) fail(reason error, path string) {
	if b.sheet.err == nil {
		b.sheet.err = fmt.Errorf("%w: %s", reason, path)
	}
}

// room counts a part and reports whether there is room for it.
func (b *builder) room(depth int, path string) bool {
	if b.count++; b.count > maxParts || depth > maxDepth {
		b.fail(ErrSize, path)
		return false
	}
	return true
}

// ask finds what the overlay says of a path, and whether people are asked for it.
func (b *builder) ask(path string, around bool) (forms.Question, bool) {
	q, _ := b.form.Question(path)
	return q, (around || b.plan.lists(path)) && !q.Hidden
}

// show puts fields where they are asked: on the page that names their path, or
// else among the fields around them.
func (b *builder) show(path string, asked bool, fields []*Field) []*Field {
	if b.plan.show(path, fields) || !asked {
		return nil
	}
	return fields
}
