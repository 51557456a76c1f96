package dsig

import (
	"io"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
)

// ParseCanonicalization reads a ds:CanonicalizationMethod with its parameters;
// the zero Node stands for an absent one, which means Canonical XML 1.0. A
// method outside the closed list is an *Error.
func ParseCanonicalization(n xmltree.Node) (c14n.Options, error) {
	if n.IsZero() {
		return c14n.Options{Method: c14n.C14N10}, nil
	}
	opt, err := parseCanonical(n)
	if err != nil {
		return c14n.Options{}, err
	}
	return opt, nil
}

// WriteReference writes what the digest of a Reference is computed from, where
// a node-set left at the end has the canonical form last: what time-stamps over
// signed content cover (ETSI EN 319 132-1 5.2.8, 5.5.2.2). It compares nothing.
// The work counts against the Checker's budget.
func (c *Checker) WriteReference(w io.Writer, a *Authentic, r *Reference, last c14n.Options) error {
	t, refusal := c.target(r)
	if refusal != nil {
		return refusal
	}
	if _, err := c.run(&meter{w: w, left: &c.budget}, a, r, t, last); err != nil {
		return transformError(r, err)
	}
	return nil
}

// WriteCanonical writes the canonical form of an element of the document
// within the Checker's budget.
func (c *Checker) WriteCanonical(w io.Writer, n xmltree.Node, opt c14n.Options) error {
	opt.Spend = c.spend
	err := c.spend(workPerNode*(n.End()-n.Order()) + workPerPrefix*(1+len(opt.Prefixes)))
	if err == nil {
		err = c14n.Write(&meter{w: w, left: &c.budget}, n, opt)
	}
	if err != nil {
		return &Error{Code: canonicalCode(err), Node: n, Detail: err.Error()}
	}
	return nil
}
