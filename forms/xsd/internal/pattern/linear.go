package pattern

import "unicode/utf8"

// step is a character class repeated low to high times.
type step struct {
	ascii     [2]uint64 // bit per ASCII character
	set       Set
	low, high int
}

func newStep(n *node) step {
	s := step{set: n.set, low: n.min, high: n.max}
	for c := range rune(128) {
		if n.set.Has(c) {
			s.ascii[c>>6] |= 1 << (c & 63)
		}
	}
	return s
}

func (s *step) has(r rune) bool {
	if r < 128 {
		return s.ascii[r>>6]>>(r&63)&1 != 0
	}
	return s.set.Has(r)
}

// linear turns an expression that is a plain sequence of repeated classes into
// steps, if taking as many characters as fit is always right: a variable step
// must not compete with what may follow it.
func linear(n *node) ([]step, bool) {
	var flat []*node
	if !flatten(n, &flat) {
		return nil, false
	}
	steps := make([]step, len(flat))
	for i, piece := range flat {
		steps[i] = newStep(piece)
		if piece.min != piece.max && competes(piece, flat[i+1:]) {
			return nil, false
		}
	}
	return steps, true
}

func flatten(n *node, out *[]*node) bool {
	switch {
	case n.kind == charNode:
		*out = append(*out, n)
		return true
	case n.kind != concatNode || n.min != 1 || n.max != 1:
		return false
	}
	for _, kid := range n.kids {
		if !flatten(kid, out) {
			return false
		}
	}
	return true
}

func competes(piece *node, following []*node) bool {
	for _, next := range following {
		if next.max == 0 {
			continue
		}
		if !piece.set.disjoint(next.set) {
			return true
		}
		if next.min > 0 {
			return false
		}
	}
	return false
}

func walk(steps []step, text []byte) bool {
	for i := range steps {
		s := &steps[i]
		taken := 0
		for ; len(text) > 0 && taken != s.high; taken++ {
			r, n := rune(text[0]), 1
			if r >= utf8.RuneSelf {
				r, n = utf8.DecodeRune(text)
			}
			if !s.has(r) {
				break
			}
			text = text[n:]
		}
		if taken < s.low {
			return false
		}
	}
	return len(text) == 0
}
