package xmltree_test

import (
	"errors"
	"slices"
	"testing"

	"okienko/xades/xmltree"
)

// FuzzParse: nothing panics; a refusal has a code of the list and a place
// inside the text; an accepted document's ranges nest and its handles agree.
func FuzzParse(f *testing.F) {
	for _, c := range refused {
		f.Add([]byte(c.doc))
	}
	for _, doc := range accepted {
		f.Add([]byte(doc))
	}
	f.Add([]byte(letter))
	f.Add([]byte("\xff\xfe<\x00a\x00/\x00>\x00"))
	f.Add([]byte("<?xml version='1.0' encoding='windows-1250'?><a b='\xb9'>\xbf</a>"))
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := xmltree.Parse(src, xmltree.Options{})
		if err != nil {
			checkError(t, err, len(src))
			return
		}
		for n := range d.Node().Descendants() {
			checkNode(t, n)
		}
	})
}

func checkError(t *testing.T, err error, size int) {
	var e *xmltree.Error
	if !errors.As(err, &e) || !slices.Contains(xmltree.Codes(), e.Code) {
		t.Fatalf("error outside the list: %v", err)
	}
	if e.Offset < 0 || e.Offset > 3*size || e.Line < 1 || e.Column < 1 {
		t.Fatalf("place outside the text: %+v", e)
	}
}

func checkNode(t *testing.T, n xmltree.Node) {
	start, end := n.Range()
	if start < 0 || start > end || end > len(n.Document().Text()) {
		t.Fatalf("node %d has the range %d-%d", n.Order(), start, end)
	}
	if parent := n.Parent(); !parent.IsZero() {
		from, to := parent.ContentRange()
		if start < from || end > to {
			t.Fatalf("node %d at %d-%d is outside its parent's content %d-%d", n.Order(), start, end, from, to)
		}
		if !parent.Contains(n) || parent.FirstChild().IsZero() {
			t.Fatalf("node %d is no child of its parent", n.Order())
		}
	}
	if next := n.NextSibling(); !next.IsZero() {
		if from, _ := next.Range(); from < end || next.Order() != n.End() {
			t.Fatalf("node %d overlaps its next sibling", n.Order())
		}
	}
	if n.Verbatim() && string(n.Value()) != string(n.Document().Text()[start:end]) {
		t.Fatalf("node %d is not verbatim", n.Order())
	}
	for k := range n.NumAttrs() {
		a := n.AttrAt(k)
		if value, ok := n.Attr(a.Space, a.Local); !ok || value != a.Value || a.Start <= start || a.End > end {
			t.Fatalf("attribute %d of node %d: %+v", k, n.Order(), a)
		}
	}
}
