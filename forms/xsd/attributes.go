package xsd

// attributeGroupDef is a named group of attribute uses (3.6.1).
type attributeGroupDef struct {
	name  qname
	site  site
	state buildState
	set   attributeSet
}

// attributeSet is what a type or group collects: uses, prohibitions, a wildcard.
type attributeSet struct {
	uses       []*attributeUse
	prohibited []qname
	wildcard   *wildcard
}

// attributeSetAt reads the attribute part of a type or group.
func (c *compiler) attributeSetAt(s site) attributeSet {
	var set attributeSet
	var own *wildcard
	for _, child := range s.children() {
		switch child.local() {
		case "attribute":
			c.attributeUse(&set, child)
		case "attributeGroup":
			if g := c.attributeGroupRef(child); g != nil {
				c.include(&set, g, child)
			}
		case "anyAttribute":
			own = newWildcard(child)
		}
	}
	c.narrow(&set, own, s)
	set.uses = c.checkUses(set.uses, s)
	return set
}

// include adds a group's attributes.
func (c *compiler) include(set *attributeSet, g *attributeGroupDef, s site) {
	set.uses = append(set.uses, g.set.uses...)
	if g.set.wildcard != nil {
		c.narrow(set, g.set.wildcard, s)
	}
}

// narrow intersects wildcards; the process of the local one decides (3.4.2).
func (c *compiler) narrow(set *attributeSet, w *wildcard, s site) {
	switch {
	case w == nil:
	case set.wildcard == nil:
		set.wildcard = w
	default:
		both, ok := w.intersect(set.wildcard)
		if !ok {
			c.report(s, CodeXSDAttribute, "src-attribute_group.2", "the attribute wildcards have no intersection that can be written")
			return
		}
		if !w.site.node.IsZero() && w.site.node.Parent() != s.node {
			both.process = set.wildcard.process
		}
		set.wildcard = both
	}
}

// checkUses is ct-props-correct.4 and 5, ag-props-correct.2 and 3. It returns
// the uses without the second of a name.
func (c *compiler) checkUses(uses []*attributeUse, s site) []*attributeUse {
	seen := map[qname]bool{}
	var id *attributeUse
	var out []*attributeUse
	for _, u := range uses {
		if seen[u.decl.name] {
			c.reportValue(s, CodeXSDAttribute, "ct-props-correct.4", u.decl.name.local, "the attribute %s stands twice", u.decl.name)
			continue
		}
		seen[u.decl.name] = true
		out = append(out, u)
		if u.decl.typ == nil || !carriesOwnID(u.decl.typ) {
			continue
		}
		if id != nil {
			c.report(s, CodeXSDAttribute, "ct-props-correct.5", "both %s and %s are IDs", id.decl.name, u.decl.name)
		}
		id = u
	}
	return out
}

func (c *compiler) attributeGroupRef(s site) *attributeGroupDef {
	text, _ := s.attr("ref")
	q, ok := c.refer(s, "attributeGroup", text)
	if !ok {
		return nil
	}
	g := c.attributeGroups[q]
	if g == nil {
		c.unknown(s, "attributeGroup", q)
		return nil
	}
	if !c.buildAttributeGroup(g, s) {
		return nil
	}
	return g
}

func (c *compiler) buildAttributeGroup(g *attributeGroupDef, from site) bool {
	switch g.state {
	case building:
		c.report(from, CodeXSDCircular, "src-attribute_group.3", "the attribute group %s holds itself", g.name)
		return false
	case unbuilt:
		if !c.descend(from) {
			return false
		}
		defer c.ascend()
		g.state = building
		g.set = c.attributeSetAt(g.site)
		g.state = built
	}
	return true
}

// attributeUse adds the use that an xs:attribute inside a type or group makes.
func (c *compiler) attributeUse(set *attributeSet, s site) {
	u := &attributeUse{site: s}
	use, _ := s.attr("use")
	u.required = use == "required"
	u.preset = c.readPreset(s, "src-attribute.1")
	if u.preset != nil && !u.preset.fixed && use != "" && use != "optional" {
		c.report(s, CodeXSDStructure, "src-attribute.2", "an attribute with a default must be optional")
	}
	text, isRef := s.attr("ref")
	if isRef == s.has("name") {
		c.report(s, CodeXSDStructure, "src-attribute.3.1", "an attribute has either a name or a ref")
		return
	}
	if isRef {
		u.decl = c.attributeRef(s, text)
	} else {
		u.decl = c.localAttribute(s)
	}
	switch {
	case u.decl == nil:
	case use == "prohibited":
		set.prohibited = append(set.prohibited, u.decl.name)
	default:
		c.settlePreset(u)
		set.uses = append(set.uses, u)
	}
}

