package compose

import "okienko/forms/xsd"

const nsSignature = "http://www.w3.org/2000/09/xmldsig#"

// spot is where an element of a content model stands.
func (b *builder) spot(e xsd.Element, step string, at place) spot {
	o := spot{place: at, elem: e, name: join(at.name, step), path: join(at.path, e.Name().Local)}
	o.question, o.asked = b.ask(o.path, at.asked)
	return o
}

// occurrences builds an element as often as it is there.
func (b *builder) occurrences(p xsd.Particle, pos position, at place) ([]*part, []*Field) {
	e := p.Element()
	if isSignature(e) && p.Min() > 0 {
		b.fail(ErrSignature, at.path)
	}
	if isSignature(e) || p.Min() == 0 && !b.possible(e) {
		at.nodes.skip(p)
		return nil, nil
	}
	return b.times(b.spot(e, at.steps[pos], at), p.Min(), p.Max(), p)
}

// times builds an element as often as schema and overlay want it.
func (b *builder) times(o spot, low, high int, p xsd.Particle) ([]*part, []*Field) {
	if o.question.Required {
		low = max(low, 1)
	}
	if o.question.Times > 0 && low <= o.question.Times {
		high = o.question.Times
	}
	if high == 1 {
		return b.single(o, low == 0, p)
	}
	if o.question.Times == high && high > 0 {
		return b.repeatTimes(o, low, high, p)
	}
	return b.repeat(o, low, high, p)
}

// isSignature knows what nobody fills in: signatures come afterwards.
func isSignature(e xsd.Element) bool {
	return e.Name() == xsd.Name{Space: nsSignature, Local: "Signature"}
}

// single builds an element that stands once, or not at all.
func (b *builder) single(o spot, optional bool, p xsd.Particle) ([]*part, []*Field) {
	o.node = o.nodes.take(p)
	o.optional = optional
	parts, fields := b.one(o)
	return parts, b.show(o.path, o.asked, fields)
}

// repeatTimes asks for an element a fixed number of times.
func (b *builder) repeatTimes(o spot, low, times int, p xsd.Particle) ([]*part, []*Field) {
	f := b.repeatField(o, times, times)
	parts := b.items(o, f, times, low, p)
	return parts, b.show(o.path, o.asked, []*Field{f})
}

// repeat builds an element that may stand several times. One that is a single
// value is shown once even before anybody adds it.
func (b *builder) repeat(o spot, low, high int, p xsd.Particle) ([]*part, []*Field) {
	limit := maxItems
	if high != xsd.Unbounded {
		limit = min(high, maxItems)
	}
	if low > limit {
		b.fail(ErrSize, o.path)
		return nil, nil
	}
	shown := low
	if o.asked && isAttachment(o.elem.Type()) {
		shown = min(max(low, len(b.form.Policy.Attachments)), limit)
	}
	count := shown
	switch {
	case !o.asked:
		if count == 0 && (b.plan.reaches(o.path) || b.plan.opens(o.path)) {
			count = 1
		}
	case isSingle(o.elem):
		count = max(count, 1)
	}
	if o.asked {
		count = min(b.given.items(o.name, count), limit)
	}
	f := b.repeatField(o, shown, high)
	parts := b.items(o, f, count, low, p)
	if !o.asked {
		var inner []*Field
		for _, item := range f.Fields {
			inner = append(inner, item.Fields...)
		}
		return parts, inner
	}
	if isAttachment(o.elem.Type()) && b.sheet.attached == nil {
		b.sheet.attached = f
	}
	return parts, b.show(o.path, true, []*Field{f})
}

// isSingle reports an element that one answer fills.
func isSingle(e xsd.Element) bool {
	t := e.Type()
	return t.Simple() || isAttachment(t)
}

func (b *builder) repeatField(o spot, low, high int) *Field {
	f := &Field{Name: o.name, Path: o.path, Kind: Repeat, Min: low, Max: high}
	f.Label, f.Hint = b.words(o.path, o.question, o.elem.Documentation(), o.elem.Name().Local)
	return f
}

// items builds the items of a Repeat: of a document read those that are there,
// else so many.
func (b *builder) items(o spot, f *Field, count, low int, p xsd.Particle) (all []*part) {
	for i := 1; ; i++ {
		o.node = o.nodes.take(p)
		if i > count && o.node.IsZero() || i > maxItems {
			o.nodes.skip(p)
			return all
		}
		one := o
		one.name, one.item, one.optional = item(o.name, i), true, i > low
		parts, fields := b.one(one)
		all = append(all, parts...)
		if len(fields) > 0 {
			f.Fields = append(f.Fields, fields...)
		}
		b.keep(one.name, "", o.asked)
	}
}

// groupRepeat is a group that may stand several times.
func (b *builder) groupRepeat(p xsd.Particle, pos position, at place) ([]*part, []*Field) {
	step := pos.step("group")
	if p.Kind() == xsd.ChoiceParticle {
		step = pos.step("choice")
	}
	f := &Field{Name: join(at.name, step), Path: join(at.path, step), Kind: Repeat, Min: p.Min(), Max: p.Max()}
	if emptiable(p) {
		f.Min = 0
	}
	q, asked := b.ask(f.Path, at.asked)
	f.Label, f.Hint = b.sequenceWords(p, f.Path, at.path), q.Hint
	all := &part{kind: groupPart, path: f.Path}
	at.asked = asked
	b.groupItems(f, all, p, pos, at)
	if !asked {
		return []*part{all}, nil
	}
	f.part, all.field = all, f
	return []*part{all}, b.show(f.Path, true, []*Field{f})
}

// groupItems builds the group as often as it is there.
func (b *builder) groupItems(f *Field, all *part, p xsd.Particle, pos position, at place) {
	limit, count := maxItems, f.Min
	if f.Max != xsd.Unbounded {
		limit = min(limit, f.Max)
	}
	if at.asked {
		count = min(b.given.items(f.Name, count), limit)
	}
	for i := 1; i <= limit && (i <= count || at.nodes.next(p)) && b.room(at.depth, f.Path); i++ {
		inside := at
		inside.name = item(f.Name, i)
		one := &part{kind: groupPart, path: f.Path, optional: i > f.Min, opened: at.asked}
		before := at.nodes.position()
		parts, fields := b.members(p, pos, inside)
		one.add(parts...)
		all.add(one)
		if at.asked {
			one.field = &Field{Name: inside.name, Path: f.Path, Kind: Section, Label: f.Label, Fields: fields, part: one}
			f.Fields = append(f.Fields, one.field)
			b.keep(inside.name, "", true)
		}
		if at.nodes != nil && at.nodes.position() == before {
			return
		}
	}
}
