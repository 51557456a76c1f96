package xpath

import (
	"math"
	"strconv"
	"strings"
)

// value is what a part of an expression gives: exactly one of nodes, scalar
// and condition, or a start for a path.
type value struct {
	nodes     *union
	scalar    *scalar
	condition condition
	start     start
	id        string
}

// scalar is a string or number, perhaps another one for each context node.
type scalar struct {
	number   bool
	constant bool
	value    float64 // of a constant number
	text     string  // of a constant string
	textAt   func(e *evaluation, i int) (string, error)
	numberAt func(e *evaluation, i int) (float64, error)
	count    *union // count() of these
	answered bool   // count is compared with another and need not be known
}

func text(s string) value { return value{scalar: &scalar{constant: true, text: s}} }

func numeral(n float64) value { return value{scalar: &scalar{constant: true, number: true, value: n}} }

// stringAt is string() of the scalar (XPath 1.0 4.2), numeric is number() (4.4).
func (s *scalar) stringAt(e *evaluation, i int) (string, error) {
	switch {
	case s.number:
		n, err := s.numericAt(e, i)
		return formatNumber(n), err
	case s.constant:
		return s.text, nil
	}
	return s.textAt(e, i)
}

func (s *scalar) numericAt(e *evaluation, i int) (float64, error) {
	switch {
	case s.number && s.constant:
		return s.value, nil
	case s.number:
		return s.numberAt(e, i)
	}
	text, err := s.stringAt(e, i)
	if err == nil {
		err = e.tree.spend(len(text))
	}
	return parseNumber(text), err
}

// formatNumber writes an integer or NaN; other numbers arise from literals alone.
func formatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// parseNumber reads digits with at most one point and a minus (XPath 1.0 3.7); NaN for anything else.
func parseNumber(text string) float64 {
	text = strings.Trim(text, " \t\r\n")
	digits := strings.TrimPrefix(text, "-")
	if digits == "" || strings.Trim(digits, "0123456789.") != "" {
		return math.NaN()
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return n
}

// truth is boolean() of a value (XPath 1.0 4.3).
func (v value) truth() condition {
	switch {
	case v.condition != nil:
		return v.condition
	case v.nodes != nil:
		return &existence{v.nodes}
	case v.scalar == nil:
		return &fixed{}
	case v.scalar.number:
		return &perNode{func(e *evaluation, i int) (bool, error) {
			n, err := v.scalar.numericAt(e, i)
			return n != 0 && n == n, err
		}}
	}
	return &perNode{func(e *evaluation, i int) (bool, error) {
		s, err := v.scalar.stringAt(e, i)
		return s != "", err
	}}
}
