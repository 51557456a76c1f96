// Package xpath evaluates the part of XPath 1.0 that XML signatures select
// their content with. There is no general engine behind it: an expression
// outside the grammar is refused when it is compiled.
//
// Whole sets are computed, never single nodes: each operator of an expression
// is worked out once for all nodes of the document, an axis by one pass over
// an array. The work is the nodes times the operators, and is charged to the
// caller's budget before it is done.
package xpath

import (
	"fmt"

	"okienko/xades/xmltree"
)

// maxLength of an expression in octets. Real ones have 30 to 400; each token
// costs at most one pass over the document, which the budget pays.
const maxLength = 4096

// Expr is a compiled expression.
type Expr struct {
	value    value
	at       xmltree.Node
	here     bool
	bindings map[string]string // namespace URI by prefix
	text     string
}

// Compile reads an expression as it stands in an element, whose namespaces
// bind its prefixes and which here() returns (XMLDSig 1.1 6.6.3.2). The error
// says what is outside the grammar.
func Compile(text string, at xmltree.Node) (*Expr, error) {
	if len(text) > maxLength {
		return nil, fmt.Errorf("an expression of more than %d octets", maxLength)
	}
	tokens, err := scan(text)
	if err != nil {
		return nil, err
	}
	e := &Expr{at: at, text: text, bindings: map[string]string{}}
	p := &parser{tokens: tokens, expr: e}
	if e.value, err = p.whole(); err != nil {
		return nil, err
	}
	return e, nil
}

// SelectsNodes reports whether the expression gives nodes, as XPath Filter 2.0
// asks for, and not a string, number or boolean.
func (e *Expr) SelectsNodes() bool { return e.value.nodes != nil && e.value.nodes.constant() }

// Key identifies what the expression means: equal keys, equal results in one
// document. It is short even where a namespace URI is not: such an expression is
// known by its place.
func (e *Expr) Key() string {
	length := 0
	for _, uri := range e.bindings {
		length += len(uri)
	}
	if e.here || length > maxLength {
		return fmt.Sprintf("%q@%d", e.text, e.at.Order())
	}
	return fmt.Sprintf("%q%q", e.text, e.bindings)
}
