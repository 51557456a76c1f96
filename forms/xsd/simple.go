package xsd

import (
	"slices"
	"strings"

	"okienko/forms/xsd/internal/value"
)

// complete builds a type's definition. It returns false, after a report, for a
// type that is made of itself.
func (c *compiler) complete(t *typeDef) bool {
	switch t.state {
	case built:
		return true
	case building:
		c.report(t.site, CodeXSDCircular, "st-props-correct.2", "the type %s is derived from itself", t.name)
		return false
	}
	if !c.descend(t.site) {
		return false
	}
	defer c.ascend()
	t.state = building
	if t.simple != nil {
		c.completeSimple(t)
	} else {
		c.completeComplex(t)
		c.measure(t)
	}
	t.state = built
	return true
}

func (c *compiler) completeSimple(t *typeDef) {
	t.base, t.method = anySimple, byRestriction
	t.simple.facets, t.simple.builtin, t.simple.breadth = noFacets(), anySimple.simple.builtin, 1
	t.final = t.site.methodsOf("final", t.site.doc.defaults.final, byRestriction|byList|byUnion)
	for _, s := range t.site.children() {
		switch s.local() {
		case "restriction":
			c.restrictSimple(t, s)
		case "list":
			c.listType(t, s)
		case "union":
			c.unionType(t, s)
		}
	}
}

// part finds the type that an attribute names or a child defines: one of the two.
func (c *compiler) part(s site, attribute, rule string) *typeDef {
	text, named := s.attr(attribute)
	inline, found := s.child("simpleType")
	switch {
	case named == found:
		c.report(s, CodeXSDStructure, rule, "xs:%s needs either %s or xs:simpleType inside", s.local(), attribute)
		return nil
	case named:
		return c.simpleRef(s, text)
	}
	return c.localSimple(inline)
}

// localSimple builds an anonymous simple type.
func (c *compiler) localSimple(s site) *typeDef {
	t := c.newType(s, qname{})
	c.complete(t)
	return t
}

func (c *compiler) restrictSimple(t *typeDef, s site) {
	base := c.part(s, "base", "src-simple-type.2")
	if base == nil {
		return
	}
	if base == anySimple {
		c.report(s, CodeXSDDerivation, "cos-st-restricts.1.1", "anySimpleType itself cannot be restricted")
		return
	}
	if base.final&byRestriction != 0 {
		c.report(s, CodeXSDDerivation, "st-props-correct.3", "the type %s is final for restriction", base.name)
	}
	c.restrictTo(t, base, s)
}

// restrictTo makes t a restriction of base by the facets at s.
func (c *compiler) restrictTo(t, base *typeDef, s site) {
	t.base, t.method, t.carriesID = base, byRestriction, base.carriesID
	*t.simple = *base.simple
	c.applyFacets(t, base, s)
}

func (c *compiler) listType(t *typeDef, s site) {
	t.method = byList
	t.simple.variety = list
	t.simple.builtin = nil
	t.simple.facets.whiteSpace = toCollapse
	t.simple.item = c.part(s, "itemType", "src-simple-type.3")
	item := t.simple.item
	if item == nil {
		t.simple.item = anySimple
		return
	}
	t.carriesID, t.simple.breadth = item.carriesID, item.simple.breadth
	if item.final&byList != 0 {
		c.report(s, CodeXSDDerivation, "cos-st-restricts.2.3.1.1", "the type %s is final for lists", item.name)
	}
	if holdsList(item) {
		c.report(s, CodeXSDDerivation, "cos-list-of-atomic", "the items of a list cannot be lists")
	}
}

func holdsList(t *typeDef) bool {
	if t.simple.variety == union {
		for _, m := range t.simple.members {
			if holdsList(m) {
				return true
			}
		}
	}
	return t.simple.variety == list
}

func (c *compiler) unionType(t *typeDef, s site) {
	t.method = byUnion
	t.simple.variety = union
	t.simple.breadth = 0
	t.simple.builtin = nil
	t.simple.facets.whiteSpace = toCollapse
	names, _ := s.attr("memberTypes")
	for _, name := range strings.Fields(names) {
		c.addMember(t, c.simpleRef(s, name), s)
	}
	for _, inline := range s.children() {
		c.addMember(t, c.localSimple(inline), s)
	}
	if len(t.simple.members) == 0 && names == "" && len(s.children()) == 0 {
		c.report(s, CodeXSDStructure, "src-union-memberTypes-or-simpleTypes", "a union needs member types")
	}
}

func (c *compiler) addMember(t, member *typeDef, s site) {
	if member == nil {
		return
	}
	if member.final&byUnion != 0 {
		c.report(s, CodeXSDDerivation, "cos-st-restricts.3.3.1.1", "the type %s is final for unions", member.name)
	}
	t.carriesID = t.carriesID || member.carriesID
	members := []*typeDef{member}
	if member.simple.variety == union && member.simple.plainUnion() {
		members = member.simple.members
	}
	for _, m := range members {
		if !slices.Contains(t.simple.members, m) {
			t.simple.members = append(t.simple.members, m)
		}
	}
	t.simple.breadth += member.simple.breadth
	if t.simple.breadth > maxMembers {
		c.limit(s, "maxMembers", "a union of more than %d types", maxMembers)
		t.simple.members, t.simple.breadth = nil, 1
	}
}

// title is the type's name for messages: its own or that of the nearest named
// type it comes from.
func (t *typeDef) title() string {
	for ; t != nil && t != anyType; t = t.base {
		if t.name.local != "" && t != anySimple {
			return t.name.local
		}
		if t.simple != nil && t.simple.variety == list && t.method == byList {
			return "list of " + t.simple.item.title()
		}
		if t.simple != nil && t.simple.variety == union && t.method == byUnion {
			return unionTitle(t.simple.members)
		}
	}
	return "anySimpleType"
}

func unionTitle(members []*typeDef) string {
	var names []string
	for _, m := range members[:min(len(members), maxExpected)] {
		names = append(names, m.title())
	}
	return strings.Join(names, " or ")
}

// usesNotation reports whether t is NOTATION without the enumeration that it
// needs wherever it is used (Part 2, 3.2.19).
func usesNotation(t *typeDef) bool {
	return t.simple != nil && t.simple.variety == atomic && t.simple.primitive == value.Notation && t.simple.facets.enumeration == nil
}
