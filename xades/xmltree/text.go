package xmltree

import (
	"bytes"
	"slices"
)

const (
	cdataOpen  = "<![CDATA["
	cdataClose = "]]>"
)

// characters reads character data, references and CDATA sections up to the
// next other markup: one text node, or none where it is empty.
func (p *parser) characters() error {
	start := p.pos
	end, angle, err := p.plain(start)
	if err != nil {
		return err
	}
	value, length := uint32(start), uint32(end-start)
	own := p.atMarkup(end)
	if !own {
		if value, length, end, err = p.decodeText(start, end); err != nil {
			return err
		}
	}
	p.pos = end
	if length > 0 {
		p.add(node{
			kind: TextNode, parent: p.cur, start: uint32(start), stop: uint32(end),
			a: value, b: length, verbatim: own && !angle,
		})
	}
	return nil
}

// plain passes character data that is its own value and returns where it ends:
// at & or < or CR. angle reports a > in it.
func (p *parser) plain(start int) (end int, angle bool, err error) {
	for i := start; ; i++ {
		i = scanText(p.s, i)
		switch c := p.at(i); {
		case i == len(p.s):
			return i, angle, p.fail(i, CodeSyntax, "the document ends inside an element")
		case c == '&', c == '<', c == '\r':
			return i, angle, nil
		case c == '>':
			if i-start >= 2 && p.s[i-1] == ']' && p.s[i-2] == ']' {
				return i, angle, p.fail(i-2, CodeSyntax, "]]> in character data")
			}
			angle = true
		case !allowedAt(p.s, i):
			return i, angle, p.fail(i, CodeCharacter, "a character that XML does not allow")
		}
	}
}

// atMarkup reports whether markup that ends a text stands at i.
func (p *parser) atMarkup(i int) bool {
	return p.s[i] == '<' && !bytes.HasPrefix(p.s[i:], []byte(cdataOpen))
}

// cdata returns the content of the CDATA section at i and the place after it.
func (p *parser) cdata(i int) (content []byte, next int, err error) {
	start := i + len(cdataOpen)
	length := bytes.Index(p.s[start:], []byte(cdataClose))
	if length < 0 {
		return nil, 0, p.fail(i, CodeSyntax, "CDATA section without end")
	}
	content = p.s[start : start+length]
	if bad := badCharacter(content); bad >= 0 {
		return nil, 0, p.fail(start+bad, CodeCharacter, "a character that XML does not allow")
	}
	return content, start + length + len(cdataClose), nil
}

// decodeText puts the value of character data into the arena: that from start
// to i is plain, there it is not. It returns the reference and where it ends.
func (p *parser) decodeText(start, i int) (value, length uint32, end int, err error) {
	out := p.reserve(i - start + bytes.IndexByte(p.s[i:], '<') + 1)
	out = append(out, p.s[start:i]...)
	for !p.atMarkup(i) {
		switch p.s[i] {
		case '&':
			out, i, err = p.reference(out, i)
		case '<':
			var content []byte
			content, i, err = p.cdata(i)
			if cap(out)-len(out) < len(content) { // doubling keeps many sections cheap
				out = slices.Grow(out, max(len(content), len(out)-len(p.d.arena)))
			}
			out = appendLines(out, content)
		case '\r':
			i += lineEnd(p.s[i:])
			out = append(out, '\n')
		}
		if err != nil {
			return 0, 0, i, err
		}
		from := i
		if i, _, err = p.plain(i); err != nil {
			return 0, 0, i, err
		}
		out = append(out, p.s[from:i]...)
	}
	value, length = p.keep(out)
	return value, length, i, nil
}

// reserve returns the arena with room for a value of at most size bytes; keep
// takes it back with the value appended and returns the reference.
func (p *parser) reserve(size int) []byte { return slices.Grow(p.d.arena, size) }

func (p *parser) keep(out []byte) (ref, length uint32) {
	start := len(p.d.arena)
	p.d.arena = out
	return uint32(start) | inArena, uint32(len(out) - start)
}

// lineEnd returns the length of the line end at the CR that begins s.
func lineEnd(s []byte) int {
	if len(s) > 1 && s[1] == '\n' {
		return 2
	}
	return 1
}

// appendLines appends s with line ends normalised (XML 1.0 2.11).
func appendLines(out, s []byte) []byte {
	for {
		i := bytes.IndexByte(s, '\r')
		if i < 0 {
			return append(out, s...)
		}
		out = append(out, s[:i]...)
		out = append(out, '\n')
		s = s[i+lineEnd(s[i:]):]
	}
}

// normalised returns the reference to text[start:end] with its line ends
// normalised.
func (p *parser) normalised(start, end int) (ref, length uint32) {
	s := p.s[start:end]
	if bytes.IndexByte(s, '\r') < 0 {
		return uint32(start), uint32(len(s))
	}
	return p.keep(appendLines(p.reserve(len(s)), s))
}
