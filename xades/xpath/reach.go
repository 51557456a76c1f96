package xpath

import "strings"

// forward returns the nodes that a constant path leads to.
func (e *evaluation) forward(q *path) (slots, error) {
	s, err := e.begin(q)
	for i := 0; err == nil && i < len(q.steps); i++ {
		s, err = e.take(&q.steps[i], s)
	}
	return s, err
}

// begin returns the nodes that a constant path starts from.
func (e *evaluation) begin(q *path) (slots, error) {
	s, err := e.tree.fresh()
	if err != nil {
		return nil, err
	}
	switch q.start {
	case startRoot:
		s[0] = true
	case startHere:
		if e.expr.at.Document() != e.tree.doc {
			return nil, errHere
		}
		s[e.expr.at.Order()] = true
	case startID:
		for _, id := range strings.Fields(q.id) {
			if n, ok := e.tree.doc.ByID(id); ok {
				s[n.Order()] = true
			}
		}
	case startContext:
		for _, b := range q.base.paths {
			reached, err := e.forward(b)
			if err != nil {
				return nil, err
			}
			s.or(reached)
		}
	}
	return s, e.filter(s, q.filters)
}

// take goes one step from all nodes of a set.
func (e *evaluation) take(st *step, s slots) (slots, error) {
	for _, f := range st.filters {
		if f.condition == nil {
			return e.takeEach(st, s)
		}
	}
	out, err := e.tree.from(st.axis, s)
	if err != nil {
		return nil, err
	}
	return out, e.pass(st, out)
}

// takeEach goes one step whose predicates count from each node of a set apart.
func (e *evaluation) takeEach(st *step, s slots) (slots, error) {
	out, err := e.tree.fresh()
	for i := 0; err == nil && i < len(s); i++ {
		if s[i] {
			err = e.takeFrom(st, i, out)
		}
	}
	return out, err
}

func (e *evaluation) takeFrom(st *step, i int, out slots) error {
	list := e.tree.each(st.axis, i)
	if err := e.tree.spend(workPerNode * (1 + len(list))); err != nil {
		return err
	}
	list = keep(list, func(k int) bool { return e.tree.fits(&st.test, st.axis, k) })
	for _, f := range st.filters {
		if err := e.tree.spend(1 + len(list)); err != nil {
			return err
		}
		switch {
		case f.condition != nil:
			holds, err := e.truth(f.condition)
			if err != nil {
				return err
			}
			list = keep(list, func(k int) bool { return holds[k] })
		case f.place > len(list) || len(list) == 0:
			return nil
		case f.place == 0:
			list = list[len(list)-1:]
		default:
			list = list[f.place-1 : f.place]
		}
	}
	for _, k := range list {
		out[k] = true
	}
	return nil
}

func keep(list []int, good func(int) bool) []int {
	kept := list[:0]
	for _, k := range list {
		if good(k) {
			kept = append(kept, k)
		}
	}
	return kept
}

// pass leaves of a set what fits a step's test and predicates.
func (e *evaluation) pass(st *step, s slots) error {
	if !st.test.isNode() {
		if err := e.tree.spend(len(s)); err != nil {
			return err
		}
		for i, in := range s {
			s[i] = in && e.tree.fits(&st.test, st.axis, i)
		}
	}
	return e.filter(s, st.filters)
}

func (e *evaluation) filter(s slots, filters []predicate) error {
	for _, f := range filters {
		holds, err := e.truth(f.condition)
		if err != nil {
			return err
		}
		s.and(holds)
	}
	return nil
}

// backward returns the context nodes from which a path leads to a node of a
// set; of a constant path all nodes or none. It changes the set.
func (e *evaluation) backward(q *path, s slots) (slots, error) {
	if q.constant() {
		return e.everywhere(q, s)
	}
	for i := len(q.steps) - 1; i >= 0; i-- {
		err := e.pass(&q.steps[i], s)
		if err != nil {
			return nil, err
		}
		if s, err = e.tree.to(q.steps[i].axis, s); err != nil {
			return nil, err
		}
	}
	if q.base == nil {
		return s, nil
	}
	if err := e.filter(s, q.filters); err != nil {
		return nil, err
	}
	return e.backwardAny(q.base, s)
}

// backwardAny is backward of several paths together; it leaves the set as it is.
func (e *evaluation) backwardAny(u *union, s slots) (slots, error) {
	out, err := e.tree.fresh()
	if err != nil {
		return nil, err
	}
	for _, q := range u.paths {
		if err := e.tree.spend(workInSet * len(s)); err != nil {
			return nil, err
		}
		from, err := e.backward(q, append(slots(nil), s...))
		if err != nil {
			return nil, err
		}
		out.or(from)
	}
	return out, nil
}

// everywhere is the set of all nodes where a constant path leads to a node of a set.
func (e *evaluation) everywhere(q *path, s slots) (slots, error) {
	reached, err := e.forward(q)
	if err != nil {
		return nil, err
	}
	reached.and(s)
	if reached.empty() {
		return e.tree.fresh()
	}
	all, err := e.tree.All()
	return all.in, err
}
