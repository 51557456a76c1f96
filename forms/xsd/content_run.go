package xsd

import "slices"

// run reads the children of one element against a content model. It is reused
// for other elements, so that validating does not allocate.
type run struct {
	model *model
	leaf  int32   // of a model without counters
	many  []int32 // else the configurations: leaf and counters, one after another
	spare []int32
	work  []int32
	seen  []bool // the kids of an all group that have occurred
}

type verdict uint8

const (
	taken verdict = iota
	refused
	tooMany // more configurations than maxConfigurations
)

func (r *run) start(m *model) {
	r.model, r.leaf = m, noLeaf
	r.many, r.seen = r.many[:0], r.seen[:0]
	switch {
	case m.nodes[0].kind == allNode:
		r.seen = append(r.seen, make([]bool, len(m.nodes[0].kids))...)
	case m.slots > 0:
		r.many = append(append(r.many, noLeaf), make([]int32, m.slots)...)
	}
}

// read takes the next child; leaf is the particle that it belongs to.
func (r *run) read(space, local string) (leaf *modelNode, v verdict) {
	m := r.model
	switch {
	case m.nodes[0].kind == allNode:
		return r.readAll(space, local)
	case m.slots > 0:
		return r.readCounted(space, local)
	}
	next := int32(noLeaf)
	m.step(r.leaf, nil, space, local, func(leaf int32, _ []int32) bool { next = leaf; return false })
	if next == noLeaf {
		return nil, refused
	}
	r.leaf = next
	return &m.nodes[next], taken
}

func (r *run) readAll(space, local string) (*modelNode, verdict) {
	for i, k := range r.model.nodes[0].kids {
		if n := &r.model.nodes[k]; n.matches(space, local) && !r.seen[i] {
			r.seen[i] = true
			return n, taken
		}
	}
	return nil, refused
}

func (r *run) readCounted(space, local string) (*modelNode, verdict) {
	width := r.model.slots + 1
	r.spare = r.spare[:0]
	for config := range slices.Chunk(r.many, width) {
		r.work = append(r.work[:0], config[1:]...)
		r.model.step(config[0], r.work, space, local, func(leaf int32, counts []int32) bool {
			r.keep(leaf, counts)
			return len(r.spare) <= maxConfigurations*width
		})
	}
	switch {
	case len(r.spare) == 0:
		return nil, refused
	case len(r.spare) > maxConfigurations*width:
		return nil, tooMany
	}
	r.many, r.spare = r.spare, r.many
	return &r.model.nodes[r.many[0]], taken
}

// keep adds a configuration, unless one that is there already can go on
// wherever it can; those that the new one makes superfluous are replaced.
func (r *run) keep(leaf int32, counts []int32) {
	width := len(counts) + 1
	for config := range slices.Chunk(r.spare, width) {
		if config[0] != leaf {
			continue
		}
		if r.model.covers(leaf, config[1:], counts) {
			return
		}
		if r.model.covers(leaf, counts, config[1:]) {
			copy(config[1:], counts)
			return
		}
	}
	r.spare = append(append(r.spare, leaf), counts...)
}

// covers reports whether counts a allow all that b allow: nowhere more, and
// where less, already enough.
func (m *model) covers(leaf int32, a, b []int32) bool {
	for at := leaf; at >= 0; at = m.nodes[at].parent {
		n := &m.nodes[at]
		if s := n.slot; s >= 0 && a[s] != b[s] && (a[s] > b[s] || a[s] < n.min) {
			return false
		}
	}
	return true
}

// complete reports whether the content may end here.
func (r *run) complete() bool {
	m := r.model
	switch {
	case m.nodes[0].kind == allNode:
		return r.completeAll()
	case m.slots == 0:
		return m.complete(r.leaf, nil)
	}
	for config := range slices.Chunk(r.many, m.slots+1) {
		if m.complete(config[0], config[1:]) {
			return true
		}
	}
	return false
}

func (r *run) completeAll() bool {
	root := &r.model.nodes[0]
	for i, k := range root.kids {
		if !r.seen[i] && !r.model.nodes[k].nullable {
			return root.nullable && !slices.Contains(r.seen, true)
		}
	}
	return true
}

// expected names what could come next, at most maxExpected.
func (r *run) expected() []string {
	var names []string
	add := func(n *modelNode) {
		name := "*"
		if n.element != nil {
			name = n.element.name.local
		}
		if len(names) < maxExpected && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	m := r.model
	switch {
	case m.nodes[0].kind == allNode:
		for i, k := range m.nodes[0].kids {
			if !r.seen[i] {
				add(&m.nodes[k])
			}
		}
	case m.slots == 0:
		m.expected(r.leaf, nil, add)
	default:
		config := r.many[:m.slots+1]
		m.expected(config[0], config[1:], add)
	}
	return names
}

// resume goes on after an element that may not stand here: where the model
// knows its name further on, reading continues there; the declaration found is
// used for the element's own content. An element that came too late, or one
// too many, moves nothing.
func (r *run) resume(space, local string) *modelNode {
	m := r.model
	current := r.leafIndex()
	var earlier *modelNode
	for i := range m.nodes {
		n := &m.nodes[i]
		if n.element == nil || !n.matches(space, local) {
			continue
		}
		if int32(i) > current && m.nodes[0].kind != allNode {
			r.jump(int32(i))
			return n
		}
		earlier = n
	}
	return earlier
}

// jump makes a leaf the one read last, with every particle around it at its
// first occurrence, or as often as it must occur.
func (r *run) jump(leaf int32) {
	m := r.model
	r.leaf = leaf
	if m.slots == 0 {
		return
	}
	config := append(r.spare[:0], make([]int32, m.slots+1)...)
	config[0] = leaf
	for at := leaf; at >= 0; at = m.nodes[at].parent {
		if n := &m.nodes[at]; n.slot >= 0 {
			config[1+n.slot] = max(n.min, 1)
		}
	}
	r.many, r.spare = config, r.many
}

// leafIndex is the leaf read last.
func (r *run) leafIndex() int32 {
	if r.model.slots > 0 && len(r.many) > 0 {
		return r.many[0]
	}
	return r.leaf
}
