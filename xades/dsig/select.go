package dsig

import (
	"errors"

	"okienko/xades/xmltree"
	"okienko/xades/xpath"
)

// compile reads the expression of an XPath element. Comments inside are not
// part of it, nor does SignedInfo's canonical form protect them.
func compile(n xmltree.Node) (*xpath.Expr, error) {
	if err := onlyExpression(n); err != nil {
		return nil, err
	}
	return xpath.Compile(string(n.StringValue()), n)
}

// onlyExpression refuses elements inside an expression: those of a ds:Signature
// may be unsigned in a Manifest that is signed without signatures.
func onlyExpression(n xmltree.Node) error {
	for range n.Elements() {
		return errors.New("an element inside an expression")
	}
	return nil
}

// expressionError refuses a transform for what its expression says.
func expressionError(n xmltree.Node, uri string, reason error) *Error {
	err := parameterError(n, uri)
	err.Detail = "XPath outside the grammar: " + reason.Error()
	return err
}

// tree numbers the nodes of the document that flows; of the one being verified once.
func (f flow) tree() (*xpath.Tree, error) {
	c, doc := f.checker, f.apex.Document()
	if doc == c.doc && c.tree != nil {
		return c.tree, nil
	}
	tree, err := xpath.NewTree(doc, c.spend)
	if doc == c.doc {
		c.tree = tree
	}
	return tree, err
}

// spend charges work to the budget.
func (c *Checker) spend(work int) error {
	if c.budget -= work; c.budget < 0 {
		return errWork
	}
	return nil
}

// xpath keeps the nodes for which an expression is true (XMLDSig 1.1 6.6.3).
func (f flow) xpath(expr *xpath.Expr) (flow, error) {
	tree, err := f.tree()
	if err != nil {
		return f, err
	}
	set, err := tree.Filter(expr)
	if err != nil {
		return f, err
	}
	return f.keepOnly(set)
}

// keepOnly takes everything outside a set away.
func (f flow) keepOnly(set xpath.Set) (flow, error) {
	if f.set != nil {
		set.Intersect(*f.set)
	}
	f.set = &set
	if err := f.checker.spend(workPerNode * (f.apex.End() - f.apex.Order())); err != nil {
		return f, err
	}
	f.narrow()
	return f, nil
}

// narrow says what the set leaves of what was covered: all of it but
// signatures, or all of one element, or less than can be named by a node.
func (f *flow) narrow() {
	if f.holdsWhole(f.apex) {
		return
	}
	one := f.only()
	if one.IsZero() || one.Document() != f.covers.Target.Document() {
		f.covers.Whole = false
		return
	}
	f.covers.Target = one
	f.covers.Whole = f.covers.Whole && f.holdsWhole(one)
}

// holdsWhole reports whether the set has everything at and below a node but
// comments and ds:Signature elements.
func (f *flow) holdsWhole(apex xmltree.Node) bool {
	end := apex.End()
	for n := apex; !n.IsZero() && n.Order() < end; {
		switch kind := n.Kind(); {
		case n != apex && isSignature(n) && !f.set.Contains(n):
			n = following(n)
			continue
		case kind == xmltree.ElementNode && !f.set.ContainsElement(n),
			(kind == xmltree.TextNode || kind == xmltree.PINode) && !f.set.Contains(n):
			return false
		}
		n = n.Next()
	}
	return true
}

// only returns the one element outside of which the set has nothing; the zero
// Node where there is none.
func (f *flow) only() (one xmltree.Node) {
	end := f.apex.End()
	for n := f.apex; !n.IsZero() && n.Order() < end; {
		switch {
		case n.Kind() == xmltree.DocumentNode || n.Kind() == xmltree.CommentNode && !f.comments || !f.set.Contains(n):
			n = n.Next()
		case n.Kind() != xmltree.ElementNode || !one.IsZero():
			return xmltree.Node{}
		default:
			one = n
			n = following(n)
		}
	}
	return one
}
