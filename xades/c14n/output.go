package c14n

import (
	"encoding/binary"
	"io"
)

// bufferSize: pieces are collected to so many bytes before they reach the
// writer, mostly a hash; longer text goes there directly.
const bufferSize = 4096

// output collects what is written and keeps the first error. Pieces of the
// document's text that follow each other there as they do in the output are
// joined first: source[from:to] is to be written after buf.
type output struct {
	w        io.Writer
	buf      []byte
	err      error
	source   []byte
	from, to int
}

// span writes source[from:to].
func (o *output) span(from, to int) {
	if from != o.to {
		o.settle()
		o.from = from
	}
	o.to = to
}

// settle writes the joined pieces.
func (o *output) settle() {
	if from, to := o.from, o.to; from < to {
		o.from = to
		o.verbatim(o.source[from:to])
	}
}

func (o *output) flush() error {
	o.settle()
	return o.flushBuffer()
}

func (o *output) flushBuffer() error {
	if o.err == nil && len(o.buf) > 0 {
		_, o.err = o.w.Write(o.buf)
	}
	o.buf = o.buf[:0]
	return o.err
}

func (o *output) byte(b byte) {
	o.settle()
	if len(o.buf) == cap(o.buf) {
		o.flushBuffer()
	}
	o.buf = append(o.buf, b)
}

func (o *output) string(s string) {
	o.settle()
	for len(s) > cap(o.buf)-len(o.buf) {
		n := cap(o.buf) - len(o.buf)
		o.buf = append(o.buf, s[:n]...)
		s = s[n:]
		o.flushBuffer()
	}
	o.buf = append(o.buf, s...)
}

// tag writes a tag without anything but its name.
func (o *output) tag(open, name string) {
	o.settle()
	if len(open)+len(name)+1 > cap(o.buf)-len(o.buf) {
		o.string(open)
		o.string(name)
		o.byte('>')
		return
	}
	o.buf = append(append(append(o.buf, open...), name...), '>')
}

// verbatim writes bytes as they are, long ones without a copy.
func (o *output) verbatim(s []byte) {
	o.settle()
	if len(s) <= cap(o.buf)-len(o.buf) {
		o.buf = append(o.buf, s...)
		return
	}
	if o.flushBuffer() == nil {
		_, o.err = o.w.Write(s)
	}
}

// The escapes of C14N 1.0 2.3, indexed by byte.
var (
	textEscapes  = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '\r': "&#xD;"}
	valueEscapes = [256]string{'&': "&amp;", '<': "&lt;", '"': "&quot;", '\t': "&#x9;", '\n': "&#xA;", '\r': "&#xD;"}
)

// text writes character data.
func (o *output) text(s []byte) {
	for len(s) > 0 {
		i := plainLength(s)
		o.verbatim(s[:i])
		for i < len(s) && textEscapes[s[i]] != "" {
			o.string(textEscapes[s[i]])
			i++
		}
		s = s[i:]
	}
}

// plainLength returns how many bytes of character data come before the first
// that has an escape. An attachment with CR LF line ends is megabytes of text
// with few of them, so eight bytes are passed at a time.
func plainLength(s []byte) int {
	i := 0
	for ; i+8 <= len(s) && !mayEscape(binary.LittleEndian.Uint64(s[i:])); i += 8 {
	}
	for i < len(s) && textEscapes[s[i]] == "" {
		i++
	}
	return i
}

// mayEscape reports that one of eight bytes is & < > or CR; it may say so in vain.
func mayEscape(w uint64) bool {
	const low, high = 0x0101010101010101, 0x8080808080808080
	amp := (w ^ '&'*low) - low
	angle := ((w | 0x02*low) ^ '>'*low) - low // '<'|2 is '>'
	cr := (w ^ '\r'*low) - low
	return (amp|angle|cr)&^w&high != 0
}

// quoted writes ="value".
func (o *output) quoted(s string) {
	o.string(`="`)
	start := 0
	for i := range len(s) {
		if escape := valueEscapes[s[i]]; escape != "" {
			o.string(s[start:i])
			o.string(escape)
			start = i + 1
		}
	}
	o.string(s[start:])
	o.byte('"')
}
