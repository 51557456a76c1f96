package dsig

import (
	"strings"

	"okienko/xades/xmltree"
)

const typeRawCertificate = Namespace + "rawX509Certificate"

// enter notes an element that is read for keys. One that is read already would
// be a loop.
func (r *keyReader) enter(n xmltree.Node) *Error {
	switch {
	case r.read[n.Order()]:
		return structureError(n, "%s is referred to more than once", n.Local())
	case len(r.read) > maxKeyReferences:
		return &Error{Code: CodeTooMany, Node: n, Detail: "too many references to keys"}
	}
	r.read[n.Order()] = true
	return nil
}

// named returns the element of this document that a reference to keys names. The
// zero Node means that it names something else: that is passed over, and never fetched.
func (r *keyReader) named(reference xmltree.Node) xmltree.Node {
	uri, _ := reference.Attr("", "URI")
	id, local := strings.CutPrefix(uri, "#")
	if match := xpointerID.FindStringSubmatch(uri); match != nil {
		id = match[1] + match[2]
	}
	n, ok := r.doc.ByID(id)
	if !local || !ok {
		return xmltree.Node{}
	}
	r.keys.Elsewhere = true
	return n
}

// refer follows a KeyInfoReference (XMLDSig 1.1 4.5.10).
func (r *keyReader) refer(reference xmltree.Node) *Error {
	n := r.named(reference)
	switch {
	case n.IsZero():
		return nil
	case !n.Is(Namespace, "KeyInfo"):
		return structureError(reference, "KeyInfoReference names %s", n.Local())
	}
	return r.keyInfo(n)
}

// retrieve follows a RetrievalMethod (XMLDSig 1.1 4.5.3) to X509Data, a key
// value, or the base64 of a certificate.
func (r *keyReader) retrieve(reference xmltree.Node) *Error {
	decoded, err := retrievalTransform(reference)
	if err != nil {
		return err
	}
	n := r.named(reference)
	if n.IsZero() {
		return nil
	}
	if err := r.enter(n); err != nil {
		return err
	}
	kind, _ := reference.Attr("", "Type")
	switch {
	case decoded && (kind == typeRawCertificate || kind == ""):
		return r.addCertificate(n)
	case decoded || kind != "" && kind != n.Space()+n.Local():
		return structureError(reference, "RetrievalMethod names %s where its type is %s", n.Local(), kind)
	case n.Is(Namespace, "X509Data"):
		return r.addX509Data(n)
	}
	return r.keys.addValue(n)
}

// retrievalTransform reads the transforms of a RetrievalMethod: base64, or none.
func retrievalTransform(reference xmltree.Node) (decoded bool, err *Error) {
	c := children(reference)
	transforms, given := c.optional("Transforms")
	if err := c.end(); err != nil || !given {
		return false, err
	}
	c = children(transforms)
	c.requireSome("Transform", func(n xmltree.Node) {
		uri, _ := n.Attr("", "Algorithm")
		switch {
		case uri != algBase64:
			err = algorithmError(CodeTransform, n, uri)
		case decoded:
			err = structureError(n, "base64 twice")
		}
		decoded = true
	})
	if end := c.end(); end != nil {
		return false, end
	}
	return decoded, err
}
