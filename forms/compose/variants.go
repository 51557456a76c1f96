package compose

import (
	"okienko/forms"
	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// substituted asks which element of a substitution group stands here.
func (b *builder) substituted(o spot, others []xsd.Element) ([]*part, []*Field) {
	if !o.elem.Abstract() {
		others = append([]xsd.Element{o.elem}, others...)
	}
	options := make([]Option, len(others))
	for i, e := range others {
		options[i] = b.option([]xsd.Element{e}, parentPath(o.path))
	}
	taken := func(i int) bool { return o.node.Is(others[i].Name().Space, others[i].Name().Local) }
	return b.offer(o, elementStep, options, taken, func(i int, one spot) ([]*part, []*Field) {
		one.elem = others[i]
		one.path = join(parentPath(o.path), others[i].Name().Local)
		if one.elem.Type().Abstract() {
			return b.typed(one)
		}
		return b.element(one, one.elem.Type(), xsd.Name{})
	})
}

// typed asks which type an element of an abstract type has.
func (b *builder) typed(o spot) ([]*part, []*Field) {
	types := b.form.Schema.Derivatives(o.elem)
	if len(types) == 0 {
		return b.impossible(o)
	}
	options := make([]Option, len(types))
	for i, t := range types {
		label := short(docText(t.Documentation()))
		if label == nil {
			label = forms.Text{"pl": nameWords(t.Name().Local)}
		}
		if said := o.question.Options[t.Name().Local]; said != nil {
			label = said
		}
		options[i] = Option{Value: t.Name().Local, Label: label}
	}
	taken := func(i int) bool { return typeOf(o.node) == types[i].Name() }
	return b.offer(o, typeStep, options, taken, func(i int, one spot) ([]*part, []*Field) {
		return b.element(one, types[i], types[i].Name())
	})
}

// typeOf is the name in xsi:type.
func typeOf(n xmltree.Node) xsd.Name {
	if n.IsZero() {
		return xsd.Name{}
	}
	text, _ := n.Attr(nsInstance, "type")
	return expand(n, text)
}

// offer asks which of the options an element is. taken tells what a document
// has, build builds what was chosen.
func (b *builder) offer(o spot, step string, options []Option, taken func(int) bool, build func(int, spot) ([]*part, []*Field)) ([]*part, []*Field) {
	f := &Field{Name: join(o.name, step), Path: o.path, Kind: OneOf, Required: !o.optional || o.item, Options: options}
	f.Label, f.Hint = b.words(o.path, o.question, o.elem.Documentation(), o.elem.Name().Local)
	f.part = &part{kind: groupPart, path: o.path, optional: o.optional}
	if i := b.offered(o, f, taken); i != none {
		one := o
		one.optional, one.item, one.taken = false, false, true
		parts, fields := build(i, one)
		f.part.add(parts...)
		f.part.opened = o.asked
		f.take(fields)
	}
	if !o.asked {
		return []*part{f.part}, nil
	}
	f.part.field = f
	if o.item {
		return []*part{f.part}, []*Field{b.section(o, Section, []*Field{f}, &part{})}
	}
	return []*part{f.part}, []*Field{f}
}

// offered is the option taken; it marks it.
func (b *builder) offered(o spot, f *Field, taken func(int) bool) int {
	used := map[string]int{}
	for i := range f.Options {
		f.Options[i].Value = unlike(used, f.Options[i].Value)
	}
	value, _ := b.given.value(f.Name)
	if !o.asked {
		if value = o.question.Choice; value == "" && !o.optional {
			value = f.Options[0].Value
		}
	}
	for i := range f.Options {
		if o.nodes == nil && f.Options[i].Value == value || !o.node.IsZero() && taken(i) {
			f.Options[i].Chosen, f.Value = true, f.Options[i].Value
			b.keep(f.Name, f.Value, o.asked)
			return i
		}
	}
	return none
}

// take puts the fields of the chosen alternative into a OneOf. The option has
// named a section already.
func (f *Field) take(fields []*Field) {
	f.Fields = fields
	if len(fields) == 1 && fields[0].Kind == Section {
		f.Fields = fields[0].Fields
		fields[0].part.field = f
	}
}
