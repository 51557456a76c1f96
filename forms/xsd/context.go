package xsd

import (
	"strings"

	"okienko/xades/xmltree"
)

// context is what a value is read in: its node resolves prefixes.
type context struct {
	node      xmltree.Node
	notations map[qname]site
	chameleon string // the namespace of names without one, in a schema document
}

func (in context) resolve(text string) (qname, bool) {
	prefix, local, found := strings.Cut(text, ":")
	if !found {
		prefix, local = "", text
	}
	space, ok := in.node.LookupNamespace(prefix)
	if space == "" {
		space = in.chameleon
	}
	return qname{space, local}, ok || prefix == ""
}

func (s site) context(c *compiler) context {
	in := context{node: s.node, notations: c.notations}
	if s.doc.chameleon {
		in.chameleon = s.doc.target
	}
	return in
}
