package xmltree

import (
	"strconv"
	"strings"
)

// Value returns the character data of a text node, the text of a comment or
// the data of a processing instruction, line ends normalised. The slice is
// shared with the document: do not write to it.
func (n Node) Value() []byte {
	switch n.Kind() {
	case TextNode, CommentNode, PINode:
		x := n.at()
		return n.doc.bytes(x.a, x.b)
	}
	return nil
}

// StringValue returns the concatenated text of n and its descendants (XPath
// 1.0 string-value), without comments and processing instructions; of one of
// those, or of a text, its Value. It may share memory with the document: do not
// write to it.
func (n Node) StringValue() []byte {
	switch n.Kind() {
	case ElementNode, DocumentNode:
	default:
		return n.Value()
	}
	size, texts := 0, 0
	var last []byte
	n.eachText(func(v []byte) {
		size += len(v)
		texts++
		last = v
	})
	if texts < 2 {
		return last
	}
	all := make([]byte, 0, size)
	n.eachText(func(v []byte) { all = append(all, v...) })
	return all
}

func (n Node) eachText(do func([]byte)) {
	for i := n.i + 1; i < n.at().end; i++ {
		if x := &n.doc.nodes[i]; x.kind == TextNode {
			do(n.doc.bytes(x.a, x.b))
		}
	}
}

// SimpleText returns the text of an element that holds nothing but text; ok is
// false when a comment, processing instruction or element stands inside
// (CVE-2025-29775 and its kin). An empty element gives "" and true.
func (n Node) SimpleText() (text []byte, ok bool) {
	if n.Kind() != ElementNode {
		return nil, false
	}
	child := n.FirstChild()
	if child.IsZero() {
		return nil, true
	}
	// Adjacent text is one node, so a second child is something else.
	if child.Kind() != TextNode || !child.NextSibling().IsZero() {
		return nil, false
	}
	return child.Value(), true
}

// Path returns a readable place such as /Dokument/TrescDokumentu/Tytul[2]:
// local names, an index where a sibling element shares the name. Nodes that are
// not elements have the path of their parent.
func (n Node) Path() string {
	var steps []string
	for ; !n.IsZero(); n = n.Parent() {
		if n.Kind() == ElementNode {
			steps = append(steps, n.step())
		}
	}
	var path strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		path.WriteByte('/')
		path.WriteString(steps[i])
	}
	if path.Len() == 0 {
		return "/"
	}
	return path.String()
}

func (n Node) step() string {
	local := n.Local()
	index, total := 0, 0
	for sibling := range n.Parent().Elements() {
		if sibling.Local() == local {
			total++
		}
		if sibling == n {
			index = total
		}
	}
	if total == 1 {
		return local
	}
	return local + "[" + strconv.Itoa(index) + "]"
}
