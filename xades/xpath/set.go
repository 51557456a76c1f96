package xpath

import "okienko/xades/xmltree"

// Set is a set of nodes of one document, attributes and namespaces among them.
type Set struct {
	tree *Tree
	in   slots
}

// slots tells of every node of a Tree by its number whether it is in a set.
type slots []bool

// All is the set of all nodes.
func (t *Tree) All() (Set, error) {
	in, err := t.fresh()
	for i := range in {
		in[i] = true
	}
	return Set{t, in}, err
}

// fresh returns an empty set, paid for.
func (t *Tree) fresh() (slots, error) {
	if err := t.spend(workInSet * len(t.parent)); err != nil {
		return nil, err
	}
	return make(slots, len(t.parent)), nil
}

// Contains reports whether a node of the tree is in the set.
func (s Set) Contains(n xmltree.Node) bool { return s.in[n.Order()] }

// ContainsAttr reports whether an element's attribute k is in the set.
func (s Set) ContainsAttr(n xmltree.Node, k int) bool {
	return s.in[int(s.tree.attributes[n.Order()])+k]
}

// AppendNamespaces appends an element's namespace nodes that are in the set,
// that of the prefix xml not among them.
func (s Set) AppendNamespaces(list []xmltree.NamespaceDecl, n xmltree.Node) []xmltree.NamespaceDecl {
	first := int(s.tree.namespaces[n.Order()])
	for k, d := range s.tree.scopes[s.tree.scope[n.Order()]] {
		if s.in[first+k] && d.Prefix != "xml" {
			list = append(list, d)
		}
	}
	return list
}

// ContainsElement reports whether an element is in the set with all its
// attributes and namespaces.
func (s Set) ContainsElement(n xmltree.Node) bool {
	t, i := s.tree, n.Order()
	return s.in[i] && s.in.all(t.attributes[i], t.attributes[i+1]) && s.in.all(t.namespaces[i], t.namespaces[i+1])
}

func (s slots) all(from, to int32) bool {
	for _, in := range s[from:to] {
		if !in {
			return false
		}
	}
	return true
}

// Intersect, Union and Subtract change s.
func (s Set) Intersect(other Set) { s.in.and(other.in) }

// Union adds what is in another set of the same Tree.
func (s Set) Union(other Set) { s.in.or(other.in) }

// Subtract takes away what is in another set of the same Tree.
func (s Set) Subtract(other Set) {
	for i, in := range other.in {
		s.in[i] = s.in[i] && !in
	}
}

// Subtrees adds everything below the nodes of the set, with attributes and
// namespaces (XPath Filter 2.0 3.4).
func (s Set) Subtrees() {
	for i := 1; i < len(s.in); i++ {
		s.in[i] = s.in[i] || s.in[s.tree.parent[i]]
	}
}

func (s slots) and(other slots) {
	for i, in := range other {
		s[i] = s[i] && in
	}
}

func (s slots) or(other slots) {
	for i, in := range other {
		s[i] = s[i] || in
	}
}

func (s slots) invert() {
	for i, in := range s {
		s[i] = !in
	}
}

func (s slots) empty() bool {
	for _, in := range s {
		if in {
			return false
		}
	}
	return true
}
