package xpath

import (
	"fmt"
	"slices"
	"strconv"
)

// maxNesting of parentheses, predicates and function calls; real expressions nest to 5.
const maxNesting = 32

// parser reads the tokens of an expression by recursive descent (XPath 1.0
// 3.1 to 3.5). The first error ends it: after that the methods read nothing.
type parser struct {
	tokens []token
	at     int
	depth  int
	expr   *Expr
	counts []*scalar
	err    error
}

func (p *parser) whole() (value, error) {
	v := p.or()
	if p.err == nil && p.peek().kind != tokenEnd {
		p.fail("%q where the expression should end", p.peek().text)
	}
	p.checkCounts()
	return v, p.err
}

func (p *parser) fail(format string, args ...any) value {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
	p.at = len(p.tokens) - 1
	return value{}
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != tokenEnd {
		p.at++
	}
	return t
}

// take reads a symbol if it is the next token.
func (p *parser) take(symbol string) bool {
	if t := p.peek(); t.kind != tokenSymbol || t.text != symbol {
		return false
	}
	p.at++
	return true
}

func (p *parser) want(symbol string) {
	if !p.take(symbol) {
		p.fail("%q where %q should stand", p.peek().text, symbol)
	}
}

func (p *parser) or() value { return p.junction("or", p.and) }

func (p *parser) and() value { return p.junction("and", p.equality) }

// junction reads operands of and, or of or.
func (p *parser) junction(operator string, operand func() value) value {
	if p.depth++; p.depth > maxNesting {
		return p.fail("an expression nested deeper than %d", maxNesting)
	}
	defer func() { p.depth-- }()
	first := operand()
	if !p.take(operator) {
		return first
	}
	parts := []condition{first.truth()}
	for more := true; more && p.err == nil; more = p.take(operator) {
		parts = append(parts, operand().truth())
	}
	return value{condition: &junction{parts, operator == "and"}}
}

func (p *parser) equality() value { return p.comparison(p.relation, "=", "!=") }

func (p *parser) relation() value { return p.comparison(p.remainder, "<", "<=", ">", ">=") }

func (p *parser) comparison(operand func() value, operators ...string) value {
	left := operand()
	for p.err == nil {
		operator := p.takeOne(operators)
		if operator == "" {
			break
		}
		c, err := compare(left, operator, operand())
		if err != nil {
			return p.fail("%v", err)
		}
		left = value{condition: c}
	}
	return left
}

func (p *parser) takeOne(symbols []string) string {
	for _, s := range symbols {
		if p.take(s) {
			return s
		}
	}
	return ""
}

// remainder reads the one arithmetic operator that is understood.
func (p *parser) remainder() value {
	left := p.union()
	for p.err == nil && p.take("mod") {
		left = p.modulo(left, p.union())
	}
	return left
}

// union reads paths joined by |, or any other value.
func (p *parser) union() value {
	first := p.path()
	if first.nodes == nil || !p.take("|") {
		return first
	}
	all := &union{slices.Clone(first.nodes.paths)}
	for more := true; more && p.err == nil; more = p.take("|") {
		second := p.path()
		if second.nodes == nil {
			return p.fail("| between what are no nodes")
		}
		all.paths = append(all.paths, second.nodes.paths...)
	}
	return value{nodes: all}
}

// path reads a location path, or a primary expression with what follows it.
func (p *parser) path() value {
	from := p.at
	v := p.primary()
	if p.err != nil || v.condition != nil || v.scalar != nil {
		return v
	}
	q := &path{start: v.start, base: v.nodes, id: v.id}
	if v.start != startContext || v.nodes != nil {
		q.filters = p.predicates()
		p.steps(q)
	} else {
		p.location(q)
	}
	q.tokens = p.tokens[from:p.at]
	if err := q.check(); err != nil && p.err == nil {
		p.fail("%v", err)
	}
	return value{nodes: &union{[]*path{q}}}
}

// primary reads what is no location path; the zero value for nothing.
func (p *parser) primary() value {
	switch t := p.peek(); {
	case t.kind == tokenLiteral:
		p.next()
		return text(t.text)
	case t.kind == tokenNumber:
		p.next()
		number, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			return p.fail("the number %q", t.text)
		}
		return numeral(number)
	case t.kind == tokenSymbol && t.text == "(":
		p.next()
		v := p.or()
		p.want(")")
		return v
	case t.kind == tokenName && p.symbolAt(1, "(") && !nodeType(t.text):
		return p.call()
	}
	return value{}
}

func (p *parser) symbolAt(ahead int, symbol string) bool {
	if p.at+ahead >= len(p.tokens) {
		return false
	}
	t := p.tokens[p.at+ahead]
	return t.kind == tokenSymbol && t.text == symbol
}

func nodeType(name string) bool {
	switch name {
	case "node", "text", "comment", "processing-instruction":
		return true
	}
	return false
}
