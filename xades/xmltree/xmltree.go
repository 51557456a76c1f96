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
type Document struct {
	source   []byte
	text     []byte
	arena    []byte // values that differ from their spelling in text, end to end
	encoding string

	nodes  []node
	attrs  []attribute
	names  []name
	scopes []scope
	decls  []declaration
	uris   []string
	ids    idIndex
	root   int32

	places places
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

// Source returns the received bytes.
func (d *Document) Source() []byte { return d.source }

// Text returns the UTF-8 text all byte ranges point into: Source itself, unless
// it had a byte order mark or had to be transcoded.
func (d *Document) Text() []byte { return d.text }

// Encoding returns the encoding read: "UTF-8", "UTF-16LE", "ISO-8859-2", …
func (d *Document) Encoding() string { return d.encoding }

// Root returns the document element.
func (d *Document) Root() Node { return Node{d, d.root} }

// Node returns the document node: its children are the root element and the
// comments and processing instructions beside it.
func (d *Document) Node() Node { return Node{d, 0} }

// Len returns the number of nodes.
func (d *Document) Len() int { return len(d.nodes) }

// At returns the node with this Order, from 0 to below Len.
func (d *Document) At(order int) Node { return Node{d, int32(order)} }
