package compose

import "okienko/forms/xsd"

// one builds one occurrence of an element.
func (b *builder) one(o spot) ([]*part, []*Field) {
	if !b.room(o.depth, o.path) {
		return nil, nil
	}
	if others := o.elem.Substitutes(); len(others) > 0 {
		return b.substituted(o, others)
	}
	if o.elem.Abstract() {
		return b.impossible(o)
	}
	if o.elem.Type().Abstract() {
		return b.typed(o)
	}
	return b.element(o, o.elem.Type(), xsd.Name{})
}

// impossible is an element that nothing can stand for.
func (b *builder) impossible(o spot) ([]*part, []*Field) {
	if !o.optional {
		b.fail(ErrAbstract, o.path)
	}
	return nil, nil
}

// element builds an element of a type.
func (b *builder) element(o spot, t xsd.Type, xsi xsd.Name) ([]*part, []*Field) {
	p := &part{kind: elementPart, name: o.elem.Name(), path: o.path, xsi: xsi, optional: o.optional, opened: o.item && o.asked}
	inside := place{name: o.name, path: o.path, space: p.name.Space, asked: o.asked, depth: o.depth + 1, nodes: cursorOver(o.node)}
	switch {
	case isAttachment(t):
		return b.attachment(o, t, p, inside)
	case t.Content() == xsd.TextContent:
		return b.textual(o, t, p, inside)
	}
	return b.structured(o, t, p, inside)
}

// textual builds an element that holds text, perhaps with attributes.
func (b *builder) textual(o spot, t xsd.Type, p *part, inside place) ([]*part, []*Field) {
	attributes, beside := b.attributes(t, inside, o.node)
	if fixed := o.elem.Preset(); fixed.Fixed {
		return b.fixed(o, p, fixed.Text, attributes, beside)
	}
	name := o.name
	if len(beside) > 0 || o.item || o.taken {
		name = join(o.name, textStep)
	}
	if len(beside) > 0 && o.optional && !o.item {
		if !b.opened(o) {
			return nil, []*Field{b.section(o, Optional, nil, p)}
		}
		p.opened = true
		b.keep(o.name, openMark, o.asked)
	}
	text := &part{kind: textPart, path: o.path, space: inside.space, typ: t.Text()}
	text.required = b.needsText(o, t, beside)
	field := b.leaf(leaf{part: text, name: name, question: o.question, asked: o.asked, preset: o.elem.Preset().Text, docs: o.elem.Documentation(), local: p.name.Local, file: o.isContent(), reading: o.nodes != nil, text: ownText(o.node)})
	p.add(attributes...)
	p.add(text)
	p.nilled = o.elem.Nillable() && !o.optional && text.value == "" && text.file == nil
	if field == nil {
		return []*part{p}, beside
	}
	if len(beside) == 0 && !o.item {
		return []*part{p}, []*Field{field}
	}
	kind := Section
	if o.optional && !o.item {
		kind = Optional
	}
	return []*part{p}, []*Field{b.section(o, kind, append([]*Field{field}, beside...), p)}
}

// needsText reports whether the text itself must be answered: not where it may
// be empty beside attributes, and not where a required element may be nil.
func (b *builder) needsText(o spot, t xsd.Type, beside []*Field) bool {
	if o.optional && len(beside) == 0 && !o.item {
		return o.question.Required
	}
	if o.item && o.optional || o.elem.Nillable() {
		return false
	}
	if len(beside) == 0 {
		return true
	}
	_, empty := t.Text().Check("")
	return !empty
}

// fixed builds an element whose text is given: where it may be left out, being
// there is what people are asked.
func (b *builder) fixed(o spot, p *part, text string, attributes []*part, beside []*Field) ([]*part, []*Field) {
	p.add(attributes...)
	p.add(&part{kind: textPart, path: o.path, value: text, fixed: true})
	p.bare = true
	if o.item {
		return []*part{p}, []*Field{b.section(o, Section, beside, p)}
	}
	if !o.optional {
		return []*part{p}, beside
	}
	if !o.asked {
		return nil, nil
	}
	field := b.section(o, Optional, beside, p)
	if p.opened = b.opened(o); !p.opened {
		field.Fields = nil
		return nil, []*Field{field}
	}
	field.Open = true
	b.keep(o.name, openMark, true)
	return []*part{p}, []*Field{field}
}

