package xsd

import "slices"

// checkModels checks every content model for Unique Particle Attribution
// (3.8.6) and Element Declarations Consistent.
func (c *compiler) checkModels() {
	for _, t := range c.allTypes {
		if t.complex == nil || t.complex.model == nil {
			continue
		}
		k := &modelCheck{c: c, t: t, m: t.complex.model, ids: map[qname]int32{}}
		k.consistent()
		k.number()
		k.unambiguous()
		if c.steps > maxCheckSteps {
			c.limit(t.site, "maxCheckSteps", "checking the content models would take too long")
			return
		}
	}
}

// modelCheck collects the particles that compete for the next element. Names
// are numbered first, so that collecting is only a walk over small arrays.
type modelCheck struct {
	c         *compiler
	t         *typeDef
	m         *model
	ids       map[qname]int32
	spaces    []string  // the namespaces of the names
	names     [][]int32 // by node: the names an element particle takes
	spaceOf   []int32   // by name
	round     int32     // of collecting: what another round has left counts as absent
	takenBy   []mark    // by name
	spaceSeen []int32   // by namespace: the last round
	wildcards []int32   // collected in this round
	reported  bool
}

type mark struct{ round, leaf int32 }

// consistent: one name has one type.
func (k *modelCheck) consistent() {
	types := map[qname]*typeDef{}
	see := func(e *elementDecl) {
		if first := types[e.name]; first != nil && first != e.typ {
			k.c.reportValue(k.t.site, CodeXSDInconsistent, "cos-element-consistent", e.name.local, "the element %s has two types in one content model", e.name)
		}
		types[e.name] = e.typ
	}
	for i := range k.m.nodes {
		if e := k.m.nodes[i].element; e != nil {
			see(e)
			for _, member := range e.substitutes {
				see(member)
			}
		}
	}
}

// number gives every name and namespace in the model a number.
func (k *modelCheck) number() {
	k.names = make([][]int32, len(k.m.nodes))
	for i := range k.m.nodes {
		if e := k.m.nodes[i].element; e != nil {
			k.names[i] = append(k.names[i], k.id(e.name))
			for q := range e.substitutes {
				k.names[i] = append(k.names[i], k.id(q))
			}
		}
	}
	k.takenBy, k.spaceSeen = make([]mark, len(k.spaceOf)), make([]int32, len(k.spaces))
}

func (k *modelCheck) id(q qname) int32 {
	id, known := k.ids[q]
	if !known {
		id = int32(len(k.ids))
		k.ids[q] = id
		space := slices.Index(k.spaces, q.space)
		if space < 0 {
			space = len(k.spaces)
			k.spaces = append(k.spaces, q.space)
		}
		k.spaceOf = append(k.spaceOf, int32(space))
	}
	return id
}

// unambiguous: whatever has been read, no two particles can take the next element.
func (k *modelCheck) unambiguous() {
	k.round = 1
	k.addFirsts(0)
	if k.m.nodes[0].kind == allNode {
		return
	}
	checked := map[int32]bool{} // choices of which a plain alternative has been looked at
	for leaf := range k.m.nodes {
		n := &k.m.nodes[leaf]
		if n.kind != elementNode && n.kind != wildcardNode {
			continue
		}
		if n.max == 1 && n.parent >= 0 && k.m.nodes[n.parent].kind == choiceNode {
			if checked[n.parent] {
				continue // the same follows as after its neighbour
			}
			checked[n.parent] = true
		}
		k.round++
		k.wildcards = k.wildcards[:0]
		if k.follow(int32(leaf)); k.reported || k.c.steps > maxCheckSteps {
			return
		}
	}
}

// follow collects what can come after a leaf, from the inside out.
func (k *modelCheck) follow(at int32) {
	for {
		n := &k.m.nodes[at]
		if n.max == unbounded || n.max > 1 {
			// After exactly max repetitions the particle is left, before that it
			// is not: what repeats it does not compete with what follows.
			k.addAll(at, n.max == n.min)
		}
		if n.parent < 0 {
			return
		}
		if parent := &k.m.nodes[n.parent]; parent.kind == sequenceNode {
			for _, sibling := range parent.kids[n.place+1:] {
				if k.addFirsts(sibling); !k.m.nodes[sibling].nullable {
					return
				}
			}
		}
		at = n.parent
	}
}

// addAll adds what a repetition starts with; passing, it only compares.
func (k *modelCheck) addAll(at int32, passing bool) {
	k.m.firstLeaves(at, func(leaf int32) {
		if k.compare(leaf); !passing {
			k.note(leaf)
		}
	})
}

func (k *modelCheck) addFirsts(at int32) { k.addAll(at, false) }

// compare reports a leaf that competes with one collected before.
func (k *modelCheck) compare(leaf int32) {
	w := k.m.nodes[leaf].wildcard
	k.c.steps += 1 + len(k.wildcards)
	if w == nil {
		for _, id := range k.names[leaf] {
			k.compareName(leaf, id)
		}
		return
	}
	for _, other := range k.wildcards {
		if other != leaf && w.overlaps(k.m.nodes[other].wildcard) {
			k.ambiguous("*")
		}
	}
	k.c.steps += len(k.spaces)
	for i, space := range k.spaces {
		if k.spaceSeen[i] == k.round && w.allows(space) {
			k.ambiguous(qname{space, "*"}.String())
		}
	}
}

func (k *modelCheck) compareName(leaf, id int32) {
	k.c.steps += 1 + len(k.wildcards)
	if taken := k.takenBy[id]; taken.round == k.round && taken.leaf != leaf {
		k.ambiguousName(id)
	}
	for _, other := range k.wildcards {
		if k.m.nodes[other].wildcard.allows(k.spaces[k.spaceOf[id]]) {
			k.ambiguousName(id)
		}
	}
}

func (k *modelCheck) note(leaf int32) {
	if k.m.nodes[leaf].wildcard != nil {
		k.wildcards = append(k.wildcards, leaf)
		return
	}
	for _, id := range k.names[leaf] {
		k.takenBy[id] = mark{k.round, leaf}
		k.spaceSeen[k.spaceOf[id]] = k.round
	}
}

func (k *modelCheck) ambiguousName(id int32) {
	for q, i := range k.ids {
		if i == id {
			k.ambiguous(q.String())
		}
	}
}

func (k *modelCheck) ambiguous(name string) {
	if k.reported {
		return
	}
	k.reported = true
	k.c.reportValue(k.t.site, CodeXSDAmbiguous, "cos-nonambig", name, "two particles compete for the element %s", name)
}
