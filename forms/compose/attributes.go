package compose

import (
	"strconv"

	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

const nsXML = "http://www.w3.org/XML/1998/namespace"

// attributes builds those of an element, asked together with it.
func (b *builder) attributes(t xsd.Type, at place, n xmltree.Node) (parts []*part, fields []*Field) {
	seen := map[string]int{}
	for _, a := range t.Attributes() {
		step := "@" + a.Name().Local
		if seen[step]++; seen[step] > 1 {
			step += "~" + strconv.Itoa(seen[step])
		}
		p, field := b.attribute(a, step, at, n)
		if p == nil {
			continue
		}
		parts = append(parts, p)
		if field != nil {
			fields = append(fields, b.show(p.path, p.field != nil, []*Field{field})...)
		}
	}
	return parts, fields
}

// attribute builds one; nil for what is never written. The attributes of XML
// itself and identifiers mean nothing to people.
func (b *builder) attribute(a xsd.Attribute, step string, at place, n xmltree.Node) (*part, *Field) {
	p := &part{kind: attributePart, name: a.Name(), path: at.path + "/@" + a.Name().Local, typ: a.Type(), required: a.Required()}
	if !b.room(at.depth, p.path) {
		return nil, nil
	}
	switch preset := a.Preset(); {
	case preset.Fixed:
		p.value, p.fixed = preset.Text, true
		return p, nil
	case at.file != nil && attachmentAttributes[p.name.Local]:
		p.value, p.required = at.file.about(p.name.Local), false // the file is what is required
		return p, nil
	case p.typ.IsID() && p.required:
		b.ids++
		p.value, p.fixed = "id-"+strconv.Itoa(b.ids), true
		return p, nil
	case !p.required && (p.typ.IsID() || p.name.Space == nsXML):
		return nil, nil
	}
	q, asked := b.ask(p.path, at.asked)
	p.required = p.required || q.Required
	l := leaf{part: p, name: join(at.name, step), question: q, asked: asked, preset: a.Preset().Text, docs: a.Documentation(), local: p.name.Local}
	if l.reading = at.nodes != nil; l.reading {
		l.text, _ = n.Attr(p.name.Space, p.name.Local)
	}
	return p, b.leaf(l)
}
