package forms

import (
	"slices"
	"strconv"
	"strings"

	"okienko/forms/xsd"
)

// place is an element or attribute that a document of a form may have.
type place struct {
	path     string
	typ      xsd.Type
	preset   xsd.Preset
	notes    []xsd.Documentation
	optional bool // the schema lets it be left out, or it is one of a choice
	parts    []*place
	choices  []choice // that its content leaves open
	opaque   bool     // more may stand in it than its parts: a type too deep to follow, or another type by xsi:type
}

// choice is a choice of a place's content. It has no name of its own: its path
// is that of the place with the position in the content model, as people who
// fill in the form are asked for it.
type choice struct {
	path     string // "Dokument/TrescDokumentu/Wnioskodawca/choice(1.4)"
	optional bool
	repeats  bool
	leads    []string // what its alternatives begin with
	contents [][]*place
}

const (
	// maxPlaceDepth ends what a recursive type would make endless: no person is
	// asked questions twelve levels deep.
	maxPlaceDepth = 12
	// maxPlaces bounds the places of one form: each costs some 200 octets and a
	// look-up in the overlay, and no office asks fifty thousand questions.
	maxPlaces = 50_000
)

// newPlaces lists what a document with this root may hold.
func newPlaces(name string, root xsd.Element) *place {
	w := &placer{left: maxPlaces}
	return w.element(name, root, false, nil)
}

// placer makes the places of one form.
type placer struct {
	left int // places that may still be made
}

// element makes the place of an element; above are the types around it.
func (w *placer) element(path string, e xsd.Element, optional bool, above []xsd.Type) *place {
	w.left--
	p := &place{path: path, typ: e.Type(), preset: e.Preset(), notes: e.Documentation(), optional: optional}
	p.opaque = p.typ.Abstract() // what stands there says another type (xsi:type)
	for _, a := range p.typ.Attributes() {
		w.left--
		p.parts = append(p.parts, &place{
			path: p.path + "/@" + a.Name().Local, typ: a.Type(), preset: a.Preset(), notes: a.Documentation(), optional: !a.Required(),
		})
	}
	model, ok := p.typ.Particle()
	switch {
	case !ok:
	case len(above) >= maxPlaceDepth || w.left <= 0:
		p.opaque = true
	default:
		p.parts = append(p.parts, w.group(p, model, "", false, append(above, p.typ))...)
	}
	return p
}

// group lists the elements of a particle of p's content and notes the choices
// to be made. An element that others may substitute is a choice, too, but one
// that the schema names.
func (w *placer) group(p *place, model xsd.Particle, at string, optional bool, above []xsd.Type) (parts []*place) {
	optional = optional || model.Min() == 0
	switch model.Kind() {
	case xsd.WildcardParticle:
		return nil
	case xsd.ElementParticle:
		return w.elements(p, model.Element(), optional, above)
	case xsd.ChoiceParticle:
		return w.alternatives(p, model, at, optional, above)
	}
	for i, part := range model.Parts() {
		parts = append(parts, w.group(p, part, within(at, i), optional, above)...)
	}
	return parts
}

func (w *placer) elements(p *place, e xsd.Element, optional bool, above []xsd.Type) []*place {
	substitutes := e.Substitutes()
	parts := []*place{w.element(p.path+"/"+e.Name().Local, e, optional || len(substitutes) > 0, above)}
	for _, s := range substitutes {
		parts = append(parts, w.element(p.path+"/"+s.Name().Local, s, true, above))
	}
	return parts
}

// within is the position of the part i of what stands at a position.
func within(at string, i int) string {
	return strings.TrimPrefix(at+"."+strconv.Itoa(i+1), ".")
}

func (w *placer) alternatives(p *place, model xsd.Particle, at string, optional bool, above []xsd.Type) (parts []*place) {
	c := choice{path: p.path + "/choice(" + at + ")", optional: optional || model.Emptiable(), repeats: model.Max() != 1}
	for i, part := range model.Parts() {
		contents := w.group(p, part, within(at, i), len(model.Parts()) > 1, above)
		parts = append(parts, contents...)
		if len(contents) > 0 {
			c.leads = append(c.leads, lastStep(contents[0].path))
			c.contents = append(c.contents, contents)
		}
	}
	if len(c.leads) > 1 {
		p.choices = append(p.choices, c)
	}
	return parts
}

func lastStep(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// all calls do for the place and everything below it.
func (p *place) all(do func(*place)) {
	do(p)
	for _, part := range p.parts {
		part.all(do)
	}
}

// leaf reports whether a person would type or choose a value here.
func (p *place) leaf() bool {
	return strings.Contains(p.path, "/@") || p.typ.Content() == xsd.TextContent
}

// takes reports whether the schema takes a text as the place's value.
func (p *place) takes(text string) bool {
	if p.typ.Content() != xsd.TextContent {
		return text == ""
	}
	_, ok := p.typ.Text().Check(text)
	return ok
}

// values lists the enumerated values a place may have.
func (p *place) values() (list []string) {
	if p.typ.Content() != xsd.TextContent {
		return nil
	}
	for _, v := range p.typ.Text().Enumeration() {
		list = append(list, v.Value)
	}
	return list
}

// leadsWith reports whether an element of this name stands in the place.
func (p *place) leadsWith(name string) bool {
	return slices.ContainsFunc(p.parts, func(part *place) bool { return lastStep(part.path) == name })
}

// Types returns the types of the elements and attributes that a document of the
// form may have, by their paths from the root, without indexes.
func (f *Form) Types() map[string]xsd.Type {
	types := map[string]xsd.Type{}
	root, known := f.Schema.Element(f.Namespace, f.Root)
	if !known {
		return types
	}
	newPlaces(f.Root, root).all(func(p *place) {
		if _, earlier := types[p.path]; !earlier {
			types[p.path] = p.typ
		}
	})
	return types
}
