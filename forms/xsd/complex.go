package xsd

// completeComplex builds a complex type (3.4.2).
func (c *compiler) completeComplex(t *typeDef) {
	s, ct := t.site, t.complex
	t.base, t.method = anyType, byRestriction
	t.final = s.methodsOf("final", s.doc.defaults.final, byExtension|byRestriction)
	ct.block = s.methodsOf("block", s.doc.defaults.block, byExtension|byRestriction)
	abstract, _ := s.attr("abstract")
	ct.abstract = abstract == "true" || abstract == "1"
	mixed, _ := s.attr("mixed")
	isMixed := mixed == "true" || mixed == "1"
	for _, child := range s.children() {
		switch child.local() {
		case "simpleContent":
			c.derive(t, child, func(d site) { c.simpleContent(t, d) })
			return
		case "complexContent":
			if own, ok := child.attr("mixed"); ok {
				isMixed = own == "true" || own == "1"
			}
			c.derive(t, child, func(d site) { c.complexContent(t, d, isMixed) })
			return
		}
	}
	c.complexContent(t, s, isMixed)
}

// measure keeps account of what content models need when they are counted out.
func (c *compiler) measure(t *typeDef) {
	ct := t.complex
	if ct.particle != nil {
		c.particleCount += ct.particle.size()
	}
	c.useCount += len(ct.attributes)
	if c.particleCount > maxParticles {
		c.limit(t.site, "maxParticles", "more than %d particles in all content models", maxParticles)
		ct.particle, ct.content = nil, emptyContent
	}
	if c.useCount > maxAttributeUses {
		c.limit(t.site, "maxAttributeUses", "more than %d attributes in all types", maxAttributeUses)
		ct.attributes = nil
	}
}

// derive finds base and method of an explicit derivation, then builds the content.
func (c *compiler) derive(t *typeDef, s site, content func(site)) {
	for _, d := range s.children() {
		text, _ := d.attr("base")
		base := c.typeRef(d, text)
		if base == nil || !c.complete(base) {
			return
		}
		t.base = base
		if d.local() == "extension" {
			t.method = byExtension
		}
		if base.final&t.method != 0 {
			c.report(d, CodeXSDDerivation, "derivation-ok-restriction.1", "the type %s is final for this derivation", base.name)
		}
		content(d)
	}
}

// simpleContent builds a type whose content is text.
func (c *compiler) simpleContent(t *typeDef, d site) {
	ct, base := t.complex, t.base
	ct.content, ct.text = simpleContent, anySimple
	switch {
	case base.simple != nil:
		ct.text = base
		if t.method == byRestriction {
			c.report(d, CodeXSDDerivation, "src-ct.2", "a simple type cannot be restricted to simpleContent: extend it")
		}
	case base.complex.content == simpleContent:
		ct.text = base.complex.text
		if t.method == byRestriction {
			ct.text = c.restrictContent(d, ct.text)
		}
	case t.method == byRestriction && base.emptiableMixed():
		if inline, ok := d.child("simpleType"); ok {
			ct.text = c.restrictContent(d, c.localSimple(inline))
		} else {
			c.report(d, CodeXSDDerivation, "src-ct.2", "a restriction of mixed content to text needs xs:simpleType")
		}
	default:
		c.report(d, CodeXSDDerivation, "src-ct.2", "the base type %s has no simple content", base.name)
	}
	c.inherit(t, c.attributeSetAt(d))
	t.carriesID = ct.text.carriesID
}

// restrictContent makes the anonymous simple type of a restricted simpleContent.
func (c *compiler) restrictContent(d site, base *typeDef) *typeDef {
	if inline, ok := d.child("simpleType"); ok {
		own := c.localSimple(inline)
		if base != anySimple && !derivedFrom(own, base, 0) {
			c.report(d, CodeXSDDerivation, "derivation-ok-restriction.5.1", "the type inside is not derived from that of the base")
		}
		base = own
	}
	t := &typeDef{site: d, state: built, simple: &simpleType{}}
	c.restrictTo(t, base, d)
	return t
}

