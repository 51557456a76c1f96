package xmltree

import (
	"bytes"
	"slices"
)

const (
	cdataOpen  = "<![CDATA["
	cdataClose = "]]>"
)

// run is a stretch of character data as characters finds it.
type run struct {
	section  int  // where plain data began, after the last CDATA section
	copied   bool // its value differs from its spelling
	verbatim bool
}

// characters reads character data, references and CDATA sections up to the
// next other markup: one text node, or none where it is empty.
func (p *parser) characters() error {
	start := p.pos
	r := run{section: start, verbatim: true}
	i := start
	for {
		i = scanText(p.s, i)
		if i == len(p.s) {
			return p.fail(i, CodeSyntax, "the document ends inside an element")
		}
		if p.s[i] == '<' && !bytes.HasPrefix(p.s[i:], []byte(cdataOpen)) {
			break
		}
		var err error
		if i, err = p.textStop(i, &r); err != nil {
			return err
		}
	}
	p.pos = i
	value, length := uint32(start), uint32(i-start)
	if r.copied {
		var err error
		if value, length, err = p.decodeText(start, i); err != nil || length == 0 {
			return err
		}
	}
	p.add(node{kind: TextNode, parent: p.cur, start: uint32(start), stop: uint32(i), a: value, b: length, verbatim: r.verbatim && !r.copied})
	return nil
}

// textStop judges the textStop at i and returns where to go on.
func (p *parser) textStop(i int, r *run) (next int, err error) {
	switch p.s[i] {
	case '&', '\r':
		r.copied = true
		return i + 1, nil
	case '<':
		r.copied = true
		_, next, err = p.cdata(i)
		r.section = next
		return next, err
	case '>':
		if i-r.section >= 2 && p.s[i-1] == ']' && p.s[i-2] == ']' {
			return i, p.fail(i-2, CodeSyntax, "]]> in character data")
		}
		r.verbatim = false
		return i + 1, nil
	}
	if !allowedAt(p.s, i) {
		return i, p.fail(i, CodeCharacter, "a character that XML does not allow")
	}
	return i + 1, nil
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

// decodeText puts the value of character data into the arena.
func (p *parser) decodeText(start, end int) (value, length uint32, err error) {
	out := p.reserve(end - start)
	for i := start; i < end; {
		stop := scanText(p.s[:end], i)
		out = append(out, p.s[i:stop]...)
		if i = stop; i == end {
			break
		}
		switch p.s[i] {
		case '&':
			out, i, err = p.reference(out, i)
		case '<':
			var content []byte
			content, i, err = p.cdata(i)
			out = appendLines(out, content)
		case '\r':
			i += lineEnd(p.s[i:])
			out = append(out, '\n')
		default:
			out = append(out, p.s[i])
			i++
		}
		if err != nil {
			return 0, 0, err
		}
	}
	value, length = p.keep(out)
	return value, length, nil
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