// structured builds an element that holds elements, or nothing.
func (b *builder) structured(o spot, t xsd.Type, p *part, inside place) ([]*part, []*Field) {
	kind := Section
	leaves := o.optional || o.elem.Nillable() && !needsAttribute(t)
	switch {
	case !leaves || o.item:
	case o.asked && !b.isList(t):
		kind, p.opened = Optional, b.opened(o)
		if !p.opened {
			return b.closed(o, p)
		}
		b.keep(o.name, openMark, true)
	case !o.asked && o.node.IsZero() && !b.plan.reaches(o.path) && !b.plan.opens(o.path):
		return b.absent(o, p)
	}
	attributes, fields := b.attributes(t, inside, o.node)
	p.add(attributes...)
	content, more := b.content(t, o, inside)
	p.add(content...)
	fields = append(fields, more...)
	p.bare = len(fields) == 0
	if kind == Section && len(fields) == 0 && !o.item {
		return []*part{p}, nil
	}
	return []*part{p}, []*Field{b.section(o, kind, fields, p)}
}

// closed is an element that nobody said is there.
func (b *builder) closed(o spot, p *part) ([]*part, []*Field) {
	parts, _ := b.absent(o, p)
	return parts, []*Field{b.section(o, Optional, nil, p)}
}

// absent leaves an element out, or writes it as nil where it must stand.
func (b *builder) absent(o spot, p *part) ([]*part, []*Field) {
	if o.optional {
		return nil, nil
	}
	p.nilled = true
	return []*part{p}, nil
}

// content builds what stands between the tags, but text alone.
func (b *builder) content(t xsd.Type, o spot, inside place) (parts []*part, fields []*Field) {
	model, ok := t.Particle()
	if t.Content() == xsd.MixedContent {
		text := &part{kind: textPart, path: o.path, space: inside.space}
		field := b.leaf(leaf{part: text, name: join(o.name, textStep), question: o.question, asked: o.asked, long: true, preset: o.elem.Preset().Text, docs: o.elem.Documentation(), local: o.elem.Name().Local, reading: o.nodes != nil, text: ownText(o.node)})
		parts = append(parts, text)
		if field != nil {
			fields = append(fields, field)
		}
		if !ok || model.Emptiable() {
			return parts, fields
		}
	}
	if !ok {
		return parts, fields
	}
	if b.steps[t] == nil {
		b.steps[t] = stepsOf(model)
	}
	inside.steps = b.steps[t]
	inside.depth = o.depth + 1
	more, asked := b.particle(model, "", inside)
	return append(parts, more...), append(fields, asked...)
}

// opened reports whether an element that may be left out is there.
func (b *builder) opened(o spot) bool {
	if o.nodes != nil {
		return !o.node.IsZero() && !isNil(o.node)
	}
	return b.given.exists(o.name)
}

// section makes the field around the fields of an element.
func (b *builder) section(o spot, kind Kind, fields []*Field, p *part) *Field {
	f := &Field{Name: o.name, Path: o.path, Kind: kind, Fields: fields, part: p}
	f.Open = kind == Optional && p.opened
	f.Label, f.Hint = b.words(o.path, o.question, o.elem.Documentation(), o.elem.Name().Local)
	if o.asked {
		p.field = f
	}
	return f
}

// isContent reports the file of an attachment.
func (o spot) isContent() bool { return o.file != nil && o.elem.Name().Local == contentName }

// isList reports a type that holds nothing but one element again and again: a
// list needs no button of its own beside that of its items.
func (b *builder) isList(t xsd.Type) bool {
	model, ok := t.Particle()
	for ok && model.Kind() != xsd.ElementParticle && len(model.Parts()) == 1 && model.Max() == 1 {
		model = model.Parts()[0]
	}
	return ok && t.Content() == xsd.ElementContent && len(t.Attributes()) == 0 &&
		model.Kind() == xsd.ElementParticle && model.Max() != 1 &&
		(model.Min() == 0 || model.Element().Type().Simple())
}

func needsAttribute(t xsd.Type) bool {
	for _, a := range t.Attributes() {
		if a.Required() && !a.Preset().Fixed {
			return true
		}
	}
	return false
}
