package xsd

// The component model as others read it: handles to elements, attributes and
// particles. Handles are small, comparable and safe for concurrent use.

// Name is an expanded name.
type Name struct{ Space, Local string }

func (q qname) public() Name { return Name{q.space, q.local} }

// Documentation is one xs:documentation; Language is "" where it says none.
type Documentation struct{ Language, Text string }

// Preset is a default or fixed value; the zero Preset is none.
type Preset struct {
	Text  string
	Set   bool
	Fixed bool
}

// Element is an element declaration.
type Element struct{ decl *elementDecl }

// Element returns a global element declaration.
func (s *Schema) Element(space, local string) (e Element, ok bool) {
	decl := s.elements[qname{space, local}]
	return Element{decl}, decl != nil
}

// Name returns the element's name; Space is "" where locals are unqualified.
func (e Element) Name() Name { return e.decl.name.public() }

// Type returns the declared type.
func (e Element) Type() Type { return Type{e.decl.typ} }

// Nillable reports whether xsi:nil may stand on the element.
func (e Element) Nillable() bool {
	return e.decl.nillable && (e.decl.preset == nil || !e.decl.preset.fixed)
}

// Abstract reports whether only a substitute may stand in a document.
func (e Element) Abstract() bool { return e.decl.abstract }

// Preset returns the default or fixed value.
func (e Element) Preset() Preset { return e.decl.preset.public() }

// Documentation returns the texts of the declaration, in order.
func (e Element) Documentation() []Documentation { return e.decl.note.public() }

// Substitutes lists what may stand in the element's place, by name, without
// itself and what is abstract.
func (e Element) Substitutes() []Element {
	var list []Element
	for _, q := range inOrder(e.decl.substitutes) {
		if s := e.decl.substitutes[q]; !s.abstract {
			list = append(list, Element{s})
		}
	}
	return list
}

// Derivatives lists the named types that xsi:type may give the element instead
// of its declared type, by name, without abstract ones.
func (s *Schema) Derivatives(e Element) []Type {
	declared := e.decl.typ
	blocked := e.decl.block | declared.blocks()
	var list []Type
	for _, q := range inOrder(s.types) {
		t := s.types[q]
		abstract := t.complex != nil && t.complex.abstract
		if t != declared && !abstract && t.name == q && derivedFrom(t, declared, blocked) {
			list = append(list, Type{t})
		}
	}
	return list
}

func (p *preset) public() Preset {
	if p == nil {
		return Preset{}
	}
	return Preset{Text: p.text, Set: true, Fixed: p.fixed}
}

func (a *annotation) public() []Documentation {
	if a == nil {
		return nil
	}
	list := make([]Documentation, len(a.documentation))
	for i, n := range a.documentation {
		list[i] = Documentation{Language: n.language, Text: n.text}
	}
	return list
}

// Attribute is an attribute as a complex type has it.
type Attribute struct{ use *attributeUse }

// Name returns the attribute's name; Space is "" where locals are unqualified.
func (a Attribute) Name() Name { return a.use.decl.name.public() }

// Type returns its simple type.
func (a Attribute) Type() Type { return Type{a.use.decl.typ} }

// Required reports whether it must be there.
func (a Attribute) Required() bool { return a.use.required }

// Preset returns its default or fixed value.
func (a Attribute) Preset() Preset { return a.use.preset.public() }

// Documentation returns the texts of its declaration, in order.
func (a Attribute) Documentation() []Documentation { return a.use.decl.note.public() }

// ParticleKind says what a particle repeats.
type ParticleKind uint8

// The kinds of particles.
const (
	ElementParticle ParticleKind = iota
	WildcardParticle
	SequenceParticle
	ChoiceParticle
	AllParticle
)

// Unbounded is the Max of a particle without limit.
const Unbounded = unbounded

// Particle is an element, a wildcard or a group, with its repetitions.
type Particle struct{ p *particle }

// Kind says what the particle repeats.
func (p Particle) Kind() ParticleKind {
	switch {
	case p.p.element != nil:
		return ElementParticle
	case p.p.wildcard != nil:
		return WildcardParticle
	}
	return SequenceParticle + ParticleKind(p.p.group.kind)
}

// Min returns minOccurs.
func (p Particle) Min() int { return p.p.min }

// Max returns maxOccurs, or Unbounded.
func (p Particle) Max() int { return p.p.max }

// Emptiable reports whether the particle can match nothing.
func (p Particle) Emptiable() bool { return p.p.emptiable() }

// Element returns the declaration of an ElementParticle.
func (p Particle) Element() Element { return Element{p.p.element} }

// Parts lists the particles of a group, in order.
func (p Particle) Parts() []Particle {
	if p.p.group == nil {
		return nil
	}
	parts := make([]Particle, len(p.p.group.particles))
	for i, part := range p.p.group.particles {
		parts[i] = Particle{part}
	}
	return parts
}

// Takes reports whether an element of this name can be one occurrence of the
// particle (of a group: its first element).
func (p Particle) Takes(name Name) bool {
	q := qname{name.Space, name.Local}
	switch {
	case p.p.element != nil:
		_, substitute := p.p.element.substitutes[q]
		return substitute || p.p.element.name == q
	case p.p.wildcard != nil:
		return p.p.wildcard.allows(name.Space)
	}
	for _, part := range p.Parts() {
		if part.Takes(name) {
			return true
		}
		if p.p.group.kind == sequence && !part.Emptiable() {
			return false
		}
	}
	return false
}
