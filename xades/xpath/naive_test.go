package xpath

import (
	"slices"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// naive answers for one context node at a time, by going every path anew: what
// XPath 1.0 says, without any of the shortcuts.
type naive struct{ *evaluation }

func (v naive) holds(t testing.TB, c condition, i int) bool {
	switch c := c.(type) {
	case *junction:
		for _, part := range c.parts {
			if v.holds(t, part, i) != c.and {
				return !c.and
			}
		}
		return c.and
	case *negation:
		return !v.holds(t, c.c, i)
	case *fixed:
		return c.yes
	case *existence:
		return len(v.all(t, c.nodes, i)) > 0
	case *within:
		set := v.all(t, c.set, i)
		for k := range v.path(t, c.path, i) {
			if !set[k] {
				return false
			}
		}
		return true
	case *reaching:
		for k := range v.all(t, c.nodes, i) {
			if v.holds(t, c.test, k) {
				return true
			}
		}
		return false
	case *perNode:
		yes, err := c.test(v.evaluation, i)
		if err != nil {
			t.Fatal(err)
		}
		return yes
	}
	t.Fatalf("%T", c)
	return false
}

func (v naive) all(t testing.TB, u *union, i int) map[int]bool {
	out := map[int]bool{}
	for _, q := range u.paths {
		for k := range v.path(t, q, i) {
			out[k] = true
		}
	}
	return out
}

func (v naive) path(t testing.TB, q *path, i int) map[int]bool {
	now := map[int]bool{i: true}
	switch {
	case q.start == startRoot:
		now = map[int]bool{0: true}
	case q.start == startHere:
		now = map[int]bool{v.expr.at.Order(): true}
	case q.start == startID:
		now = map[int]bool{}
		for _, id := range strings.Fields(q.id) {
			if n, ok := v.tree.doc.ByID(id); ok {
				now[n.Order()] = true
			}
		}
	case q.base != nil:
		now = v.all(t, q.base, i)
	}
	for k := range now {
		for _, f := range q.filters {
			if !v.holds(t, f.condition, k) {
				delete(now, k)
			}
		}
	}
	for s := range q.steps {
		next := map[int]bool{}
		for k := range now {
			for _, n := range v.step(t, &q.steps[s], k) {
				next[n] = true
			}
		}
		now = next
	}
	return now
}

func (v naive) step(t testing.TB, s *step, i int) []int {
	list := slices.DeleteFunc(v.tree.each(s.axis, i), func(k int) bool { return !v.tree.fits(&s.test, s.axis, k) })
	for _, f := range s.filters {
		var kept []int
		for at, k := range list {
			place := f.place == at+1 || f.place == 0 && at == len(list)-1
			if f.condition != nil && v.holds(t, f.condition, k) || f.condition == nil && place {
				kept = append(kept, k)
			}
		}
		list = kept
	}
	return list
}

// agree holds an expression against naive; an expression outside the grammar is skipped.
func agree(t testing.TB, expression string, at xmltree.Node) (compiled bool) {
	x, err := Compile(expression, at)
	if err != nil {
		return false
	}
	tree, err := NewTree(at.Document(), func(int) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	got, err := tree.Filter(x)
	if err != nil {
		t.Fatalf("%q: %v", expression, err)
	}
	v := naive{tree.evaluate(x)}
	c := x.value.truth()
	for i, in := range got.in {
		if want := v.holds(t, c, i); in != want {
			t.Errorf("%q of %q (%d): %v, naive says %v", expression, tree.name(i), i, in, want)
		}
	}
	if x.SelectsNodes() {
		selected, err := tree.Select(x)
		if err != nil {
			t.Fatal(err)
		}
		all := v.all(t, x.value.nodes, 0)
		for i, in := range selected.in {
			if in != all[i] {
				t.Errorf("%q selects %q (%d): %v, naive says %v", expression, tree.name(i), i, in, all[i])
			}
		}
	}
	return true
}
