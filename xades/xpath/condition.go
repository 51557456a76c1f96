package xpath

import "errors"

// condition is a part of an expression that is true or false of each node.
// holds works it out for all nodes at once; the result may be kept.
type condition interface {
	holds(e *evaluation) (slots, error)
}

// evaluation is one expression at work on one document.
type evaluation struct {
	tree   *Tree
	expr   *Expr
	known  map[condition]slots
	counts map[*union][]int32
}

var errHere = errors.New("here() stands in another document")

// Filter returns the nodes for which an expression is true, each of them as
// its context node (XMLDSig 1.1 6.6.3).
func (t *Tree) Filter(x *Expr) (Set, error) {
	in, err := t.evaluate(x).truth(x.value.truth())
	return Set{t, in}, err
}

// Select returns the nodes that an expression selects, wherever its context
// node is; SelectsNodes must hold.
func (t *Tree) Select(x *Expr) (Set, error) {
	e := t.evaluate(x)
	in, err := t.fresh()
	for _, q := range x.value.nodes.paths {
		reached, err := e.forward(q)
		if err != nil {
			return Set{}, err
		}
		in.or(reached)
	}
	return Set{t, in}, err
}

func (t *Tree) evaluate(x *Expr) *evaluation {
	return &evaluation{tree: t, expr: x, known: map[condition]slots{}, counts: map[*union][]int32{}}
}

// truth returns where a condition holds. The set is shared: it must not be changed.
func (e *evaluation) truth(c condition) (slots, error) {
	if s, ok := e.known[c]; ok {
		return s, nil
	}
	s, err := c.holds(e)
	if err == nil {
		e.known[c] = s
	}
	return s, err
}

// junction is and, or its parts.
type junction struct {
	parts []condition
	and   bool
}

func (j *junction) holds(e *evaluation) (slots, error) {
	out, err := e.tree.fresh()
	for i := 0; err == nil && i < len(j.parts); i++ {
		var s slots
		switch s, err = e.truth(j.parts[i]); {
		case err != nil:
		case j.and && i > 0:
			out.and(s)
		default:
			out.or(s)
		}
	}
	return out, err
}

// negation is not().
type negation struct{ c condition }

func (n *negation) holds(e *evaluation) (slots, error) {
	s, err := e.truth(n.c)
	if err != nil {
		return nil, err
	}
	out, err := e.tree.fresh()
	copy(out, s)
	out.invert()
	return out, err
}

// fixed is true() or false().
type fixed struct{ yes bool }

func (f *fixed) holds(e *evaluation) (slots, error) {
	out, err := e.tree.fresh()
	if f.yes {
		out.invert()
	}
	return out, err
}

// existence is true where a path leads anywhere.
type existence struct{ nodes *union }

func (x *existence) holds(e *evaluation) (slots, error) {
	all, err := e.tree.All()
	if err != nil {
		return nil, err
	}
	return e.backwardAny(x.nodes, all.in)
}

// perNode is true or false of each node by itself.
type perNode struct {
	test func(e *evaluation, i int) (bool, error)
}

func (p *perNode) holds(e *evaluation) (slots, error) {
	out, err := e.tree.fresh()
	if err == nil {
		err = e.tree.spend(workPerNode * len(out))
	}
	for i := 0; err == nil && i < len(out); i++ {
		out[i], err = p.test(e, i)
	}
	return out, err
}

// reaching is true where a path leads to a node of which a test is true.
type reaching struct {
	nodes *union
	test  *perNode
}

func (r *reaching) holds(e *evaluation) (slots, error) {
	s, err := e.tree.fresh()
	for i := 0; err == nil && i < len(r.nodes.paths); i++ {
		err = e.addEnds(s, r.nodes.paths[i])
	}
	for i := 0; err == nil && i < len(s); i++ {
		if s[i] {
			s[i], err = r.test.test(e, i)
		}
	}
	if err != nil {
		return nil, err
	}
	return e.backwardAny(r.nodes, s)
}

// addEnds adds the nodes that fit a path's last step: their values alone are asked for.
func (e *evaluation) addEnds(s slots, q *path) error {
	all, err := e.tree.All()
	if err == nil && len(q.steps) > 0 {
		err = e.pass(&q.steps[len(q.steps)-1], all.in)
	}
	if err == nil {
		s.or(all.in)
	}
	return err
}
