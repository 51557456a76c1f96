package xpath

import (
	"errors"
	"math"
	"strings"

	"okienko/xades/xmltree"
)

// call reads a function call (XPath 1.0 4, XMLDSig 1.1 6.6.3.2).
func (p *parser) call() value {
	name := p.next().text
	p.want("(")
	var arguments []value
	for p.err == nil && !p.take(")") {
		if len(arguments) > 0 {
			p.want(",")
		}
		arguments = append(arguments, p.or())
	}
	if p.err != nil {
		return value{}
	}
	v, ok := p.function(name, arguments)
	if !ok {
		return p.fail("the function %s() with %d arguments of these kinds", name, len(arguments))
	}
	return v
}

func (p *parser) function(name string, arguments []value) (value, bool) {
	switch len(arguments) {
	case 0:
		return p.nullary(name)
	case 1:
		return p.unary(name, arguments[0])
	case 2:
		return binary(name, arguments[0], arguments[1])
	}
	return value{}, false
}

func (p *parser) nullary(name string) (value, bool) {
	switch name {
	case "true", "false":
		return value{condition: &fixed{name == "true"}}, true
	case "here":
		p.expr.here = true
		return value{start: startHere}, true
	}
	return property(name, &union{[]*path{{}}})
}

func (p *parser) unary(name string, a value) (value, bool) {
	switch name {
	case "not":
		return value{condition: &negation{a.truth()}}, true
	case "boolean":
		return value{condition: a.truth()}, true
	case "id":
		return value{start: startID, id: constantText(a)}, a.scalar != nil && a.scalar.constant && !a.scalar.number
	case "count":
		if a.nodes == nil {
			return value{}, false
		}
		return p.counted(a.nodes), true
	case "string":
		if a.scalar != nil {
			return value{scalar: &scalar{constant: a.scalar.constant && !a.scalar.number, text: a.scalar.text, textAt: a.scalar.stringAt, prepare: a.scalar.prepare}}, true
		}
	}
	if a.nodes == nil {
		return value{}, false
	}
	return property(name, a.nodes)
}

func constantText(a value) string {
	if a.scalar == nil {
		return ""
	}
	return a.scalar.text
}

func binary(name string, a, b value) (value, bool) {
	var test func(s, part string) bool
	switch name {
	case "starts-with":
		test = strings.HasPrefix
	case "contains":
		test = strings.Contains
	default:
		return value{}, false
	}
	left, ok := a.asText()
	right, also := b.asText()
	if !ok || !also {
		return value{}, false
	}
	prepare := func(e *evaluation) error { return errors.Join(left.ready(e), right.ready(e)) }
	return value{condition: &perNode{prepare, func(e *evaluation, i int) (bool, error) {
		s, err := left.stringAt(e, i)
		if err != nil {
			return false, err
		}
		part, err := right.stringAt(e, i)
		if err == nil {
			err = e.tree.spend(len(s))
		}
		return err == nil && test(s, part), err
	}}}, true
}

// asText is string() of an argument.
func (v value) asText() (*scalar, bool) {
	if v.scalar != nil {
		return v.scalar, true
	}
	if v.nodes == nil {
		return nil, false
	}
	p, ok := property("string", v.nodes)
	return p.scalar, ok
}

// property compiles string(), name(), local-name() and namespace-uri() of a
// node that each context node has at most one of.
func property(name string, u *union) (value, bool) {
	var read func(t *Tree, i int) (string, error)
	switch name {
	case "string":
		read = (*Tree).stringValue
	case "name":
		read = (*Tree).paidName
	case "local-name":
		read = func(t *Tree, i int) (string, error) { return t.localName(i), nil }
	case "namespace-uri":
		read = func(t *Tree, i int) (string, error) { return t.namespaceURI(i), nil }
	default:
		return value{}, false
	}
	if len(u.paths) != 1 || !u.paths[0].single() {
		return value{}, false
	}
	return value{scalar: &scalar{textAt: func(e *evaluation, i int) (string, error) {
		k, err := e.tree.follow(u.paths[0], i)
		if k < 0 || err != nil {
			return "", err
		}
		return read(e.tree, k)
	}}}, true
}

