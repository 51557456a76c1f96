package xsd

import (
	"fmt"
	"strconv"
	"strings"

	"okienko/xades/xmltree"
)

// place is where a problem stands: a node, or an attribute of it.
type place struct {
	node      xmltree.Node
	element   xmltree.Node // the element it is about, where node is a text
	attribute qname
	absent    bool // the attribute is missing: the element's own place counts
	offset    int  // of the attribute; 0 for none
	label     string
}

func at(n xmltree.Node) place { return place{node: n} }

func atAttribute(n xmltree.Node, a xmltree.Attr) place {
	return place{node: n, attribute: qname{a.Space, a.Local}, offset: a.Start}
}

// report notes a problem; args are names and values in turn.
func (v *validator) report(p place, code string, args ...string) {
	v.reportValue(p, code, "", args...)
}

func (v *validator) reportValue(p place, code, value string, args ...string) {
	problem := Problem{Code: code, Value: value, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		problem.Args[args[i]] = shorten(args[i+1])
	}
	v.add(p, problem)
}

func (v *validator) reportExpected(p place, code string, expected []string) {
	v.add(p, Problem{Code: code, Expected: expected})
}

// unexpected reports an element that may not stand here.
func (v *validator) unexpected(n xmltree.Node, expected []string) {
	v.add(at(n), Problem{Code: CodeElementUnexpected, Expected: expected, Args: map[string]string{"parent": n.Parent().Local()}})
}

// reportFault reports a text that is not a value of its type.
func (v *validator) reportFault(p place, f *fault, text []byte) { v.add(p, f.problem(text)) }

// problem is the fault without its place; Message is the reason alone.
func (f *fault) problem(text []byte) Problem {
	args := map[string]string{"type": f.typ.title()}
	switch f.code {
	case CodePattern:
		args["pattern"] = f.limit
	case CodeEnumeration:
		args["count"] = strconv.Itoa(f.count)
	case CodeLength, CodeMinLength, CodeMaxLength:
		args["limit"], args["length"], args["unit"] = f.limit, strconv.Itoa(f.actual), f.unit
	case CodeTotalDigits, CodeFractionDigits:
		args["limit"], args["length"] = f.limit, strconv.Itoa(f.actual)
	case CodeMinInclusive, CodeMaxInclusive, CodeMinExclusive, CodeMaxExclusive:
		args["limit"] = f.limit
	}
	expected := make([]string, len(f.expected))
	for i, e := range f.expected {
		expected[i] = shorten(e)
	}
	return Problem{Code: f.code, Value: string(text[:min(len(text), 8*maxShown)]), Expected: expected, Args: args, Message: f.reason()}
}

// add completes a problem with its place and sentence.
func (v *validator) add(p place, problem Problem) {
	if v.stopped {
		return
	}
	element := p.element
	if element.IsZero() {
		element = p.node
	}
	if problem.Args == nil {
		problem.Args = map[string]string{}
	}
	problem.Args["element"] = element.Local()
	problem.Value = shorten(problem.Value)
	position := p.node.Position()
	if p.offset > 0 {
		position = p.node.Document().Position(p.offset)
	}
	problem.Line, problem.Column, problem.Path = position.Line, position.Column, v.paths.of(element)
	if p.attribute.local != "" {
		problem.Args["attribute"] = p.attribute.local
		problem.Path += "/@" + p.attribute.local
	}
	if label := v.labelAt(element, p.attribute); label != "" {
		problem.Args["label"] = label
	}
	problem.Message = sentence(&problem)
	v.problems = append(v.problems, problem)
	v.stopped = len(v.problems) >= v.opt.MaxProblems
}

// labelAt finds the documentation of the declaration an element or attribute
// was judged by, as far as its name tells.
func (v *validator) labelAt(element xmltree.Node, attribute qname) string {
	typ := (*typeDef)(nil)
	var decl *elementDecl
	for i := range v.depth {
		f := &v.frames[i]
		if f.node == element {
			decl, typ = f.decl, f.typ
		} else if f.node == element.Parent() && f.typ.complex.model != nil {
			decl = f.typ.complex.model.declaration(nameOf(element))
		}
	}
	if decl == nil {
		decl = v.s.elements[nameOf(element)]
	}
	if decl == nil {
		return ""
	}
	if attribute.local == "" {
		return decl.note.label()
	}
	if typ == nil {
		typ = decl.typ
	}
	if typ.complex == nil {
		return ""
	}
	if k := typ.complex.use(attribute.space, attribute.local); k >= 0 {
		return typ.complex.attributes[k].decl.note.label()
	}
	return ""
}

