package xpath

import (
	"slices"

	"okienko/xades/xmltree"
)

// axis is an axis of XPath 1.0 2.2. The sibling axes, following and preceding
// are not among them: no signature uses them.
type axis uint8

const (
	axisSelf axis = iota + 1
	axisChild
	axisParent
	axisDescendant
	axisDescendantOrSelf
	axisAncestor
	axisAncestorOrSelf
	axisAttribute
	axisNamespace
)

func axisByName(name string) (axis, bool) {
	switch name {
	case "self":
		return axisSelf, true
	case "child":
		return axisChild, true
	case "parent":
		return axisParent, true
	case "descendant":
		return axisDescendant, true
	case "descendant-or-self":
		return axisDescendantOrSelf, true
	case "ancestor":
		return axisAncestor, true
	case "ancestor-or-self":
		return axisAncestorOrSelf, true
	case "attribute":
		return axisAttribute, true
	case "namespace":
		return axisNamespace, true
	}
	return 0, false
}

// from returns the nodes that an axis reaches from any node of a set.
func (t *Tree) from(a axis, s slots) (slots, error) {
	out, err := t.fresh()
	if err != nil {
		return nil, err
	}
	tree, attributes := t.doc.Len(), int(t.attributes[t.doc.Len()])
	switch a {
	case axisSelf:
		copy(out, s)
	case axisChild:
		t.down(out, s, 1, tree)
	case axisParent:
		t.up(out, s, 1, len(s))
	case axisDescendant, axisDescendantOrSelf:
		t.below(out, s)
	case axisAncestor, axisAncestorOrSelf:
		t.above(out, s, len(s))
	case axisAttribute:
		t.down(out, s, tree, attributes)
	case axisNamespace:
		t.down(out, s, attributes, len(s))
	}
	if a == axisDescendantOrSelf || a == axisAncestorOrSelf {
		out.or(s)
	}
	return out, nil
}

// to returns the nodes from which an axis reaches any node of a set.
func (t *Tree) to(a axis, s slots) (slots, error) {
	out, err := t.fresh()
	if err != nil {
		return nil, err
	}
	tree, attributes := t.doc.Len(), int(t.attributes[t.doc.Len()])
	switch a {
	case axisSelf:
		copy(out, s)
	case axisChild:
		t.up(out, s, 1, tree)
	case axisParent:
		t.down(out, s, 1, len(s))
	case axisDescendant, axisDescendantOrSelf:
		t.above(out, s, tree)
	case axisAncestor, axisAncestorOrSelf:
		t.below(out, s)
		t.down(out, out, tree, len(s))
		t.down(out, s, tree, len(s))
	case axisAttribute:
		t.up(out, s, tree, attributes)
	case axisNamespace:
		t.up(out, s, attributes, len(s))
	}
	if a == axisDescendantOrSelf || a == axisAncestorOrSelf {
		out.or(s)
	}
	return out, nil
}

// down adds the children in [first,end) of the set's nodes.
func (t *Tree) down(out, s slots, first, end int) {
	for i := first; i < end; i++ {
		out[i] = out[i] || s[t.parent[i]]
	}
}

// up adds the parents of the set's nodes in [first,end).
func (t *Tree) up(out, s slots, first, end int) {
	for i := first; i < end; i++ {
		if s[i] {
			out[t.parent[i]] = true
		}
	}
}

// below adds the nodes of the tree below the set's nodes.
func (t *Tree) below(out, s slots) {
	for i := 1; i < t.doc.Len(); i++ {
		out[i] = s[t.parent[i]] || out[t.parent[i]]
	}
}

// above adds the ancestors of the set's nodes before end.
func (t *Tree) above(out, s slots, end int) {
	for i := end - 1; i > 0; i-- {
		if s[i] || out[i] {
			out[t.parent[i]] = true
		}
	}
}

// each lists the nodes that an axis reaches from one node, in the order of the axis.
func (t *Tree) each(a axis, i int) []int {
	var list []int
	if a == axisSelf || a == axisDescendantOrSelf || a == axisAncestorOrSelf {
		list = append(list, i)
	}
	inTree := i < t.doc.Len()
	switch a {
	case axisParent, axisAncestor, axisAncestorOrSelf:
		for p := t.parent[i]; p >= 0; p = t.parent[p] {
			if list = append(list, int(p)); a == axisParent {
				break
			}
		}
	case axisChild:
		if inTree {
			for c := range t.doc.At(i).Children() {
				list = append(list, c.Order())
			}
		}
	case axisDescendant, axisDescendantOrSelf:
		if inTree {
			list = appendRange(list, i+1, t.doc.At(i).End())
		}
	case axisAttribute:
		if inTree {
			list = appendRange(list, int(t.attributes[i]), int(t.attributes[i+1]))
		}
	case axisNamespace:
		if inTree {
			list = appendRange(list, int(t.namespaces[i]), int(t.namespaces[i+1]))
		}
	}
	return list
}

func appendRange(list []int, from, to int) []int {
	list = slices.Grow(list, to-from)
	for i := from; i < to; i++ {
		list = append(list, i)
	}
	return list
}

// nodeTest is what stands behind an axis (XPath 1.0 2.3).
type nodeTest struct {
	kind         xmltree.Kind // of node types; 0 for node() and names
	named        bool
	space, local string // local "*" stands for every name, space "*" for every namespace; of a processing instruction its target
}

// fits reports whether node i, reached by an axis, passes the test.
func (t *Tree) fits(test *nodeTest, a axis, i int) bool {
	switch {
	case t.isAttribute(i):
		return test.isNode() || test.named && a == axisAttribute && test.fitsAttribute(t.attribute(i))
	case t.isNamespace(i):
		return test.isNode() || test.named && a == axisNamespace && test.fitsName("", t.namespace(i).Prefix)
	case !test.named:
		n := t.doc.At(i)
		return test.isNode() || n.Kind() == test.kind && (test.local == "" || n.Local() == test.local)
	}
	n := t.doc.At(i)
	return n.Kind() == xmltree.ElementNode && a != axisAttribute && a != axisNamespace && test.fitsName(n.Space(), n.Local())
}

func (test *nodeTest) isNode() bool { return !test.named && test.kind == 0 }

func (test *nodeTest) fitsAttribute(a xmltree.Attr) bool { return test.fitsName(a.Space, a.Local) }

func (test *nodeTest) fitsName(space, local string) bool {
	return (test.space == "*" || test.space == space) && (test.local == "*" || test.local == local)
}
