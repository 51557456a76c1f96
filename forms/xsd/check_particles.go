package xsd

import (
	"fmt"
	"maps"
	"slices"
)

// restriction is Particle Valid (Restriction) (3.9.6): whether what one content
// model accepts, another accepts too, decided part by part as the standard has
// it, which refuses some restrictions that a theorem prover would let pass.
type restriction struct {
	steps int
	why   string
}

func (k *restriction) no(format string, args ...any) bool {
	if k.why == "" {
		k.why = fmt.Sprintf(format, args...)
	}
	return false
}

// valid compares a particle with its base; counted is false inside a group that
// is held against a wildcard, whose repetitions have been compared already.
func (k *restriction) valid(r, b *particle, counted bool) bool {
	if k.steps++; k.steps > maxCheckSteps {
		return false
	}
	r, b = asChoice(trim(r)), asChoice(trim(b))
	switch {
	case r.element != nil && b.element != nil:
		return k.sameElement(r, b)
	case r.element != nil && b.wildcard != nil:
		return k.allowed(r, b, counted)
	case r.wildcard != nil && b.wildcard != nil:
		return k.subset(r, b, counted)
	case r.wildcard != nil:
		return k.no("a wildcard stands where the base has none")
	case r.element != nil:
		alone := &particle{min: 1, max: 1, group: newGroup(b.group.kind, r)}
		return k.groups(alone, b)
	case b.wildcard != nil:
		return k.withinWildcard(r, b, counted)
	case b.element != nil:
		if len(flatten(r.group)) == 0 {
			return b.emptiable()
		}
		return k.no("a group stands where the base has the element %s", b.element.name)
	}
	return k.groups(r, b)
}

// groups compares two groups, by their kinds.
func (k *restriction) groups(r, b *particle) bool {
	inner, outer := flatten(r.group), flatten(b.group)
	k.steps += len(inner) + len(outer)
	kind := [2]compositor{r.group.kind, b.group.kind}
	if len(inner) == 0 && kind[0] != choice {
		return b.emptiable() || k.no("the base cannot be empty")
	}
	if kind == [2]compositor{sequence, choice} {
		return k.mapAndSum(r, b, inner, outer)
	}
	if !k.inRange(r.min, r.max, b) {
		return false
	}
	switch kind {
	case [2]compositor{sequence, sequence}, [2]compositor{all, all}:
		return k.inOrder(inner, outer)
	case [2]compositor{choice, choice}:
		return k.amongChoices(inner, outer)
	case [2]compositor{sequence, all}:
		return k.unordered(inner, outer)
	}
	return k.no("the groups are of kinds that do not restrict each other")
}

// inRange is Occurrence Range OK.
func (k *restriction) inRange(low, high int, b *particle) bool {
	if low < b.min || b.max != unbounded && (high == unbounded || high > b.max) {
		return k.no("it may occur more or less often than in the base")
	}
	return true
}

// sameElement is NameAndTypeOK.
func (k *restriction) sameElement(r, b *particle) bool {
	e, f := r.element, b.element
	switch {
	case e.name != f.name:
		return k.no("the element %s stands where the base has %s", e.name, f.name)
	case !k.inRange(r.min, r.max, b):
		return false
	case e == f:
		return true
	case e.nillable && !f.nillable:
		return k.no("%s may be nil, in the base it may not", e.name)
	case f.preset != nil && f.preset.fixed && (e.preset == nil || !e.preset.fixed || e.preset.key != f.preset.key):
		return k.no("the base fixes another value of %s", e.name)
	case e.block&f.block != f.block:
		return k.no("the base blocks more for %s", e.name)
	case !derivedFrom(e.typ, f.typ, byExtension|byList|byUnion):
		return k.no("the type of %s is no restriction of that in the base", e.name)
	}
	for _, constraint := range e.constraints {
		if !slices.Contains(f.constraints, constraint) {
			return k.no("%s has an identity constraint that the base lacks", e.name)
		}
	}
	return true
}

// allowed is NSCompat.
func (k *restriction) allowed(r, b *particle, counted bool) bool {
	if !b.wildcard.allows(r.element.name.space) {
		return k.no("the wildcard of the base does not let %s through", r.element.name)
	}
	return !counted || k.inRange(r.min, r.max, b)
}

// subset is NSSubset.
func (k *restriction) subset(r, b *particle, counted bool) bool {
	switch {
	case !r.wildcard.within(b.wildcard):
		return k.no("the wildcard lets through what that of the base does not")
	case r.wildcard.process > b.wildcard.process && b.wildcard != anyType.complex.wildcard:
		return k.no("the wildcard is weaker than that of the base")
	}
	return !counted || k.inRange(r.min, r.max, b)
}

