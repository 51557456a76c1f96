package dsig

import (
	"bytes"
	"crypto"
	"errors"
	"io"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
	"okienko/xades/xpath"
)

// Checker digests what the references of one document's signatures name. It
// digests the same content under the same transforms once, and bounds the work
// of all signatures together. It is not safe for concurrent use.
type Checker struct {
	doc     *xmltree.Document
	content func(uri string) ([]byte, bool)
	budget  int
	credit  *credit
	entries int         // of manifests, read so far
	tree    *xpath.Tree // of doc, once an XPath asks for it
	known   map[digestKey]digested
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

// digested is the digest and what it covers.
type digested struct {
	digest []byte
	covers Checked
}

// NewChecker returns a Checker for one document. content supplies what stands
// outside of it by exact Reference URI ("" for a Reference without URI); nil
// supplies nothing.
func NewChecker(doc *xmltree.Document, content func(uri string) ([]byte, bool)) *Checker {
	return &Checker{doc: doc, content: content, budget: workFactor*len(doc.Text()) + workFloor, credit: newCredit(doc),
		known: map[digestKey]digested{}, paid: map[string]bool{}}
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
	if r.refusal != nil {
		return Checked{}, r.refusal
	}
	key := digestKey{uri: r.URI, hasURI: r.HasURI, chain: r.chain, hash: r.Hash}
	if r.own {
		key.owner = a.Node.Order()
	}
	found, known := c.known[key]
	if !known {
		var err *Error
		if found, err = c.digest(a, r); err != nil {
			return Checked{}, err
		}
		c.known[key] = found
	}
	if !bytes.Equal(found.digest, r.Digest) {
		return Checked{}, referenceError(CodeDigest, r, "the content is not what was signed")
	}
	return found.covers, nil
}

func (c *Checker) digest(a *Authentic, r *Reference) (digested, *Error) {
	t, bad := c.target(r)
	if bad != nil {
		return digested{}, bad
	}
	h := r.Hash.New()
	covers, err := c.run(&meter{w: h, left: &c.budget}, a, r, t, defaultCanonical)
	if err != nil {
		return digested{}, transformError(r, err)
	}
	return digested{h.Sum(nil), covers}, nil
}

// run sends what a reference names through its transforms into w; a node-set at
// the end is written in the canonical form last.
func (c *Checker) run(w *meter, a *Authentic, r *Reference, t target, last c14n.Options) (Checked, error) {
	f := t.start(c)
	var err error
	for _, step := range r.transforms {
		if f, err = f.apply(step, a.Node); err != nil {
			return Checked{}, err
		}
	}
	if f, err = f.octets(last); err != nil {
		return Checked{}, err
	}
	if err := f.write(w); err != nil {
		return Checked{}, err
	}
	if w.written == 0 && !t.node.IsZero() {
		return Checked{}, errNothing
	}
	return f.covers, nil
}

// transformError gives a failure inside the transforms its code. What leaves
// nothing to sign, or takes a signature away where it is not, is within the
// standard and judged by nobody here: a wrapped letter looks the same.
func transformError(r *Reference, err error) *Error {
	if !errors.Is(err, errNotInside) && !errors.Is(err, errNothing) {
		return referenceError(canonicalCode(err), r, "transforms: %v", err)
	}
	refusal := referenceError(CodeTransform, r, "transforms: %v", err)
	refusal.Args["algorithm"] = r.selecting()
	return refusal
}

// canonicalCode names why there is no canonical form: too much work, octets of
// a document that is not read, or one that is well-formed and has none.
func canonicalCode(err error) string {
	if errors.Is(err, errWork) || errors.Is(err, xpath.ErrTooMany) {
		return CodeTooMany
	}
	if bad, ok := errors.AsType[*xmltree.Error](err); ok {
		switch bad.Code {
		case xmltree.CodeRelativeNamespace, xmltree.CodeDoctype, xmltree.CodeEntity, xmltree.CodeEncoding:
			return bad.Code
		case xmltree.CodeTooManyElements, xmltree.CodeTooLarge, xmltree.CodeTooDeep, xmltree.CodeTooManyAttributes, xmltree.CodeTooManyNamespaces:
			return CodeTooMany
		}
	}
	return CodeStructure
}

var errWork = errors.New("the references ask for more work than the document is worth")

// target resolves a reference and pays for it. Nothing is asked for outside
// once the budget is spent: what is there may have to be read from a disk.
func (c *Checker) target(r *Reference) (target, *Error) {
	if c.budget < 0 {
		return target{}, referenceError(CodeTooMany, r, "%v", errWork)
	}
	t, err := c.resolve(r)
	if err != nil {
		return target{}, err
	}
	if c.charge(r, t); c.budget < 0 {
		return target{}, referenceError(CodeTooMany, r, "%v", errWork)
	}
	return t, nil
}

// charge pays for walking over the target, or for getting it from outside.
// Content from there brings a budget of its own, once for each URI.
func (c *Checker) charge(r *Reference, t target) {
	if !t.node.IsZero() {
		c.budget -= workPerNode * (t.node.End() - t.node.Order())
		return
	}
	if !c.paid[r.URI] {
		c.paid[r.URI] = true
		c.budget += contentFactor * len(t.content)
	}
	c.budget -= len(t.content)
}

// meter counts octets against the budget.
type meter struct {
	w       io.Writer
	left    *int
	written int
}

func (m *meter) Write(p []byte) (int, error) {
	m.written += len(p)
	if err := m.spend(len(p)); err != nil {
		return 0, err
	}
	return m.w.Write(p)
}

// spend charges work that is as much as writing so many octets.
func (m *meter) spend(work int) error {
	if *m.left -= work; *m.left < 0 {
		return errWork
	}
	return nil
}
