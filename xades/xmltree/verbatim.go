package xmltree

import "math"

// Most documents that programs write are canonical already, but for namespace
// declarations. What is can be digested from the input as it stands; here is
// worked out which tags are.

// Verbatim reports that a text node's Value is a slice of Text that contains
// none of & < > CR, so that its canonical form is the slice itself.
func (n Node) Verbatim() bool { return n.Kind() == TextNode && n.at().verbatim }

// VerbatimStart returns the bytes of an element's start tag in Document.Text
// when they are its canonical form for the case that no namespace declaration
// is to be written; ok is false otherwise. The tag has no declarations then.
func (n Node) VerbatimStart() (start, end int, ok bool) {
	if n.Kind() != ElementNode {
		return 0, 0, false
	}
	x := n.at()
	return int(x.start), int(x.start) + int(x.tag), x.tag > 0
}

// VerbatimEnd returns the bytes of an element's end tag in Document.Text when
// they are canonical; ok is false otherwise, and where there is none.
func (n Node) VerbatimEnd() (start, end int, ok bool) {
	if n.Kind() != ElementNode || !n.at().verbatim {
		return 0, 0, false
	}
	x := n.at()
	length := len("</>") + int(n.doc.names[x.a].qualifiedLength())
	return int(x.stop) - length, int(x.stop), true
}

// markCanonicalTag notes the length of the start tag that ends at end if it is
// canonical (C14N 1.0 2.3): one space before each attribute, none elsewhere,
// quotation marks, values without anything to escape, order by name, not an
// empty-element tag. A declaration leaves a gap between the attributes.
func (d *Document) markCanonicalTag(i int32, end int) {
	n := &d.nodes[i]
	at := n.start + 1 + d.names[n.a].qualifiedLength()
	attrs := d.attrs[n.attr:]
	for k := range attrs {
		a := &attrs[k]
		name := &d.names[a.name]
		value := a.start + name.qualifiedLength() + uint32(len(`="`))
		if a.start != at+1 || d.text[at] != ' ' || a.value != value || d.text[value-1] != '"' {
			return
		}
		if k > 0 && !d.inOrder(&d.names[attrs[k-1].name], name) {
			return
		}
		at = a.stop
	}
	length := end - int(n.start)
	if int(at)+1 == end && length <= math.MaxUint16 {
		n.tag = uint16(length)
	}
}

// inOrder reports that attribute a stands before b by namespace URI and local name.
func (d *Document) inOrder(a, b *name) bool {
	if a.uri != b.uri {
		return d.uris[a.uri] < d.uris[b.uri]
	}
	return a.localIn(d) < b.localIn(d)
}