// complexContent builds a type whose content is elements, or nothing. d is the
// restriction, the extension, or the type itself where it has the short form.
func (c *compiler) complexContent(t *typeDef, d site, mixed bool) {
	ct, base := t.complex, t.base
	if base.complex == nil || base.complex.content == simpleContent && t.method == byRestriction && base != anyType {
		c.report(d, CodeXSDDerivation, "src-ct.1", "the base type %s has no complex content", base.name)
		return
	}
	own := c.explicitContent(d)
	if own == nil && mixed {
		own = &particle{min: 1, max: 1, site: d, group: newGroup(sequence)}
	}
	ct.particle = own
	if t.method == byExtension {
		c.extendContent(t, d, own, mixed)
	} else {
		ct.content = contentOf(own, mixed)
	}
	c.inherit(t, c.attributeSetAt(d))
}

func contentOf(p *particle, mixed bool) contentKind {
	switch {
	case p == nil:
		return emptyContent
	case mixed:
		return mixedContent
	}
	return elementContent
}

// explicitContent is the particle written in the type; nil where it means
// nothing (3.4.2, effective content clause 2.1).
func (c *compiler) explicitContent(d site) *particle {
	for _, child := range d.children() {
		switch child.local() {
		case "group", "all", "choice", "sequence":
			p := c.particleAt(child)
			switch {
			case p == nil, p.group == nil:
				return nil
			case len(p.group.particles) > 0:
				return p
			case p.group.kind != choice || p.min == 0:
				return nil
			}
			return p
		}
	}
	return nil
}

// extendContent appends own to the base's content (cos-ct-extends).
func (c *compiler) extendContent(t *typeDef, d site, own *particle, mixed bool) {
	ct, base := t.complex, t.base.complex
	ct.content = contentOf(own, mixed)
	switch {
	case base.content == simpleContent && own == nil:
		ct.content, ct.text = simpleContent, base.text
		c.report(d, CodeXSDDerivation, "src-ct.1", "a type with simple content is extended by simpleContent")
	case base.content == simpleContent:
		c.report(d, CodeXSDDerivation, "cos-ct-extends.1.4", "elements cannot be added to simple content")
	case own == nil:
		ct.content, ct.particle = base.content, base.particle
	case base.content == emptyContent:
	case base.content != ct.content:
		c.report(d, CodeXSDDerivation, "cos-ct-extends.1.4.2.2", "mixed content is extended by mixed content alone")
	default:
		if isAll(own) || isAll(base.particle) {
			if len(own.group.particles) > 0 && len(base.particle.group.particles) > 0 {
				c.report(d, CodeXSDStructure, "cos-all-limited.1", "an all group cannot be extended or extend anything")
			}
		}
		ct.particle = &particle{min: 1, max: 1, site: d, group: newGroup(sequence, base.particle, own)}
	}
}

func isAll(p *particle) bool { return p.group != nil && p.group.kind == all }

// derivedFrom is Type Derivation OK (3.4.6, 3.14.6): t is base or made of it by
// steps that excluded does not hold.
func derivedFrom(t, base *typeDef, excluded methods) bool {
	if t == base {
		return true
	}
	if base == anyType || base == anySimple && t.simple != nil {
		return !usesMethod(t, base, excluded)
	}
	for at := t; at != nil && at != anyType; at = at.base {
		if at == base {
			return !usesMethod(t, base, excluded)
		}
		if at.simple != nil && base.simple != nil && base.simple.variety == union && base.simple.plainUnion() {
			for _, m := range base.simple.members {
				if derivedFrom(at, m, excluded) {
					return !usesMethod(t, at, excluded)
				}
			}
		}
	}
	return false
}

// plainUnion reports a union that no facet narrows: its members count as
// derived from it (cos-st-derived-ok.2.2.4).
func (st *simpleType) plainUnion() bool {
	return st.facets.enumeration == nil && st.facets.patterns == nil
}

// usesMethod reports whether a step from t up to base is one of the excluded.
func usesMethod(t, base *typeDef, excluded methods) bool {
	for at := t; at != nil && at != base && at != anyType; at = at.base {
		method := at.method
		if at.simple != nil {
			method = byRestriction // lists and unions count as that too (cos-st-derived-ok.2)
		}
		if method&excluded != 0 {
			return true
		}
	}
	return false
}