// declaration finds the element declaration that a name has in the model.
func (m *model) declaration(q qname) *elementDecl {
	for i := range m.nodes {
		if e := m.nodes[i].element; e != nil && e.name == q {
			return e
		}
	}
	return nil
}

func (v *validator) unknownRoot(root xmltree.Node) {
	var names []string
	for q := range v.s.elements {
		names = append(names, q.local)
	}
	v.add(at(root), Problem{Code: CodeElementUnknown, Expected: firstNames(names), Args: map[string]string{"namespace": root.Space()}})
}

// sentence says in English what is wrong.
func sentence(p *Problem) string {
	element, attribute := p.Args["element"], p.Args["attribute"]
	who := "the element " + element
	if attribute != "" {
		who = "the attribute " + attribute + " of " + element
	}
	if reason := p.Message; reason != "" {
		return fmt.Sprintf("The value %q of %s is not allowed: %s.", p.Value, who, reason)
	}
	if s := valueSentence(p, who); s != "" {
		return s
	}
	expected := ""
	if len(p.Expected) > 0 {
		expected = " Expected: " + strings.Join(p.Expected, ", ") + "."
	}
	return structureSentence(p, who) + expected
}

func structureSentence(p *Problem, who string) string {
	element := p.Args["element"]
	switch p.Code {
	case CodeElementUnexpected:
		return fmt.Sprintf("The element %s may not stand here in %s.", element, p.Args["parent"])
	case CodeElementMissing:
		return fmt.Sprintf("The element %s is not complete.", element)
	case CodeElementUnknown:
		return fmt.Sprintf("The schema does not know documents that start with %s in the namespace %q.", element, p.Args["namespace"])
	case CodeElementUndeclared:
		return fmt.Sprintf("The element %s in the namespace %q is not declared.", element, p.Args["namespace"])
	case CodeAttributeUnexpected:
		return fmt.Sprintf("The element %s has no attribute %s.", element, p.Args["attribute"])
	case CodeAttributeUndeclared:
		return fmt.Sprintf("The attribute %s in the namespace %q is not declared.", p.Args["attribute"], p.Args["namespace"])
	case CodeAttributeMissing:
		return fmt.Sprintf("The element %s lacks the attribute %s.", element, p.Args["attribute"])
	case CodeNil:
		return fmt.Sprintf("The element %s may not be nil.", element)
	case CodeNilContent:
		return "A nil element must be empty."
	case CodeAbstract:
		return fmt.Sprintf("The element %s is abstract: another must stand in its place.", element)
	case CodeAbstractType:
		return fmt.Sprintf("The type %s is abstract: xsi:type must name a derived one.", p.Args["type"])
	case CodeLimit:
		return fmt.Sprintf("Validating stopped at the limit %s.", p.Args["limit"])
	}
	return fmt.Sprintf("There is a problem with %s.", who)
}

func valueSentence(p *Problem, who string) string {
	key, field := p.Args["key"], p.Args["field"]
	switch p.Code {
	case CodeTextUnexpected:
		return fmt.Sprintf("Text may not stand in the element %s: %q.", p.Args["element"], p.Value)
	case CodeElementFixed, CodeAttributeFixed:
		return fmt.Sprintf("The value of %s must be %q, not %q.", who, p.Args["limit"], p.Value)
	case CodeTypeUnknown:
		return fmt.Sprintf("The schema has no type %q.", p.Value)
	case CodeTypeDerivation:
		return fmt.Sprintf("The type %q may not stand for %s.", p.Value, p.Args["type"])
	case CodeDuplicateID:
		return fmt.Sprintf("The ID %q stands in line %s already.", p.Value, p.Args["limit"])
	case CodeIDReference:
		return fmt.Sprintf("There is no ID %q.", p.Value)
	case CodeDuplicateKey:
		return fmt.Sprintf("The value %q must be unique (%s), it stands in line %s already.", p.Value, key, p.Args["limit"])
	case CodeKeyMissing:
		return fmt.Sprintf("The element %s lacks the key field %s (%s).", p.Args["element"], field, key)
	case CodeKeyReference:
		return fmt.Sprintf("The value %q refers to nothing (%s).", p.Value, key)
	case CodeKeyAmbiguous:
		return fmt.Sprintf("The key field %s (%s) must be one simple value.", field, key)
	}
	return ""
}
