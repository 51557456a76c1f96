package xpath

import (
	"cmp"
	"errors"
	"slices"

	"okienko/xades/xmltree"
)

// Tree numbers all nodes of a document in the sense of XPath, which counts
// attributes and namespaces among them: first the nodes of the tree by their
// Order, then the attributes, then the namespace nodes, each element's
// together. A parent's number is below its children's.
type Tree struct {
	doc        *xmltree.Document
	spend      func(work int) error
	parent     []int32 // of every node; -1 for the document node
	attributes []int32 // number of the first attribute by node of the tree
	namespaces []int32 // number of the first namespace by node of the tree
	scopes     [][]xmltree.NamespaceDecl
	scope      []int32 // by node of the tree: what stands in scopes
}

// workPerNode is what numbering one node of the tree costs in octets written.
const workPerNode = 4

// workInSet is what one node costs in a set: an octet, which may be held as long
// as the expression is at work. So all sets of a document together hold a quarter
// of what may be spent on it.
const workInSet = 4

// The memory of a Tree, in octets: four numbers for a node of the tree, one for
// an attribute or namespace, a declaration for each that is in scope where more
// are declared. A letter whose elements have forty octets and see ten namespaces
// needs twice its length; small documents may need more.
const (
	memoryOfNode  = 16
	memoryOfOther = 4
	memoryInScope = 32
	memoryFactor  = 2
	memoryFloor   = 4 << 20
	memoryMost    = 128 << 20
)

// ErrTooMany says that a Tree would need more memory than the document is worth.
var ErrTooMany = errors.New("too many nodes, or too many namespaces in scope of too many elements")

// NewTree numbers a document's nodes. spend is asked before work is done, in
// octets that could be written in its time; its error ends the work.
func NewTree(doc *xmltree.Document, spend func(work int) error) (*Tree, error) {
	if err := spend(workPerNode * doc.Len()); err != nil {
		return nil, err
	}
	t := &Tree{doc: doc, spend: spend}
	size, err := t.readScopes(min(memoryFactor*len(doc.Text())+memoryFloor, memoryMost))
	if err != nil {
		return nil, err
	}
	if err := t.spend(size); err != nil {
		return nil, err
	}
	t.parent = make([]int32, doc.Len(), size)
	for n := doc.Node(); !n.IsZero(); n = n.Next() {
		t.parent[n.Order()] = -1
		if parent := n.Parent(); !parent.IsZero() {
			t.parent[n.Order()] = int32(parent.Order())
		}
	}
	t.attributes = t.numbered(func(n xmltree.Node) int { return n.NumAttrs() })
	t.namespaces = t.numbered(func(n xmltree.Node) int { return len(t.scopes[t.scope[n.Order()]]) })
	return t, nil
}

// readScopes finds what is in scope of each element, within the memory that the
// Tree may have. It returns the number of all nodes.
func (t *Tree) readScopes(memory int) (size int, err error) {
	size = t.doc.Len()
	if memory -= memoryOfNode * size; memory < 0 {
		return 0, ErrTooMany
	}
	t.scope = make([]int32, size)
	t.scopes = [][]xmltree.NamespaceDecl{{{Prefix: "xml", URI: xmlURI}}}
	for n := t.doc.Node(); !n.IsZero(); n = n.Next() {
		memory -= t.enter(n)
		if n.Kind() == xmltree.ElementNode {
			own := n.NumAttrs() + len(t.scopes[t.scope[n.Order()]])
			size += own
			memory -= memoryOfOther * own
		}
		if memory < 0 {
			return 0, ErrTooMany
		}
	}
	return size, nil
}

// enter finds what is in scope of a node, and returns what memory that took.
func (t *Tree) enter(n xmltree.Node) int {
	i := n.Order()
	if parent := n.Parent(); !parent.IsZero() {
		t.scope[i] = t.scope[parent.Order()]
	}
	if n.Kind() != xmltree.ElementNode || n.NumNamespaceDecls() == 0 {
		return 0
	}
	scope := declared(t.scopes[t.scope[i]], n)
	t.scopes = append(t.scopes, scope)
	t.scope[i] = int32(len(t.scopes) - 1)
	return memoryInScope * (1 + len(scope))
}

const xmlURI = "http://www.w3.org/XML/1998/namespace"

// declared is what is in scope of an element that declares namespaces, by prefix.
func declared(outer []xmltree.NamespaceDecl, n xmltree.Node) []xmltree.NamespaceDecl {
	own := make([]xmltree.NamespaceDecl, 0, len(outer)+n.NumNamespaceDecls())
	declares := map[string]bool{}
	for k := range n.NumNamespaceDecls() {
		d := n.NamespaceDeclAt(k)
		if declares[d.Prefix] = true; d.URI != "" && d.Prefix != "xml" {
			own = append(own, d)
		}
	}
	delete(declares, "xml")
	for _, d := range outer {
		if !declares[d.Prefix] {
			own = append(own, d)
		}
	}
	slices.SortFunc(own, func(a, b xmltree.NamespaceDecl) int { return cmp.Compare(a.Prefix, b.Prefix) })
	return own
}

// numbered gives the next numbers to so many nodes of each element, and returns
// where those of each begin.
func (t *Tree) numbered(count func(n xmltree.Node) int) []int32 {
	first := make([]int32, t.doc.Len()+1)
	for i := range t.doc.Len() {
		first[i] = int32(len(t.parent))
		if n := t.doc.At(i); n.Kind() == xmltree.ElementNode {
			for range count(n) {
				t.parent = append(t.parent, int32(i))
			}
		}
	}
	first[t.doc.Len()] = int32(len(t.parent))
	return first
}

// isAttribute and isNamespace tell what a number stands for; all others are
// nodes of the tree.
func (t *Tree) isAttribute(i int) bool {
	return i >= t.doc.Len() && i < int(t.attributes[t.doc.Len()])
}
func (t *Tree) isNamespace(i int) bool { return i >= int(t.attributes[t.doc.Len()]) }

func (t *Tree) attribute(i int) xmltree.Attr {
	owner := t.parent[i]
	return t.doc.At(int(owner)).AttrAt(i - int(t.attributes[owner]))
}

func (t *Tree) namespace(i int) xmltree.NamespaceDecl {
	owner := t.parent[i]
	return t.scopes[t.scope[owner]][i-int(t.namespaces[owner])]
}
