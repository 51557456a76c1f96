package xpath

import (
	"errors"

	"okienko/xades/xmltree"
)

// Tree numbers all nodes of a document in the sense of XPath, which counts
// attributes and namespaces among them: first the nodes of the tree by their
// Order, then the attributes, then the namespace nodes, each element's
// together. A parent's number is below its children's.
type Tree struct {
	doc        *xmltree.Document
	spend      func(work int) error
	nodes      []xmltree.Node
	parent     []int32 // of every node; -1 for the document node
	attributes []int32 // number of the first attribute by element
	namespaces []int32 // number of the first namespace by element
	scopes     [][]xmltree.NamespaceDecl
	scope      []int32 // by element: what stands in scopes
}

// workPerNode is what numbering one node of the tree costs in octets written.
const workPerNode = 4

// maxNodes bounds one pass of an expression: a million elements with what
// stands around them, or fewer that each see many namespaces.
const maxNodes = 16 << 20

// ErrTooMany says that a document has more nodes than maxNodes.
var ErrTooMany = errors.New("too many namespaces are in scope of too many elements")

// NewTree numbers a document's nodes. spend is asked before work is done, in
// octets that could be written in its time; its error ends the work.
func NewTree(doc *xmltree.Document, spend func(work int) error) (*Tree, error) {
	if err := spend(workPerNode * doc.Len()); err != nil {
		return nil, err
	}
	t := &Tree{doc: doc, spend: spend, nodes: make([]xmltree.Node, 0, doc.Len()), parent: make([]int32, doc.Len(), 2*doc.Len())}
	t.scope = make([]int32, doc.Len())
	t.scopes = [][]xmltree.NamespaceDecl{{{Prefix: "xml", URI: xmlURI}}}
	for n := doc.Node(); !n.IsZero(); n = n.Next() {
		t.nodes = append(t.nodes, n)
		t.number(n)
	}
	if t.size() > maxNodes {
		return nil, ErrTooMany
	}
	if err := t.spend(t.size()); err != nil {
		return nil, err
	}
	t.numberAttributes()
	t.numberNamespaces()
	return t, nil
}

const xmlURI = "http://www.w3.org/XML/1998/namespace"

func (t *Tree) number(n xmltree.Node) {
	i := n.Order()
	t.parent[i] = -1
	if parent := n.Parent(); !parent.IsZero() {
		t.parent[i] = int32(parent.Order())
		t.scope[i] = t.scope[parent.Order()]
	}
	if n.Kind() == xmltree.ElementNode && n.NumNamespaceDecls() > 0 {
		t.scopes = append(t.scopes, declared(t.scopes[t.scope[i]], n))
		t.scope[i] = int32(len(t.scopes) - 1)
	}
}

// declared is what is in scope of an element that declares namespaces.
func declared(outer []xmltree.NamespaceDecl, n xmltree.Node) []xmltree.NamespaceDecl {
	var own []xmltree.NamespaceDecl
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
	return own
}

// size is the number of all nodes, known before the last two kinds are numbered.
func (t *Tree) size() int {
	size := len(t.nodes)
	for i, n := range t.nodes {
		if n.Kind() == xmltree.ElementNode {
			size += n.NumAttrs() + len(t.scopes[t.scope[i]])
		}
	}
	return size
}

func (t *Tree) numberAttributes() {
	t.attributes = make([]int32, len(t.nodes)+1)
	for i, n := range t.nodes {
		t.attributes[i] = int32(len(t.parent))
		if n.Kind() == xmltree.ElementNode {
			t.adopt(i, n.NumAttrs())
		}
	}
	t.attributes[len(t.nodes)] = int32(len(t.parent))
}

func (t *Tree) numberNamespaces() {
	t.namespaces = make([]int32, len(t.nodes)+1)
	for i, n := range t.nodes {
		t.namespaces[i] = int32(len(t.parent))
		if n.Kind() == xmltree.ElementNode {
			t.adopt(i, len(t.scopes[t.scope[i]]))
		}
	}
	t.namespaces[len(t.nodes)] = int32(len(t.parent))
}

func (t *Tree) adopt(parent, children int) {
	for range children {
		t.parent = append(t.parent, int32(parent))
	}
}

// isAttribute and isNamespace tell what a number stands for; all others are
// nodes of the tree.
func (t *Tree) isAttribute(i int) bool {
	return i >= len(t.nodes) && i < int(t.attributes[len(t.nodes)])
}
func (t *Tree) isNamespace(i int) bool { return i >= int(t.attributes[len(t.nodes)]) }

func (t *Tree) attribute(i int) xmltree.Attr {
	owner := t.parent[i]
	return t.nodes[owner].AttrAt(i - int(t.attributes[owner]))
}

func (t *Tree) namespace(i int) xmltree.NamespaceDecl {
	owner := t.parent[i]
	return t.scopes[t.scope[owner]][i-int(t.namespaces[owner])]
}
