package xsd

// checkTypes checks that restrictions are restrictions (derivation-ok-restriction,
// 3.4.6). Extensions are right by the way they are built.
func (c *compiler) checkTypes() {
	for _, t := range c.allTypes {
		if t.complex == nil || t.method != byRestriction || t.base.complex == nil || t.base == anyType {
			continue
		}
		c.restrictsAttributes(t.site, t.complex.set(), t.base.complex.set())
		c.checkContent(t)
	}
	c.checkRedefinedGroups()
}

func (ct *complexType) set() attributeSet {
	return attributeSet{ct.attributes, ct.prohibited, ct.wildcard}
}

// restrictsAttributes is clauses 2 to 4.
func (c *compiler) restrictsAttributes(s site, set, base attributeSet) {
	uses := map[qname]*attributeUse{}
	for _, u := range base.uses {
		uses[u.decl.name] = u
	}
	for _, u := range set.uses {
		if b := uses[u.decl.name]; b != nil {
			c.checkUse(u, b)
		} else if base.wildcard == nil || !base.wildcard.allows(u.decl.name.space) {
			c.reportValue(u.site, CodeXSDAttribute, "derivation-ok-restriction.2.2", u.decl.name.local, "the base has no attribute %s", u.decl.name)
		}
		delete(uses, u.decl.name)
	}
	for _, q := range inOrder(uses) {
		if uses[q].required {
			c.reportValue(s, CodeXSDAttribute, "derivation-ok-restriction.3", q.local, "the base requires the attribute %s", q)
		}
	}
	w, b := set.wildcard, base.wildcard
	switch {
	case w == nil:
	case b == nil:
		c.report(s, CodeXSDAttribute, "derivation-ok-restriction.4.1", "the base has no attribute wildcard")
	case !w.within(b):
		c.report(s, CodeXSDAttribute, "derivation-ok-restriction.4.2", "the attribute wildcard lets through what that of the base does not")
	case w.process > b.process && b != anyType.complex.wildcard:
		c.report(s, CodeXSDAttribute, "derivation-ok-restriction.4.3", "the attribute wildcard is weaker than that of the base")
	}
}

// checkUse compares an attribute with that of the base (clause 2.1).
func (c *compiler) checkUse(u, b *attributeUse) {
	if u == b {
		return
	}
	name := u.decl.name
	switch {
	case b.required && !u.required:
		c.reportValue(u.site, CodeXSDAttribute, "derivation-ok-restriction.2.1.1", name.local, "the base requires the attribute %s", name)
	case !derivedFrom(u.decl.typ, b.decl.typ, 0):
		c.reportValue(u.site, CodeXSDAttribute, "derivation-ok-restriction.2.1.2", name.local, "the type of %s is not derived from that in the base", name)
	case b.preset != nil && b.preset.fixed && (u.preset == nil || !u.preset.fixed || u.preset.key != b.preset.key):
		c.reportValue(u.site, CodeXSDAttribute, "derivation-ok-restriction.2.1.3", name.local, "the base fixes another value of %s", name)
	}
}

// checkContent is clause 5.
func (c *compiler) checkContent(t *typeDef) {
	ct, base := t.complex, t.base.complex
	bad := func(rule, why string) {
		c.report(t.site, CodeXSDDerivation, "derivation-ok-restriction."+rule, "%s", why)
	}
	switch ct.content {
	case simpleContent:
		if base.content == simpleContent && !derivedFrom(ct.text, base.text, 0) {
			bad("5.1", "the type of the text is not derived from that of the base")
		}
	case emptyContent:
		if base.content == simpleContent || base.content != emptyContent && !base.particle.emptiable() {
			bad("5.2", "the base type cannot be empty")
		}
	default:
		switch {
		case base.content == emptyContent || base.content == simpleContent:
			bad("5.3", "the base type holds no elements")
		case ct.content == mixedContent && base.content != mixedContent:
			bad("5.4", "mixed content cannot restrict content that is not")
		default:
			c.checkParticles(t.site, ct.particle, base.particle)
		}
	}
}

// checkParticles reports a content model that is no restriction.
func (c *compiler) checkParticles(s site, p, base *particle) {
	r := &restriction{}
	ok := r.valid(p, base, true)
	switch {
	case r.steps > maxCheckSteps:
		c.limit(s, "maxCheckSteps", "comparing the content models would take too long")
	case !ok:
		c.report(s, CodeXSDParticle, "cos-particle-restrict", "the content is no restriction of the base type's: %s", r.why)
	}
}

// checkRedefinedGroups checks the groups that replace another without holding it
// (src-redefine.6.2.2 and 7.2.2).
func (c *compiler) checkRedefinedGroups() {
	for _, q := range inOrder(c.groups) {
		g := c.groups[q]
		if r := g.site.redefines; r != nil && r.restricts {
			original := c.groups[r.original]
			c.buildGroup(original, g.site)
			c.checkParticles(g.site, &particle{min: 1, max: 1, group: g.group}, &particle{min: 1, max: 1, group: original.group})
		}
	}
	for _, q := range inOrder(c.attributeGroups) {
		g := c.attributeGroups[q]
		if r := g.site.redefines; r != nil && r.restricts {
			original := c.attributeGroups[r.original]
			c.buildAttributeGroup(original, g.site)
			c.restrictsAttributes(g.site, g.set, original.set)
		}
	}
}
