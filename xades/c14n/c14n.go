// Package c14n writes Canonical XML 1.0, 1.1 and Exclusive XML
// Canonicalization 1.0 of an xmltree document or subtree to a writer.
//
// The work is linear in the nodes written, but for sorting an element's
// attributes where they are not sorted already, and for the ancestors of an
// element whose parent is left out: whoever must bound it gives Options.Spend.
package c14n

import (
	"errors"
	"io"

	"okienko/xades/xmltree"
)

// Method is a canonicalisation algorithm without its comments flag.
type Method uint8

// The three methods.
const (
	C14N10 Method = iota + 1
	C14N11
	Exclusive
)

// Options say how to canonicalise.
type Options struct {
	Method   Method
	Comments bool
	// Prefixes is the InclusiveNamespaces PrefixList of the exclusive method;
	// "#default" stands for the default namespace.
	Prefixes []string
	// Omit, when not nil, leaves out the subtrees for which it is true: the
	// enveloped-signature transform and not(ancestor-or-self::ds:Signature).
	Omit func(xmltree.Node) bool
	// Set, when not nil, is what of the rest is written: a node-set that an XPath selected.
	Set NodeSet
	// Spend, when not nil, is asked before work that neither the output nor the
	// number of nodes tells of, in octets that could be written in its time: what an
	// element takes from ancestors that are left out, and sorting. Its error ends the work.
	Spend func(work int) error
}

// Write writes the canonical form of the document node or of an element with
// everything below it. It stops at the first error of w: a caller who must bound
// the output, which the exclusive method can make far longer than its input,
// gives a writer that fails. An error comes from w or is an *xmltree.Error
// (xml.namespace-relative; xml.limit-bytes for an xml:base beyond all measure), but for a caller's mistake: another kind of node, or
// a Method outside the list.
func Write(w io.Writer, apex xmltree.Node, opt Options) error {
	if kind := apex.Kind(); kind != xmltree.DocumentNode && kind != xmltree.ElementNode {
		return errors.New("c14n: only documents and elements have a canonical form")
	}
	if URI(opt.Method, opt.Comments) == "" {
		return errors.New("c14n: unknown method")
	}
	return write(w, apex, opt, subtrees(opt))
}

// selection says what becomes of a node.
type selection uint8

const (
	keep  selection = iota // it is in the node-set
	skip                   // it is not, its descendants are asked
	prune                  // neither it nor its descendants are
	apart                  // Options.Set says, also of its attributes and namespaces
)

// nodeSet tells which nodes are in the set. An element's attributes and
// namespaces are in it as far as the element is; a NodeSet tells them apart. nil
// is the set of all nodes.
type nodeSet func(xmltree.Node) selection

func subtrees(opt Options) nodeSet {
	rest := keep
	if opt.Set != nil {
		rest = apart
	}
	if opt.Omit == nil && opt.Set == nil {
		return nil
	}
	return func(n xmltree.Node) selection {
		if opt.Omit != nil && opt.Omit(n) {
			return prune
		}
		return rest
	}
}

// newError says that a node has no canonical form.
func newError(n xmltree.Node, code, detail string) error {
	at := n.Position()
	offset, _ := n.Range()
	return &xmltree.Error{Code: code, Offset: offset, Line: at.Line, Column: at.Column, Detail: detail}
}

var uris = [...]struct {
	method   Method
	comments bool
	uri      string
}{
	{C14N10, false, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"},
	{C14N10, true, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"},
	{C14N11, false, "http://www.w3.org/2006/12/xml-c14n11"},
	{C14N11, true, "http://www.w3.org/2006/12/xml-c14n11#WithComments"},
	{Exclusive, false, "http://www.w3.org/2001/10/xml-exc-c14n#"},
	{Exclusive, true, "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"},
}

// ByURI returns method and comments flag of an algorithm identifier; ok is
// false outside the closed list.
func ByURI(uri string) (m Method, comments, ok bool) {
	for _, x := range uris {
		if x.uri == uri {
			return x.method, x.comments, true
		}
	}
	return 0, false, false
}

// URI returns the algorithm identifier, "" for a Method outside the list.
func URI(m Method, comments bool) string {
	for _, x := range uris {
		if x.method == m && x.comments == comments {
			return x.uri
		}
	}
	return ""
}
