package tsp

import "bytes"

// toDER rewrites what CMS may have in BER and DER does not: indefinite and
// overlong lengths, and octet strings in pieces (X.690 8.1.3, 8.7.3). Input
// that has none of these is returned as it is, not copied; what stands in
// primitive elements, TSTInfo among them, is never touched. It does not order
// sets.
func toDER(ber []byte) ([]byte, *Problem) {
	r := berReader{in: ber}
	root, p := r.element(0)
	if p != nil {
		return nil, p
	}
	if r.pos != len(ber) {
		return nil, problem(CodeStructure, "%d octets after the end", len(ber)-r.pos)
	}
	if !root.rewritten {
		return ber, nil
	}
	return root.appendTo(make([]byte, 0, len(ber))), nil
}

const (
	constructedBit = 0x20
	octetString    = 0x04
)

// berPart is an element that has to be rewritten, or a run of neighbours that
// stay as they are.
type berPart struct {
	raw       []byte // stays as it is
	rewritten bool
	tag       byte
	content   []byte    // of a rewritten primitive element
	inside    []berPart // of a rewritten constructed element
	size      int       // of the content as it shall be written
}

type berReader struct {
	in        []byte
	pos       int
	rewritten int
}

// element reads the element at pos with all that stands in it.
func (r *berReader) element(depth int) (berPart, *Problem) {
	if depth > maxDepth {
		return berPart{}, problem(CodeTooLarge, "elements nested deeper than %d", maxDepth)
	}
	start := r.pos
	e, length, p := r.header()
	if p != nil {
		return e, p
	}
	if e.tag&constructedBit != 0 {
		p = r.constructed(&e, length, depth)
	} else {
		p = r.primitive(&e, length)
	}
	if e.tag == octetString|constructedBit && p == nil {
		p = e.join()
	}
	if !e.rewritten {
		return berPart{raw: r.in[start:r.pos], tag: e.tag}, p
	}
	if r.rewritten++; r.rewritten > maxRewritten {
		return e, problem(CodeTooLarge, "more than %d elements are not in DER", maxRewritten)
	}
	return e, p
}

func (r *berReader) primitive(e *berPart, length int) *Problem {
	if length < 0 {
		return problem(CodeStructure, "indefinite length of a primitive element")
	}
	e.content = r.in[r.pos : r.pos+length]
	e.size = length
	r.pos += length
	return nil
}

// constructed reads the elements within another, up to its length or, without
// one, to the end-of-contents octets.
func (r *berReader) constructed(e *berPart, length, depth int) *Problem {
	whole, end := r.in, r.pos+length
	if length >= 0 {
		r.in = r.in[:end] // children must not reach beyond their parent
	}
	e.rewritten = e.rewritten || length < 0
	for length < 0 && !r.endOfContents() || length >= 0 && r.pos < end {
		start := r.pos
		child, p := r.element(depth + 1)
		if p != nil {
			return p
		}
		e.rewritten = e.rewritten || child.rewritten
		e.take(child, r.in[:r.pos], start)
	}
	r.in = whole
	return nil
}

// take adds a child; a run of children that stay as they are is one part, so
// that memory grows with what is rewritten alone. Pieces of an octet string
// stay apart for join.
func (e *berPart) take(child berPart, in []byte, start int) {
	if child.rewritten {
		e.size += 1 + 1 + lengthOctets(child.size) + child.size
		e.inside = append(e.inside, child)
		return
	}
	e.size += len(child.raw)
	if n := len(e.inside); n > 0 && !e.inside[n-1].rewritten && e.tag != octetString|constructedBit {
		last := &e.inside[n-1]
		last.raw = in[start-len(last.raw):]
		return
	}
	e.inside = append(e.inside, child)
}

func (r *berReader) endOfContents() bool {
	if bytes.HasPrefix(r.in[r.pos:], []byte{0, 0}) {
		r.pos += 2
		return true
	}
	return false
}

// header reads tag and length; length -1 is the indefinite one. An element
// whose length is written longer than DER has it is to be rewritten.
func (r *berReader) header() (e berPart, length int, p *Problem) {
	rest := r.in[r.pos:]
	if len(rest) < 2 {
		return e, 0, problem(CodeStructure, "cut off")
	}
	if e.tag = rest[0]; e.tag == 0 || e.tag&0x1f == 0x1f {
		return e, 0, problem(CodeStructure, "tag %#x", e.tag)
	}
	r.pos += 2
	switch length = int(rest[1]); {
	case length == 0x80:
		return e, -1, nil
	case length > 0x80:
		octets := length - 0x80
		if octets > 4 || len(rest) < 2+octets {
			return e, 0, problem(CodeStructure, "length of a length")
		}
		length = 0
		for _, o := range rest[2 : 2+octets] {
			length = length<<8 | int(o)
		}
		r.pos += octets
		e.rewritten = octets != lengthOctets(length)
	}
	if length > len(r.in)-r.pos {
		return e, 0, problem(CodeStructure, "an element reaches beyond its parent")
	}
	return e, length, nil
}

// lengthOctets is how many octets follow the first one of a length in DER.
func lengthOctets(length int) (n int) {
	if length < 0x80 {
		return 0
	}
	for ; length > 0; length >>= 8 {
		n++
	}
	return n
}

// join makes one octet string of its pieces.
func (e *berPart) join() *Problem {
	var content []byte
	for _, piece := range e.inside {
		switch {
		case piece.tag != octetString:
			return problem(CodeStructure, "a piece of an octet string is none")
		case piece.rewritten:
			content = append(content, piece.content...)
		default:
			content = append(content, piece.value()...)
		}
	}
	*e = berPart{rewritten: true, tag: octetString, content: content, size: len(content)}
	return nil
}

// value is the content of a raw element of short or long definite length.
func (e *berPart) value() []byte {
	header := 2
	if e.raw[1] > 0x80 {
		header += int(e.raw[1] - 0x80)
	}
	return e.raw[header:]
}

func (e *berPart) appendTo(out []byte) []byte {
	if !e.rewritten {
		return append(out, e.raw...)
	}
	out = appendHeader(out, e.tag, e.size)
	out = append(out, e.content...)
	for i := range e.inside {
		out = e.inside[i].appendTo(out)
	}
	return out
}

func appendHeader(out []byte, tag byte, size int) []byte {
	n := lengthOctets(size)
	if n == 0 {
		return append(out, tag, byte(size))
	}
	out = append(out, tag, 0x80|byte(n))
	for shift := 8 * (n - 1); shift >= 0; shift -= 8 {
		out = append(out, byte(size>>shift))
	}
	return out
}
