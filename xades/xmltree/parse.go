package xmltree

import (
	"bytes"
	"slices"
)

// Parse reads one document. src is kept and must not be changed afterwards.
// A failure is an *Error.
func Parse(src []byte, opt Options) (*Document, error) {
	opt = opt.withDefaults()
	if int64(len(src)) > opt.MaxBytes {
		return nil, newError(nil, 0, CodeTooLarge, "document exceeds the limit of bytes")
	}
	in, err := decode(src)
	if err != nil {
		return nil, err
	}
	if len(in.text) > maxText {
		return nil, newError(nil, 0, CodeTooLarge, "document exceeds 2 GiB as UTF-8")
	}
	d := &Document{source: src, text: in.text, encoding: in.encoding}
	p := parser{d: d, s: in.text, pos: in.start, opt: opt, vocabulary: newVocabulary(d)}
	defer p.release()
	if err := p.document(); err != nil {
		return nil, err
	}
	return d, nil
}

// parser is the state of one parse. It neither recurses nor keeps a stack: the
// open elements are cur and its ancestors.
type parser struct {
	d   *Document
	s   []byte // d.text
	pos int
	opt Options
	*vocabulary

	cur     int32 // innermost open element, or 0
	depth   int
	markups int    // elements, comments and processing instructions
	scope   int32  // declarations in force
	undo    []undo // what the declarations in force replaced
}

// fail says why the document is refused, at a place in it.
func (p *parser) fail(at int, code, detail string) error {
	return newError(p.s, at, code, detail)
}

// at returns the byte at i; 0, which XML does not allow, after the end.
func (p *parser) at(i int) byte {
	if i < len(p.s) {
		return p.s[i]
	}
	return 0
}

func (p *parser) startsWith(token string) bool {
	return len(p.s)-p.pos >= len(token) && string(p.s[p.pos:p.pos+len(token)]) == token
}

// skipBlank passes white space and reports whether there was any.
func (p *parser) skipBlank() bool {
	start := p.pos
	for p.pos < len(p.s) && class[p.s[p.pos]]&blank != 0 {
		p.pos++
	}
	return p.pos > start
}

// document reads the whole text (XML 1.0 production 1).
func (p *parser) document() error {
	p.d.nodes = make([]node, 0, p.nodeBound())
	p.d.scopes = append(p.d.scopes, scope{parent: -1, node: -1})
	p.add(node{kind: DocumentNode, parent: -1, stop: uint32(len(p.s))})
	if err := p.misc(); err != nil {
		return err
	}
	if p.pos == len(p.s) {
		return p.fail(p.pos, CodeSyntax, "no document element")
	}
	p.d.root = int32(len(p.d.nodes))
	if err := p.startTag(); err != nil {
		return err
	}
	for p.cur != 0 {
		if err := p.content(); err != nil {
			return err
		}
	}
	if err := p.misc(); err != nil {
		return err
	}
	if p.pos < len(p.s) {
		return p.fail(p.pos, CodeSyntax, "a second document element")
	}
	p.d.nodes[0].end = int32(len(p.d.nodes))
	return nil
}

// nodeBound returns how many nodes the text can have, so that their array need
// not grow: one of markup and one of text for each <, five bytes for such a
// pair, and three for each element within the limit.
func (p *parser) nodeBound() int {
	bound := 2*bytes.Count(p.s, []byte{'<'}) + 2
	return min(bound, 2*len(p.s)/5+2, 3*p.opt.MaxElements+4)
}

// room returns a list with room for one more. A full one grows to what it will
// need if the text goes on as it was, but not beyond four times its size: it may not.
func room[T any](p *parser, list []T) []T {
	n := len(list)
	if n < cap(list) {
		return list
	}
	more := int(int64(n) * int64(len(p.s)-p.pos) / int64(p.pos))
	return slices.Grow(list, min(max(more+more/16, n/4), 3*n)+16)
}

// misc reads white space, comments and processing instructions beside the
// document element, up to the end or to its start tag.
func (p *parser) misc() error {
	for {
		p.skipBlank()
		var err error
		switch {
		case p.pos == len(p.s):
			return nil
		case p.startsWith("<?"):
			err = p.instruction()
		case p.startsWith("<!--"):
			err = p.comment()
		case p.startsWith("<!"):
			err = p.badDeclaration()
		case p.s[p.pos] == '<':
			return nil
		default:
			err = p.fail(p.pos, CodeSyntax, "text outside the document element")
		}
		if err != nil {
			return err
		}
	}
}

// content reads the next piece of an element's content (production 43).
func (p *parser) content() error {
	if p.at(p.pos) != '<' {
		return p.characters()
	}
	switch p.at(p.pos + 1) {
	case '/':
		return p.endTag()
	case '?':
		return p.instruction()
	case '!':
		switch {
		case p.startsWith(cdataOpen):
			return p.characters()
		case p.startsWith("<!--"):
			return p.comment()
		}
		return p.badDeclaration()
	}
	return p.startTag()
}

// badDeclaration refuses <!DOCTYPE wherever it stands, and any other <!….
func (p *parser) badDeclaration() error {
	if p.startsWith("<!DOCTYPE") {
		return p.fail(p.pos, CodeDoctype, "document type declarations are not accepted")
	}
	return p.fail(p.pos, CodeSyntax, "malformed markup after <!")
}

// add appends a node that has no children yet.
func (p *parser) add(n node) int32 {
	i := int32(len(p.d.nodes))
	n.attr = uint32(len(p.d.attrs))
	n.end = i + 1
	p.d.nodes = append(p.d.nodes, n)
	return i
}

// countMarkup counts an element, comment or processing instruction.
func (p *parser) countMarkup(at int) error {
	if p.markups++; p.markups > p.opt.MaxElements {
		return p.fail(at, CodeTooManyElements, "more elements, comments and processing instructions than the limit")
	}
	return nil
}
