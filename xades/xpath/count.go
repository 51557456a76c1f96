package xpath

import "errors"

var errCount = errors.New("count() of nodes that differ from place to place in more than one step")

// counted is count(): of what is the same everywhere, or of one axis. Other
// counts are understood only against each other (compareCounts).
func (p *parser) counted(u *union) value {
	s := &scalar{number: true, count: u, numberAt: func(e *evaluation, i int) (float64, error) {
		counts, err := e.countsOf(u)
		switch {
		case err != nil:
			return 0, err
		case len(counts) > 1:
			return float64(counts[i]), nil
		}
		return float64(counts[0]), nil
	}}
	p.counts = append(p.counts, s)
	return value{scalar: s}
}

// checkCounts refuses counts that would have to be known and are not.
func (p *parser) checkCounts() {
	for _, s := range p.counts {
		if !s.answered && !s.count.countable() {
			p.fail("%v", errCount)
		}
	}
}

// countable reports whether countsOf knows the answer.
func (u *union) countable() bool {
	if u.constant() {
		return true
	}
	q := u.paths[0]
	return len(u.paths) == 1 && q.base == nil && q.start == startContext && len(q.steps) == 1
}

// countsOf counts once for all nodes; one number where it is the same everywhere.
func (e *evaluation) countsOf(u *union) (counts []int32, err error) {
	if known := e.counts[u]; known != nil {
		return known, nil
	}
	if err := e.tree.spend(4 * workInSet * len(e.tree.parent)); err != nil {
		return nil, err
	}
	if u.constant() {
		counts, err = e.countAll(u)
	} else {
		counts, err = e.countStep(&u.paths[0].steps[0])
	}
	if err == nil {
		e.counts[u] = counts
	}
	return counts, err
}

// countStep counts for each node what one step from it leads to.
func (e *evaluation) countStep(s *step) ([]int32, error) {
	all, err := e.tree.All()
	if err != nil {
		return nil, err
	}
	if err := e.pass(s, all.in); err != nil {
		return nil, err
	}
	return e.tree.countAxis(s.axis, all.in), nil
}

func (e *evaluation) countAll(u *union) ([]int32, error) {
	s, err := e.tree.fresh()
	for _, q := range u.paths {
		reached, err := e.forward(q)
		if err != nil {
			return nil, err
		}
		s.or(reached)
	}
	var n int32
	for _, in := range s {
		if in {
			n++
		}
	}
	return []int32{n}, err
}

// countAxis counts for each node how many of a set are on its axis.
func (t *Tree) countAxis(a axis, s slots) []int32 {
	counts := make([]int32, len(s))
	switch a {
	case axisAncestor, axisAncestorOrSelf:
		t.countAbove(counts, s)
	case axisDescendant, axisDescendantOrSelf:
		t.countBelow(counts, s)
	case axisParent:
		for i := 1; i < len(s); i++ {
			counts[i] = one(s[t.parent[i]])
		}
	case axisChild, axisAttribute, axisNamespace:
		for i := 1; i < len(s); i++ {
			if s[i] && t.isOn(a, i) {
				counts[t.parent[i]]++
			}
		}
	}
	if a.holdsSelf() {
		for i := range s {
			counts[i] += one(s[i])
		}
	}
	return counts
}

func (t *Tree) countAbove(counts []int32, s slots) {
	for i := 1; i < len(s); i++ {
		counts[i] = counts[t.parent[i]] + one(s[t.parent[i]])
	}
}

func (t *Tree) countBelow(counts []int32, s slots) {
	for i := t.doc.Len() - 1; i > 0; i-- {
		counts[t.parent[i]] += counts[i] + one(s[i])
	}
}

func one(yes bool) int32 {
	if yes {
		return 1
	}
	return 0
}
