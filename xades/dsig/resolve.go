package dsig

import (
	"regexp"
	"strings"

	"okienko/xades/xmltree"
)

// xpointerID is the one XPointer besides #xpointer(/) that is judged.
var xpointerID = regexp.MustCompile(`^#xpointer\(id\((?:'([^']*)'|"([^"]*)")\)\)$`)

// target is what a Reference URI names (XMLDSig 1.1 4.4.3.2, 4.4.3.3).
type target struct {
	node     xmltree.Node // element or document node; zero for content outside the document
	comments bool         // XPointers keep comments, "" and "#id" do not
	content  []byte       // content outside the document
}

// resolve finds what a reference names. Nothing is ever fetched: content
// outside the document is what the caller supplies for exactly this URI. What a
// Reference without URI means only the caller knows, unless its first transform
// takes the signature away, which stands in the signature's own document alone.
func (c *Checker) resolve(r *Reference) (target, *Error) {
	switch {
	case r.HasURI && r.URI == "", !r.HasURI && r.envelops():
		return target{node: c.doc.Node()}, nil
	case r.URI == "#xpointer(/)":
		return target{node: c.doc.Node(), comments: true}, nil
	case isXPointer(r.URI):
		match := xpointerID.FindStringSubmatch(r.URI)
		if match == nil {
			err := referenceError(CodeReference, r, "XPointer outside the closed list: %s", r.URI)
			err.outside = true
			return target{}, err
		}
		n, err := c.byID(r, match[1]+match[2])
		return target{node: n, comments: true}, err
	case strings.HasPrefix(r.URI, "#"):
		n, err := c.byID(r, r.URI[1:])
		return target{node: n}, err
	}
	return c.external(r)
}

// isXPointer tells a fragment of schemes and their data, xpointer(…) or
// element(…), from an Id, which has no parentheses.
func isXPointer(uri string) bool { return strings.HasPrefix(uri, "#") && strings.Contains(uri, "(") }

// envelops reports that the first transform takes away this signature, or all.
func (r *Reference) envelops() bool {
	return len(r.transforms) > 0 && (r.transforms[0].ownSignature() || r.transforms[0].step == stepNotSignature)
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
	if !r.HasURI {
		return target{}, referenceError(CodeContent, r, "a Reference without URI, and no content was supplied for it")
	}
	return target{}, referenceError(CodeContent, r, "content outside the document was not supplied")
}
