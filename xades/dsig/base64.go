package dsig

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"

	"okienko/xades/xmltree"
)

var strictBase64 = base64.StdEncoding.Strict()

var errBase64 = errors.New("malformed base64")

// DecodeBase64 decodes base64 as XML Schema writes it: white space anywhere,
// padding required, no trailing bits and nothing after the padding.
func DecodeBase64(text []byte) ([]byte, error) {
	if bytes.IndexByte(text, ' ') >= 0 || bytes.IndexByte(text, '\t') >= 0 {
		text = withoutSpace(text)
	}
	out := make([]byte, strictBase64.DecodedLen(len(text)))
	n, err := strictBase64.Decode(out, text) // which passes over line ends
	if err != nil {
		return nil, errBase64
	}
	return out[:n], nil
}

func withoutSpace(text []byte) []byte {
	packed := make([]byte, 0, len(text))
	for _, c := range text {
		if !space(c) {
			packed = append(packed, c)
		}
	}
	return packed
}

// base64Element decodes an element that holds nothing but base64 text.
func base64Element(n xmltree.Node) ([]byte, *Error) {
	if n.IsZero() {
		return nil, structureError(n, "an element with base64 is missing")
	}
	text, ok := n.SimpleText()
	if !ok {
		return nil, structureError(n, "%s holds more than text", n.Local())
	}
	out, err := DecodeBase64(text)
	if err != nil || len(out) == 0 {
		return nil, structureError(n, "%s is not base64", n.Local())
	}
	return out, nil
}

// base64Writer decodes what is written to it into w, under the rules of
// DecodeBase64 and without holding more than one block.
type base64Writer struct {
	w     io.Writer
	block [8192]byte // a multiple of four, so that a block ends between groups
	n     int
	ended bool // padding was seen
	out   [6144]byte
}

func (b *base64Writer) Write(p []byte) (int, error) {
	for _, c := range p {
		if space(c) {
			continue
		}
		if b.n == len(b.block) {
			if err := b.flush(); err != nil {
				return 0, err
			}
		}
		b.block[b.n] = c
		b.n++
	}
	return len(p), nil
}

func (b *base64Writer) flush() error {
	if b.n == 0 {
		return nil
	}
	if b.ended {
		return errBase64
	}
	n, err := strictBase64.Decode(b.out[:], b.block[:b.n])
	if err != nil {
		return errBase64
	}
	b.ended = b.block[b.n-1] == '='
	b.n = 0
	_, err = b.w.Write(b.out[:n])
	return err
}
