package c14n_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
)

// elementsOf is the node-set of all elements of a name without attributes. It
// counts what it is asked.
type elementsOf struct {
	name  string
	asked *int
}

func (s elementsOf) Contains(n xmltree.Node) bool { *s.asked++; return n.Local() == s.name }

func (s elementsOf) ContainsAttr(xmltree.Node, int) bool { *s.asked++; return false }

func (s elementsOf) AppendNamespaces(list []xmltree.NamespaceDecl, _ xmltree.Node) []xmltree.NamespaceDecl {
	return list
}

var errSpent = errors.New("spent")

// TestLeftOutAncestorsArePaid: each of these elements looks through all
// attributes of all its ancestors, which are left out.
func TestLeftOutAncestorsArePaid(t *testing.T) {
	const depth, attributes, leaves = 100, 50, 1000
	var tag strings.Builder
	for k := range attributes {
		fmt.Fprintf(&tag, ` a%d=""`, k)
	}
	d, err := xmltree.Parse([]byte("<r>"+strings.Repeat("<d"+tag.String()+` xml:base="x/../">`, depth)+strings.Repeat("<e/>", leaves)+strings.Repeat("</d>", depth)+"</r>"), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []c14n.Method{c14n.C14N10, c14n.C14N11} {
		spent, asked := 0, 0
		opt := c14n.Options{Method: method, Set: elementsOf{"e", &asked}, Spend: func(work int) error { spent += work; return nil }}
		if err := c14n.Write(io.Discard, d.Node(), opt); err != nil {
			t.Fatal(err)
		}
		if spent < depth*attributes*leaves {
			t.Errorf("method %d: %d octets paid", method, spent)
		}
		left := 10_000
		opt.Spend = func(work int) error {
			if left -= work; left < 0 {
				return errSpent
			}
			return nil
		}
		if err := c14n.Write(io.Discard, d.Node(), opt); !errors.Is(err, errSpent) {
			t.Errorf("method %d: %v", method, err)
		}
	}
}

// TestUnselectedAttributesAreAskedOnce: of a thousand attributes outside the set
// not each is held against all others.
func TestUnselectedAttributesAreAskedOnce(t *testing.T) {
	var tag strings.Builder
	for k := range 999 {
		fmt.Fprintf(&tag, ` a%d=""`, k)
	}
	d, err := xmltree.Parse([]byte("<r><e"+tag.String()+"/></r>"), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []c14n.Method{c14n.C14N10, c14n.C14N11, c14n.Exclusive} {
		asked := 0
		var out strings.Builder
		if err := c14n.Write(&out, d.Node(), c14n.Options{Method: method, Set: elementsOf{"e", &asked}}); err != nil || out.String() != "<e></e>" {
			t.Errorf("method %d: %v %q", method, err, out.String())
		}
		if asked > 3*999 {
			t.Errorf("method %d: asked %d times", method, asked)
		}
	}
}
