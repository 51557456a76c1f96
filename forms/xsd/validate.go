package xsd

import (
	"okienko/xades/xmltree"
)

// validator is one walk over a document. It keeps its own stack, so that depth
// costs no recursion.
type validator struct {
	s        *Schema
	opt      ValidateOptions
	problems []Problem
	stopped  bool // enough problems, or too much work
	frames   []frame
	depth    int    // of frames in use
	attrs    []bool // which attribute uses of the element at hand are there
	strays   []int  // its attributes without a use
	scratch  []byte // the attribute value at hand
	paths    paths
	ids      map[string]xmltree.Node // where xs:ID values stand
	idrefs   []idref
	keys     keyWatch
}

type idref struct {
	at   *place // shared by the items of a list
	text string
}

// frame is an open element with complex content.
type frame struct {
	node     xmltree.Node
	next     xmltree.Node // the child to look at
	decl     *elementDecl // nil where a lax wildcard found none
	typ      *typeDef
	run      run
	nilled   bool
	texted   bool // text out of place has been reported
	pardoned bool // an unknown element was passed over: it may have been the one missing
	children bool
}

// item is an element that is about to be assessed.
type item struct {
	node   xmltree.Node
	decl   *elementDecl
	typ    *typeDef
	nilled bool
}

func (v *validator) run(root xmltree.Node) []Problem {
	if !v.root(root) {
		return v.problems
	}
	for v.depth > 0 && !v.stopped {
		f := &v.frames[v.depth-1]
		n := f.next
		if n.IsZero() {
			v.close(f)
			v.depth--
			continue
		}
		f.next = n.NextSibling()
		switch n.Kind() {
		case xmltree.ElementNode:
			v.child(f, n)
		case xmltree.TextNode:
			v.text(f, n)
		}
	}
	v.checkReferences()
	return v.problems
}

// root assesses the document element by its declaration, or, where there is
// none, by the type that xsi:type names (cvc-assess-elt, 3.3.4).
func (v *validator) root(n xmltree.Node) bool {
	if decl := v.s.elements[nameOf(n)]; decl != nil {
		v.element(item{node: n, decl: decl, typ: decl.typ})
		return true
	}
	text, _ := n.Attr(nsInstance, "type")
	if q, ok := v.context(n).resolve(string(collapse([]byte(text)))); !ok || v.s.types[q] == nil {
		v.unknownRoot(n)
		return false
	}
	v.element(item{node: n, typ: anyType})
	return true
}

// element assesses one element (cvc-elt, 3.3.4): type, nil, attributes; then
// its text, or it opens a frame for its children.
func (v *validator) element(it item) {
	if it.node.NumAttrs() > 0 && !v.override(&it) || !v.concrete(it) {
		return // what its content should be is not known: one problem is enough
	}
	v.attributes(it)
	ct := it.typ.complex
	if v.s.hasKeys {
		v.startKeys(it)
	}
	switch {
	case ct == nil:
		v.simple(it, it.typ)
	case ct.content == simpleContent:
		v.simple(it, ct.text)
	default:
		v.open(it)
	}
}

// open pushes a frame, reusing what an earlier one at this depth has allocated.
func (v *validator) open(it item) {
	if v.depth == len(v.frames) {
		v.frames = append(v.frames, frame{})
	}
	f := &v.frames[v.depth]
	v.depth++
	*f = frame{node: it.node, next: it.node.FirstChild(), decl: it.decl, typ: it.typ, nilled: it.nilled, run: f.run}
	if it.typ.complex.model != nil {
		f.run.start(it.typ.complex.model)
	}
}

// child assesses a child element of an open frame.
func (v *validator) child(f *frame, n xmltree.Node) {
	if v.opt.Skip != nil && v.opt.Skip(n) {
		return
	}
	f.children = true
	if f.nilled {
		if !f.texted {
			v.report(at(n), CodeNilContent)
		}
		f.texted = true
		return
	}
	if f.typ.complex.model == nil {
		v.unexpected(n, nil)
		return
	}
	space, local := n.Space(), n.Local()
	leaf, result := f.run.read(space, local)
	switch result {
	case tooMany:
		v.report(at(n), CodeLimit, "limit", "maxConfigurations")
		v.stopped = true
		return
	case refused:
		if leaf = v.refusedChild(f, n); leaf == nil {
			return
		}
	}
	if leaf.wildcard != nil {
		v.wild(n, leaf.wildcard)
		return
	}
	decl := leaf.element
	if decl.name.local != local || decl.name.space != space {
		decl = decl.substitutes[qname{space, local}]
	}
	v.element(item{node: n, decl: decl, typ: decl.typ})
}

// refusedChild reports a child that may not stand here and finds where to go on.
func (v *validator) refusedChild(f *frame, n xmltree.Node) *modelNode {
	expected := f.run.expected()
	before := f.run.leafIndex()
	leaf := f.run.resume(n.Space(), n.Local())
	if leaf == nil {
		v.unexpected(n, expected)
		f.pardoned = true
		return nil
	}
	forward := f.run.leafIndex() != before
	if !f.pardoned || !forward {
		v.unexpected(n, expected)
	}
	f.pardoned = f.pardoned && !forward
	return leaf
}

