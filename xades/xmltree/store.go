package xmltree

import "unsafe"

// The arrays of a Document hold no pointers, so the garbage collector never
// walks them, and a node costs 32 bytes whatever it is.

// node is one entry of the pre-order array. The meaning of a and b depends on
// the kind: for an element a is its name (index into names) and b the scope its
// content sees (index into scopes); for the others a is the reference to its
// value and b the value's length.
type node struct {
	start, stop uint32 // the node's bytes in text
	a, b        uint32
	parent      int32
	end         int32  // index after the last descendant
	attr        uint32 // attributes stored before this node; the next node's attr ends its own
	tag         uint16 // length of an element's start tag where it is canonical, else 0
	kind        Kind
	verbatim    bool // of a text, its value; of an element, its end tag
}

// attribute is one attribute of an element. value and length refer to its
// normalised value.
type attribute struct {
	name          int32
	start, stop   uint32
	value, length uint32
}

// name is an expanded name together with its spelling prefix:local.
type name struct {
	ref         uint32 // the qualified name as written
	plen, llen  uint32
	uri         int32
	local       int32 // number of the local part: equal for equal ones
	identifying identifying
}

// scope is the set of declarations that one element adds to its parent's.
type scope struct {
	parent int32
	node   int32
	first  uint32 // its declarations are decls[first : first+count]
	count  uint32
}

// declaration is one namespace declaration.
type declaration struct {
	prefix, plen uint32
	uri          int32
}

// inArena marks a reference into the arena instead of the text. It is why
// texts end below 2 GiB.
const inArena = 1 << 31

// bytes resolves a reference.
func (d *Document) bytes(ref, length uint32) []byte {
	if ref&inArena != 0 {
		ref &^= inArena
		return d.arena[ref : ref+length : ref+length]
	}
	return d.text[ref : ref+length : ref+length]
}

// str resolves a reference without copying. A document's text and arena never
// change, so a string may share their memory; it is what makes names and
// attribute values free of allocation.
func (d *Document) str(ref, length uint32) string {
	b := d.bytes(ref, length)
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func (n *name) localIn(d *Document) string {
	skip := n.plen
	if skip > 0 {
		skip++ // the colon
	}
	return d.str(n.ref+skip, n.llen)
}

func (n *name) qualifiedLength() uint32 {
	if n.plen > 0 {
		return n.plen + 1 + n.llen
	}
	return n.llen
}

func (n *name) prefixIn(d *Document) string { return d.str(n.ref, n.plen) }
