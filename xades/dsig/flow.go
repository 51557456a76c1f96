package dsig

import (
	"bytes"
	"errors"
	"io"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
)

// flow is what passes from one transform to the next (XMLDSig 1.1 4.4.3.2):
// a node-set, always one apex with everything below it but what was taken
// away, or octets. Octets are not held: write produces them on demand.
type flow struct {
	apex      xmltree.Node // zero when octets flow
	comments  bool
	signature xmltree.Node // subtree taken away by enveloped-signature
	noneSuch  bool         // every ds:Signature taken away

	write func(io.Writer) error
	left  *int // the budget that octets held between transforms are charged to
}

var (
	errNotInside = errors.New("the Signature does not stand inside what its enveloped-signature transform is applied to")
	errNothing   = errors.New("the transforms leave nothing to sign")
)

// start is the flow before the first transform.
func (t target) start(left *int) flow {
	if t.node.IsZero() {
		return flow{left: left, write: func(w io.Writer) error { _, err := w.Write(t.content); return err }}
	}
	return flow{left: left, apex: t.node, comments: t.comments}
}

// apply runs one transform.
func (f flow) apply(t Transform, signature xmltree.Node) (flow, error) {
	switch t.step {
	case stepCanonical:
		return f.canonical(t.canon)
	case stepBase64:
		return f.base64(), nil
	}
	f, err := f.nodes()
	if err != nil {
		return f, err
	}
	if t.step == stepNotSignature {
		f.noneSuch = true
		return f, f.notInsideSignature()
	}
	if signature.Document() != f.apex.Document() || !f.apex.Contains(signature) {
		return f, errNotInside
	}
	if f.apex == signature {
		return f, errNothing
	}
	f.signature = signature
	return f, nil
}

// notInsideSignature refuses an apex that not(ancestor-or-self::ds:Signature) takes away whole.
func (f flow) notInsideSignature() error {
	for n := f.apex; !n.IsZero(); n = n.Parent() {
		if n.Is(Namespace, "Signature") {
			return errNothing
		}
	}
	return nil
}

// nodes turns octets into the node-set of the document they are.
func (f flow) nodes() (flow, error) {
	if f.write == nil {
		return f, nil
	}
	var b bytes.Buffer
	if err := f.write(&meter{w: &b, left: f.left}); err != nil {
		return f, err
	}
	doc, err := xmltree.Parse(b.Bytes(), xmltree.Options{})
	if err != nil {
		return f, err
	}
	return flow{left: f.left, apex: doc.Node(), comments: true}, nil
}

func (f flow) canonical(opt c14n.Options) (flow, error) {
	f, err := f.nodes()
	if err != nil {
		return f, err
	}
	opt.Comments = opt.Comments && f.comments
	opt.Omit = f.omit()
	return flow{left: f.left, write: func(w io.Writer) error { return c14n.Write(w, f.apex, opt) }}, nil
}

// omit returns what was taken away as c14n wants it; nil for nothing.
func (f flow) omit() func(xmltree.Node) bool {
	switch {
	case f.noneSuch:
		return func(n xmltree.Node) bool { return n.Is(Namespace, "Signature") }
	case !f.signature.IsZero():
		return func(n xmltree.Node) bool { return n == f.signature }
	}
	return nil
}

// base64 decodes octets, or the text of a node-set (XMLDSig 1.1 6.6.2).
func (f flow) base64() flow {
	source := f.write
	if source == nil {
		source = f.text
	}
	return flow{left: f.left, write: func(w io.Writer) error {
		decoder := &base64Writer{w: w}
		if err := source(decoder); err != nil {
			return err
		}
		return decoder.flush()
	}}
}

// text writes the text nodes of a node-set.
func (f flow) text(w io.Writer) error {
	omit := f.omit()
	end := f.apex.End()
	for n := f.apex; !n.IsZero() && n.Order() < end; {
		if omit != nil && n.Kind() == xmltree.ElementNode && omit(n) {
			n = following(n)
			continue
		}
		if n.Kind() == xmltree.TextNode {
			if _, err := w.Write(n.Value()); err != nil {
				return err
			}
		}
		n = n.Next()
	}
	return nil
}

// following returns the first node after the subtree of n.
func following(n xmltree.Node) xmltree.Node {
	for ; !n.IsZero(); n = n.Parent() {
		if next := n.NextSibling(); !next.IsZero() {
			return next
		}
	}
	return n
}

// octets ends a chain: a node-set that reaches the digest is written as
// Canonical XML 1.0 without comments (XMLDSig 1.1 4.4.3.2).
func (f flow) octets() (func(io.Writer) error, error) {
	if f.write != nil {
		return f.write, nil
	}
	f, err := f.canonical(c14n.Options{Method: c14n.C14N10})
	return f.write, err
}