// settlePreset combines the values of the use and of its declaration (au-props-correct.2).
func (c *compiler) settlePreset(u *attributeUse) {
	declared := u.decl.preset
	switch {
	case u.preset == nil:
		u.preset = declared
		return
	case declared != nil && declared.fixed && (!u.preset.fixed || u.preset.text != declared.text):
		c.report(u.site, CodeXSDAttribute, "au-props-correct.2", "the declaration of %s fixes another value", u.decl.name)
	}
	c.presets = append(c.presets, presetSite{u.site, u.preset, func() *typeDef { return u.decl.typ }, nil})
}

func (c *compiler) attributeRef(s site, text string) *attributeDecl {
	if s.has("type") || s.has("form") || len(s.children()) > 0 {
		c.report(s, CodeXSDStructure, "src-attribute.3.2", "an attribute with ref has no form and no type")
	}
	q, ok := c.refer(s, "attribute", text)
	if !ok {
		return nil
	}
	a := c.attributes[q]
	if a == nil {
		c.unknown(s, "attribute", q)
		return nil
	}
	c.fillAttribute(a)
	return a
}

func (c *compiler) localAttribute(s site) *attributeDecl {
	name, _ := s.attr("name")
	a := &attributeDecl{name: qname{local: name}, site: s}
	form, ok := s.attr("form")
	if ok && form == "qualified" || !ok && s.doc.qualified.attribute {
		a.name.space = s.doc.target
	}
	c.fillAttribute(a)
	return a
}

// fillAttribute builds a declaration, once. Its type may still be unbuilt: a
// simple type never holds an attribute.
func (c *compiler) fillAttribute(a *attributeDecl) {
	if a.typ != nil {
		return
	}
	s := a.site
	a.typ = anySimple
	a.note = readAnnotation(s)
	if a.name.space == nsInstance || a.name.local == "xmlns" {
		c.report(s, CodeXSDAttribute, "no-xsi", "the attribute %s cannot be declared", a.name)
	}
	text, named := s.attr("type")
	inline, found := s.child("simpleType")
	switch {
	case named && found:
		c.report(s, CodeXSDStructure, "src-attribute.4", "an attribute has either a type attribute or a type inside")
	case named:
		if t := c.simpleRef(s, text); t != nil {
			a.typ = t
		}
	case found:
		a.typ = c.localSimple(inline)
	}
	if usesNotation(a.typ) {
		c.report(s, CodeXSDFacet, "enumeration-required-notation", "NOTATION needs an enumeration")
	}
	if !a.global {
		return
	}
	if a.preset = c.readPreset(s, "src-attribute.1"); a.preset != nil {
		c.presets = append(c.presets, presetSite{s, a.preset, func() *typeDef { return a.typ }, nil})
	}
}

// inherit completes a type's attributes from its base: all of them for an
// extension; for a restriction those it neither repeats nor prohibits.
func (c *compiler) inherit(t *typeDef, set attributeSet) {
	ct := t.complex
	base := t.base.complex
	ct.attributes, ct.prohibited, ct.wildcard = set.uses, set.prohibited, set.wildcard
	if base == nil {
		return
	}
	settled := map[qname]bool{}
	if t.method == byRestriction {
		for _, u := range set.uses {
			settled[u.decl.name] = true
		}
		for _, q := range set.prohibited {
			settled[q] = true
		}
	}
	for _, u := range base.attributes {
		if !settled[u.decl.name] {
			ct.attributes = append(ct.attributes, u)
		}
	}
	ct.attributes = c.checkUses(ct.attributes, t.site)
	if t.method != byExtension || base.wildcard == nil {
		return
	}
	if ct.wildcard == nil {
		ct.wildcard = base.wildcard
		return
	}
	both, ok := ct.wildcard.union(base.wildcard)
	if !ok {
		c.report(t.site, CodeXSDAttribute, "cos-aw-union", "the attribute wildcards have no union that can be written")
		return
	}
	ct.wildcard = both
}
