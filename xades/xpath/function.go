package xpath

import (
	"math"
	"strings"
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
			return value{scalar: &scalar{constant: a.scalar.constant && !a.scalar.number, text: a.scalar.text, textAt: a.scalar.stringAt}}, true
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
	return value{condition: &perNode{func(e *evaluation, i int) (bool, error) {
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

// modulo compiles mod (XPath 1.0 3.5): its sign is the dividend's.
func (p *parser) modulo(a, b value) value {
	if a.scalar == nil || b.scalar == nil {
		return p.fail("mod between what are no numbers")
	}
	left, right := a.scalar, b.scalar
	return value{scalar: &scalar{number: true, numberAt: func(e *evaluation, i int) (float64, error) {
		x, err := left.numericAt(e, i)
		if err != nil {
			return 0, err
		}
		y, err := right.numericAt(e, i)
		return math.Mod(x, y), err
	}}}
}