// wild assesses an element that a wildcard lets stand (cvc-wildcard, 3.10.4).
func (v *validator) wild(n xmltree.Node, w *wildcard) {
	if w.process == skip {
		return
	}
	if decl := v.s.elements[nameOf(n)]; decl != nil {
		v.element(item{node: n, decl: decl, typ: decl.typ})
		return
	}
	if _, typed := n.Attr(nsInstance, "type"); w.process == strict && !typed {
		v.report(at(n), CodeElementUndeclared, "namespace", n.Space())
		return
	}
	v.element(item{node: n, typ: anyType})
}

// text checks a text node between elements.
func (v *validator) text(f *frame, n xmltree.Node) {
	if f.nilled {
		if !f.texted {
			v.report(at(n), CodeNilContent)
		}
		f.texted = true
		return
	}
	if f.typ.complex.content == mixedContent || f.texted {
		return
	}
	if text := collapse(n.Value()); len(text) > 0 {
		f.texted = true
		p := at(n)
		p.element = f.node
		v.reportValue(p, CodeTextUnexpected, string(text))
	} else if f.typ.complex.content == emptyContent && len(n.Value()) > 0 {
		f.texted = true // white space in an empty element is a fault too (cvc-complex-type.2.1)
		p := at(n)
		p.element = f.node
		v.reportValue(p, CodeTextUnexpected, "")
	}
}

// close ends an element: nothing required may be missing.
func (v *validator) close(f *frame) {
	if f.typ.complex.model != nil && !f.nilled && !f.pardoned && !f.run.complete() {
		v.reportExpected(at(f.node), CodeElementMissing, f.run.expected())
	}
	if f.decl != nil && f.decl.preset != nil && f.decl.preset.fixed && !f.nilled && f.typ.complex.content == mixedContent {
		v.fixedMixed(f)
	}
	if v.s.hasKeys {
		v.endKeys(f.node, keyValue{nilled: f.nilled})
	}
}

// fixedMixed compares mixed content with a fixed value (cvc-elt.5.2.2).
func (v *validator) fixedMixed(f *frame) {
	text := string(f.node.StringValue())
	if f.children || text != "" && text != f.decl.preset.text {
		v.reportValue(at(f.node), CodeElementFixed, text, "limit", f.decl.preset.text)
	}
}

// simple checks an element whose content is text.
func (v *validator) simple(it item, t *typeDef) {
	text, ok := v.textOf(it)
	var value keyValue
	switch {
	case !ok:
	case it.nilled:
		value.nilled = true
		if len(text) > 0 {
			v.report(at(it.node), CodeNilContent)
		}
	default:
		value = v.simpleValue(it, t, text)
	}
	if v.s.hasKeys {
		v.endKeys(it.node, value)
	}
}

// simpleValue checks text against type and fixed value.
func (v *validator) simpleValue(it item, t *typeDef, text []byte) keyValue {
	in := v.context(it.node)
	var set *preset
	if it.decl != nil {
		set = it.decl.preset
	}
	if len(text) == 0 && set != nil {
		text = []byte(set.text)
	}
	if wrong := t.check(text, in); wrong != nil {
		v.reportFault(at(it.node), wrong, text)
		return keyValue{}
	}
	if set != nil && set.fixed && string(text) != set.text && t.key(text, in) != set.key {
		v.reportValue(at(it.node), CodeElementFixed, string(text), "limit", set.text)
	}
	if t.carriesID {
		v.collectIDs(t, text, new(at(it.node)))
	}
	return keyValue{typ: t, text: text}
}

// textOf returns the text of an element with simple content; comments and
// processing instructions do not part it. ok is false after a report of an
// element inside.
func (v *validator) textOf(it item) (text []byte, ok bool) {
	shared := true
	for n := it.node.FirstChild(); !n.IsZero(); n = n.NextSibling() {
		switch n.Kind() {
		case xmltree.ElementNode:
			if v.opt.Skip != nil && v.opt.Skip(n) {
				continue
			}
			if it.nilled {
				v.report(at(n), CodeNilContent)
			} else {
				v.unexpected(n, nil)
			}
			return nil, false
		case xmltree.TextNode:
			if text == nil {
				text = n.Value()
				continue
			}
			if shared { // the slice belongs to the document
				text = append([]byte(nil), text...)
				shared = false
			}
			text = append(text, n.Value()...)
		}
	}
	return text, true
}

func (v *validator) context(n xmltree.Node) context {
	return context{node: n, notations: v.s.notations}
}

// concrete reports an abstract element, with what may stand in its place, and
// an abstract type.
func (v *validator) concrete(it item) bool {
	if it.decl != nil && it.decl.abstract {
		var names []string
		for q := range it.decl.substitutes {
			names = append(names, q.local)
		}
		v.reportExpected(at(it.node), CodeAbstract, firstNames(names))
		return false
	}
	if ct := it.typ.complex; ct != nil && ct.abstract {
		v.report(at(it.node), CodeAbstractType, "type", it.typ.title())
		return false
	}
	return true
}
