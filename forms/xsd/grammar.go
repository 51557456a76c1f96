package xsd

import (
	"slices"
	"strings"

	"okienko/forms/xsd/internal/value"
	"okienko/xades/xmltree"
)

// rule is what the schema for schemas says of one element in one place: its
// attributes ("name!" is required, ":kind" names its literal) and its children
// in order, each slot with how often it may stand.
type rule struct {
	attributes map[string]attributeRule
	children   []slot
	open       bool // xs:appinfo, xs:documentation: anything inside
}

type attributeRule struct {
	kind     string
	required bool
}

type slot struct {
	names    []string
	required bool
	many     bool
}

const (
	particlesOf  = "element|group|choice|sequence|any"
	attributesOf = "attribute|attributeGroup* anyAttribute?"
	facetsOf     = "minExclusive|minInclusive|maxExclusive|maxInclusive|totalDigits|fractionDigits|length|minLength|maxLength|enumeration|whiteSpace|pattern*"
	definitions  = "simpleType|complexType|group|attributeGroup|element|attribute|notation|annotation*"
	occurs       = " minOccurs:count maxOccurs:limit"
)

// grammar holds a rule per element. "parent/name" goes before "name".
var grammar = compileGrammar(map[string][2]string{
	"schema": {"targetNamespace:uri version:token finalDefault:final blockDefault:block attributeFormDefault:form elementFormDefault:form",
		"include|import|redefine|annotation* " + definitions},
	"include":       {"schemaLocation!:uri", "annotation?"},
	"import":        {"namespace:uri schemaLocation:uri", "annotation?"},
	"redefine":      {"schemaLocation!:uri", "annotation|simpleType|complexType|group|attributeGroup*"},
	"annotation":    {"", "appinfo|documentation*"},
	"appinfo":       {"source:uri", "..."},
	"documentation": {"source:uri", "..."},
	"notation":      {"name!:name public:token system:uri", "annotation?"},

	"schema/element": {"name!:name type:qname substitutionGroup:qname default:text fixed:text nillable:boolean abstract:boolean final:derivations block:block",
		"annotation? simpleType|complexType? unique|key|keyref*"},
	"element": {"name:name ref:qname type:qname default:text fixed:text nillable:boolean block:block form:form" + occurs,
		"annotation? simpleType|complexType? unique|key|keyref*"},
	"schema/attribute": {"name!:name type:qname default:text fixed:text", "annotation? simpleType?"},
	"attribute":        {"name:name ref:qname type:qname use:use default:text fixed:text form:form", "annotation? simpleType?"},

	"schema/complexType":   {"name!:name mixed:boolean abstract:boolean final:derivations block:derivations", complexChildren},
	"redefine/complexType": {"name!:name mixed:boolean abstract:boolean final:derivations block:derivations", complexChildren},
	"complexType":          {"mixed:boolean", complexChildren},
	"simpleContent":        {"", "annotation? restriction|extension!"},
	"complexContent":       {"mixed:boolean", "annotation? restriction|extension!"},

	"simpleContent/restriction":  {"base!:qname", "annotation? simpleType? " + facetsOf + " " + attributesOf},
	"simpleContent/extension":    {"base!:qname", "annotation? " + attributesOf},
	"complexContent/restriction": {"base!:qname", "annotation? group|all|choice|sequence? " + attributesOf},
	"complexContent/extension":   {"base!:qname", "annotation? group|all|choice|sequence? " + attributesOf},

	"schema/simpleType":   {"name!:name final:simpleFinal", "annotation? restriction|list|union!"},
	"redefine/simpleType": {"name!:name final:simpleFinal", "annotation? restriction|list|union!"},
	"simpleType":          {"final:simpleFinal", "annotation? restriction|list|union!"},
	"restriction":         {"base:qname", "annotation? simpleType? " + facetsOf},
	"list":                {"itemType:qname", "annotation? simpleType?"},
	"union":               {"memberTypes:qnames", "annotation? simpleType*"},

	"schema/group":            {"name!:name", "annotation? all|choice|sequence!"},
	"redefine/group":          {"name!:name", "annotation? all|choice|sequence!"},
	"group":                   {"ref!:qname" + occurs, "annotation?"},
	"group/all":               {"", "annotation? element*"},
	"group/choice":            {"", "annotation? " + particlesOf + "*"},
	"group/sequence":          {"", "annotation? " + particlesOf + "*"},
	"all":                     {"minOccurs:zeroOne maxOccurs:one", "annotation? element*"},
	"choice":                  {occurs, "annotation? " + particlesOf + "*"},
	"sequence":                {occurs, "annotation? " + particlesOf + "*"},
	"any":                     {"namespace:namespaces processContents:process" + occurs, "annotation?"},
	"schema/attributeGroup":   {"name!:name", "annotation? " + attributesOf},
	"redefine/attributeGroup": {"name!:name", "annotation? " + attributesOf},
	"attributeGroup":          {"ref!:qname", "annotation?"},
	"anyAttribute":            {"namespace:namespaces processContents:process", "annotation?"},

	"unique":   {"name!:name", "annotation? selector! field+"},
	"key":      {"name!:name", "annotation? selector! field+"},
	"keyref":   {"name!:name refer!:qname", "annotation? selector! field+"},
	"selector": {"xpath!:text", "annotation?"},
	"field":    {"xpath!:text", "annotation?"},

	"minExclusive": plainFacet, "minInclusive": plainFacet, "maxExclusive": plainFacet, "maxInclusive": plainFacet,
	"totalDigits": countFacet, "fractionDigits": countFacet, "length": countFacet, "minLength": countFacet, "maxLength": countFacet,
	"enumeration": {"value!:text", "annotation?"},
	"pattern":     {"value!:text", "annotation?"},
	"whiteSpace":  {"value!:whiteSpace fixed:boolean", "annotation?"},
})

