package xsd

import (
	"cmp"
	"maps"
	"slices"
)

// build completes and checks everything that was registered. Each step relies
// on the ones before it, so a step with problems is the last.
func (c *compiler) build() {
	if len(c.problems) > 0 {
		return
	}
	for _, step := range []func(){c.buildAll, c.checkElements, c.checkTypes, c.buildModels, c.checkModels} {
		if step(); len(c.problems) > 0 {
			return
		}
	}
}

// buildAll builds every component; anonymous types join while it runs.
func (c *compiler) buildAll() {
	for _, q := range inOrder(c.elements) {
		c.element(q)
	}
	for _, q := range inOrder(c.attributes) {
		c.fillAttribute(c.attributes[q])
	}
	for _, q := range inOrder(c.groups) {
		c.buildGroup(c.groups[q], c.groups[q].site)
	}
	for _, q := range inOrder(c.attributeGroups) {
		c.buildAttributeGroup(c.attributeGroups[q], c.attributeGroups[q].site)
	}
	for i := 0; i < len(c.allTypes) && len(c.problems) < maxSchemaProblems; i++ {
		c.complete(c.allTypes[i])
	}
}

// inOrder lists the names of a table, so that problems come in the same order
// every time.
func inOrder[V any](table map[qname]V) []qname {
	return slices.SortedFunc(maps.Keys(table), func(a, b qname) int {
		return cmp.Or(cmp.Compare(a.space, b.space), cmp.Compare(a.local, b.local))
	})
}

func firstNames(names []string) []string {
	slices.Sort(names)
	return names[:min(len(names), maxExpected)]
}

// checkElements checks values, identity constraints and substitution groups.
func (c *compiler) checkElements() {
	for _, e := range c.allElements {
		c.checkSubstitution(e)
		c.checkConstraints(e)
		if usesNotation(e.typ) {
			c.report(e.site, CodeXSDFacet, "enumeration-required-notation", "NOTATION needs an enumeration")
		}
		if e.preset != nil && e.typ.simple != nil && carriesOwnID(e.typ) {
			c.report(e.site, CodeXSDValue, "e-props-correct.5", "an ID has no default or fixed value")
		}
	}
	c.checkPresets()
}

// buildModels prepares content models and attribute tables for validation.
func (c *compiler) buildModels() {
	budget := maxParticles
	for _, t := range c.allTypes {
		ct := t.complex
		if ct == nil {
			continue
		}
		ct.index()
		if ct.particle == nil {
			continue
		}
		if ct.model, budget = buildModelWithin(ct.particle, budget); ct.model == nil {
			c.limit(t.site, "maxParticles", "more than %d particles in all content models", maxParticles)
			return
		}
	}
}

// index prepares the attributes for look-up.
func (ct *complexType) index() {
	for _, u := range ct.attributes {
		if u.required {
			ct.required++
		}
	}
	if len(ct.attributes) < manyAttributes {
		return
	}
	ct.byName = make(map[qname]int, len(ct.attributes))
	for k, u := range ct.attributes {
		ct.byName[u.decl.name] = k
	}
}

// hasConstraints reports whether any element has identity constraints.
func (c *compiler) hasConstraints() bool {
	return slices.ContainsFunc(c.allElements, func(e *elementDecl) bool { return len(e.constraints) > 0 })
}
