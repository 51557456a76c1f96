package c14n

import (
	"cmp"
	"math/bits"
	"slices"

	"okienko/xades/xmltree"
)

const xmlURI = "http://www.w3.org/XML/1998/namespace"

// attributes is room for the attributes of one element.
type attributes struct {
	list  []xmltree.Attr
	order []int32 // of list, where it is not that of the canonical form
}

// writeAttributes writes an element's attributes by namespace URI and local name.
func (c *walker) writeAttributes(n xmltree.Node, orphan bool) (err error) {
	list := c.list[:0]
	for k := range n.NumAttrs() {
		list = append(list, n.AttrAt(k))
	}
	if orphan {
		if list, err = c.inherit(list, n); err != nil {
			return err
		}
	}
	if c.selected.set != nil {
		list = c.dropUnselected(list, n)
	}
	c.list = list
	if !c.isSorted() {
		return c.writeSorted()
	}
	for i := range list {
		c.attribute(&list[i])
	}
	return nil
}

func (c *walker) attribute(a *xmltree.Attr) {
	c.byte(' ')
	if a.Prefix != "" {
		c.string(a.Prefix)
		c.byte(':')
	}
	c.string(a.Local)
	c.quoted(a.Value)
}

func (c *walker) isSorted() bool {
	for i := 1; i < len(c.list); i++ {
		if compareNames(&c.list[i-1], &c.list[i]) > 0 {
			return false
		}
	}
	return true
}

// writeSorted sorts numbers: an Attr has ten words.
func (c *walker) writeSorted() error {
	if err := c.spend(workToSort * len(c.list) * bits.Len(uint(len(c.list)))); err != nil {
		return err
	}
	c.order = c.order[:0]
	for i := range c.list {
		c.order = append(c.order, int32(i))
	}
	slices.SortFunc(c.order, func(i, k int32) int { return compareNames(&c.list[i], &c.list[k]) })
	for _, i := range c.order {
		c.attribute(&c.list[i])
	}
	return nil
}

func byName(a, b xmltree.Attr) int { return compareNames(&a, &b) }

func compareNames(a, b *xmltree.Attr) int {
	if a.Space != b.Space {
		return cmp.Compare(a.Space, b.Space)
	}
	return cmp.Compare(a.Local, b.Local)
}

// inherit adds the attributes of the xml namespace that an orphan shows for its
// ancestors: of C14N 1.0 all of them (2.4), of C14N 1.1 xml:lang, xml:space and
// the joined xml:base (2.4); the exclusive method has none.
func (c *walker) inherit(list []xmltree.Attr, n xmltree.Node) ([]xmltree.Attr, error) {
	if c.opt.Method == Exclusive {
		return list, nil
	}
	own := len(list)
	for a := n.Parent(); a.Kind() == xmltree.ElementNode; a = a.Parent() {
		if err := c.spend(workPerAncestor + workToFind*a.NumAttrs()); err != nil {
			return nil, err
		}
		list = c.appendInheritable(list, a)
	}
	if len(list) > own {
		if err := c.spend(workToSort * len(list) * bits.Len(uint(len(list)))); err != nil {
			return nil, err
		}
		// Stable: of equal names the nearest comes first, and stays.
		slices.SortStableFunc(list, byName)
		list = slices.CompactFunc(list, func(a, b xmltree.Attr) bool { return byName(a, b) == 0 })
	}
	if c.opt.Method == C14N11 {
		return c.fixBase(list, n)
	}
	return list, nil
}

func (c *walker) appendInheritable(list []xmltree.Attr, n xmltree.Node) []xmltree.Attr {
	for k := range n.NumAttrs() {
		if _, uri := n.AttrNamespaceAt(k); uri != xmlURI {
			continue
		}
		if a := n.AttrAt(k); c.inheritable(a.Local) {
			list = append(list, a)
		}
	}
	return list
}

func (c *walker) inheritable(local string) bool {
	return c.opt.Method == C14N10 || local == "lang" || local == "space"
}

// maxBase bounds the xml:base values that are joined for one element: joining
// goes through all of them again for each ancestor, and no URI is so long.
const maxBase = 16 << 10

// fixBase gives an orphan the xml:base that its own and those of the left-out
// elements between it and its output parent amount to (C14N 1.1 2.4). Where none
// of those has one, its own stays as it is.
func (c *walker) fixBase(list []xmltree.Attr, n xmltree.Node) ([]xmltree.Attr, error) {
	own, has := n.Attr(xmlURI, "base")
	joined, found, size := own, false, len(own)
	for a := n.Parent(); a.Kind() == xmltree.ElementNode && a != c.outputParent(); a = a.Parent() {
		if err := c.spend(workPerAncestor + workToFind*a.NumAttrs()); err != nil {
			return nil, err
		}
		base, ok := a.Attr(xmlURI, "base")
		if !ok {
			continue
		}
		if size += len(base); size > maxBase {
			return nil, newError(n, xmltree.CodeTooLarge, "xml:base values are longer than the limit")
		}
		if err := c.spend(workToJoin * (len(base) + len(joined) + 16)); err != nil {
			return nil, err
		}
		joined, found = joinReferences(base, joined), true
	}
	if !found {
		return list, nil
	}
	if has {
		list = slices.DeleteFunc(list, func(a xmltree.Attr) bool { return a.Space == xmlURI && a.Local == "base" })
	}
	if joined == "" {
		return list, nil
	}
	return append(list, xmltree.Attr{Space: xmlURI, Prefix: "xml", Local: "base", Value: joined}), nil
}
