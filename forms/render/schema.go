package render

import (
	"strings"

	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// kin is what a schema says of an element or attribute of a document: its type and
// its notes. The zero kin says nothing.
type kin struct {
	typ   xsd.Type
	known bool
	notes []xsd.Documentation
}

// relations finds the declarations of a document's elements, once for each name
// in each type. The document need not be valid: what the schema does not have
// there is unknown, and so is all below it.
type relations struct {
	schema *xsd.Schema // nil: nothing is known
	found  map[place]found
}

type place struct {
	parent xsd.Type
	name   xsd.Name
}

type found struct {
	element xsd.Element
	ok      bool
}

func (s relations) root(n xmltree.Node) kin {
	if s.schema == nil {
		return kin{}
	}
	element, ok := s.schema.Element(n.Space(), n.Local())
	return s.kin(n, found{element, ok})
}

func (s relations) child(of kin, n xmltree.Node) kin {
	if !of.known {
		return kin{}
	}
	at := place{of.typ, xsd.Name{Space: n.Space(), Local: n.Local()}}
	f, looked := s.found[at]
	if !looked {
		f = s.find(at)
		s.found[at] = f
	}
	return s.kin(n, f)
}

func (s relations) find(at place) found {
	if particle, ok := at.parent.Particle(); ok {
		if f := findIn(particle, at.name); f.ok {
			return f
		}
	}
	element, ok := s.schema.Element(at.name.Space, at.name.Local) // what a wildcard lets in
	return found{element, ok}
}

func findIn(p xsd.Particle, name xsd.Name) found {
	if p.Kind() == xsd.ElementParticle {
		for _, e := range append(p.Element().Substitutes(), p.Element()) {
			if e.Name() == name {
				return found{e, true}
			}
		}
	}
	for _, part := range p.Parts() {
		if f := findIn(part, name); f.ok {
			return f
		}
	}
	return found{}
}

func (s relations) kin(n xmltree.Node, f found) kin {
	if !f.ok {
		return kin{}
	}
	return kin{typ: s.typeOf(n, f.element), known: true, notes: f.element.Documentation()}
}

// typeOf is the type of an element, which xsi:type may have changed.
func (s relations) typeOf(n xmltree.Node, e xsd.Element) xsd.Type {
	written, ok := n.Attr(namespaceInstance, "type")
	if !ok {
		return e.Type()
	}
	prefix, local, qualified := strings.Cut(strings.TrimSpace(written), ":")
	if !qualified {
		prefix, local = "", prefix
	}
	space, _ := n.LookupNamespace(prefix)
	for _, t := range s.schema.Derivatives(e) {
		if t.Name() == (xsd.Name{Space: space, Local: local}) {
			return t
		}
	}
	return e.Type()
}

func (s relations) attribute(of kin, a xmltree.Attr) kin {
	if of.known {
		for _, d := range of.typ.Attributes() {
			if d.Name() == (xsd.Name{Space: a.Space, Local: a.Local}) {
				return kin{typ: d.Type(), known: true, notes: d.Documentation()}
			}
		}
	}
	return kin{}
}

// shape is how a text of this type is written for people.
func (k kin) shape(text string) shape {
	if !k.known || k.typ.Content() != xsd.TextContent {
		return plainShape
	}
	return shapeOf(k.typ.Text(), text)
}

// shapeOf asks, of a union, the first member that the text is a value of (Part 2,
// 2.5.1.3).
func shapeOf(t xsd.Type, text string) shape {
	for _, m := range t.Members() {
		if _, ok := m.Check(text); ok {
			return shapeOf(m, text)
		}
	}
	switch t.Builtin() {
	case "boolean":
		return booleanShape
	case "date":
		return dayShape
	case "dateTime":
		return instantShape
	}
	return plainShape
}

// listed is an enumerated value; one that the schema does not list has no
// documentation.
func (k kin) listed(value string) xsd.Listed {
	if k.known && k.typ.Content() == xsd.TextContent {
		for _, l := range k.typ.Text().Enumeration() {
			if l.Value == value {
				return l
			}
		}
	}
	return xsd.Listed{Value: value}
}