const complexChildren = "annotation? simpleContent|complexContent|group|all|choice|sequence? " + attributesOf

var (
	plainFacet = [2]string{"value!:text fixed:boolean", "annotation?"}
	countFacet = [2]string{"value!:digits fixed:boolean", "annotation?"}
)

func compileGrammar(table map[string][2]string) map[string]rule {
	out := make(map[string]rule, len(table))
	for name, text := range table {
		r := rule{attributes: map[string]attributeRule{"id": {kind: "id"}}}
		for _, field := range strings.Fields(text[0]) {
			attribute, kind, _ := strings.Cut(field, ":")
			attribute, required := strings.CutSuffix(attribute, "!")
			r.attributes[attribute] = attributeRule{kind, required}
		}
		if r.open = text[1] == "..."; !r.open {
			for _, field := range strings.Fields(text[1]) {
				mark := field[len(field)-1]
				r.children = append(r.children, slot{strings.Split(field[:len(field)-1], "|"), mark == '!' || mark == '+', mark == '*' || mark == '+'})
			}
		}
		if name == "appinfo" || name == "documentation" {
			delete(r.attributes, "id")
		}
		out[name] = r
	}
	return out
}

// checkGrammar walks a schema document and reports what the schema for schemas
// forbids. What passes is safe for the builders.
func (c *compiler) checkGrammar(s site) {
	r, ok := grammar["schema"]
	for n := s.node; ok && !n.IsZero(); n = c.nextElement(s, n) {
		here := s.at(n)
		if n != s.node {
			r = ruleFor(n)
		}
		c.checkAttributes(here, r)
		if !r.open {
			c.checkChildren(here, r)
		}
	}
}

// nextElement moves on in document order, past what a rule leaves open and what
// no rule describes (its parent has reported it).
func (c *compiler) nextElement(s site, n xmltree.Node) xmltree.Node {
	next := n.Next()
	if r, known := lookupRule(n); n != s.node && (!known || r.open) {
		next = after(n)
	}
	for !next.IsZero() && s.node.Contains(next) {
		if next.Kind() == xmltree.ElementNode {
			if _, known := lookupRule(next); known {
				return next
			}
			next = after(next)
			continue
		}
		next = next.Next()
	}
	return xmltree.Node{}
}

// after returns the node that follows the subtree of n.
func after(n xmltree.Node) xmltree.Node {
	for !n.IsZero() {
		if next := n.NextSibling(); !next.IsZero() {
			return next
		}
		n = n.Parent()
	}
	return n
}

func ruleFor(n xmltree.Node) rule { r, _ := lookupRule(n); return r }

func lookupRule(n xmltree.Node) (rule, bool) {
	if n.Space() != nsSchema {
		return rule{}, false
	}
	if r, ok := grammar[n.Parent().Local()+"/"+n.Local()]; ok {
		return r, true
	}
	r, ok := grammar[n.Local()]
	return r, ok && n.Local() != "schema"
}

func (c *compiler) checkAttributes(s site, r rule) {
	for i := range s.node.NumAttrs() {
		a := s.node.AttrAt(i)
		known, ok := r.attributes[a.Local]
		switch {
		case a.Space == nsSchema:
			c.structure(s, "xs:%s cannot stand here: attributes of XML Schema have no prefix", a.Local)
		case a.Space == nsXML && a.Local == "lang":
			if !value.IsLanguage([]byte(a.Value)) {
				c.structure(s, "xml:lang=%q is no language", a.Value)
			}
		case a.Space != "":
		case !ok:
			c.structure(s, "xs:%s has no attribute %s here", s.local(), a.Local)
		default:
			if why := checkLiteral(known.kind, a.Value, s.node); why != "" {
				c.structure(s, "%s=%q: %s", a.Local, shorten(a.Value), why)
			} else if known.kind == "id" {
				c.checkID(s, a.Value)
			}
		}
	}
	if s.local() == "notation" && !s.has("public") && !s.has("system") {
		c.structure(s, "xs:notation needs public or system")
	}
	for name, known := range r.attributes {
		if known.required && !s.has(name) {
			c.structure(s, "xs:%s needs an attribute %s", s.local(), name)
		}
	}
}

func (c *compiler) checkID(s site, id string) {
	id = string(collapse([]byte(id)))
	if s.doc.ids[id] {
		c.structure(s, "the id %q stands twice", id)
	}
	s.doc.ids[id] = true
}

