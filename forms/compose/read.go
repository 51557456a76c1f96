package compose

import (
	"strings"

	"okienko/forms"
	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

const nsInstance = "http://www.w3.org/2001/XMLSchema-instance"

// Read is the inverse of Document: the answers and files that a document of the
// form holds, as far as people are asked for them and a sheet takes them.
func Read(f *forms.Form, root xmltree.Node) (Answers, Files) {
	s := &Sheet{Form: f, files: Files{}}
	s.build(root)
	return s.answers, s.files
}

// cursor reads the child elements of one element in order. A nil cursor has
// nothing to read.
type cursor struct {
	nodes []xmltree.Node
	at    int
}

func cursorOver(n xmltree.Node) *cursor {
	if n.IsZero() {
		return nil
	}
	c := &cursor{}
	for child := range n.Elements() {
		if !child.Is(nsSignature, "Signature") {
			c.nodes = append(c.nodes, child)
		}
	}
	return c
}

func nameOf(n xmltree.Node) xsd.Name { return xsd.Name{Space: n.Space(), Local: n.Local()} }

// next reports whether the particle takes the next element.
func (c *cursor) next(p xsd.Particle) bool {
	return c != nil && c.at < len(c.nodes) && p.Takes(nameOf(c.nodes[c.at]))
}

// take returns the next element if the particle takes it, else the zero Node.
func (c *cursor) take(p xsd.Particle) xmltree.Node {
	if !c.next(p) {
		return xmltree.Node{}
	}
	c.at++
	return c.nodes[c.at-1]
}

// skip passes over all elements that the particle takes.
func (c *cursor) skip(p xsd.Particle) {
	for c.next(p) {
		c.at++
	}
}

// run cuts off the elements from here on that some part of the particle takes.
func (c *cursor) run(p xsd.Particle) *cursor {
	if c == nil {
		return nil
	}
	from := c.at
	c.skip(p)
	return &cursor{nodes: c.nodes[from:c.at]}
}

// only is a cursor over the elements that a particle takes, wherever they stand.
func (c *cursor) only(p xsd.Particle) *cursor {
	if c == nil {
		return nil
	}
	out := &cursor{}
	for _, n := range c.nodes[c.at:] {
		if p.Takes(nameOf(n)) {
			out.nodes = append(out.nodes, n)
		}
	}
	return out
}

func (c *cursor) position() int {
	if c == nil {
		return 0
	}
	return c.at
}

// expand resolves a QName at a node.
func expand(n xmltree.Node, text string) xsd.Name {
	prefix, local, found := strings.Cut(strings.TrimSpace(text), ":")
	if !found {
		prefix, local = "", prefix
	}
	space, _ := n.LookupNamespace(prefix)
	return xsd.Name{Space: space, Local: local}
}

func isNil(n xmltree.Node) bool {
	text, _ := n.Attr(nsInstance, "nil")
	return truth(clean(text)) == "true"
}

// ownText is the text of an element without that of elements inside.
func ownText(n xmltree.Node) string {
	if n.IsZero() {
		return ""
	}
	var out strings.Builder
	for child := range n.Children() {
		if child.Kind() == xmltree.TextNode {
			out.Write(child.Value())
		}
	}
	return out.String()
}

// readAttachment takes the file out of an attachment that holds it.
func (b *builder) readAttachment(name string, n xmltree.Node) {
	encoding, _ := n.Attr("", "kodowanie")
	if encoding != "base64" {
		return
	}
	var file File
	file.Name, _ = n.Attr("", "nazwaPliku")
	file.MIME, _ = n.Attr("", "format")
	for child := range n.Elements() {
		if child.Local() == contentName {
			b.readFile(name, file, ownText(child))
		}
	}
}
