package xsd

import "math"

// model is a content model ready to run: the particles of a type as a tree in
// an array. Repetitions are counted while reading, never expanded, so its size
// is that of the schema whatever maxOccurs says.
//
// Reading keeps the leaf that took the last element, and for each particle
// around it that counts, how often it has occurred (a slot). The next element
// is looked for from that leaf upwards: again in what may repeat, then in what
// follows. Unique Particle Attribution (3.8.6) makes the leaf found the only
// one; the counts may still differ, which is why there can be several
// configurations.
type model struct {
	nodes []modelNode
	slots int
}

type nodeKind uint8

const (
	elementNode nodeKind = iota
	wildcardNode
	sequenceNode
	choiceNode
	allNode
)

type modelNode struct {
	kind     nodeKind
	nullable bool  // the particle can match nothing
	parent   int32 // -1 at the root
	place    int32 // among the parent's kids
	min, max int32 // min is 0 where one repetition can be empty
	slot     int32 // of the counter; -1 where counting changes nothing
	kids     []int32
	byName   map[qname]int32 // of a wide choice: the element kids, by the names they take
	others   []int32         // of a wide choice: the kids that are not in byName
	element  *elementDecl
	wildcard *wildcard
}

// wideChoice is the number of kids from which a choice gets an index.
const wideChoice = 8

// noLeaf stands for the beginning: nothing has been read.
const noLeaf = -1

type modelBuilder struct {
	model  *model
	budget int
}

// buildModel prepares a content model.
func buildModel(p *particle) *model {
	m, _ := buildModelWithin(p, maxParticles)
	return m
}

// buildModelWithin is buildModel with at most so many nodes; left is what remains.
func buildModelWithin(p *particle, budget int) (m *model, left int) {
	b := &modelBuilder{model: &model{}, budget: budget}
	b.add(p, -1, 0)
	if b.budget < 0 {
		return nil, 0
	}
	return b.model, b.budget
}

// add appends the particle and what it holds, and returns its index.
func (b *modelBuilder) add(p *particle, parent, place int32) int32 {
	if b.budget--; b.budget < 0 {
		return -1
	}
	p = simplify(p)
	at := int32(len(b.model.nodes))
	n := modelNode{kind: elementNode, parent: parent, place: place, min: clamp(p.min), max: clamp(p.max), slot: -1, element: p.element, wildcard: p.wildcard}
	b.model.nodes = append(b.model.nodes, n)
	bodyNullable := false
	switch {
	case p.wildcard != nil:
		n.kind = wildcardNode
	case p.group != nil:
		n.kind = sequenceNode + nodeKind(p.group.kind)
		bodyNullable = b.addKids(&n, at, p.group)
	default:
		b.budget -= len(p.element.substitutes) // a wide choice lists their names
	}
	if bodyNullable {
		n.min = 0
	}
	n.nullable = n.min == 0
	if n.max > 1 || n.max == unbounded && n.min > 1 {
		n.slot = int32(b.model.slots)
		b.model.slots++
	}
	b.model.nodes[at] = n
	if b.budget >= 0 {
		b.index(at)
	}
	return at
}

// addKids appends the parts of a group and reports whether it can be empty.
func (b *modelBuilder) addKids(n *modelNode, at int32, g *modelGroup) (nullable bool) {
	nullable = n.kind != choiceNode
	for i, part := range g.particles {
		k := b.add(part, at, int32(i))
		if b.budget < 0 {
			return false
		}
		n.kids = append(n.kids, k)
		if n.kind == choiceNode {
			nullable = nullable || b.model.nodes[k].nullable
		} else {
			nullable = nullable && b.model.nodes[k].nullable
		}
	}
	return nullable
}

func clamp(n int) int32 { return int32(min(n, math.MaxInt32)) }

// simplify merges a group of one particle with it, where the repetitions of
// both together are one range without gaps.
func simplify(p *particle) *particle {
	for p.group != nil && p.group.kind != all && len(p.group.particles) == 1 {
		kid := p.group.particles[0]
		low, high, ok := product(p, kid)
		if !ok {
			break
		}
		merged := *kid
		merged.min, merged.max = low, high
		p = &merged
	}
	return p
}

func product(p, kid *particle) (low, high int, ok bool) {
	switch {
	case p.min == 1 && p.max == 1:
		return kid.min, kid.max, true
	case kid.min == 1 && kid.max == 1:
		return p.min, p.max, kid.group == nil || kid.group.kind != all
	case kid.max != unbounded && kid.min > 1 && p.min != p.max && saturate(p.min*kid.max)+1 < (p.min+1)*kid.min:
		return 0, 0, false // between p.min and p.min+1 repetitions there is a gap
	case kid.max == unbounded && kid.min > 1 && p.min == 0:
		return 0, 0, false
	}
	if kid.max == unbounded || p.max == unbounded {
		return saturate(p.min * kid.min), unbounded, true
	}
	return saturate(p.min * kid.min), saturate(p.max * kid.max), true
}

// index prepares a wide choice for look-up by name.
func (b *modelBuilder) index(at int32) {
	n := &b.model.nodes[at]
	if n.kind != choiceNode || len(n.kids) < wideChoice {
		return
	}
	n.byName = make(map[qname]int32, len(n.kids))
	for _, k := range n.kids {
		e := b.model.nodes[k].element
		if e == nil {
			n.others = append(n.others, k)
			continue
		}
		n.byName[e.name] = k
		for name := range e.substitutes {
			n.byName[name] = k
		}
	}
}

// matches reports whether a leaf takes an element of this name.
func (n *modelNode) matches(space, local string) bool {
	if n.kind == wildcardNode {
		return n.wildcard.allows(space)
	}
	e := n.element
	if e.name.local == local && e.name.space == space {
		return true
	}
	if e.substitutes == nil {
		return false
	}
	_, ok := e.substitutes[qname{space, local}]
	return ok
}

