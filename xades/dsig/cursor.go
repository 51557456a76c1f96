package dsig

import "okienko/xades/xmltree"

// Namespace is the XML Signature namespace.
const Namespace = "http://www.w3.org/2000/09/xmldsig#"

// cursor reads the child elements of a parent in their exact order. The first
// thing out of order stays as its error; everything after that reads nothing.
type cursor struct {
	parent, next xmltree.Node
	err          *Error
}

func children(parent xmltree.Node) *cursor {
	c := &cursor{parent: parent}
	c.seek(parent.FirstChild())
	return c
}

// seek moves to the next element; text between elements must be white space.
func (c *cursor) seek(n xmltree.Node) {
	for ; !n.IsZero() && n.Kind() != xmltree.ElementNode; n = n.NextSibling() {
		if n.Kind() == xmltree.TextNode && !isSpace(n.Value()) && c.err == nil {
			c.err = structureError(n, "text inside %s", c.parent.Local())
		}
	}
	c.next = n
}

// optional takes the next element when it has this name.
func (c *cursor) optional(local string) (xmltree.Node, bool) {
	if c.err != nil || !c.next.Is(Namespace, local) {
		return xmltree.Node{}, false
	}
	n := c.next
	c.seek(n.NextSibling())
	return n, true
}

// require takes the next element, which must have this name.
func (c *cursor) require(local string) xmltree.Node {
	n, ok := c.optional(local)
	if !ok && c.err == nil {
		c.err = structureError(c.parent, "%s needs %s here", c.parent.Local(), local)
	}
	return n
}

// requireSome takes one or more elements of this name.
func (c *cursor) requireSome(local string, take func(xmltree.Node)) {
	for n, ok := c.require(local), true; ok && c.err == nil; n, ok = c.optional(local) {
		take(n)
	}
}

// end returns the first error; a remaining element is one.
func (c *cursor) end() *Error {
	if c.err == nil && !c.next.IsZero() {
		c.err = structureError(c.next, "unexpected %s in %s", c.next.Local(), c.parent.Local())
	}
	return c.err
}

func isSpace(b []byte) bool {
	for _, c := range b {
		if !space(c) {
			return false
		}
	}
	return true
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
