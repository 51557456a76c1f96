package pattern

import "strings"

// class reads what follows '[' up to its ']' (productions 12 to 22): an
// optionally negated group of ranges and escapes, less an optional subtracted
// class. A '-' stands for itself only first, or last before ']' or before the
// '-[' of a subtraction.
func (p *parser) class() (Set, error) {
	negated := p.accept('^')
	var spans []span
	for first := true; ; first = false {
		switch {
		case !p.more():
			return nil, p.fail("missing ']'")
		case p.src[p.at] == ']' && !first:
			p.at++
			return finish(newSet(spans...), negated), nil
		case strings.HasPrefix(p.src[p.at:], "-[") && !first:
			return p.subtraction(finish(newSet(spans...), negated))
		}
		more, err := p.classItem(first)
		if err != nil {
			return nil, err
		}
		spans = append(spans, more...)
	}
}

func finish(s Set, negated bool) Set {
	if negated {
		return s.complement()
	}
	return s
}

func (p *parser) subtraction(from Set) (Set, error) {
	p.at += len("-[")
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail("more than %d nested classes", maxDepth)
	}
	defer func() { p.depth-- }()
	taken, err := p.class()
	if err == nil && !p.accept(']') {
		err = p.fail("a subtraction must be the last part of a class")
	}
	return from.minus(taken), err
}

// classItem reads one character, range or escape inside a class.
func (p *parser) classItem(first bool) ([]span, error) {
	start := p.at
	low, many, err := p.classChar(first)
	if err != nil || many != nil {
		return many, err
	}
	rest := p.src[p.at:]
	if len(rest) < 2 || rest[0] != '-' || rest[1] == ']' || rest[1] == '[' {
		return []span{{low, low}}, nil
	}
	p.at++
	if p.src[start] == '-' || rest[1] == '-' { // XmlChar, production 21
		return nil, p.fail("'-' must be escaped at the end of a range")
	}
	high, many, err := p.classChar(false)
	if err == nil && (many != nil || high < low) {
		err = p.fail("a range needs two characters in order")
	}
	return []span{{low, high}}, err
}

// classChar reads one character; many is set where it is an escape for several.
func (p *parser) classChar(first bool) (r rune, many []span, err error) {
	if !p.more() {
		return 0, nil, p.fail("missing ']'")
	}
	switch c := p.peek(); c {
	case '\\':
		s, single, err := p.escape()
		if err != nil || !single {
			return 0, s, err
		}
		return s[0].lo, nil, nil
	case '[', ']':
		return 0, nil, p.fail("%q must be escaped here", c)
	case '-':
		p.at++
		if !first && (!p.more() || p.src[p.at] != ']') && !strings.HasPrefix(p.src[p.at:], "-[") {
			return 0, nil, p.fail("'-' must be escaped here")
		}
		return '-', nil, nil
	}
	return p.take(), nil, nil
}

// escape reads a backslash and what it escapes; single means one character.
func (p *parser) escape() (s Set, single bool, err error) {
	p.at++
	if !p.more() {
		return nil, false, p.fail("an escape needs a character")
	}
	c := p.take()
	switch c {
	case 'n':
		return Set{{'\n', '\n'}}, true, nil
	case 'r':
		return Set{{'\r', '\r'}}, true, nil
	case 't':
		return Set{{'\t', '\t'}}, true, nil
	case '\\', '|', '.', '-', '^', '?', '*', '+', '{', '}', '(', ')', '[', ']':
		return Set{{c, c}}, true, nil
	case 'p', 'P':
		s, err = p.property(c == 'P')
		return s, false, err
	}
	if c < 128 {
		if s, ok := multiCharacter()[byte(c)]; ok {
			return s, false, nil
		}
	}
	return nil, false, p.fail("there is no escape \\%c", c)
}

func (p *parser) property(negated bool) (Set, error) {
	if !p.accept('{') {
		return nil, p.fail("\\p needs a name in braces")
	}
	name, rest, ok := strings.Cut(p.src[p.at:], "}")
	if !ok {
		return nil, p.fail("missing '}'")
	}
	s, known := property(name)
	if !known {
		return nil, p.fail("there is no category or block %q", name)
	}
	p.at = len(p.src) - len(rest)
	return finish(s, negated), nil
}
