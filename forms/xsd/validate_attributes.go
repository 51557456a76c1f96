package xsd

import (
	"slices"

	"okienko/xades/xmltree"
)

// override applies xsi:type and xsi:nil (cvc-elt, clauses 3 and 4). It returns
// false, after a report, where the type cannot be the element's.
func (v *validator) override(it *item) bool {
	if text, ok := it.node.Attr(nsInstance, "type"); ok && !v.overrideType(it, string(collapse([]byte(text)))) {
		return false
	}
	if text, ok := it.node.Attr(nsInstance, "nil"); ok {
		v.overrideNil(it, []byte(text))
	}
	return true
}

func (v *validator) overrideType(it *item, text string) bool {
	p := at(it.node)
	p.attribute = qname{nsInstance, "type"}
	q, ok := v.context(it.node).resolve(text)
	t := v.s.types[q]
	if !ok || t == nil {
		v.reportValue(p, CodeTypeUnknown, text)
		return false
	}
	var blocked methods
	if it.decl != nil {
		blocked = it.decl.block
	}
	blocked |= it.typ.blocks()
	if !derivedFrom(t, it.typ, blocked) {
		v.reportValue(p, CodeTypeDerivation, text, "type", it.typ.title())
		return false
	}
	it.typ = t
	return true
}

func (v *validator) overrideNil(it *item, text []byte) {
	p := at(it.node)
	p.attribute = qname{nsInstance, "nil"}
	if wrong := builtins()["boolean"].check(text, context{}); wrong != nil {
		v.reportFault(p, wrong, text)
		return
	}
	value := string(collapse(text))
	wanted := value == "true" || value == "1"
	switch {
	case it.decl == nil:
	case !it.decl.nillable, wanted && it.decl.preset != nil && it.decl.preset.fixed:
		v.report(p, CodeNil)
		wanted = wanted && it.node.FirstChild().IsZero() // content is judged, emptiness has been
	}
	it.nilled = wanted
}

// attributes checks the attributes of an element (cvc-complex-type, clauses 3 and 4).
func (v *validator) attributes(it item) {
	ct := it.typ.complex
	count := it.node.NumAttrs()
	if ct == nil {
		for i := range count {
			if a := it.node.AttrAt(i); !isInstanceAttribute(a) {
				v.unexpectedAttribute(it, a)
			}
		}
		return
	}
	if count == 0 && ct.required == 0 {
		return
	}
	v.attrs, v.strays = append(v.attrs[:0], make([]bool, len(ct.attributes))...), v.strays[:0]
	for i := range count {
		a := it.node.AttrAt(i)
		if isInstanceAttribute(a) {
			continue
		}
		if k := ct.use(a.Space, a.Local); k >= 0 {
			v.attrs[k] = true
			u := ct.attributes[k]
			v.attribute(it, a, u.decl.typ, u.preset)
			continue
		}
		v.strays = append(v.strays, i)
	}
	for _, i := range v.strays {
		v.wildAttribute(it, it.node.AttrAt(i))
	}
	for k, u := range ct.attributes {
		if u.required && !v.attrs[k] {
			p := at(it.node)
			p.attribute, p.absent = u.decl.name, true
			v.report(p, CodeAttributeMissing)
		}
	}
}

// isInstanceAttribute knows the four attributes that every element may have (2.6).
func isInstanceAttribute(a xmltree.Attr) bool {
	if a.Space != nsInstance {
		return false
	}
	switch a.Local {
	case "type", "nil", "schemaLocation", "noNamespaceSchemaLocation":
		return true
	}
	return false
}

// manyAttributes is the number of uses from which a type gets an index.
const manyAttributes = 8

// use finds the attribute use of a name, or -1.
func (ct *complexType) use(space, local string) int {
	if ct.byName != nil {
		if k, ok := ct.byName[qname{space, local}]; ok {
			return k
		}
		return -1
	}
	for k, u := range ct.attributes {
		if u.decl.name.local == local && u.decl.name.space == space {
			return k
		}
	}
	return -1
}

// attribute checks one value.
func (v *validator) attribute(it item, a xmltree.Attr, t *typeDef, set *preset) {
	in := v.context(it.node)
	v.scratch = append(v.scratch[:0], a.Value...)
	text := v.scratch
	p := atAttribute(it.node, a)
	if wrong := t.check(text, in); wrong != nil {
		v.reportFault(p, wrong, text)
		return
	}
	if set != nil && set.fixed && a.Value != set.text && t.key(text, in) != set.key {
		v.reportValue(p, CodeAttributeFixed, a.Value, "limit", set.text)
	}
	if t.carriesID {
		v.collectIDs(t, text, &p)
	}
}

// wildAttribute is an attribute without a use: the type's wildcard decides.
func (v *validator) wildAttribute(it item, a xmltree.Attr) {
	w := it.typ.complex.wildcard
	if w == nil || !w.allows(a.Space) {
		v.unexpectedAttribute(it, a)
		return
	}
	if w.process == skip {
		return
	}
	decl := v.s.attributes[qname{a.Space, a.Local}]
	switch {
	case decl != nil:
		v.attribute(it, a, decl.typ, decl.preset)
	case w.process == strict:
		v.report(atAttribute(it.node, a), CodeAttributeUndeclared, "namespace", a.Space)
	}
}

func (v *validator) unexpectedAttribute(it item, a xmltree.Attr) {
	var expected []string
	if ct := it.typ.complex; ct != nil {
		for k, u := range ct.attributes {
			if !v.attrs[k] && len(expected) < maxExpected {
				expected = append(expected, u.decl.name.local)
			}
		}
	}
	slices.Sort(expected)
	v.add(atAttribute(it.node, a), Problem{Code: CodeAttributeUnexpected, Value: a.Value, Expected: expected})
}

// attributeType is the type by which an attribute was judged; nil for none.
func (v *validator) attributeType(t *typeDef, name qname) *typeDef {
	if name.space == nsInstance {
		return anySimple
	}
	if t.complex == nil {
		return nil
	}
	if k := t.complex.use(name.space, name.local); k >= 0 {
		return t.complex.attributes[k].decl.typ
	}
	if decl := v.s.attributes[name]; decl != nil && t.complex.wildcard != nil && t.complex.wildcard.process != skip {
		return decl.typ
	}
	return nil
}
