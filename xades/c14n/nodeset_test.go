package c14n

import (
	"bytes"
	"testing"

	"okienko/xades/xmltree"
)

// TestNodeSets: elements left out whose children stay hand down what they
// declare, and what stands between two elements written is the children's to show.
func TestNodeSets(t *testing.T) {
	cases := []struct{ name, src, c14n10, c14n11, exc string }{
		{
			name:   "declarations of elements left out",
			src:    `<r xmlns:p="urn:p"><out xmlns:p="urn:q" xmlns:q="urn:q"><p:a/><q:b/></out><p:c/></r>`,
			c14n10: `<r xmlns:p="urn:p"><p:a xmlns:p="urn:q" xmlns:q="urn:q"></p:a><q:b xmlns:p="urn:q" xmlns:q="urn:q"></q:b><p:c></p:c></r>`,
			c14n11: `<r xmlns:p="urn:p"><p:a xmlns:p="urn:q" xmlns:q="urn:q"></p:a><q:b xmlns:p="urn:q" xmlns:q="urn:q"></q:b><p:c></p:c></r>`,
			exc:    `<r><p:a xmlns:p="urn:q"></p:a><q:b xmlns:q="urn:q"></q:b><p:c xmlns:p="urn:p"></p:c></r>`,
		},
		{
			name:   "default undeclared between",
			src:    `<r xmlns="urn:d"><in><e><out xmlns=""><a/></out></e></in></r>`,
			c14n10: `<r xmlns="urn:d"><in><e><a xmlns=""></a></e></in></r>`,
			c14n11: `<r xmlns="urn:d"><in><e><a xmlns=""></a></e></in></r>`,
			exc:    `<r xmlns="urn:d"><in><e><a xmlns=""></a></e></in></r>`,
		},
		{
			name:   "declared and taken back between",
			src:    `<r xmlns:p="urn:p"><out xmlns:p="urn:q"><out xmlns:p="urn:p"><p:a/></out></out></r>`,
			c14n10: `<r xmlns:p="urn:p"><p:a></p:a></r>`,
			c14n11: `<r xmlns:p="urn:p"><p:a></p:a></r>`,
			exc:    `<r><p:a xmlns:p="urn:p"></p:a></r>`,
		},
		{
			name:   "xml attributes from above an element written",
			src:    `<r xml:lang="pl" xml:id="i"><in xml:space="preserve"><out xml:foo="1"><a b="2"/></out></in></r>`,
			c14n10: `<r xml:id="i" xml:lang="pl"><in xml:space="preserve"><a b="2" xml:foo="1" xml:id="i" xml:lang="pl" xml:space="preserve"></a></in></r>`,
			c14n11: `<r xml:id="i" xml:lang="pl"><in xml:space="preserve"><a b="2" xml:lang="pl" xml:space="preserve"></a></in></r>`,
			exc:    `<r xml:id="i" xml:lang="pl"><in xml:space="preserve"><a b="2"></a></in></r>`,
		},
		{
			name:   "xml:base of those left out alone",
			src:    `<r xml:base="a/b"><out xml:base=".."><out xml:base=".."><a xml:base="x"/></out></out><out><a xml:base="./y"/><a/></out></r>`,
			c14n10: `<r xml:base="a/b"><a xml:base="x"></a><a xml:base="./y"></a><a xml:base="a/b"></a></r>`,
			c14n11: `<r xml:base="a/b"><a xml:base="../../x"></a><a xml:base="./y"></a><a></a></r>`,
			exc:    `<r xml:base="a/b"><a xml:base="x"></a><a xml:base="./y"></a><a></a></r>`,
		},
		{
			name:   "text of an element left out",
			src:    `<r>1<out>2<a>3</a>4</out>5</r>`,
			c14n10: `<r>12<a>3</a>45</r>`,
			c14n11: `<r>12<a>3</a>45</r>`,
			exc:    `<r>12<a>3</a>45</r>`,
		},
	}
	notOut := func(n xmltree.Node) selection {
		if n.Local() == "out" {
			return skip
		}
		return keep
	}
	for _, c := range cases {
		d, err := xmltree.Parse([]byte(c.src), xmltree.Options{KeepDuplicateIDs: true})
		if err != nil {
			t.Fatal(err)
		}
		for method, want := range map[Method]string{C14N10: c.c14n10, C14N11: c.c14n11, Exclusive: c.exc} {
			var got bytes.Buffer
			if err := write(&got, d.Node(), Options{Method: method}, notOut); err != nil || got.String() != want {
				t.Errorf("%s, %s: %v\n got %s\nwant %s", c.name, URI(method, false), err, got.String(), want)
			}
		}
	}
}
