package xsd

import (
	"sync"

	"okienko/forms/xsd/internal/value"
)

// builtin is what a built-in type asks beyond its primitive type and facets.
type builtin struct {
	name  string
	check func([]byte) bool // nil: nothing
}

var (
	anyType   = &typeDef{name: qname{nsSchema, "anyType"}, state: built, method: byRestriction, complex: &complexType{}}
	anySimple = &typeDef{name: qname{nsSchema, "anySimpleType"}, state: built, method: byRestriction, base: anyType,
		simple: &simpleType{builtin: &builtin{name: "anySimpleType"}, breadth: 1, facets: noFacets()}}
)

// derivedTypes lists the derived built-in types in order: name, base, and what
// they add.
var derivedTypes = []struct {
	name, base string
	adapt      func(*typeDef)
}{
	{"normalizedString", "string", func(t *typeDef) { t.simple.facets.whiteSpace = replace }},
	{"token", "normalizedString", func(t *typeDef) { t.simple.facets.whiteSpace = toCollapse }},
	{"language", "token", literal(value.IsLanguage)},
	{"NMTOKEN", "token", literal(value.IsNameToken)},
	{"Name", "token", literal(value.IsName)},
	{"NCName", "Name", literal(value.IsNCName)},
	{"ID", "NCName", func(t *typeDef) { t.carriesID = true }},
	{"IDREF", "NCName", func(t *typeDef) { t.carriesID = true }},
	{"ENTITY", "NCName", nil},
	{"integer", "decimal", func(t *typeDef) { literal(value.IsInteger)(t); t.simple.facets.fractionDigits = 0 }},
	{"nonPositiveInteger", "integer", between("", "0")},
	{"negativeInteger", "nonPositiveInteger", between("", "-1")},
	{"long", "integer", between("-9223372036854775808", "9223372036854775807")},
	{"int", "long", between("-2147483648", "2147483647")},
	{"short", "int", between("-32768", "32767")},
	{"byte", "short", between("-128", "127")},
	{"nonNegativeInteger", "integer", between("0", "")},
	{"unsignedLong", "nonNegativeInteger", between("", "18446744073709551615")},
	{"unsignedInt", "unsignedLong", between("", "4294967295")},
	{"unsignedShort", "unsignedInt", between("", "65535")},
	{"unsignedByte", "unsignedShort", between("", "255")},
	{"positiveInteger", "nonNegativeInteger", between("1", "")},
}

func literal(check func([]byte) bool) func(*typeDef) {
	return func(t *typeDef) { t.simple.builtin.check = check }
}

func between(low, high string) func(*typeDef) {
	return func(t *typeDef) {
		if low != "" {
			t.simple.facets.min = newBound(value.Decimal, low, false)
		}
		if high != "" {
			t.simple.facets.max = newBound(value.Decimal, high, false)
		}
	}
}

// builtins are the types of Part 2, chapter 3, by name; shared and immutable.
var builtins = sync.OnceValue(func() map[string]*typeDef {
	anyType.base = anyType
	everything := &wildcard{any: true, process: lax}
	anyType.complex.content = mixedContent
	anyType.complex.particle = &particle{min: 1, max: 1, group: newGroup(sequence, &particle{min: 0, max: unbounded, wildcard: everything})}
	anyType.complex.wildcard = everything
	anyType.complex.model = buildModel(anyType.complex.particle)
	types := map[string]*typeDef{"anyType": anyType, "anySimpleType": anySimple}
	for name, kind := range value.Names {
		t := &typeDef{name: qname{nsSchema, name}, state: built, base: anySimple, method: byRestriction,
			simple: &simpleType{primitive: kind, builtin: &builtin{name: name}, breadth: 1, facets: noFacets()}}
		if kind != value.String {
			t.simple.facets.whiteSpace = toCollapse
			t.simple.facets.fixed = 1 << facetWhiteSpace
		}
		types[name] = t
	}
	for _, d := range derivedTypes {
		base := types[d.base]
		t := &typeDef{name: qname{nsSchema, d.name}, state: built, base: base, method: byRestriction,
			simple: &simpleType{primitive: base.simple.primitive, builtin: &builtin{name: d.name, check: base.simple.builtin.check}, breadth: 1, facets: base.simple.facets}}
		if d.adapt != nil {
			d.adapt(t)
		}
		types[d.name] = t
	}
	for name, item := range map[string]string{"NMTOKENS": "NMTOKEN", "IDREFS": "IDREF", "ENTITIES": "ENTITY"} {
		f := noFacets()
		f.minLength, f.whiteSpace = 1, toCollapse
		types[name] = &typeDef{name: qname{nsSchema, name}, state: built, base: anySimple, method: byList, carriesID: name == "IDREFS",
			simple: &simpleType{variety: list, item: types[item], builtin: &builtin{name: name}, breadth: 1, facets: f}}
	}
	return types
})

// xmlAttributes are the attributes of the xml namespace, for schemas that import
// it without a document.
func xmlAttributes() []*attributeDecl {
	attribute := func(local string, t *typeDef) *attributeDecl {
		return &attributeDecl{name: qname{nsXML, local}, typ: t, global: true}
	}
	types := builtins()
	space := &typeDef{base: types["NCName"], method: byRestriction, state: built, simple: &simpleType{primitive: value.String, builtin: types["NCName"].simple.builtin, facets: types["NCName"].simple.facets}}
	space.simple.facets.enumeration = &enumeration{texts: []string{"default", "preserve"}, notes: make([]*annotation, 2), plain: map[string]bool{"default": true, "preserve": true}}
	language := &typeDef{base: anySimple, method: byUnion, state: built, simple: &simpleType{variety: union, members: []*typeDef{types["language"], emptyToken()}, facets: noFacets()}}
	return []*attributeDecl{attribute("lang", language), attribute("space", space), attribute("base", types["anyURI"]), attribute("id", types["ID"])}
}

// emptyToken is the type of xml:lang="", which takes back an outer language.
func emptyToken() *typeDef {
	base := builtins()["token"]
	t := &typeDef{base: base, method: byRestriction, state: built, simple: &simpleType{primitive: value.String, builtin: base.simple.builtin, facets: base.simple.facets}}
	t.simple.facets.maxLength = 0
	return t
}
