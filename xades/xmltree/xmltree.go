// Package xmltree is the one XML reader: a strict XML 1.0 + Namespaces
// tokenizer that builds an immutable, compact tree.
//
// A document is read once. Signature, schema, routing and the page a clerk sees
// all work on the same tree, so no two parsers can disagree about it.
//
// Nodes stand in document order in one array; a Node is a small comparable
// handle (== is node identity). Text is a slice of the input wherever it can be:
// only text with references, CDATA sections or CR needs a copy.
package xmltree

import "iter"

// Kind says what a node is.
type Kind uint8

// The node kinds. Adjacent character data, CDATA sections and character
// references form one TextNode. Attributes and namespace declarations are not
// nodes; they belong to their element.
const (
	DocumentNode Kind = iota + 1
	ElementNode
	TextNode
	CommentNode
	PINode
)

// Document is a parsed document. It is immutable and safe for concurrent use.
type Document struct{ impl }

// Node is a handle to one node of a Document; the zero Node is no node.
type Node struct {
	doc *Document
	i   int32
}

// Attr is one attribute as it stands on an element; namespace declarations are
// not among them. Value is normalised (XML 1.0 3.3.3).
type Attr struct {
	Space, Prefix, Local string
	Value                string
	Start, End           int // byte range of name="value" in Document.Text
}

// NamespaceDecl is xmlns="URI" (Prefix "") or xmlns:Prefix="URI".
type NamespaceDecl struct {
	Prefix, URI string
}

// Position is a place in Document.Text: both count from 1, Column in characters.
type Position struct {
	Line, Column int
}

// Options are the limits of one parse. The zero value means the defaults (the
// named constants of limits.go).
type Options struct {
	MaxBytes         int64
	MaxDepth         int
	MaxElements      int
	MaxAttributes    int  // per element
	MaxNamespaces    int  // declarations in scope
	KeepDuplicateIDs bool // true: duplicate Ids are no parse error; ByID refuses them instead
}

// Parse reads one document. src is kept and must not be changed afterwards.
// A failure is an *Error.
func Parse(src []byte, opt Options) (*Document, error) { panic("room xmltree") }

// Error says why a document is refused: a code of the closed list in codes.go
// (xml.…) and the place.
type Error struct {
	Code         string
	Offset       int
	Line, Column int
	Detail       string // for the log and for integrators, in English
}

func (e *Error) Error() string { panic("room xmltree") }

// Source returns the received bytes.
func (d *Document) Source() []byte { panic("room xmltree") }

// Text returns the UTF-8 text all byte ranges point into: Source itself, unless
// it had a byte order mark or had to be transcoded.
func (d *Document) Text() []byte { panic("room xmltree") }

// Encoding returns the encoding read: "UTF-8", "UTF-16LE", "ISO-8859-2", …
func (d *Document) Encoding() string { panic("room xmltree") }

// Root returns the document element.
func (d *Document) Root() Node { panic("room xmltree") }

// Node returns the document node: its children are the root element and the
// comments and processing instructions beside it.
func (d *Document) Node() Node { panic("room xmltree") }

// Len returns the number of nodes.
func (d *Document) Len() int { panic("room xmltree") }

// ByID returns the element whose Id, ID, id, xml:id or wsu:Id has this value.
// One index serves all spellings. ok is false when there is none or, under
// KeepDuplicateIDs, more than one.
func (d *Document) ByID(id string) (n Node, ok bool) { panic("room xmltree") }

// Position returns the line and column of a byte offset into Text.
func (d *Document) Position(offset int) Position { panic("room xmltree") }

// IsZero reports whether n is no node.
func (n Node) IsZero() bool { return n.doc == nil }

// Document returns the document n belongs to.
func (n Node) Document() *Document { return n.doc }

// Kind returns the node's kind; 0 for the zero Node.
func (n Node) Kind() Kind { panic("room xmltree") }

// Order returns the node's place in document order, from 0 (the document node).
func (n Node) Order() int { return int(n.i) }

