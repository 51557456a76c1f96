package xsd

import (
	"okienko/forms/xsd/internal/value"
	"okienko/xades/xmltree"
)

// The namespaces that XML Schema itself gives a meaning.
const (
	nsSchema   = "http://www.w3.org/2001/XMLSchema"
	nsInstance = "http://www.w3.org/2001/XMLSchema-instance"
	nsXML      = "http://www.w3.org/XML/1998/namespace"
)

// qname is an expanded name.
type qname struct{ space, local string }

func (q qname) String() string {
	if q.space == "" || q.space == nsSchema {
		return q.local
	}
	return "{" + q.space + "}" + q.local
}

func nameOf(n xmltree.Node) qname { return qname{n.Space(), n.Local()} }

// methods is a set of ways to derive, for final, block and derivation checks.
type methods uint8

const (
	byExtension methods = 1 << iota
	byRestriction
	byList
	byUnion
	bySubstitution
)

// typeDef is a simple or complex type definition (Part 1, 3.4.1 and 3.14.1).
type typeDef struct {
	name      qname // local is "" for an anonymous type
	site      site
	state     buildState
	base      *typeDef
	method    methods // how it is made from base: one of the four
	final     methods
	note      *annotation
	simple    *simpleType  // nil for a complex type
	complex   *complexType // nil for a simple type
	carriesID bool         // values may hold xs:ID or xs:IDREF
}

type buildState uint8

const (
	unbuilt buildState = iota
	building
	built
)

type variety uint8

const (
	atomic variety = iota
	list
	union
)

// simpleType is what a simple type adds to typeDef. Facets are the effective
// ones: the type's own and all it inherits.
type simpleType struct {
	variety   variety
	primitive value.Kind // of an atomic type
	builtin   *builtin   // the nearest built-in type it comes from
	item      *typeDef   // of a list
	members   []*typeDef // of a union
	breadth   int        // how many types a value may be tried against, unions in unions counted out
	facets    facets
}

type contentKind uint8

const (
	emptyContent contentKind = iota
	simpleContent
	elementContent
	mixedContent
)

// complexType is what a complex type adds to typeDef.
type complexType struct {
	abstract   bool
	block      methods
	content    contentKind
	text       *typeDef  // the simple type of simpleContent
	particle   *particle // of elementContent and mixedContent
	attributes []*attributeUse
	prohibited []qname
	wildcard   *wildcard // for attributes; nil for none
	model      *model    // particle, ready to run
	byName     map[qname]int
	required   int // how many attribute uses are required or have a value to supply
}

// elementDecl is an element declaration (3.3.1).
type elementDecl struct {
	name        qname
	site        site
	state       buildState
	typ         *typeDef
	global      bool
	nillable    bool
	abstract    bool
	preset      *preset
	block       methods
	final       methods
	head        *elementDecl           // of its substitution group
	substitutes map[qname]*elementDecl // what may stand in its place, itself not among them; nil for none
	constraints []*identityConstraint
	single      *elementDecl // the same without substitutes, see alone
	note        *annotation
}

// preset is a default or fixed value.
type preset struct {
	fixed bool
	text  string
	key   string // of the value, see valueKey
}

// attributeDecl is an attribute declaration (3.2.1).
type attributeDecl struct {
	name   qname
	site   site
	typ    *typeDef
	global bool
	preset *preset
	note   *annotation
}

// attributeUse is an attribute as a complex type has it (3.5.1).
type attributeUse struct {
	decl     *attributeDecl
	site     site
	required bool
	preset   *preset // its own, else the declaration's
}

// particle is a term with its repetitions (3.9.1): exactly one of element,
// wildcard and group is set.
type particle struct {
	min, max int // max unbounded: -1
	site     site
	element  *elementDecl
	wildcard *wildcard
	group    *modelGroup
}

const unbounded = -1

type compositor uint8

const (
	sequence compositor = iota
	choice
	all
)

// modelGroup is a sequence, choice or all (3.8.1).
type modelGroup struct {
	kind      compositor
	particles []*particle
	size      int // of the group counted out, saturating above maxParticles
	low, high int // elements at least and at most in one repetition (3.8.6)
}

// annotation holds the texts of xs:documentation by language ("" where none
// is given).
type annotation struct {
	documentation []note
}

type note struct{ language, text string }

// site is a place in a schema document: where a component is written.
type site struct {
	doc       *schemaDoc
	node      xmltree.Node
	redefines *redefinition // set inside a component that redefines another
}

// at returns the same place for another node of the document.
func (s site) at(n xmltree.Node) site { s.node = n; return s }

// attr returns an attribute without namespace, white space collapsed.
func (s site) attr(local string) (string, bool) {
	v, ok := s.node.Attr("", local)
	if !ok {
		return "", false
	}
	return string(collapse([]byte(v))), true
}

func (s site) has(local string) bool {
	_, ok := s.node.Attr("", local)
	return ok
}

// child returns the first child of this local name in the schema namespace.
func (s site) child(local string) (site, bool) {
	n := s.node.Child(nsSchema, local)
	return s.at(n), !n.IsZero()
}

// children lists the child elements of the schema namespace but xs:annotation.
func (s site) children() []site {
	var out []site
	for n := range s.node.Elements() {
		if n.Space() == nsSchema && n.Local() != "annotation" {
			out = append(out, s.at(n))
		}
	}
	return out
}

func (s site) local() string { return s.node.Local() }
