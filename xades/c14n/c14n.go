// Package c14n writes Canonical XML 1.0, 1.1 and Exclusive XML
// Canonicalization 1.0 of an xmltree document or subtree to a writer.
package c14n

import (
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
}

// Write writes the canonical form of the document node or of an element with
// everything below it. An error comes from w or is an *xmltree.Error
// (xml.namespace-relative).
func Write(w io.Writer, apex xmltree.Node, opt Options) error { panic("room c14n") }

// ByURI returns method and comments flag of an algorithm identifier; ok is
// false outside the closed list.
func ByURI(uri string) (m Method, comments, ok bool) { panic("room c14n") }

// URI returns the algorithm identifier.
func URI(m Method, comments bool) string { panic("room c14n") }
