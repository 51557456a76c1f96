package c14n

import (
	"cmp"
	"slices"

	"okienko/xades/xmltree"
)

const xmlURI = "http://www.w3.org/XML/1998/namespace"

// attributes is room for the attributes of one element.
type attributes struct{ list []xmltree.Attr }

// writeAttributes writes an element's attributes by namespace URI and local name.
func (c *walker) writeAttributes(n xmltree.Node, orphan bool) {
	list := c.list[:0]
	for k := range n.NumAttrs() {
		list = append(list, n.AttrAt(k))
	}
	if orphan {
		list = c.inherit(list, n)
	}
	c.list = list
	if len(list) > 1 && !slices.IsSortedFunc(list, byName) {
		slices.SortFunc(list, byName)
	}
	for i := range list {
		a := &list[i]
		c.byte(' ')
		if a.Prefix != "" {
			c.string(a.Prefix)
			c.byte(':')
		}
		c.string(a.Local)
		c.quoted(a.Value)
	}
}

func byName(a, b xmltree.Attr) int {
	if a.Space != b.Space {
		return cmp.Compare(a.Space, b.Space)
	}
	return cmp.Compare(a.Local, b.Local)
}

// inherit adds the attributes of the xml namespace that an orphan shows for its
// ancestors: of C14N 1.0 all of them (2.4), of C14N 1.1 xml:lang, xml:space and
// the joined xml:base (2.4); the exclusive method has none.
func (c *walker) inherit(list []xmltree.Attr, n xmltree.Node) []xmltree.Attr {
	if c.opt.Method == Exclusive {
		return list
	}
	for a := n.Parent(); a.Kind() == xmltree.ElementNode; a = a.Parent() {
		for k := range a.NumAttrs() {
			attr := a.AttrAt(k)
			if attr.Space == xmlURI && c.inheritable(attr.Local) && !slices.ContainsFunc(list, sameName(attr)) {
				list = append(list, attr)
			}
		}
	}
	if c.opt.Method == C14N11 {
		return c.fixBase(list, n)
	}
	return list
}

func (c *walker) inheritable(local string) bool {
	return c.opt.Method == C14N10 || local == "lang" || local == "space"
}

func sameName(a xmltree.Attr) func(xmltree.Attr) bool {
	return func(b xmltree.Attr) bool { return a.Local == b.Local && a.Space == b.Space }
}

// fixBase gives an orphan the xml:base that its own and those of the left-out
// elements between it and its output parent amount to (C14N 1.1 2.4). Where none
// of those has one, its own stays as it is.
func (c *walker) fixBase(list []xmltree.Attr, n xmltree.Node) []xmltree.Attr {
	own := slices.IndexFunc(list, sameName(xmltree.Attr{Space: xmlURI, Local: "base"}))
	joined, found := "", false
	if own >= 0 {
		joined = list[own].Value
	}
	for a := n.Parent(); a.Kind() == xmltree.ElementNode && a != c.outputParent(); a = a.Parent() {
		if base, ok := a.Attr(xmlURI, "base"); ok {
			joined = joinReferences(base, joined)
			found = true
		}
	}
	if !found {
		return list
	}
	if own >= 0 {
		list = slices.Delete(list, own, own+1)
	}
	if joined == "" {
		return list
	}
	return append(list, xmltree.Attr{Space: xmlURI, Prefix: "xml", Local: "base", Value: joined})
}
