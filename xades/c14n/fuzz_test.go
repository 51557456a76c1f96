package c14n_test

import (
	"bytes"
	"testing"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
)

// FuzzIdempotent: the canonical form of a canonical form is itself.
func FuzzIdempotent(f *testing.F) {
	for _, c := range documents {
		f.Add([]byte(c.src))
	}
	for _, doc := range samples() {
		if len(doc.xml) < 20_000 {
			f.Add(doc.xml)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := xmltree.Parse(src, xmltree.Options{})
		if err != nil {
			return
		}
		for _, method := range []c14n.Method{c14n.C14N10, c14n.C14N11, c14n.Exclusive} {
			for _, comments := range []bool{false, true} {
				opt := c14n.Options{Method: method, Comments: comments}
				once, err := canonical(d.Node(), opt)
				if err != nil {
					continue
				}
				again, err := xmltree.Parse(once, xmltree.Options{})
				if err != nil {
					t.Fatalf("canonical form %q is refused: %v", once, err)
				}
				twice, err := canonical(again.Node(), opt)
				if err != nil || !bytes.Equal(once, twice) {
					t.Fatalf("method %d: %q became %q: %v", method, once, twice, err)
				}
			}
		}
	})
}

func canonical(n xmltree.Node, opt c14n.Options) ([]byte, error) {
	var b bytes.Buffer
	err := c14n.Write(&b, n, opt)
	return b.Bytes(), err
}