// single reports a path that leads from a node to one node at most, in a
// constant number of steps.
func (q *path) single() bool {
	if q.start != startContext || q.base != nil {
		return false
	}
	for _, s := range q.steps {
		attribute := s.axis == axisAttribute && s.test.named && s.test.local != "*" && s.test.space != "*"
		if len(s.filters) > 0 || s.axis != axisSelf && s.axis != axisParent && !attribute {
			return false
		}
	}
	return true
}

// follow goes a single path from a node; -1 when it ends.
func (t *Tree) follow(q *path, i int) (int, error) {
	for k := range q.steps {
		s := &q.steps[k]
		switch s.axis {
		case axisParent:
			i = int(t.parent[i])
		case axisAttribute:
			var err error
			if i, err = t.findAttribute(i, &s.test); err != nil {
				return -1, err
			}
		}
		if i < 0 || !t.fits(&s.test, s.axis, i) {
			return -1, nil
		}
	}
	return i, nil
}

func (t *Tree) findAttribute(i int, test *nodeTest) (int, error) {
	if i >= len(t.nodes) {
		return -1, nil
	}
	first, end := int(t.attributes[i]), int(t.attributes[i+1])
	for k := first; k < end; k++ {
		if test.fitsAttribute(t.attribute(k)) {
			return k, t.spend(k - first)
		}
	}
	return -1, t.spend(end - first)
}

// stringValue is the string-value of a node (XPath 1.0 5). An element's is as
// long as what stands in it, and has to be paid.
func (t *Tree) stringValue(i int) (string, error) {
	switch {
	case t.isAttribute(i):
		value := t.attribute(i).Value
		return value, t.spend(len(value))
	case t.isNamespace(i):
		return t.namespace(i).URI, nil
	}
	n := t.nodes[i]
	from, to := n.Range()
	if err := t.spend(to - from + workPerNode*(n.End()-i)); err != nil {
		return "", err
	}
	return string(n.StringValue()), nil
}

// paidName is name, which is put together anew each time.
func (t *Tree) paidName(i int) (string, error) {
	name := t.name(i)
	return name, t.spend(len(name))
}

// name, localName and namespaceURI are the functions of XPath 1.0 4.1.
func (t *Tree) name(i int) string {
	switch {
	case t.isAttribute(i):
		if a := t.attribute(i); a.Prefix != "" {
			return a.Prefix + ":" + a.Local
		}
		return t.attribute(i).Local
	case t.isNamespace(i):
		return t.namespace(i).Prefix
	case t.nodes[i].Kind() == xmltree.ElementNode:
		return t.nodes[i].QName()
	case t.nodes[i].Kind() == xmltree.PINode:
		return t.nodes[i].Local()
	}
	return ""
}

func (t *Tree) localName(i int) string {
	switch {
	case t.isAttribute(i):
		return t.attribute(i).Local
	case t.isNamespace(i), t.nodes[i].Kind() != xmltree.ElementNode:
		return t.name(i)
	}
	return t.nodes[i].Local()
}

func (t *Tree) namespaceURI(i int) string {
	switch {
	case t.isAttribute(i):
		return t.attribute(i).Space
	case t.isNamespace(i), t.nodes[i].Kind() != xmltree.ElementNode:
		return ""
	}
	return t.nodes[i].Space()
}

// modulo compiles mod (XPath 1.0 3.5): its sign is the dividend's.
func (p *parser) modulo(a, b value) value {
	if a.scalar == nil || b.scalar == nil {
		return p.fail("mod between what are no numbers")
	}
	left, right := a.scalar, b.scalar
	return value{scalar: &scalar{number: true,
		prepare: func(e *evaluation) error { return errors.Join(left.ready(e), right.ready(e)) },
		numberAt: func(e *evaluation, i int) (float64, error) {
			x, err := left.numericAt(e, i)
			if err != nil {
				return 0, err
			}
			y, err := right.numericAt(e, i)
			return math.Mod(x, y), err
		}}}
}
