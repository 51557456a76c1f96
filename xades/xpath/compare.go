package xpath

import "errors"

var errCompare = errors.New("a comparison of values that depend on different nodes")

// compare compiles a comparison (XPath 1.0 3.4). Compared are strings and
// numbers, nodes with constants, and counts where one set holds the other.
func compare(a value, operator string, b value) (condition, error) {
	switch {
	case a.condition != nil || b.condition != nil:
		return compareTruth(a, operator, b)
	case a.nodes != nil && b.nodes != nil:
		return nil, errCompare
	case a.nodes != nil:
		return compareNodes(a.nodes, operator, b.scalar)
	case b.nodes != nil:
		return compareNodes(b.nodes, mirrored(operator), a.scalar)
	case a.scalar == nil || b.scalar == nil:
		return nil, errors.New("nothing to compare")
	case a.scalar.count != nil && b.scalar.count != nil:
		if c := compareCounts(a.scalar.count, operator, b.scalar.count); c != nil {
			a.scalar.answered, b.scalar.answered = true, true
			return c, nil
		}
	}
	return compareScalars(a.scalar, operator, b.scalar), nil
}

// compareTruth compares booleans, which = and != alone do.
func compareTruth(a value, operator string, b value) (condition, error) {
	left, right := a.truth(), b.truth()
	both := &junction{[]condition{left, right}, true}
	neither := &negation{&junction{[]condition{left, right}, false}}
	same := &junction{[]condition{both, neither}, false}
	switch operator {
	case "=":
		return same, nil
	case "!=":
		return &negation{same}, nil
	}
	return nil, errors.New("an order of booleans")
}

// compareNodes is true where any of the nodes compares with a constant.
func compareNodes(u *union, operator string, s *scalar) (condition, error) {
	if s == nil || !s.constant {
		return nil, errCompare
	}
	own := &scalar{textAt: func(e *evaluation, i int) (string, error) { return e.tree.stringValue(i) }}
	return &reaching{u, compareScalars(own, operator, s)}, nil
}

func compareScalars(a *scalar, operator string, b *scalar) *perNode {
	if !a.number && !b.number && (operator == "=" || operator == "!=") {
		return &perNode{func(e *evaluation, i int) (bool, error) {
			x, err := a.stringAt(e, i)
			if err != nil {
				return false, err
			}
			y, err := b.stringAt(e, i)
			return (x == y) == (operator == "="), err
		}}
	}
	return &perNode{func(e *evaluation, i int) (bool, error) {
		x, err := a.numericAt(e, i)
		if err != nil {
			return false, err
		}
		y, err := b.numericAt(e, i)
		return ordered(x, operator, y), err
	}}
}

func ordered(x float64, operator string, y float64) bool {
	switch operator {
	case "=":
		return x == y
	case "!=":
		return x != y
	case "<":
		return x < y
	case "<=":
		return x <= y
	case ">":
		return x > y
	}
	return x >= y
}

func mirrored(operator string) string {
	switch operator {
	case "<":
		return ">"
	case "<=":
		return ">="
	case ">":
		return "<"
	case ">=":
		return "<="
	}
	return operator
}

// compareCounts compiles count(A | B) against count(A), which asks whether A
// holds B: so signatures say "inside" and "this very node". nil for anything else.
func compareCounts(a *union, operator string, b *union) condition {
	if len(a.paths) < len(b.paths) {
		a, b, operator = b, a, mirrored(operator)
	}
	more, ok := beyond(a, b)
	if !ok {
		return nil
	}
	switch operator {
	case ">=":
		return &fixed{true}
	case "<":
		return &fixed{false}
	}
	inside := &junction{and: true}
	for _, q := range more {
		if !q.constant() && !(q.isSelf() && b.tellsOwn()) {
			return nil
		}
		inside.parts = append(inside.parts, &within{q, b})
	}
	if operator == "=" || operator == "<=" {
		return inside
	}
	return &negation{inside}
}

// beyond returns the paths of a that b has not; ok is false when a lacks one of b.
func beyond(a, b *union) (more []*path, ok bool) {
	has := map[string]bool{}
	for _, q := range b.paths {
		has[q.written()] = false
	}
	for _, q := range a.paths {
		text := q.written()
		if _, known := has[text]; !known {
			more = append(more, q)
			continue
		}
		has[text] = true
	}
	for _, found := range has {
		if !found {
			return nil, false
		}
	}
	return more, len(more) > 0
}

// isSelf reports a path to the context node, whatever it is.
func (q *path) isSelf() bool {
	return q.base == nil && q.start == startContext && len(q.steps) == 1 && q.steps[0].axis == axisSelf &&
		q.steps[0].test.isNode() && len(q.steps[0].filters) == 0
}

// within is true where a set holds all nodes of a path: one that is the same
// everywhere, or the context node.
type within struct {
	path *path
	set  *union
}

func (w *within) holds(e *evaluation) (slots, error) {
	if !w.path.constant() {
		return e.own(w.set)
	}
	reached, err := e.forward(w.path)
	if err != nil {
		return nil, err
	}
	all, err := e.tree.All()
	out := all.in
	for i := 0; err == nil && i < len(reached); i++ {
		if reached[i] {
			err = e.andHolding(out, w.set, i)
		}
	}
	return out, err
}

// andHolding leaves of a set the nodes from which paths lead to node i.
func (e *evaluation) andHolding(out slots, u *union, i int) error {
	one, err := e.tree.fresh()
	if err != nil {
		return err
	}
	one[i] = true
	holding, err := e.backwardAny(u, one)
	if err == nil {
		out.and(holding)
	}
	return err
}

// tellsOwn reports whether own can answer for these paths.
func (u *union) tellsOwn() bool {
	for _, q := range u.paths {
		if !q.constant() && (q.base != nil || len(q.steps) != 1 && !q.fromParent()) {
			return false
		}
	}
	return true
}

// fromParent reports a path to the parent, any, and back to one of its axes.
func (q *path) fromParent() bool {
	return len(q.steps) == 2 && q.steps[0].axis == axisParent && q.steps[0].test.isNode() && len(q.steps[0].filters) == 0
}

// own returns the nodes that paths lead back to when they begin there.
func (e *evaluation) own(u *union) (slots, error) {
	out, err := e.tree.fresh()
	for i := 0; err == nil && i < len(u.paths); i++ {
		var s slots
		if s, err = e.ownPath(u.paths[i]); err == nil {
			out.or(s)
		}
	}
	return out, err
}

func (e *evaluation) ownPath(q *path) (slots, error) {
	if q.constant() {
		return e.forward(q)
	}
	s, err := e.tree.fresh()
	if err != nil {
		return nil, err
	}
	last := &q.steps[len(q.steps)-1]
	for i := range s {
		s[i] = q.fromParent() && e.tree.isOn(last.axis, i) || len(q.steps) == 1 && last.axis.holdsSelf()
	}
	return s, e.pass(last, s)
}

// holdsSelf reports an axis that its own node is on.
func (a axis) holdsSelf() bool {
	return a == axisSelf || a == axisDescendantOrSelf || a == axisAncestorOrSelf
}

// isOn reports whether a node is on an axis of its parent.
func (t *Tree) isOn(a axis, i int) bool {
	switch a {
	case axisAttribute:
		return t.isAttribute(i)
	case axisNamespace:
		return t.isNamespace(i)
	case axisChild, axisDescendant, axisDescendantOrSelf:
		return 0 < i && i < t.doc.Len()
	}
	return false
}
