package xpath

import (
	"errors"
	"math"
	"strings"

	"okienko/xades/xmltree"
)

// start is where a path begins.
type start uint8

const (
	startContext start = iota // at the context node, or at base where there is one
	startRoot
	startHere
	startID
)

// union is one or more paths.
type union struct{ paths []*path }

// path is a location path (XPath 1.0 2), from wherever it starts.
type path struct {
	start   start
	id      string
	base    *union
	filters []predicate // of the start
	steps   []step
	tokens  []token // as written, to tell equal paths
}

type step struct {
	axis    axis
	test    nodeTest
	filters []predicate
}

// predicate is a condition, or a place: 1 for the first of the axis, 0 for the last.
type predicate struct {
	condition condition
	place     int
}

// written is the path without white space between its tokens.
func (q *path) written() string {
	var b strings.Builder
	for _, t := range q.tokens {
		b.WriteByte('0' + byte(t.kind))
		b.WriteString(t.text)
		b.WriteByte(' ')
	}
	return b.String()
}

// constant reports that a path leads to the same nodes from everywhere.
func (q *path) constant() bool { return q.start != startContext || q.base != nil && q.base.constant() }

func (u *union) constant() bool {
	for _, q := range u.paths {
		if !q.constant() {
			return false
		}
	}
	return true
}

var errPlaces = errors.New("a place in a predicate of a path that begins at the context node")

// check refuses places where they cannot be found out for all nodes at once.
func (q *path) check() error {
	for _, f := range q.filters {
		if f.condition == nil {
			return errors.New("a place among nodes of several axes")
		}
	}
	if q.constant() {
		return nil
	}
	for _, s := range q.steps {
		for _, f := range s.filters {
			if f.condition == nil {
				return errPlaces
			}
		}
	}
	return nil
}

var anyNode = step{axis: axisDescendantOrSelf}

// location reads a location path from its begin.
func (p *parser) location(q *path) {
	switch {
	case p.take("//"):
		q.start = startRoot
		q.steps = append(q.steps, anyNode)
	case p.take("/"):
		q.start = startRoot
		if !p.stepAhead() {
			return
		}
	}
	p.step(q)
	p.steps(q)
}

func (p *parser) stepAhead() bool {
	switch t := p.peek(); t.kind {
	case tokenName:
		return true
	case tokenSymbol:
		return t.text == "." || t.text == ".." || t.text == "@" || t.text == "*"
	}
	return false
}

// steps reads the further steps of a path.
func (p *parser) steps(q *path) {
	for p.err == nil {
		switch {
		case p.take("//"):
			q.steps = append(q.steps, anyNode)
		case !p.take("/"):
			return
		}
		p.step(q)
	}
}

func (p *parser) step(q *path) {
	var s step
	switch {
	case p.take("."):
		s.axis = axisSelf
	case p.take(".."):
		s.axis = axisParent
	default:
		s.axis = p.axis()
		s.test = p.test()
		s.filters = p.predicates()
	}
	q.steps = append(q.steps, s)
}

func (p *parser) axis() axis {
	if p.take("@") {
		return axisAttribute
	}
	t := p.peek()
	if t.kind != tokenName || !p.symbolAt(1, "::") {
		return axisChild
	}
	p.next()
	p.next()
	a, ok := axisByName(t.text)
	if !ok {
		p.fail("the axis %q", t.text)
	}
	return a
}

func (p *parser) test() nodeTest {
	t := p.next()
	switch {
	case t.kind == tokenSymbol && t.text == "*":
		return nodeTest{named: true, space: "*", local: "*"}
	case t.kind != tokenName:
		p.fail("%q where a step should stand", t.text)
	case p.symbolAt(0, "("):
		return p.typeTest(t.text)
	}
	return p.nameTest(t.text)
}

func (p *parser) typeTest(name string) (test nodeTest) {
	p.want("(")
	switch name {
	case "node":
	case "text":
		test.kind = xmltree.TextNode
	case "comment":
		test.kind = xmltree.CommentNode
	case "processing-instruction":
		test.kind = xmltree.PINode
		if p.peek().kind == tokenLiteral {
			test.local = p.next().text
		}
	default:
		p.fail("the function %s() as a step", name)
	}
	p.want(")")
	return test
}

// nameTest resolves a name. One without prefix is in no namespace, whatever
// the default namespace is (XPath 1.0 2.3).
func (p *parser) nameTest(name string) nodeTest {
	prefix, local, prefixed := strings.Cut(name, ":")
	if !prefixed {
		return nodeTest{named: true, local: name}
	}
	uri, ok := p.expr.at.LookupNamespace(prefix)
	if !ok {
		p.fail("the prefix %q, which is not declared", prefix)
	}
	p.expr.bindings[prefix] = uri
	return nodeTest{named: true, space: uri, local: local}
}

func (p *parser) predicates() (list []predicate) {
	for p.err == nil && p.take("[") {
		list = append(list, p.predicate())
		p.want("]")
	}
	return list
}

func (p *parser) predicate() predicate {
	if t := p.peek(); t.kind == tokenName && t.text == "last" && p.symbolAt(1, "(") && p.symbolAt(2, ")") && p.symbolAt(3, "]") {
		p.at += 3
		return predicate{}
	}
	v := p.or()
	if v.scalar == nil || !v.scalar.number {
		return predicate{condition: v.truth()}
	}
	place := v.scalar.value
	if !v.scalar.constant || place < 1 || place > math.MaxInt32 || place != math.Trunc(place) {
		p.fail("a predicate that counts")
	}
	return predicate{place: int(place)}
}
