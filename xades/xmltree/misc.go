package xmltree

import (
	"bytes"
	"strings"
)

// comment reads a comment (production 15).
func (p *parser) comment() error {
	start := p.pos
	if err := p.countMarkup(start); err != nil {
		return err
	}
	from := start + len("<!--")
	length := bytes.Index(p.s[from:], []byte("--"))
	if length < 0 {
		return p.fail(start, CodeSyntax, "comment without end")
	}
	to := from + length
	if p.at(to+2) != '>' {
		return p.fail(to, CodeSyntax, "-- inside a comment")
	}
	return p.addValue(node{kind: CommentNode, start: uint32(start), stop: uint32(to + 3)}, from, to)
}

// instruction reads a processing instruction (productions 16 and 17; its target
// has no colon by Namespaces in XML 1.0 section 7).
func (p *parser) instruction() error {
	start := p.pos
	if err := p.countMarkup(start); err != nil {
		return err
	}
	length := bytes.Index(p.s[start:], []byte("?>"))
	if length < 2 {
		return p.fail(start, CodeSyntax, "processing instruction without end")
	}
	to := start + length
	p.pos = targetEnd(p.s, start+2)
	target := p.s[start+2 : p.pos]
	switch {
	case !isName(target):
		return p.fail(start+2, CodeSyntax, "processing instruction without a target")
	case strings.EqualFold(string(target), "xml"):
		return p.fail(start, CodeSyntax, "an XML declaration stands only at the start")
	case bytes.IndexByte(target, ':') >= 0:
		return p.fail(start+2, CodeNamespace, "colon in the target of a processing instruction")
	case !p.skipBlank() && p.pos != to:
		return p.fail(p.pos, CodeSyntax, "malformed processing instruction")
	}
	return p.addValue(node{kind: PINode, start: uint32(start), stop: uint32(to + 2)}, p.pos, to)
}

// targetEnd returns the end of the target that begins at i.
func targetEnd(s []byte, i int) int {
	for i < len(s) && class[s[i]]&nameByte != 0 {
		i++
	}
	return i
}

// addValue adds a comment or processing instruction whose data is text[from:to].
func (p *parser) addValue(n node, from, to int) error {
	if bad := badCharacter(p.s[from:to]); bad >= 0 {
		return p.fail(from+bad, CodeCharacter, "a character that XML does not allow")
	}
	n.parent = p.cur
	n.a, n.b = p.normalised(from, to)
	p.pos = int(n.stop)
	p.add(n)
	return nil
}