// enter looks for the leaf that takes the name as the first element of node
// at, and sets the counters of the particles it enters in counts.
func (m *model) enter(at int32, space, local string, counts []int32) int32 {
	n := &m.nodes[at]
	leaf := int32(noLeaf)
	switch n.kind {
	case elementNode, wildcardNode:
		if n.matches(space, local) {
			leaf = at
		}
	case sequenceNode:
		for _, k := range n.kids {
			leaf = m.enter(k, space, local, counts)
			if leaf != noLeaf || !m.nodes[k].nullable {
				break
			}
		}
	case choiceNode:
		leaf = m.enterChoice(n, space, local, counts)
	}
	if leaf != noLeaf && n.slot >= 0 {
		counts[n.slot] = 1
	}
	return leaf
}

func (m *model) enterChoice(n *modelNode, space, local string, counts []int32) int32 {
	kids := n.kids
	if n.byName != nil {
		if k, ok := n.byName[qname{space, local}]; ok {
			return m.enter(k, space, local, counts)
		}
		kids = n.others
	}
	for _, k := range kids {
		if leaf := m.enter(k, space, local, counts); leaf != noLeaf {
			return leaf
		}
	}
	return noLeaf
}

// step reads one element from a configuration: a leaf and the counters. Each
// way to do so is handed to found, which must copy counts; it returns false to stop.
func (m *model) step(leaf int32, counts []int32, space, local string, found func(leaf int32, counts []int32) bool) {
	if leaf == noLeaf {
		if next := m.enter(0, space, local, counts); next != noLeaf {
			found(next, counts)
		}
		return
	}
	var saved []int32
	for at := leaf; ; {
		n := &m.nodes[at]
		occurred := n.occurred(counts)
		if n.max == unbounded || occurred < n.max {
			saved = append(saved[:0], counts...)
			if next := m.enter(at, space, local, counts); next != noLeaf {
				if n.slot >= 0 {
					counts[n.slot] = n.oneMore(occurred)
				}
				if !found(next, counts) {
					return
				}
			}
			copy(counts, saved)
		}
		if occurred < n.min || n.parent < 0 {
			return
		}
		if n.slot >= 0 {
			counts[n.slot] = 0
		}
		if !m.stepSiblings(n, counts, space, local, found) {
			return
		}
		at = n.parent
	}
}

// stepSiblings looks on behind n in its sequence; false means that nothing
// further out can follow.
func (m *model) stepSiblings(n *modelNode, counts []int32, space, local string, found func(int32, []int32) bool) bool {
	parent := &m.nodes[n.parent]
	if parent.kind != sequenceNode {
		return true
	}
	for _, k := range parent.kids[n.place+1:] {
		if next := m.enter(k, space, local, counts); next != noLeaf {
			if !found(next, counts) {
				return false
			}
			m.forget(k, counts)
		}
		if !m.nodes[k].nullable {
			return false
		}
	}
	return true
}

// forget clears the counters inside a node.
func (m *model) forget(at int32, counts []int32) {
	if n := &m.nodes[at]; len(counts) > 0 {
		if n.slot >= 0 {
			counts[n.slot] = 0
		}
		for _, k := range n.kids {
			m.forget(k, counts)
		}
	}
}

// occurred is how often the node has occurred; where nothing depends on it, once.
func (n *modelNode) occurred(counts []int32) int32 {
	if n.slot >= 0 {
		return counts[n.slot]
	}
	return 1
}

// oneMore counts up; beyond min, an unbounded particle need not count.
func (n *modelNode) oneMore(occurred int32) int32 {
	if n.max == unbounded {
		return min(occurred+1, n.min)
	}
	return occurred + 1
}

// complete reports whether the content may end after this configuration.
func (m *model) complete(leaf int32, counts []int32) bool {
	if leaf == noLeaf {
		return m.nodes[0].nullable
	}
	for at := leaf; ; {
		n := &m.nodes[at]
		if n.occurred(counts) < n.min {
			return false
		}
		if n.parent < 0 {
			return true
		}
		if parent := &m.nodes[n.parent]; parent.kind == sequenceNode {
			for _, k := range parent.kids[n.place+1:] {
				if !m.nodes[k].nullable {
					return false
				}
			}
		}
		at = n.parent
	}
}

// expected lists what may follow a configuration, in order.
func (m *model) expected(leaf int32, counts []int32, add func(*modelNode)) {
	if leaf == noLeaf {
		m.firsts(0, add)
		return
	}
	for at := leaf; ; {
		n := &m.nodes[at]
		occurred := n.occurred(counts)
		if n.max == unbounded || occurred < n.max {
			m.firsts(at, add)
		}
		if occurred < n.min || n.parent < 0 {
			return
		}
		if parent := &m.nodes[n.parent]; parent.kind == sequenceNode {
			for _, k := range parent.kids[n.place+1:] {
				if m.firsts(k, add); !m.nodes[k].nullable {
					return
				}
			}
		}
		at = n.parent
	}
}

// firsts hands over the leaves that can come first in a node.
func (m *model) firsts(at int32, add func(*modelNode)) {
	m.firstLeaves(at, func(leaf int32) { add(&m.nodes[leaf]) })
}

func (m *model) firstLeaves(at int32, add func(int32)) {
	n := &m.nodes[at]
	if n.kind == elementNode || n.kind == wildcardNode {
		add(at)
		return
	}
	for _, k := range n.kids {
		m.firstLeaves(k, add)
		if n.kind == sequenceNode && !m.nodes[k].nullable {
			return
		}
	}
}
