package pattern

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of one expression.
const (
	// maxSource bounds the text: parsing is linear, but a published pattern is
	// seldom above 1 KB.
	maxSource = 64 << 10
	// maxDepth bounds nested groups, since the parser recurses by them.
	maxDepth = 200
)

// unbounded is the maximum of * and +.
const unbounded = -1

// node is a parsed expression: a character set, a concatenation or a choice,
// repeated min to max times.
type node struct {
	kind     kind
	set      Set
	kids     []*node
	min, max int
}

type kind uint8

const (
	charNode kind = iota
	concatNode
	choiceNode
)

type parser struct {
	src   string
	at    int
	depth int
}

func parse(src string) (*node, error) {
	if len(src) > maxSource {
		return nil, fmt.Errorf("the expression is longer than %d bytes", maxSource)
	}
	p := &parser{src: src}
	n, err := p.choice()
	if err == nil && p.at < len(src) {
		err = p.fail("unmatched %q", src[p.at])
	}
	return n, err
}

func (p *parser) fail(format string, args ...any) error {
	return fmt.Errorf("at offset %d: %s", p.at, fmt.Sprintf(format, args...))
}

func (p *parser) peek() rune {
	r, _ := utf8.DecodeRuneInString(p.src[p.at:])
	return r
}

func (p *parser) more() bool { return p.at < len(p.src) }

func (p *parser) take() rune {
	r, n := utf8.DecodeRuneInString(p.src[p.at:])
	p.at += n
	return r
}

func (p *parser) accept(c byte) bool {
	if p.more() && p.src[p.at] == c {
		p.at++
		return true
	}
	return false
}

// choice reads regExp ::= branch ('|' branch)*.
func (p *parser) choice() (*node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail("more than %d nested groups", maxDepth)
	}
	defer func() { p.depth-- }()
	n := &node{kind: choiceNode, min: 1, max: 1}
	for {
		branch, err := p.branch()
		if err != nil {
			return nil, err
		}
		n.kids = append(n.kids, branch)
		if !p.accept('|') {
			break
		}
	}
	if len(n.kids) == 1 {
		return n.kids[0], nil
	}
	return n, nil
}

// branch reads branch ::= piece*.
func (p *parser) branch() (*node, error) {
	n := &node{kind: concatNode, min: 1, max: 1}
	for p.more() && p.src[p.at] != '|' && p.src[p.at] != ')' {
		piece, err := p.piece()
		if err != nil {
			return nil, err
		}
		n.kids = append(n.kids, piece)
	}
	return n, nil
}

func (p *parser) piece() (*node, error) {
	atom, err := p.atom()
	if err != nil {
		return nil, err
	}
	low, high, found, err := p.quantifier()
	if err != nil || !found {
		return atom, err
	}
	if atom.min != 1 || atom.max != 1 {
		atom = &node{kind: concatNode, kids: []*node{atom}}
	}
	atom.min, atom.max = low, high
	return atom, nil
}

func (p *parser) atom() (*node, error) {
	var s Set
	var err error
	switch c := p.peek(); c {
	case '(':
		return p.group()
	case '[':
		p.at++
		s, err = p.class()
	case '\\':
		s, _, err = p.escape()
	case '.':
		p.at++
		s = newSet(span{'\n', '\n'}, span{'\r', '\r'}).complement()
	case '?', '*', '+', '{', '}', ']':
		return nil, p.fail("%q must be escaped here", c)
	default:
		p.take()
		s = Set{{c, c}}
	}
	return &node{kind: charNode, set: s, min: 1, max: 1}, err
}

func (p *parser) group() (*node, error) {
	p.at++
	n, err := p.choice()
	if err == nil && !p.accept(')') {
		err = p.fail("missing ')'")
	}
	return n, err
}

// quantifier reads ?, *, +, {n}, {n,} or {n,m}.
func (p *parser) quantifier() (low, high int, found bool, err error) {
	switch {
	case p.accept('?'):
		return 0, 1, true, nil
	case p.accept('*'):
		return 0, unbounded, true, nil
	case p.accept('+'):
		return 1, unbounded, true, nil
	case !p.accept('{'):
		return 1, 1, false, nil
	}
	inner, rest, ok := strings.Cut(p.src[p.at:], "}")
	if !ok {
		return 0, 0, false, p.fail("missing '}'")
	}
	first, second, isRange := strings.Cut(inner, ",")
	if low, err = p.number(first); err != nil {
		return 0, 0, false, err
	}
	high = low
	if isRange && second == "" {
		high = unbounded
	} else if isRange {
		high, err = p.number(second)
	}
	if err == nil && high != unbounded && low > high {
		err = p.fail("{%d,%d} is empty", low, high)
	}
	p.at = len(p.src) - len(rest)
	return low, high, true, err
}

func (p *parser) number(text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil || strings.Trim(text, "0123456789") != "" {
		return 0, p.fail("%q is no repetition count", text)
	}
	return int(n), nil
}
