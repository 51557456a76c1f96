package dsig

import (
	"bytes"
	"crypto"
	"errors"
	"io"

	"okienko/xades/xmltree"
)

// Checker digests what the references of one document's signatures name. It
// digests the same content under the same transforms once, and bounds the work
// of all signatures together. It is not safe for concurrent use.
type Checker struct {
	doc     *xmltree.Document
	content func(uri string) ([]byte, bool)
	budget  int
	digests map[digestKey][]byte
	paid    map[string]bool // URIs of content outside whose budget was added
}

// digestKey identifies a digest: what, through which transforms, by which hash.
type digestKey struct {
	uri    string
	hasURI bool
	chain  string
	hash   crypto.Hash
	owner  int // Order of the Signature where the chain depends on it
}

// NewChecker returns a Checker for one document. content supplies what stands
// outside of it by exact Reference URI ("" for a Reference without URI); nil
// supplies nothing.
func NewChecker(doc *xmltree.Document, content func(uri string) ([]byte, bool)) *Checker {
	return &Checker{doc: doc, content: content, budget: workFactor*len(doc.Text()) + workFloor,
		digests: map[digestKey][]byte{}, paid: map[string]bool{}}
}

// Checked says what a reference whose digest holds covers.
type Checked struct {
	Target xmltree.Node // element or document node; zero for content outside the document
	Whole  bool         // nothing but ds:Signature elements was taken away from Target
	Text   bool         // the text of Target was covered through base64, not its markup
}

// Check resolves a reference of an authentic signature, runs its transforms
// and compares the digest. A failure is an *Error.
func (c *Checker) Check(a *Authentic, r *Reference) (Checked, error) {
	t, err := c.resolve(r)
	if err != nil {
		return Checked{}, err
	}
	key := digestKey{uri: r.URI, hasURI: r.HasURI, chain: r.chain, hash: r.Hash}
	if r.own {
		key.owner = a.Node.Order()
	}
	digest, known := c.digests[key]
	if !known {
		if digest, err = c.digest(a, r, t); err != nil {
			return Checked{}, err
		}
		c.digests[key] = digest
	}
	if !bytes.Equal(digest, r.Digest) {
		return Checked{}, referenceError(CodeDigest, r, "the content is not what was signed")
	}
	return r.covers(t), nil
}

// covers says what the transforms let through of the target.
func (r *Reference) covers(t target) Checked {
	checked := Checked{Target: t.node, Whole: true}
	for _, step := range r.transforms {
		if step.step == stepBase64 {
			checked.Whole, checked.Text = false, true
		}
	}
	return checked
}

func (c *Checker) digest(a *Authentic, r *Reference, t target) ([]byte, *Error) {
	if err := c.charge(r, t); err != nil {
		return nil, referenceError(CodeTooMany, r, "%v", err)
	}
	h := r.Hash.New()
	meter := &meter{w: h, left: &c.budget}
	if err := run(meter, a, r, t); err != nil {
		return nil, transformError(r, err)
	}
	return h.Sum(nil), nil
}

// run sends what a reference names through its transforms into w.
func run(w *meter, a *Authentic, r *Reference, t target) error {
	f := t.start(w.left)
	var err error
	for _, step := range r.transforms {
		if f, err = f.apply(step, a.Node); err != nil {
			return err
		}
	}
	write, err := f.octets()
	if err != nil {
		return err
	}
	if err := write(w); err != nil {
		return err
	}
	if w.written == 0 && !t.node.IsZero() {
		return errNothing
	}
	return nil
}

// transformError gives a failure inside the transforms its code.
func transformError(r *Reference, err error) *Error {
	if errors.Is(err, errWork) {
		return referenceError(CodeTooMany, r, "%v", err)
	}
	return referenceError(canonicalCode(err), r, "transforms: %v", err)
}

// canonicalCode names a document that is well-formed and has no canonical form.
func canonicalCode(err error) string {
	if bad, ok := errors.AsType[*xmltree.Error](err); ok && bad.Code == xmltree.CodeRelativeNamespace {
		return bad.Code
	}
	return CodeStructure
}

var errWork = errors.New("the references ask for more work than the document is worth")

// charge pays for walking over the target. Content from outside brings a
// budget of its own, once for each URI.
func (c *Checker) charge(r *Reference, t target) error {
	if t.node.IsZero() {
		if !c.paid[r.URI] {
			c.paid[r.URI] = true
			c.budget += MaxTransforms * len(t.content)
		}
		return nil
	}
	c.budget -= workPerNode * (t.node.End() - t.node.Order())
	if c.budget < 0 {
		return errWork
	}
	return nil
}

// meter counts octets against the budget.
type meter struct {
	w       io.Writer
	left    *int
	written int
}

func (m *meter) Write(p []byte) (int, error) {
	m.written += len(p)
	if *m.left -= len(p); *m.left < 0 {
		return 0, errWork
	}
	return m.w.Write(p)
}
