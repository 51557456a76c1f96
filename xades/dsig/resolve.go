package dsig

import (
	"regexp"
	"strings"

	"okienko/xades/xmltree"
)

// xpointerID is the one XPointer besides #xpointer(/) that is understood.
var xpointerID = regexp.MustCompile(`^#xpointer\(id\((?:'([^']*)'|"([^"]*)")\)\)$`)

// target is what a Reference URI names (XMLDSig 1.1 4.4.3.2, 4.4.3.3).
type target struct {
	node     xmltree.Node // element or document node; zero for content outside the document
	comments bool         // XPointers keep comments, "" and "#id" do not
	content  []byte       // content outside the document
}

// resolve finds what a reference names. Nothing is ever fetched: content
// outside the document is what the caller supplies for exactly this URI.
func (c *Checker) resolve(r *Reference) (target, *Error) {
	switch {
	case r.HasURI && r.URI == "":
		return target{node: c.doc.Node()}, nil
	case r.URI == "#xpointer(/)":
		return target{node: c.doc.Node(), comments: true}, nil
	case strings.HasPrefix(r.URI, "#xpointer(id("):
		match := xpointerID.FindStringSubmatch(r.URI)
		if match == nil {
			return target{}, referenceError(CodeReference, r, "XPointer outside the closed list")
		}
		n, err := c.byID(r, match[1]+match[2])
		return target{node: n, comments: true}, err
	case strings.HasPrefix(r.URI, "#"):
		n, err := c.byID(r, r.URI[1:])
		return target{node: n}, err
	}
	return c.external(r)
}

func (c *Checker) byID(r *Reference, id string) (xmltree.Node, *Error) {
	n, ok := c.doc.ByID(id)
	if !ok {
		return n, referenceError(CodeReference, r, "no element, or more than one, has the Id %q", id)
	}
	return n, nil
}

func (c *Checker) external(r *Reference) (target, *Error) {
	if c.content != nil {
		if data, ok := c.content(r.URI); ok {
			return target{content: data}, nil
		}
	}
	return target{}, referenceError(CodeContent, r, "content outside the document was not supplied")
}
