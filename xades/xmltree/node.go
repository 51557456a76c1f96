package xmltree

import "iter"

// Node is a handle to one node of a Document; the zero Node is no node.
type Node struct {
	doc *Document
	i   int32
}

func (n Node) at() *node { return &n.doc.nodes[n.i] }

func (n Node) sibling(i int32) Node { return Node{n.doc, i} }

// IsZero reports whether n is no node.
func (n Node) IsZero() bool { return n.doc == nil }

// Document returns the document n belongs to.
func (n Node) Document() *Document { return n.doc }

// Kind returns the node's kind; 0 for the zero Node.
func (n Node) Kind() Kind {
	if n.doc == nil {
		return 0
	}
	return n.at().kind
}

// Order returns the node's place in document order, from 0 (the document node).
func (n Node) Order() int { return int(n.i) }

// End returns the Order after the last descendant of n.
func (n Node) End() int {
	if n.doc == nil {
		return 0
	}
	return int(n.at().end)
}

// Contains reports whether m is n or a descendant of n.
func (n Node) Contains(m Node) bool {
	return n.doc != nil && n.doc == m.doc && n.i <= m.i && m.i < n.at().end
}

// Parent returns the parent; the zero Node for the document node.
func (n Node) Parent() Node {
	if n.doc == nil || n.i == 0 {
		return Node{}
	}
	return n.sibling(n.at().parent)
}

// FirstChild returns the first child or the zero Node.
func (n Node) FirstChild() Node {
	if n.doc == nil || n.i+1 >= n.at().end {
		return Node{}
	}
	return n.sibling(n.i + 1)
}

// NextSibling returns the next sibling or the zero Node.
func (n Node) NextSibling() Node {
	if n.doc == nil || n.i == 0 {
		return Node{}
	}
	if x := n.at(); x.end < n.doc.nodes[x.parent].end {
		return n.sibling(x.end)
	}
	return Node{}
}

// Next returns the next node in document order (first child, else next
// sibling, else an ancestor's next sibling), or the zero Node.
func (n Node) Next() Node {
	if n.doc == nil || int(n.i)+1 >= len(n.doc.nodes) {
		return Node{}
	}
	return n.sibling(n.i + 1)
}

// Children yields all children in order.
func (n Node) Children() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := n.FirstChild(); !c.IsZero(); c = c.NextSibling() {
			if !yield(c) {
				return
			}
		}
	}
}

// Elements yields the child elements in order.
func (n Node) Elements() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := n.FirstChild(); !c.IsZero(); c = c.NextSibling() {
			if c.at().kind == ElementNode && !yield(c) {
				return
			}
		}
	}
}

// Descendants yields n and everything below it in document order.
func (n Node) Descendants() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for i := n.Order(); i < n.End(); i++ {
			if !yield(n.sibling(int32(i))) {
				return
			}
		}
	}
}

// Child returns the first child element of this name, or the zero Node.
func (n Node) Child(space, local string) Node {
	for c := n.FirstChild(); !c.IsZero(); c = c.NextSibling() {
		if c.Is(space, local) {
			return c
		}
	}
	return Node{}
}
