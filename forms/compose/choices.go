package compose

import (
	"strconv"

	"okienko/forms"
	"okienko/forms/xsd"
)

// alternative is one that a choice offers.
type alternative struct {
	xsd.Particle
	pos    position
	option Option
}

// choice builds the alternative that was chosen.
func (b *builder) choice(p xsd.Particle, pos position, at place) ([]*part, []*Field) {
	path := join(at.path, pos.step("choice"))
	around, _ := b.form.Question(at.path)
	q, asked := b.ask(path, at.asked)
	all := b.alternatives(p, pos, at, around, q)
	if len(all) == 0 {
		return b.wildcard(p, at)
	}
	if taken := b.settled(all, around, at, asked, !p.Emptiable()); taken != undecided {
		return b.settle(all, taken, p, at)
	}
	f := &Field{Name: join(at.name, pos.step("choice")), Path: path, Kind: OneOf, Required: !p.Emptiable() || q.Required, Hint: q.Hint}
	for _, a := range all {
		f.Options = append(f.Options, a.option)
	}
	f.part = &part{kind: groupPart, path: path, optional: p.Emptiable(), field: f}
	f.Label = b.groupWords(path, f.Options)
	if i := b.chosen(f, at, all); i != none {
		inside := at
		inside.asked = true
		parts, fields := b.particle(all[i].Particle, all[i].pos, inside)
		f.part.add(parts...)
		f.part.opened = true
		f.take(fields)
	}
	if !asked {
		b.plan.lead(b.reached(p, at), f)
		return []*part{f.part}, nil
	}
	return []*part{f.part}, b.show(path, true, []*Field{f})
}

// alternatives lists what a choice offers.
func (b *builder) alternatives(p xsd.Particle, pos position, at place, around, q forms.Question) (all []alternative) {
	used := map[string]int{}
	for i, member := range p.Parts() {
		elements := leading(member, 3)
		if len(elements) == 0 || !b.possibleParticle(member) {
			continue
		}
		option := b.option(elements, at.path)
		for _, said := range []map[string]forms.Text{around.Options, q.Options} {
			if label := said[option.Value]; label != nil {
				option.Label = label
			}
		}
		option.Value = unlike(used, option.Value)
		all = append(all, alternative{member, pos.part(i), option})
	}
	return all
}

// unlike gives what is used already another name.
func unlike(used map[string]int, name string) string {
	if used[name]++; used[name] > 1 {
		return name + "~" + strconv.Itoa(used[name])
	}
	return name
}

// reached lists the elements of a particle that pages ask for.
func (b *builder) reached(p xsd.Particle, at place) (paths []string) {
	leads(p, func(local string) bool {
		if path := join(at.path, local); b.plan.reaches(path) {
			paths = append(paths, path)
		}
		return false
	})
	return paths
}

// What settled and others say instead of the index of an alternative.
const (
	undecided = -1
	none      = -2
)

// settle builds the alternative that nobody is asked about.
func (b *builder) settle(all []alternative, taken int, p xsd.Particle, at place) ([]*part, []*Field) {
	if taken == none {
		return nil, nil
	}
	before := at.nodes.position()
	parts, fields := b.particle(all[taken].Particle, all[taken].pos, at)
	if at.nodes.position() == before && at.nodes.next(p) {
		at.nodes.at++ // the document has another alternative
	}
	g := &part{kind: groupPart, path: at.path, optional: p.Emptiable()}
	g.add(parts...)
	return []*part{g}, fields
}

// settled finds the alternative where people are not asked which: the overlay
// says so, its pages ask for no other, or there is no other.
func (b *builder) settled(all []alternative, around forms.Question, at place, asked, required bool) int {
	for i, a := range all {
		if around.Choice != "" && a.option.Value == around.Choice || len(all) == 1 && required {
			return i
		}
	}
	if asked {
		return undecided
	}
	reached, opened, there := []int{}, none, none
	for i, a := range all {
		if leads(a.Particle, func(local string) bool { return b.plan.reaches(join(at.path, local)) }) {
			reached = append(reached, i)
		}
		if opened == none && leads(a.Particle, func(local string) bool { return b.plan.opens(join(at.path, local)) }) {
			opened = i
		}
		if there == none && at.nodes.next(a.Particle) {
			there = i
		}
	}
	switch {
	case len(reached) > 1:
		return undecided
	case there != none:
		return there
	case len(reached) == 1:
		return reached[0]
	case opened == none && required:
		return 0
	}
	return opened
}

// leads reports whether one of the elements of a particle, not of those inside
// them, has what is looked for.
func leads(p xsd.Particle, has func(local string) bool) bool {
	if p.Kind() == xsd.ElementParticle {
		return has(p.Element().Name().Local)
	}
	for _, part := range p.Parts() {
		if leads(part, has) {
			return true
		}
	}
	return false
}

// chosen is the alternative taken; it marks the option.
func (b *builder) chosen(f *Field, at place, all []alternative) int {
	initial := b.preselected(at, all)
	value, answered := b.given.value(f.Name)
	taken := none
	for i, a := range all {
		if at.nodes.next(a.Particle) || at.nodes == nil && answered && a.option.Value == value {
			taken = i
		}
	}
	if answered = answered || at.nodes != nil; !answered && initial != none {
		taken, answered = initial, true
	}
	if taken != none {
		f.Value, f.Options[taken].Chosen = f.Options[taken].Value, true
	}
	b.keep(f.Name, f.Value, answered && (f.Value != "" || initial != none))
	return taken
}

// preselected is the only alternative in which something is known.
func (b *builder) preselected(at place, all []alternative) int {
	found := none
	for i, a := range all {
		if leads(a.Particle, func(local string) bool { return b.plan.knows(join(at.path, local)) }) {
			if found != none {
				return none
			}
			found = i
		}
	}
	return found
}

// option names what one or more elements stand for. The hint of a structure
// belongs to it, since the structure gets no heading of its own.
func (b *builder) option(elements []xsd.Element, around string) Option {
	e := elements[0]
	option := Option{Value: e.Name().Local, Label: b.elementWords(elements, around)}
	if len(elements) == 1 && e.Type().Content() != xsd.TextContent {
		path := join(around, e.Name().Local)
		q, _ := b.form.Question(path)
		_, option.Hint = b.words(path, q, e.Documentation(), e.Name().Local)
	}
	return option
}

// leading lists the first elements of a particle, at most n.
func leading(p xsd.Particle, n int) []xsd.Element {
	if p.Kind() == xsd.ElementParticle {
		return []xsd.Element{p.Element()}
	}
	var list []xsd.Element
	for _, part := range p.Parts() {
		if list = append(list, leading(part, n-len(list))...); len(list) >= n || p.Kind() == xsd.ChoiceParticle && len(list) > 0 {
			break
		}
	}
	return list[:min(n, len(list))]
}

func (b *builder) elementWords(elements []xsd.Element, around string) forms.Text {
	labels := make([]forms.Text, len(elements))
	for i, e := range elements {
		path := join(around, e.Name().Local)
		labels[i], _ = b.words(path, forms.Question{}, e.Documentation(), e.Name().Local)
	}
	return listWords(labels, ", ")
}

// groupWords labels a choice: by the overlay, else by its alternatives.
func (b *builder) groupWords(path string, options []Option) forms.Text {
	if label, ok := b.form.LabelText(path); ok {
		return label
	}
	labels := make([]forms.Text, 0, 3)
	for _, o := range options[:min(len(options), 3)] {
		labels = append(labels, o.Label)
	}
	return listWords(labels, " / ")
}
