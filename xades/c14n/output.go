package c14n

import "io"

// bufferSize: pieces are collected to so many bytes before they reach the
// writer, mostly a hash; longer text goes there directly.
const bufferSize = 4096

// output collects what is written and keeps the first error.
type output struct {
	w   io.Writer
	buf []byte
	err error
}

func newOutput(w io.Writer) output {
	return output{w: w, buf: make([]byte, 0, bufferSize)}
}

func (o *output) flush() error {
	if o.err == nil && len(o.buf) > 0 {
		_, o.err = o.w.Write(o.buf)
	}
	o.buf = o.buf[:0]
	return o.err
}

func (o *output) byte(b byte) {
	if len(o.buf) == cap(o.buf) {
		o.flush()
	}
	o.buf = append(o.buf, b)
}

func (o *output) string(s string) {
	for len(s) > cap(o.buf)-len(o.buf) {
		n := cap(o.buf) - len(o.buf)
		o.buf = append(o.buf, s[:n]...)
		s = s[n:]
		o.flush()
	}
	o.buf = append(o.buf, s...)
}

// verbatim writes bytes as they are, long ones without a copy.
func (o *output) verbatim(s []byte) {
	if len(s) <= cap(o.buf)-len(o.buf) {
		o.buf = append(o.buf, s...)
		return
	}
	if o.flush() == nil {
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
	start := 0
	for i, b := range s {
		if escape := textEscapes[b]; escape != "" {
			o.verbatim(s[start:i])
			o.string(escape)
			start = i + 1
		}
	}
	o.verbatim(s[start:])
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