// withinWildcard is NSRecurseCheckCardinality.
func (k *restriction) withinWildcard(r, b *particle, counted bool) bool {
	low, high := r.totalRange()
	if counted && !k.inRange(low, high, b) {
		return false
	}
	for _, kid := range flatten(r.group) {
		if !k.valid(kid, b, false) {
			return false
		}
	}
	return true
}

// inOrder is Recurse: each part restricts one of the base, in order; what is
// left out of the base can be empty.
func (k *restriction) inOrder(inner, outer []*particle) bool {
	for _, kid := range inner {
		for {
			if len(outer) == 0 {
				return k.no("the base has nothing more in this order")
			}
			base := outer[0]
			outer = outer[1:]
			if k.try(kid, base) {
				break
			}
			if !base.emptiable() {
				return k.no("a part of the base that is required is left out")
			}
		}
	}
	for _, base := range outer {
		if !base.emptiable() {
			return k.no("a part of the base that is required is left out")
		}
	}
	return true
}

// try compares without keeping the reason of a failure.
func (k *restriction) try(r, b *particle) bool {
	why := k.why
	ok := k.valid(r, b, true)
	k.why = why
	return ok
}

// amongChoices is RecurseLax: each alternative restricts one of the base, in order.
func (k *restriction) amongChoices(inner, outer []*particle) bool {
	for _, kid := range inner {
		i := slices.IndexFunc(outer, func(base *particle) bool { return k.try(kid, base) })
		if i < 0 {
			return k.no("an alternative is not among those of the base, in its order")
		}
		outer = outer[i+1:]
	}
	return true
}

// unordered is RecurseUnordered.
func (k *restriction) unordered(inner, outer []*particle) bool {
	used := make([]bool, len(outer))
	for _, kid := range inner {
		found := false
		for i, base := range outer {
			if !used[i] && k.try(kid, base) {
				used[i], found = true, true
				break
			}
		}
		if !found {
			return k.no("a part is not in the base, or stands twice")
		}
	}
	for i, base := range outer {
		if !used[i] && !base.emptiable() {
			return k.no("a part of the base that is required is left out")
		}
	}
	return true
}

// mapAndSum is MapAndSum: each part of a sequence restricts an alternative of
// the base, which must repeat often enough.
func (k *restriction) mapAndSum(r, b *particle, inner, outer []*particle) bool {
	for _, kid := range inner {
		if !slices.ContainsFunc(outer, func(base *particle) bool { return k.try(kid, base) }) {
			return k.no("a part is not among the alternatives of the base")
		}
	}
	high := r.max
	if high != unbounded {
		high = saturate(high * len(inner))
	}
	return k.inRange(saturate(r.min*len(inner)), high, b)
}

// trim removes groups that mean no more than their only part ("pointless
// occurrences", 3.9.6).
func trim(p *particle) *particle {
	for p.group != nil && p.min == 1 && p.max == 1 {
		kids := flatten(p.group)
		if len(kids) != 1 {
			break
		}
		p = kids[0]
	}
	return p
}

// flatten lists the parts of a group, those of pointless groups inside in
// their place.
func flatten(g *modelGroup) []*particle {
	var out []*particle
	for _, p := range g.particles {
		switch {
		case p.group == nil:
			out = append(out, p)
			continue
		case len(p.group.particles) == 0 && (p.group.kind != choice || p.min == 0):
			continue
		case p.min != 1 || p.max != 1:
			out = append(out, p)
			continue
		}
		inner := flatten(p.group)
		switch {
		case len(inner) == 1, p.group.kind == g.kind && g.kind != all:
			out = append(out, inner...)
		case len(inner) > 0 || p.group.kind == choice:
			out = append(out, p)
		}
	}
	return out
}

// asChoice turns a reference to the head of a substitution group into the
// choice that it means.
func asChoice(p *particle) *particle {
	e := p.element
	if e == nil || len(e.substitutes) == 0 {
		return p
	}
	members := maps.Clone(e.substitutes)
	members[e.name] = e
	var parts []*particle
	for _, q := range inOrder(members) { // by name: part of a group is in the group's order
		parts = append(parts, &particle{min: 1, max: 1, element: members[q].alone()})
	}
	return &particle{min: p.min, max: p.max, site: p.site, group: newGroup(choice, parts...)}
}

// alone is the declaration without its substitutes.
func (e *elementDecl) alone() *elementDecl {
	if e.single == nil {
		single := *e
		single.substitutes = nil
		e.single = &single
	}
	return e.single
}
