package xsd

// presetSite remembers a default or fixed value until all types are known.
type presetSite struct {
	site   site
	preset *preset
	typ    func() *typeDef // the type of what it is on
	mixed  func() bool     // an element whose type lets text stand between elements
}

// element builds a global element declaration.
func (c *compiler) element(q qname) *elementDecl {
	e := c.elements[q]
	if e != nil && e.state != built {
		c.buildGlobal(e)
	}
	return e
}

func (c *compiler) buildGlobal(e *elementDecl) {
	if e.state == building {
		c.report(e.site, CodeXSDCircular, "e-props-correct.6", "the substitution group of %s leads back to it", e.name)
		return
	}
	if !c.descend(e.site) {
		return
	}
	defer c.ascend()
	e.state = building
	s := e.site
	defaults := s.doc.defaults
	e.final = s.methodsOf("final", defaults.final, byExtension|byRestriction)
	abstract, _ := s.attr("abstract")
	e.abstract = abstract == "true" || abstract == "1"
	if head, ok := s.attr("substitutionGroup"); ok {
		if q, ok := c.refer(s, "element", head); ok {
			if e.head = c.element(q); e.head == nil {
				c.unknown(s, "element", q)
			}
		}
	}
	c.fillElement(e)
	e.state = built
}

// localElement builds an element declaration inside a content model.
func (c *compiler) localElement(s site) *elementDecl {
	name, _ := s.attr("name")
	e := &elementDecl{name: qname{local: name}, site: s, state: built}
	form, ok := s.attr("form")
	if ok && form == "qualified" || !ok && s.doc.qualified.element {
		e.name.space = s.doc.target
	}
	c.fillElement(e)
	return e
}

// fillElement reads what global and local declarations share.
func (c *compiler) fillElement(e *elementDecl) {
	s := e.site
	if c.allElements = append(c.allElements, e); len(c.allTypes)+len(c.allElements) == maxComponents {
		c.limit(s, "maxComponents", "more than %d components", maxComponents)
	}
	e.block = s.methodsOf("block", s.doc.defaults.block, byExtension|byRestriction|bySubstitution)
	nillable, _ := s.attr("nillable")
	e.nillable = nillable == "true" || nillable == "1"
	e.note = readAnnotation(s)
	e.typ = c.elementType(e)
	e.preset = c.readPreset(s, "src-element.1")
	if e.preset != nil {
		c.presets = append(c.presets, presetSite{s, e.preset, func() *typeDef { return e.typ }, e.typ.emptiableMixed})
	}
	for _, child := range s.children() {
		switch child.local() {
		case "unique", "key", "keyref":
			c.constraint(e, child)
		}
	}
}

func (c *compiler) elementType(e *elementDecl) *typeDef {
	s := e.site
	text, named := s.attr("type")
	for _, child := range s.children() {
		if child.local() != "simpleType" && child.local() != "complexType" {
			continue
		}
		if named {
			c.report(s, CodeXSDStructure, "src-element.3", "an element has either a type attribute or a type inside")
		}
		return c.newType(child, qname{}) // built with all the others: it may hold this element again
	}
	switch {
	case named:
		if t := c.typeRef(s, text); t != nil {
			return t
		}
	case e.head != nil && e.head.typ != nil:
		return e.head.typ
	}
	return anyType
}

// readPreset reads default or fixed; nil where there is neither.
func (c *compiler) readPreset(s site, rule string) *preset {
	def, hasDefault := s.node.Attr("", "default")
	fixed, hasFixed := s.node.Attr("", "fixed")
	switch {
	case hasDefault && hasFixed:
		c.report(s, CodeXSDStructure, rule, "default and fixed exclude each other")
	case hasDefault:
		return &preset{text: def}
	case hasFixed:
		return &preset{text: fixed, fixed: true}
	}
	return nil
}

// checkPresets checks all default and fixed values against their types (a-props-correct.2,
// e-props-correct.2) and notes what the fixed ones are compared by.
func (c *compiler) checkPresets() {
	for _, p := range c.presets {
		t := p.typ()
		if t == nil {
			continue
		}
		if t.complex != nil && t.complex.content == simpleContent {
			t = t.complex.text
		}
		switch {
		case t.simple != nil:
			c.checkPreset(p, t)
		case p.mixed == nil || !p.mixed():
			c.report(p.site, CodeXSDValue, "e-props-correct.2", "a default or fixed value needs a type with text")
		default:
			p.preset.key = p.preset.text
		}
	}
}

func (c *compiler) checkPreset(p presetSite, t *typeDef) {
	in := p.site.context(c)
	if wrong := t.check([]byte(p.preset.text), in); wrong != nil {
		c.reportValue(p.site, CodeXSDValue, "e-props-correct.2", p.preset.text, "the default or fixed value %q: %s", shorten(p.preset.text), wrong.reason())
		return
	}
	if t.carriesID && carriesOwnID(t) {
		c.report(p.site, CodeXSDValue, "e-props-correct.5", "an ID has no default or fixed value")
		return
	}
	p.preset.key = t.key([]byte(p.preset.text), in)
}

// carriesOwnID reports whether t is derived from ID, and not only from IDREF.
func carriesOwnID(t *typeDef) bool {
	id := builtins()["ID"]
	for ; t != nil && t != anyType; t = t.base {
		if t == id {
			return true
		}
	}
	return false
}

// emptiableMixed reports whether an element of type t may hold text alone.
func (t *typeDef) emptiableMixed() bool {
	return t.complex != nil && t.complex.content == mixedContent && t.complex.particle.emptiable()
}

// checkSubstitution checks the element's place in its group (e-props-correct.4)
// and lists it with its heads.
func (c *compiler) checkSubstitution(e *elementDecl) {
	if e.head == nil {
		return
	}
	if !derivedFrom(e.typ, e.head.typ, e.head.final) {
		c.report(e.site, CodeXSDSubstitution, "e-props-correct.4", "the type of %s is not derived from that of %s, or the head is final for it", e.name, e.head.name)
		return
	}
	if c.substitutes > maxSubstitutes {
		c.limit(e.site, "maxSubstitutes", "more than %d entries in substitution groups", maxSubstitutes)
		return
	}
	for head := e.head; head != nil && head != e; head = head.head {
		blocked := head.block
		if head.typ.complex != nil {
			blocked |= head.typ.complex.block
		}
		if blocked&bySubstitution == 0 && derivedWithout(e.typ, head.typ, blocked) {
			if head.substitutes == nil {
				head.substitutes = map[qname]*elementDecl{}
			}
			head.substitutes[e.name] = e
			c.substitutes++
		}
	}
}

// derivedWithout reports whether no step from t up to base is blocked
// (Substitution Group OK (Transitive), 3.3.6).
func derivedWithout(t, base *typeDef, blocked methods) bool {
	for ; t != base; t = t.base {
		if t == anyType || t.method&blocked != 0 {
			return base == anyType && t == anyType
		}
		if t.complex != nil {
			blocked |= t.base.blocks()
		}
	}
	return true
}

func (t *typeDef) blocks() methods {
	if t == nil || t.complex == nil {
		return 0
	}
	return t.complex.block
}
