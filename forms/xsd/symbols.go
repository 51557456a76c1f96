package xsd

import (
	"strings"
)

// compiler holds the components of a schema while they are built.
type compiler struct {
	problems        []Problem
	elements        map[qname]*elementDecl
	attributes      map[qname]*attributeDecl
	types           map[qname]*typeDef
	groups          map[qname]*groupDef
	attributeGroups map[qname]*attributeGroupDef
	notations       map[qname]site
	keys            map[qname]*identityConstraint

	allTypes      []*typeDef     // that stand in the documents, anonymous ones too
	allElements   []*elementDecl // likewise
	presets       []presetSite   // default and fixed values to check in the end
	steps         int            // spent of maxCheckSteps
	particleCount int            // spent of maxParticles
	useCount      int            // spent of maxAttributeUses
	nesting       int            // of components under construction
	substitutes   int            // spent of maxSubstitutes
}

// descend enters a component that another one builds on; it reports too deep a chain.
func (c *compiler) descend(s site) bool {
	if c.nesting == maxNesting {
		c.limit(s, "maxNesting", "components build on each other more than %d deep", maxNesting)
		return false
	}
	c.nesting++
	return true
}

func (c *compiler) ascend() { c.nesting-- }

func newCompiler() *compiler {
	c := &compiler{
		elements: map[qname]*elementDecl{}, attributes: map[qname]*attributeDecl{}, types: map[qname]*typeDef{},
		groups: map[qname]*groupDef{}, attributeGroups: map[qname]*attributeGroupDef{},
		notations: map[qname]site{}, keys: map[qname]*identityConstraint{},
	}
	for name, t := range builtins() {
		c.types[qname{nsSchema, name}] = t
	}
	return c
}

// knowXML makes the attributes of the xml namespace known where a schema imports
// it; documents that define them themselves come first.
func (c *compiler) knowXML() {
	for _, a := range xmlAttributes() {
		if c.attributes[a.name] == nil {
			c.attributes[a.name] = a
		}
	}
}

// register notes a global component under its name; it is built when it is
// first referred to, or in the end.
func (c *compiler) register(s site) {
	text, named := s.attr("name")
	if !named {
		return
	}
	q := qname{s.doc.target, text}
	switch s.local() {
	case "element":
		if first, taken := c.elements[q]; !taken || c.duplicate(s, q, first.site) {
			c.elements[q] = &elementDecl{name: q, site: s, global: true}
		}
	case "attribute":
		if first, taken := c.attributes[q]; !taken || c.duplicate(s, q, first.site) {
			c.attributes[q] = &attributeDecl{name: q, site: s, global: true}
		}
	case "simpleType", "complexType":
		if first, taken := c.types[q]; !taken || c.duplicate(s, q, first.site) {
			c.types[q] = c.newType(s, q)
		}
	case "group":
		if first, taken := c.groups[q]; !taken || c.duplicate(s, q, first.site) {
			c.groups[q] = &groupDef{name: q, site: s}
		}
	case "attributeGroup":
		if first, taken := c.attributeGroups[q]; !taken || c.duplicate(s, q, first.site) {
			c.attributeGroups[q] = &attributeGroupDef{name: q, site: s}
		}
	case "notation":
		if first, taken := c.notations[q]; !taken || c.duplicate(s, q, first) {
			c.notations[q] = s
		}
	}
}

// duplicate reports a second component of one name, and says whether it takes
// the place of the first: what is built in gives way to a document.
func (c *compiler) duplicate(s site, q qname, first site) bool {
	if first.doc == nil {
		return q.space == nsXML
	}
	c.reportValue(s, CodeXSDDuplicate, "sch-props-correct.2", q.local, "%s %s is there already, in line %d of %s",
		s.local(), q, first.node.Position().Line, first.doc.source.Location)
	return false
}

func (c *compiler) newType(s site, q qname) *typeDef {
	t := &typeDef{name: q, site: s, note: readAnnotation(s)}
	if s.local() == "simpleType" {
		t.simple = &simpleType{}
	} else {
		t.complex = &complexType{}
	}
	if c.allTypes = append(c.allTypes, t); len(c.allTypes)+len(c.allElements) == maxComponents {
		c.limit(s, "maxComponents", "more than %d components", maxComponents)
	}
	return t
}

// resolveName expands a QName that stands in a schema document. Without a
// prefix and a default namespace it means the target namespace of a document
// that took its includer's (4.2.1, clause 3.2).
func (s site) resolveName(text string) qname {
	prefix, local, found := strings.Cut(text, ":")
	if !found {
		prefix, local = "", text
	}
	space, _ := s.node.LookupNamespace(prefix)
	if space == "" && s.doc.chameleon {
		space = s.doc.target
	}
	return qname{space, local}
}

// refer expands the name in a reference and checks that its namespace may be
// used here (src-resolve). Inside a redefinition the own name means what is redefined.
func (c *compiler) refer(s site, kind, text string) (qname, bool) {
	q := s.resolveName(text)
	if r := s.redefines; r != nil && r.kind == kind && r.name == q {
		return r.original, true
	}
	if q.space != s.doc.target && q.space != nsSchema && !s.doc.imports[q.space] {
		c.reportValue(s, CodeXSDReference, "src-resolve.4", text, "%s %s: the namespace %q is not imported here", kind, text, q.space)
		return q, false
	}
	return q, true
}

func (c *compiler) unknown(s site, kind string, q qname) {
	c.reportValue(s, CodeXSDReference, "src-resolve", q.local, "there is no %s %s", kind, q)
}

// typeRef finds the type a QName refers to; nil after a report.
func (c *compiler) typeRef(s site, text string) *typeDef {
	q, ok := c.refer(s, "type", text)
	if !ok {
		return nil
	}
	t := c.types[q]
	if t == nil {
		c.unknown(s, "type", q)
	}
	return t
}

// simpleRef is typeRef for where only a simple type will do. A type that is being
// built has no values yet: nil, after a report.
func (c *compiler) simpleRef(s site, text string) *typeDef {
	t := c.typeRef(s, text)
	if t != nil && t.simple == nil {
		c.reportValue(s, CodeXSDReference, "src-resolve", text, "%s is a complex type, a simple one is needed", t.name)
		return nil
	}
	if t == nil || !c.complete(t) {
		return nil
	}
	return t
}

func readMethods(text string) methods {
	var m methods
	for _, word := range strings.Fields(text) {
		switch word {
		case "#all":
			return byExtension | byRestriction | byList | byUnion | bySubstitution
		case "extension":
			m |= byExtension
		case "restriction":
			m |= byRestriction
		case "list":
			m |= byList
		case "union":
			m |= byUnion
		case "substitution":
			m |= bySubstitution
		}
	}
	return m
}

// methodsOf reads final or block, or the document's default for it.
func (s site) methodsOf(name, fallback string, among methods) methods {
	text, ok := s.attr(name)
	if !ok {
		text = fallback
	}
	return readMethods(text) & among
}
