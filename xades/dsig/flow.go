package dsig

import (
	"bytes"
	"errors"
	"io"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
	"okienko/xades/xpath"
)

// flow is what passes from one transform to the next (XMLDSig 1.1 4.4.3.2): a
// node-set, one apex with everything below it but what was taken away,
// or octets. Octets are not held: write produces them on demand.
type flow struct {
	apex     xmltree.Node // zero when octets flow
	comments bool
	omitted  []func(xmltree.Node) bool // elements taken away with all they hold
	set      *xpath.Set                // what else is taken away; nil for nothing

	write   func(io.Writer) error
	checker *Checker // whose budget pays

	covers Checked // what of the document comes through so far
}

var (
	errNoParent  = errors.New("an enveloped-signature transform after octets, which hold no signature of theirs")
	errNotInside = errors.New("the Signature does not stand inside what its enveloped-signature transform is applied to")
	errNothing   = errors.New("the transforms leave nothing to sign")
)

// start is the flow before the first transform.
func (t target) start(c *Checker) flow {
	f := flow{checker: c, covers: Checked{Target: t.node, Whole: true}}
	if t.node.IsZero() {
		f.write = func(w io.Writer) error { _, err := w.Write(t.content); return err }
		return f
	}
	f.apex, f.comments = t.node, t.comments
	return f
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
	switch t.step {
	case stepNotSignature:
		f = f.omit(isSignature)
		return f, f.notInsideSignature()
	case stepXPath:
		return f.xpath(t.expr)
	case stepFilter:
		if t.filters != nil {
			return f.filter(t.filters, signature)
		}
		return f.filterSets(t.sets)
	}
	return f.enveloped(signature)
}

func isSignature(n xmltree.Node) bool { return n.Is(Namespace, "Signature") }

func (f flow) omit(taken func(xmltree.Node) bool) flow {
	f.omitted = append(f.omitted[:len(f.omitted):len(f.omitted)], taken)
	return f
}

// enveloped takes away the Signature whose transform it is, and no other.
func (f flow) enveloped(signature xmltree.Node) (flow, error) {
	if f.apex.Document() != signature.Document() {
		return f, errNoParent
	}
	if !f.apex.Contains(signature) {
		return f, errNotInside
	}
	if f.apex == signature {
		return f, errNothing
	}
	return f.omit(func(n xmltree.Node) bool { return n == signature }), nil
}

// notInsideSignature refuses an apex that not(ancestor-or-self::ds:Signature) takes away whole.
func (f flow) notInsideSignature() error {
	for n := f.apex; !n.IsZero(); n = n.Parent() {
		if isSignature(n) {
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
	if err := f.write(&meter{w: &b, left: &f.checker.budget}); err != nil {
		return f, err
	}
	if err := f.checker.spend(workToRead * b.Len()); err != nil {
		return f, err
	}
	doc, err := xmltree.Parse(b.Bytes(), xmltree.Options{KeepDuplicateIDs: true, MaxElements: min(elementsAgain+b.Len()/octetsAgain, xmltree.DefaultMaxElements)})
	if err != nil {
		return f, err
	}
	if err := f.checker.spend(workPerNode * doc.Len()); err != nil {
		return f, err
	}
	f.covers.Text = false // what comes now is some of what the octets say, not the octets
	return flow{checker: f.checker, covers: f.covers, apex: doc.Node(), comments: true}, nil
}

func (f flow) canonical(opt c14n.Options) (flow, error) {
	f, err := f.nodes()
	if err == nil {
		err = f.checker.spend(workPerPrefix * len(opt.Prefixes))
	}
	if err != nil {
		return f, err
	}
	opt.Comments = opt.Comments && f.comments
	opt.Omit, opt.Spend = f.taken(), f.checker.spend
	if f.set != nil {
		opt.Set = *f.set
	}
	return flow{checker: f.checker, covers: f.covers, write: func(w io.Writer) error { return c14n.Write(w, f.apex, opt) }}, nil
}

// taken returns what was taken away as one function; nil for nothing.
func (f flow) taken() func(xmltree.Node) bool {
	switch len(f.omitted) {
	case 0:
		return nil
	case 1:
		return f.omitted[0]
	}
	return func(n xmltree.Node) bool {
		for _, omit := range f.omitted {
			if omit(n) {
				return true
			}
		}
		return false
	}
}

// base64 decodes octets, or the text of a node-set (XMLDSig 1.1 6.6.2).
func (f flow) base64() flow {
	source, once := f.write, f.write == nil
	if once {
		source = f.text
	}
	decoded := flow{checker: f.checker, covers: f.covers, write: func(w io.Writer) error {
		decoder := &base64Writer{w: w}
		if err := source(decoder); err != nil {
			return err
		}
		return decoder.flush()
	}}
	decoded.covers.Whole, decoded.covers.Text = false, once
	return decoded
}

// text writes the text nodes of a node-set.
func (f flow) text(w io.Writer) error {
	taken := f.taken()
	end := f.apex.End()
	for n := f.apex; !n.IsZero() && n.Order() < end; {
		if taken != nil && n.Kind() == xmltree.ElementNode && taken(n) {
			n = following(n)
			continue
		}
		if n.Kind() == xmltree.TextNode && (f.set == nil || f.set.Contains(n)) {
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

// defaultCanonical is how a node-set that reaches the digest is written
// (XMLDSig 1.1 4.4.3.2).
var defaultCanonical = c14n.Options{Method: c14n.C14N10}

// octets ends a chain.
func (f flow) octets(last c14n.Options) (flow, error) {
	if f.write != nil {
		return f, nil
	}
	return f.canonical(last)
}
