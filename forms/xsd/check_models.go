package xsd

// checkModels checks every content model for Unique Particle Attribution
// (3.8.6) and Element Declarations Consistent.
func (c *compiler) checkModels() {
	for _, t := range c.allTypes {
		if t.complex == nil || t.complex.model == nil {
			continue
		}
		k := &modelCheck{c: c, t: t, m: t.complex.model, names: map[qname]int32{}, spaces: map[string]int32{}}
		k.consistent()
		k.unambiguous()
		if c.steps > maxCheckSteps {
			c.limit(t.site, "maxCheckSteps", "checking the content models would take too long")
			return
		}
	}
}

// modelCheck collects the particles that compete for the next element.
type modelCheck struct {
	c         *compiler
	t         *typeDef
	m         *model
	names     map[qname]int32
	spaces    map[string]int32
	wildcards []int32
	reported  bool
}

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
		if e := k.m.nodes[i].element; e != nil && k.c.steps <= maxCheckSteps {
			k.c.steps += len(e.substitutes)
			see(e)
			for _, member := range e.substitutes {
				see(member)
			}
		}
	}
}

// unambiguous: whatever has been read, no two particles can take the next element.
func (k *modelCheck) unambiguous() {
	k.addFirsts(0)
	for leaf := range k.m.nodes {
		if kind := k.m.nodes[leaf].kind; kind != elementNode && kind != wildcardNode || k.m.nodes[0].kind == allNode {
			continue
		}
		clear(k.names)
		clear(k.spaces)
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
	n := &k.m.nodes[leaf]
	if n.wildcard == nil {
		k.compareName(leaf, n.element.name)
		for q := range n.element.substitutes {
			k.compareName(leaf, q)
		}
		return
	}
	k.c.steps += 1 + len(k.wildcards) + len(k.spaces)
	for _, other := range k.wildcards {
		if other != leaf && n.wildcard.overlaps(k.m.nodes[other].wildcard) {
			k.ambiguous("*")
		}
	}
	for space := range k.spaces {
		if n.wildcard.allows(space) {
			k.ambiguous("{" + space + "}*")
		}
	}
}

func (k *modelCheck) compareName(leaf int32, q qname) {
	k.c.steps += 1 + len(k.wildcards)
	if other, ok := k.names[q]; ok && other != leaf {
		k.ambiguous(q.String())
	}
	for _, other := range k.wildcards {
		if k.m.nodes[other].wildcard.allows(q.space) {
			k.ambiguous(q.String())
		}
	}
}

func (k *modelCheck) note(leaf int32) {
	n := &k.m.nodes[leaf]
	if n.wildcard != nil {
		k.wildcards = append(k.wildcards, leaf)
		return
	}
	k.names[n.element.name] = leaf
	k.spaces[n.element.name.space] = leaf
	for q := range n.element.substitutes {
		k.names[q] = leaf
		k.spaces[q.space] = leaf
	}
}

func (k *modelCheck) ambiguous(name string) {
	if k.reported {
		return
	}
	k.reported = true
	k.c.reportValue(k.t.site, CodeXSDAmbiguous, "cos-nonambig", name, "two particles compete for the element %s", name)
}
