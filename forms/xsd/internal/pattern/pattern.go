// Package pattern compiles the regular expressions of XML Schema (Part 2,
// appendix F) to matchers that work in linear time: a walk over counted
// character classes where that is exact, else Go's regexp.
//
// The two languages differ: an expression of XML Schema is always anchored, ^
// and $ are ordinary characters, classes can be subtracted, \d, \w, \i and \c
// have Unicode meanings, and repetitions have no upper bound.
package pattern

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// maxExpanded bounds the compiled program, in instructions: regexp matches in
// time input × program, and 20,000 instructions cost some 2 MB.
const maxExpanded = 20_000

// maxRepeat is the highest count (and product of nested counts) regexp takes.
const maxRepeat = 1000

// ErrTooLarge says that an expression is sound but above a limit.
var ErrTooLarge = errors.New("the expression is too large when its repetitions are counted out")

// Pattern is a compiled expression; it is immutable.
type Pattern struct {
	steps []step // nil where the expression needs regexp
	re    *regexp.Regexp
}

// Compile reads an expression.
func Compile(src string) (*Pattern, error) {
	n, err := parse(src)
	if err != nil {
		return nil, err
	}
	if steps, ok := linear(n); ok {
		return &Pattern{steps: steps}, nil
	}
	if size(n) > maxExpanded {
		return nil, ErrTooLarge
	}
	var out strings.Builder
	out.WriteString(`^(?:`)
	emit(&out, n)
	out.WriteString(`)$`)
	re, err := regexp.Compile(out.String())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return &Pattern{re: re}, nil
}

// Match reports whether the whole of text matches.
func (p *Pattern) Match(text []byte) bool {
	if p.re == nil {
		return walk(p.steps, text)
	}
	return p.re.Match(text)
}

// size estimates the instructions of a node, counted out; it saturates.
func size(n *node) int {
	body := 1
	for _, kid := range n.kids {
		body = min(body+size(kid), maxExpanded+1)
	}
	if n.kind == charNode {
		body += len(n.set) / 16
	}
	return min(body*max(n.max, n.min, 1), maxExpanded+1)
}

// emit writes n in regexp's syntax and returns the product of its nested counts.
func emit(out *strings.Builder, n *node) int {
	var body strings.Builder
	weight := emitBody(&body, n)
	if n.min == 1 && n.max == 1 {
		out.WriteString(body.String())
		return weight
	}
	chunk := maxRepeat / weight
	if n.min <= chunk && n.max <= chunk {
		fmt.Fprintf(out, "%s%s", body.String(), counts(n.min, n.max))
		return weight * max(n.min, n.max, 1)
	}
	// x{2500,4000} becomes x{1000}x{1000}x{500}x{0,1000}x{0,500}.
	out.WriteString("(?:")
	for left := n.min; left > 0; left -= chunk {
		part := min(left, chunk)
		fmt.Fprintf(out, "%s%s", body.String(), counts(part, part))
	}
	if n.max == unbounded {
		fmt.Fprintf(out, "%s*", body.String())
	}
	for left := n.max - n.min; left > 0; left -= chunk {
		fmt.Fprintf(out, "%s%s", body.String(), counts(0, min(left, chunk)))
	}
	out.WriteString(")")
	return weight * chunk
}

func counts(low, high int) string {
	if high == unbounded {
		return fmt.Sprintf("{%d,}", low)
	}
	return fmt.Sprintf("{%d,%d}", low, high)
}

func emitBody(out *strings.Builder, n *node) int {
	if n.kind == charNode {
		emitSet(out, n.set)
		return 1
	}
	separator := ""
	if n.kind == choiceNode {
		separator = "|"
	}
	out.WriteString("(?:")
	weight := 1
	for i, kid := range n.kids {
		if i > 0 {
			out.WriteString(separator)
		}
		weight = max(weight, emit(out, kid))
	}
	out.WriteString(")")
	return weight
}

// emitSet writes a class; an empty one matches nothing.
func emitSet(out *strings.Builder, s Set) {
	if len(s) == 0 {
		out.WriteString(`[^\x{0}-\x{10FFFF}]`)
		return
	}
	out.WriteByte('[')
	for _, r := range s {
		fmt.Fprintf(out, `\x{%X}-\x{%X}`, r.lo, r.hi)
	}
	out.WriteByte(']')
}