// End returns the Order after the last descendant of n.
func (n Node) End() int { panic("room xmltree") }

// Contains reports whether m is n or a descendant of n.
func (n Node) Contains(m Node) bool { panic("room xmltree") }

// Space returns an element's namespace URI, "" for none.
func (n Node) Space() string { panic("room xmltree") }

// Prefix returns an element's prefix, "" for none.
func (n Node) Prefix() string { panic("room xmltree") }

// Local returns an element's local name or a processing instruction's target.
func (n Node) Local() string { panic("room xmltree") }

// Is reports whether n is an element of this expanded name.
func (n Node) Is(space, local string) bool { panic("room xmltree") }

// Parent returns the parent; the zero Node for the document node.
func (n Node) Parent() Node { panic("room xmltree") }

// FirstChild returns the first child or the zero Node.
func (n Node) FirstChild() Node { panic("room xmltree") }

// NextSibling returns the next sibling or the zero Node.
func (n Node) NextSibling() Node { panic("room xmltree") }

// Next returns the next node in document order (first child, else next
// sibling, else an ancestor's next sibling), or the zero Node.
func (n Node) Next() Node { panic("room xmltree") }

// Children yields all children in order.
func (n Node) Children() iter.Seq[Node] { panic("room xmltree") }

// Elements yields the child elements in order.
func (n Node) Elements() iter.Seq[Node] { panic("room xmltree") }

// Descendants yields n and everything below it in document order.
func (n Node) Descendants() iter.Seq[Node] { panic("room xmltree") }

// Child returns the first child element of this name, or the zero Node.
func (n Node) Child(space, local string) Node { panic("room xmltree") }

// NumAttrs returns the number of attributes (without namespace declarations).
func (n Node) NumAttrs() int { panic("room xmltree") }

// AttrAt returns attribute k in document order, 0 ≤ k < NumAttrs.
func (n Node) AttrAt(k int) Attr { panic("room xmltree") }

// Attr returns the value of an attribute.
func (n Node) Attr(space, local string) (value string, ok bool) { panic("room xmltree") }

// NumNamespaceDecls returns the number of namespace declarations on n itself.
func (n Node) NumNamespaceDecls() int { panic("room xmltree") }

// NamespaceDeclAt returns declaration k in document order.
func (n Node) NamespaceDeclAt(k int) NamespaceDecl { panic("room xmltree") }

// LookupNamespace returns the URI a prefix ("" for the default) stands for at
// n; ok is false when it is not declared. "xml" is always declared.
func (n Node) LookupNamespace(prefix string) (uri string, ok bool) { panic("room xmltree") }

// Value returns the character data of a text node, the text of a comment or
// the data of a processing instruction, line ends normalised. The slice is
// shared with the document: do not write to it.
func (n Node) Value() []byte { panic("room xmltree") }

// Verbatim reports that a text node's Value is a slice of Text that contains
// none of & < > CR, so that its canonical form is the slice itself.
func (n Node) Verbatim() bool { panic("room xmltree") }

// StringValue returns the concatenated text of n and its descendants (XPath
// 1.0 string-value), without comments and processing instructions.
func (n Node) StringValue() []byte { panic("room xmltree") }

// SimpleText returns the text of an element that holds nothing but text; ok is
// false when a comment, processing instruction or element stands inside
// (CVE-2025-29775 and its kin). An empty element gives "" and true.
func (n Node) SimpleText() (text []byte, ok bool) { panic("room xmltree") }

// Range returns the bytes of the node in Document.Text: from < to > for an
// element, including its tags.
func (n Node) Range() (start, end int) { panic("room xmltree") }

// ContentRange returns the bytes between an element's tags; for <a/> both are
// the end of the tag.
func (n Node) ContentRange() (start, end int) { panic("room xmltree") }

// Position returns where the node starts.
func (n Node) Position() Position { panic("room xmltree") }

// Path returns a readable place such as /Dokument/TrescDokumentu/Tytul[2]:
// local names, an index where a sibling element shares the name.
func (n Node) Path() string { panic("room xmltree") }

type impl struct{}