func (c *compiler) structure(s site, format string, args ...any) {
	c.report(s, CodeXSDStructure, "schema-for-schemas", format, args...)
}

// checkChildren matches the children against the slots, in order.
func (c *compiler) checkChildren(s site, r rule) {
	at, filled, derived := 0, false, false
	for n := range s.node.Children() {
		if n.Kind() == xmltree.TextNode && len(collapse(n.Value())) > 0 {
			c.structure(s, "there is text between the elements")
		}
		if n.Kind() != xmltree.ElementNode {
			continue
		}
		child := s.at(n)
		for at < len(r.children) && (!fits(n, r.children[at]) || filled && !r.children[at].many) {
			if r.children[at].required && !filled {
				c.structure(child, "xs:%s must come first", strings.Join(r.children[at].names, " or xs:"))
			}
			at, filled = at+1, false
		}
		if at == len(r.children) || derived {
			c.structure(child, "%s may not stand here in xs:%s", nameOf(n), s.local())
			return
		}
		filled = true
		derived = n.Local() == "simpleContent" || n.Local() == "complexContent"
	}
	for ; at < len(r.children); at, filled = at+1, false {
		if r.children[at].required && !filled {
			c.structure(s, "xs:%s needs xs:%s", s.local(), strings.Join(r.children[at].names, " or xs:"))
		}
	}
}

func fits(n xmltree.Node, s slot) bool {
	return n.Space() == nsSchema && slices.Contains(s.names, n.Local())
}

// checkLiteral says what is wrong with an attribute's value, or "".
func checkLiteral(kind, text string, n xmltree.Node) string {
	v := string(collapse([]byte(text)))
	ok := true
	switch kind {
	case "id", "name":
		ok = value.IsNCName([]byte(v))
	case "qname":
		ok = isResolvable(v, n)
	case "qnames":
		for _, name := range strings.Fields(v) {
			ok = ok && isResolvable(name, n)
		}
	case "uri":
		ok = value.Valid(value.AnyURI, []byte(v))
	case "digits":
		d, valid := value.Parse(value.Decimal, []byte(v))
		zero, _ := value.Parse(value.Decimal, []byte("0"))
		order, _ := value.Compare(d, zero)
		ok = valid && order >= 0 && value.IsInteger([]byte(v))
	case "count", "limit":
		ok = kind == "limit" && v == "unbounded" || checkLiteral("digits", v, n) == ""
	case "namespaces":
		ok = isNamespaceList(v)
	default:
		ok = isOneOf(kind, v)
	}
	if ok {
		return ""
	}
	if words, described := kindWords[kind]; described {
		return "it must be " + words
	}
	return "it must be one of: " + strings.Join(tokens[kind], ", ")
}

// kindWords says what the kinds are that tokens does not list.
var kindWords = map[string]string{
	"id": "a name without a colon", "name": "a name without a colon", "uri": "a URI",
	"qname": "a name, its prefix declared", "qnames": "names, their prefixes declared",
	"digits": "a whole number from 0", "count": "a whole number from 0", "limit": `a whole number from 0, or "unbounded"`,
	"namespaces": "##any, ##other, or a list of namespaces",
}

// tokens lists the literals of the enumerated kinds; "#all" kinds take a list.
var tokens = map[string][]string{
	"boolean":     {"true", "false", "1", "0"},
	"form":        {"qualified", "unqualified"},
	"use":         {"optional", "required", "prohibited"},
	"process":     {"strict", "lax", "skip"},
	"whiteSpace":  {"preserve", "replace", "collapse"},
	"zeroOne":     {"0", "1"},
	"one":         {"1"},
	"block":       {"#all", "extension", "restriction", "substitution"},
	"derivations": {"#all", "extension", "restriction"},
	"final":       {"#all", "extension", "restriction", "list", "union"},
	"simpleFinal": {"#all", "restriction", "list", "union"},
}

func isOneOf(kind, v string) bool {
	allowed, enumerated := tokens[kind]
	if !enumerated { // text, token
		return true
	}
	if allowed[0] != "#all" || v == "#all" {
		return slices.Contains(allowed, v)
	}
	for _, word := range strings.Fields(v) {
		if word == "#all" || !slices.Contains(allowed, word) {
			return false
		}
	}
	return true
}

func isNamespaceList(v string) bool {
	if v == "##any" || v == "##other" {
		return true
	}
	for _, word := range strings.Fields(v) {
		if strings.HasPrefix(word, "##") && word != "##targetNamespace" && word != "##local" || !value.Valid(value.AnyURI, []byte(word)) && word[0] != '#' {
			return false
		}
	}
	return true
}

// isResolvable says whether a QName has a declared prefix.
func isResolvable(v string, n xmltree.Node) bool {
	if !value.Valid(value.QName, []byte(v)) {
		return false
	}
	prefix, _, found := strings.Cut(v, ":")
	if !found {
		return true
	}
	_, ok := n.LookupNamespace(prefix)
	return ok
}
