package xsd

// redefine registers a child of xs:redefine: it takes the name of the component
// it replaces, which is kept under a name nobody can write (4.2.2).
func (c *compiler) redefine(s site) {
	text, named := s.attr("name")
	if !named {
		return
	}
	q := qname{s.doc.target, text}
	r := &redefinition{kind: redefinedKind(s.local()), name: q, original: qname{q.space, q.local + " (redefined)"}}
	for c.knows(r.kind, r.original) { // a redefinition of a redefinition
		r.original.local += "'"
	}
	if !c.knows(r.kind, q) {
		c.reportValue(s, CodeXSDRedefine, "src-redefine", text, "there is no %s %s to redefine", r.kind, q)
		return
	}
	if before := c.siteOf(r.kind, q); before.redefines != nil && before.doc == s.doc {
		c.reportValue(s, CodeXSDDuplicate, "sch-props-correct.2", text, "the %s %s is redefined twice", r.kind, q)
		return
	}
	s.redefines = r
	switch r.kind {
	case "type":
		c.types[r.original] = c.types[q]
		c.types[q] = c.newType(s, q)
		c.checkSelfBase(s)
	case "group":
		c.groups[r.original] = c.groups[q]
		c.groups[q] = &groupDef{name: q, site: s}
		c.checkSelfReference(s, "group")
	case "attributeGroup":
		c.attributeGroups[r.original] = c.attributeGroups[q]
		c.attributeGroups[q] = &attributeGroupDef{name: q, site: s}
		c.checkSelfReference(s, "attributeGroup")
	}
}

func redefinedKind(element string) string {
	if element == "simpleType" || element == "complexType" {
		return "type"
	}
	return element
}

func (c *compiler) knows(kind string, q qname) bool {
	switch kind {
	case "type":
		return c.types[q] != nil
	case "group":
		return c.groups[q] != nil
	}
	return c.attributeGroups[q] != nil
}

// siteOf returns where a known component is written.
func (c *compiler) siteOf(kind string, q qname) site {
	switch kind {
	case "type":
		return c.types[q].site
	case "group":
		return c.groups[q].site
	}
	return c.attributeGroups[q].site
}

// checkSelfBase: a redefined type is derived from itself (src-redefine.5).
func (c *compiler) checkSelfBase(s site) {
	for _, child := range s.children() {
		derivations := []site{child}
		if child.local() == "simpleContent" || child.local() == "complexContent" {
			derivations = child.children()
		}
		for _, d := range derivations {
			if base, ok := d.attr("base"); ok && d.resolveName(base) == s.redefines.name {
				return
			}
		}
	}
	c.report(s, CodeXSDRedefine, "src-redefine.5", "a redefined type must be derived from itself")
}

// checkSelfReference: a redefined group holds itself once, or it is a
// restriction of what it replaces (src-redefine.6 and 7).
func (c *compiler) checkSelfReference(s site, element string) {
	references := 0
	for n := range s.node.Descendants() {
		if !n.Is(nsSchema, element) || n == s.node {
			continue
		}
		ref := s.at(n)
		text, ok := ref.attr("ref")
		if !ok || ref.resolveName(text) != s.redefines.name {
			continue
		}
		references++
		if element == "group" && (count(ref, "minOccurs") != 1 || count(ref, "maxOccurs") != 1) {
			c.report(ref, CodeXSDRedefine, "src-redefine.6.1.2", "a redefined group holds itself exactly once")
		}
	}
	if references > 1 {
		c.report(s, CodeXSDRedefine, "src-redefine.6.1.1", "a redefined group holds itself exactly once")
	}
	s.redefines.restricts = references == 0
}
