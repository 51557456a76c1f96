package xsd

import "okienko/forms/xsd/internal/value"

// Type is a simple or complex type definition.
type Type struct{ def *typeDef }

// Content says what stands in an element of a type.
type Content uint8

// The kinds of content. Text is that of simple types and of simpleContent.
const (
	NoContent Content = iota
	TextContent
	ElementContent
	MixedContent
)

// Name returns the type's name; Local is "" for an anonymous type.
func (t Type) Name() Name { return t.def.name.public() }

// Documentation returns the texts of the definition, in order.
func (t Type) Documentation() []Documentation { return t.def.note.public() }

// Simple reports whether the type is a simple one.
func (t Type) Simple() bool { return t.def.simple != nil }

// Abstract reports whether xsi:type must name a derived type.
func (t Type) Abstract() bool { return t.def.complex != nil && t.def.complex.abstract }

// Content says what stands in an element of the type.
func (t Type) Content() Content {
	if t.def.simple != nil {
		return TextContent
	}
	return [...]Content{emptyContent: NoContent, simpleContent: TextContent, elementContent: ElementContent, mixedContent: MixedContent}[t.def.complex.content]
}

// Text returns the simple type of TextContent: the type itself or that of its
// simpleContent.
func (t Type) Text() Type {
	if t.def.simple != nil {
		return t
	}
	return Type{t.def.complex.text}
}

// Particle returns the content model; ok is false where there is none.
func (t Type) Particle() (p Particle, ok bool) {
	if t.def.complex == nil || t.def.complex.particle == nil {
		return Particle{}, false
	}
	return Particle{t.def.complex.particle}, true
}

// Attributes lists what may stand on an element of the type, in order.
func (t Type) Attributes() []Attribute {
	if t.def.complex == nil {
		return nil
	}
	list := make([]Attribute, len(t.def.complex.attributes))
	for i, u := range t.def.complex.attributes {
		list[i] = Attribute{u}
	}
	return list
}

// Members lists the types of a union; nil for others.
func (t Type) Members() []Type {
	if t.def.simple == nil || t.def.simple.variety != union {
		return nil
	}
	list := make([]Type, len(t.def.simple.members))
	for i, m := range t.def.simple.members {
		list[i] = Type{m}
	}
	return list
}

// Builtin returns the local name of the built-in type that a simple type comes
// from; "" for lists and unions that a schema made.
func (t Type) Builtin() string {
	if t.def.simple == nil || t.def.simple.builtin == nil {
		return ""
	}
	return t.def.simple.builtin.name
}

// IsID reports whether the values are identifiers of elements (xs:ID).
func (t Type) IsID() bool { return carriesOwnID(t.def) }

// Whole reports whether the values are whole numbers.
func (t Type) Whole() bool {
	st := t.def.simple
	return st != nil && st.variety == atomic && st.primitive == value.Decimal && st.facets.fractionDigits == 0
}

// Listed is an enumerated value.
type Listed struct {
	Value         string
	Documentation []Documentation
}

// Enumeration lists the values of a simple type, in order; nil where any will do.
func (t Type) Enumeration() []Listed {
	if t.def.simple == nil || t.def.simple.facets.enumeration == nil {
		return nil
	}
	e := t.def.simple.facets.enumeration
	list := make([]Listed, len(e.texts))
	for i, text := range e.texts {
		list[i] = Listed{Value: text, Documentation: e.notes[i].public()}
	}
	return list
}

// Facets are the effective facets of a simple type. Numbers are -1 and texts
// "" where a facet is absent.
type Facets struct {
	Length, MinLength, MaxLength int
	TotalDigits, FractionDigits  int
	Patterns                     []string // each must match; alternatives are parted by |
	Min, Max                     string
	MinExclusive, MaxExclusive   bool
	KeepsSpace                   bool // line ends and runs of blanks mean something
}

// Facets returns the facets; the type must be a simple one.
func (t Type) Facets() Facets {
	fs := &t.def.simple.facets
	out := Facets{
		Length: fs.length, MinLength: fs.minLength, MaxLength: fs.maxLength,
		TotalDigits: fs.totalDigits, FractionDigits: fs.fractionDigits,
		KeepsSpace: fs.whiteSpace == preserve,
	}
	for _, g := range fs.patterns {
		out.Patterns = append(out.Patterns, g.text)
	}
	if fs.min != nil {
		out.Min, out.MinExclusive = fs.min.text, fs.min.exclusive
	}
	if fs.max != nil {
		out.Max, out.MaxExclusive = fs.max.text, fs.max.exclusive
	}
	return out
}

// Check says why a text is not a value of a simple type, as Validate would say
// it; ok is true where it is one. The problem has no place.
func (t Type) Check(text string) (p Problem, ok bool) {
	wrong := t.def.check([]byte(text), context{})
	if wrong == nil {
		return Problem{}, true
	}
	p = wrong.problem([]byte(text))
	p.Value = shorten(p.Value)
	p.Message = "The value is not allowed: " + p.Message + "."
	return p, false
}
