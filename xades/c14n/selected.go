package c14n

import (
	"slices"
	"sort"

	"okienko/xades/xmltree"
)

// NodeSet is a set of nodes that tells an element's attributes and namespaces
// from the element itself, as XPath selects them (C14N 1.0 2.3).
type NodeSet interface {
	Contains(n xmltree.Node) bool
	ContainsAttr(n xmltree.Node, k int) bool
	// AppendNamespaces appends the declarations in scope of an element whose
	// namespace nodes are in the set, by prefix, but for the prefix xml.
	AppendNamespaces(list []xmltree.NamespaceDecl, n xmltree.Node) []xmltree.NamespaceDecl
}

// selected is what the walker knows of a NodeSet: of each element written and
// still open, the namespace nodes in the set.
type selected struct {
	set   NodeSet
	nodes [][]xmltree.NamespaceDecl
	own   []xmltree.NamespaceDecl

	utilized map[string]bool // prefixes of an element and its attributes
}

// selectedNode writes a node as far as it is in the set.
func (c *walker) selectedNode(n xmltree.Node) error {
	switch {
	case n.Kind() == xmltree.ElementNode:
		return c.selectedElement(n)
	case c.selected.set.Contains(n):
		return c.node(n)
	}
	return nil
}

// selectedElement writes what is in the set of an element: its namespace nodes
// and attributes even where it is not itself.
func (c *walker) selectedElement(n xmltree.Node) error {
	inside := c.selected.set.Contains(n)
	c.selected.own = c.selected.set.AppendNamespaces(c.selected.own[:0], n)
	undo := len(c.undo)
	c.pending = c.pending[:0]
	if c.opt.Method == Exclusive {
		c.selectExclusive(n, inside)
	} else {
		c.selectInclusive(inside)
	}
	if err := c.refuseRelative(n); err != nil {
		return err
	}
	if inside {
		c.byte('<')
		c.string(n.QName())
	}
	c.writeNamespaces()
	if err := c.writeAttributes(n, inside && c.isOrphan(n)); err != nil {
		return err
	}
	if !inside {
		c.restore(undo)
		return nil
	}
	c.byte('>')
	c.selected.nodes = append(c.selected.nodes[:len(c.open)], slices.Clone(c.selected.own))
	c.open = append(c.open, openElement{node: n, end: n.End(), undo: undo})
	return nil
}

// outer returns the namespace nodes of the nearest element written.
func (c *walker) outer() []xmltree.NamespaceDecl {
	if len(c.open) == 0 {
		return nil
	}
	return c.selected.nodes[len(c.open)-1]
}

// selectInclusive: a namespace node is written unless the nearest element
// written has the same one in the set; xmlns="" where that one has a default
// namespace and this element has not.
func (c *walker) selectInclusive(inside bool) {
	outer := c.outer()
	if slices.Equal(outer, c.selected.own) {
		return
	}
	for _, d := range c.selected.own {
		if !holds(outer, d) {
			c.pending = append(c.pending, d)
		}
	}
	if inside && hasPrefix(outer, "") && !hasPrefix(c.selected.own, "") {
		c.pending = append(c.pending, xmltree.NamespaceDecl{})
	}
}

// holds and hasPrefix search lists that AppendNamespaces made.
func holds(list []xmltree.NamespaceDecl, d xmltree.NamespaceDecl) bool {
	i, found := slices.BinarySearchFunc(list, d, byPrefix)
	return found && list[i].URI == d.URI
}

func hasPrefix(list []xmltree.NamespaceDecl, prefix string) bool {
	_, found := slices.BinarySearchFunc(list, xmltree.NamespaceDecl{Prefix: prefix}, byPrefix)
	return found
}

// selectExclusive: listed prefixes are treated as by the inclusive method,
// others are written where the element visibly utilizes them and the nearest
// element written that did so, too, has not the same in the set (exc-c14n 3).
func (c *walker) selectExclusive(n xmltree.Node, inside bool) {
	if inside {
		c.findUtilized(n)
	}
	for _, d := range c.selected.own {
		switch {
		case c.listed[d.Prefix]:
			if !holds(c.outer(), d) {
				c.pending = append(c.pending, d)
			}
		case inside && c.selected.utilized[d.Prefix]:
			c.render(d.Prefix, d.URI)
		}
	}
	if inside {
		c.selectMissing(n)
	}
}

// selectMissing is about prefixes that an element utilizes without having their
// namespace nodes in the set: who needs them below has to write them again, and
// of the default namespace xmlns="" is written.
func (c *walker) selectMissing(n xmltree.Node) {
	for prefix := range c.selected.utilized {
		c.missing(prefix)
	}
	if c.listed[""] && hasPrefix(c.outer(), "") && !hasPrefix(c.selected.own, "") {
		c.pending = append(c.pending, xmltree.NamespaceDecl{})
	}
}

func (c *walker) missing(prefix string) {
	switch {
	case c.listed[prefix] || hasPrefix(c.selected.own, prefix):
	case prefix == "":
		c.render("", "")
	case c.rendered[prefix] != "":
		c.undo = append(c.undo, xmltree.NamespaceDecl{Prefix: prefix, URI: c.rendered[prefix]})
		c.latest = xmltree.NamespaceDecl{Prefix: prefix}
		c.rendered[prefix] = ""
	}
}

// findUtilized finds the prefixes of an element of the set and of its attributes in the set.
func (c *walker) findUtilized(n xmltree.Node) {
	if c.selected.utilized == nil {
		c.selected.utilized = map[string]bool{}
	}
	clear(c.selected.utilized)
	c.selected.utilized[n.Prefix()] = true
	for k := range n.NumAttrs() {
		if prefix, _ := n.AttrNamespaceAt(k); prefix != "" && c.selected.set.ContainsAttr(n, k) {
			c.selected.utilized[prefix] = true
		}
	}
}

// dropUnselected takes the own attributes outside the set away, after they kept
// those of ancestors from taking their place. What C14N 1.1 2.4 inherits or
// fixes up stays with its element, as the vectors of that method show it.
func (c *walker) dropUnselected(list []xmltree.Attr, n xmltree.Node) []xmltree.Attr {
	inside := c.opt.Method == C14N11 && c.selected.set.Contains(n)
	return slices.DeleteFunc(list, func(a xmltree.Attr) bool {
		k, own := indexOf(n, a)
		return own && !c.selected.set.ContainsAttr(n, k) && !(inside && a.Space == xmlURI && (a.Local == "base" || c.inheritable(a.Local)))
	})
}

// indexOf finds an attribute among those of an element, by its place in the
// text; own is false where it stands on another element, or nowhere.
func indexOf(n xmltree.Node, a xmltree.Attr) (k int, own bool) {
	k = sort.Search(n.NumAttrs(), func(k int) bool { return n.AttrAt(k).Start >= a.Start })
	return k, k < n.NumAttrs() && n.AttrAt(k).Start == a.Start
}
