package compose

import (
	"okienko/forms"
	"okienko/forms/xsd"
)

// particle builds what stands at one place of a content model.
func (b *builder) particle(p xsd.Particle, pos position, at place) ([]*part, []*Field) {
	switch p.Kind() {
	case xsd.ElementParticle:
		return b.occurrences(p, pos, at)
	case xsd.WildcardParticle:
		return b.wildcard(p, at)
	}
	if !b.room(at.depth, at.path) {
		return nil, nil
	}
	switch {
	case isBag(p):
		return b.bag(p, pos, at)
	case p.Max() != 1:
		return b.groupRepeat(p, pos, at)
	case p.Kind() == xsd.ChoiceParticle:
		return b.choice(p, pos, at)
	case p.Min() == 0 && !emptiable(p):
		return b.groupOptional(p, pos, at)
	}
	return b.members(p, pos, at)
}

// wildcard leaves out what the schema leaves open.
func (b *builder) wildcard(p xsd.Particle, at place) ([]*part, []*Field) {
	if !p.Emptiable() {
		b.fail(ErrWildcard, at.path)
	}
	at.nodes.skip(p)
	return nil, nil
}

// emptiable reports whether one repetition of a group can be empty.
func emptiable(p xsd.Particle) bool {
	for _, part := range p.Parts() {
		if part.Emptiable() == (p.Kind() == xsd.ChoiceParticle) {
			return part.Emptiable()
		}
	}
	return p.Kind() != xsd.ChoiceParticle
}

// members builds the parts of a group once.
func (b *builder) members(p xsd.Particle, pos position, at place) (parts []*part, fields []*Field) {
	if p.Kind() == xsd.ChoiceParticle {
		return b.choice(p, pos, at)
	}
	nodes := at.nodes
	for i, member := range p.Parts() {
		if p.Kind() == xsd.AllParticle {
			at.nodes = nodes.only(member)
		}
		more, asked := b.particle(member, pos.part(i), at)
		parts, fields = append(parts, more...), append(fields, asked...)
	}
	return parts, fields
}

// isBag knows a choice of texts in any number and order. It is asked, and
// written, kind by kind.
func isBag(p xsd.Particle) bool {
	if p.Kind() != xsd.ChoiceParticle || p.Min() != 0 || p.Max() != xsd.Unbounded {
		return false
	}
	for _, member := range p.Parts() {
		if member.Kind() != xsd.ElementParticle || !member.Element().Type().Simple() || len(member.Element().Substitutes()) > 0 {
			return false
		}
	}
	return true
}

func (b *builder) bag(p xsd.Particle, pos position, at place) (parts []*part, fields []*Field) {
	nodes := at.nodes.run(p)
	for i, member := range p.Parts() {
		at.nodes = nodes.only(member)
		o := b.spot(member.Element(), at.steps[pos.part(i)], at)
		more, asked := b.times(o, 0, xsd.Unbounded, member)
		parts, fields = append(parts, more...), append(fields, asked...)
	}
	return parts, fields
}

// groupOptional is a sequence that may be left out as a whole.
func (b *builder) groupOptional(p xsd.Particle, pos position, at place) ([]*part, []*Field) {
	path := join(at.path, pos.step("group"))
	name := join(at.name, pos.step("group"))
	q, asked := b.ask(path, at.asked)
	g := &part{kind: groupPart, path: path, optional: true}
	there := at.nodes.next(p)
	if !asked {
		wanted := func(local string) bool {
			return b.plan.reaches(join(at.path, local)) || b.plan.opens(join(at.path, local))
		}
		if !there && !leads(p, wanted) {
			return nil, nil
		}
		parts, fields := b.members(p, pos, at)
		g.add(parts...)
		return []*part{g}, fields
	}
	f := &Field{Name: name, Path: path, Kind: Optional, Hint: q.Hint, part: g}
	f.Label = b.sequenceWords(p, path, at.path)
	g.field = f
	if f.Open = there || at.nodes == nil && b.given.exists(name); !f.Open {
		return nil, b.show(path, true, []*Field{f})
	}
	b.keep(name, "open", true)
	g.opened = true
	at.asked = true
	parts, fields := b.members(p, pos, at)
	g.add(parts...)
	f.Fields = fields
	return []*part{g}, b.show(path, true, []*Field{f})
}

func (b *builder) sequenceWords(p xsd.Particle, path, around string) forms.Text {
	if label, ok := b.form.LabelText(path); ok {
		return label
	}
	return b.elementWords(leading(p, 3), around)
}
