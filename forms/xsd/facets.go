package xsd

import (
	"errors"
	"math"
	"strconv"

	"okienko/forms/xsd/internal/pattern"
	"okienko/forms/xsd/internal/value"
)

type whiteSpace uint8

const (
	preserve whiteSpace = iota
	replace
	toCollapse
)

// facets are the effective constraining facets of a simple type (Part 2, 4.3).
// Numbers are -1 where the facet is absent.
type facets struct {
	whiteSpace                   whiteSpace
	length, minLength, maxLength int
	totalDigits, fractionDigits  int
	patterns                     []patternGroup // all groups must match
	enumeration                  *enumeration
	min, max                     *bound
	fixed                        uint16 // bit per facet that a restriction may not change
}

// patternGroup is the patterns of one restriction step: one must match.
type patternGroup struct {
	any  []*pattern.Pattern
	text string
}

type enumeration struct {
	texts []string
	notes []*annotation   // of each, nil where it has none
	plain map[string]bool // literals, where equal text is equal value
	keys  map[string]bool // else the values' keys
}

type bound struct {
	value     value.Value
	text      string
	exclusive bool
}

// The facets that can be fixed, as bits.
const (
	facetWhiteSpace = iota
	facetLength
	facetMinLength
	facetMaxLength
	facetTotalDigits
	facetFractionDigits
	facetMin
	facetMax
)

func noFacets() facets {
	return facets{length: -1, minLength: -1, maxLength: -1, totalDigits: -1, fractionDigits: -1}
}

func newBound(kind value.Kind, text string, exclusive bool) *bound {
	v, ok := value.Parse(kind, []byte(text))
	if !ok {
		return nil
	}
	return &bound{v, text, exclusive}
}

// facetStep is one restriction step while it is read.
type facetStep struct {
	c        *compiler
	t, base  *typeDef
	own      map[string]site
	patterns patternGroup
	values   []string
}

// applyFacets reads the facets at s into t, which starts as a copy of base.
func (c *compiler) applyFacets(t, base *typeDef, s site) {
	step := &facetStep{c: c, t: t, base: base, own: map[string]site{}}
	for _, f := range s.children() {
		step.read(f)
	}
	if len(step.patterns.any) > 0 {
		old := t.simple.facets.patterns
		t.simple.facets.patterns = append(old[:len(old):len(old)], step.patterns)
	}
	step.relate(s)
}

func (f *facetStep) bad(s site, rule, format string, args ...any) {
	f.c.report(s, CodeXSDFacet, rule, format, args...)
}

// read takes one facet element over.
func (f *facetStep) read(s site) {
	name := s.local()
	text, _ := s.node.Attr("", "value")
	switch name {
	case "simpleType", "attribute", "attributeGroup", "anyAttribute":
		return
	case "pattern":
		f.pattern(s, text)
		return
	case "enumeration":
		f.enumerate(s, text)
		return
	}
	if _, twice := f.own[name]; twice {
		f.bad(s, "src-single-facet-value", "xs:%s stands twice", name)
		return
	}
	f.own[name] = s
	if !f.applicable(name) {
		f.bad(s, "cos-applicable-facets", "the type %s has no facet %s", f.base.title(), name)
		return
	}
	text = string(collapse([]byte(text)))
	switch name {
	case "whiteSpace":
		f.space(s, text)
	case "minInclusive", "minExclusive", "maxInclusive", "maxExclusive":
		f.bound(s, text)
	default:
		f.number(s, text)
	}
}

// applicable is cos-applicable-facets (Part 2, 4.1.5).
func (f *facetStep) applicable(name string) bool {
	st := f.t.simple
	if st.variety == union {
		return false // pattern and enumeration alone
	}
	switch name {
	case "length", "minLength", "maxLength":
		return st.variety == list || st.primitive.Measured()
	case "whiteSpace":
		return true
	case "totalDigits", "fractionDigits":
		return st.variety == atomic && st.primitive == value.Decimal
	}
	return st.variety == atomic && st.primitive.Ordered()
}

func (f *facetStep) pattern(s site, text string) {
	p, err := pattern.Compile(text)
	if errors.Is(err, pattern.ErrTooLarge) {
		f.c.limit(s, "pattern.maxExpanded", "%v", err)
		return
	}
	if err != nil {
		f.c.reportValue(s, CodeXSDPattern, "pattern", text, "not a regular expression of XML Schema: %v", err)
		return
	}
	f.patterns.any = append(f.patterns.any, p)
	if f.patterns.text != "" {
		f.patterns.text += "|"
	}
	f.patterns.text += text
}

// enumerate adds a value, which must be one of the base type. Value sets of a
// later step replace the earlier one, of which they are a part.
func (f *facetStep) enumerate(s site, text string) {
	st := f.t.simple
	if st.variety == atomic && st.primitive == value.Boolean {
		f.bad(s, "cos-applicable-facets", "the type boolean has no facet enumeration")
		return
	}
	in := s.context(f.c)
	if wrong := f.base.check([]byte(text), in); wrong != nil {
		f.c.reportValue(s, CodeXSDValue, "enumeration-valid-restriction", text, "%q is no value of the base type: %s", shorten(text), wrong.reason())
		return
	}
	if _, first := f.own["enumeration"]; !first {
		f.own["enumeration"] = s
		st.facets.enumeration = &enumeration{}
	}
	e := st.facets.enumeration
	if len(e.texts) == maxEnumeration {
		f.c.limit(s, "maxEnumeration", "more than %d values", maxEnumeration)
		return
	}
	normal := string(st.facets.whiteSpace.apply([]byte(text)))
	e.texts = append(e.texts, normal)
	e.notes = append(e.notes, readAnnotation(s))
	if f.t.plainValues() {
		put(&e.plain, normal)
	} else {
		put(&e.keys, f.base.key([]byte(text), in))
	}
}

func put(set *map[string]bool, key string) {
	if *set == nil {
		*set = map[string]bool{}
	}
	(*set)[key] = true
}

func (f *facetStep) space(s site, text string) {
	space := map[string]whiteSpace{"preserve": preserve, "replace": replace, "collapse": toCollapse}[text]
	facets := &f.t.simple.facets
	if space < facets.whiteSpace || facets.fixed>>facetWhiteSpace&1 != 0 && space != facets.whiteSpace {
		f.bad(s, "whiteSpace-valid-restriction", "whiteSpace %s is weaker than that of the base type", text)
		return
	}
	facets.whiteSpace = space
	f.fix(s, facetWhiteSpace)
}

// fix notes fixed="true".
func (f *facetStep) fix(s site, bit int) {
	if v, _ := s.attr("fixed"); v == "true" || v == "1" {
		f.t.simple.facets.fixed |= 1 << bit
	}
}

// frozen reports a change of a facet that the base type has fixed.
func (f *facetStep) frozen(s site, bit int, same bool) bool {
	if f.base.simple.facets.fixed>>bit&1 == 0 || same {
		return false
	}
	f.bad(s, "facet-fixed", "the base type fixes %s", s.local())
	return true
}

func (f *facetStep) number(s site, text string) {
	n, err := strconv.Atoi(text)
	if err != nil {
		n = math.MaxInt32
	}
	fs, base := &f.t.simple.facets, f.base.simple.facets
	var field *int
	var inherited, bit int
	stricter := func(old, new int) bool { return new <= old }
	switch s.local() {
	case "length":
		field, inherited, bit = &fs.length, base.length, facetLength
		stricter = func(old, new int) bool { return new == old }
	case "minLength":
		field, inherited, bit = &fs.minLength, base.minLength, facetMinLength
		stricter = func(old, new int) bool { return new >= old }
	case "maxLength":
		field, inherited, bit = &fs.maxLength, base.maxLength, facetMaxLength
	case "totalDigits":
		field, inherited, bit = &fs.totalDigits, base.totalDigits, facetTotalDigits
		if n == 0 {
			f.bad(s, "totalDigits", "totalDigits must be positive")
		}
	default:
		field, inherited, bit = &fs.fractionDigits, base.fractionDigits, facetFractionDigits
	}
	if f.frozen(s, bit, inherited == n) {
		return
	}
	if inherited >= 0 && !stricter(inherited, n) {
		f.bad(s, s.local()+"-valid-restriction", "%s %d widens the base type, which has %d", s.local(), n, inherited)
		return
	}
	*field = n
	f.fix(s, bit)
}

func (f *facetStep) bound(s site, text string) {
	name := s.local()
	st := f.t.simple
	b := newBound(st.primitive, text, name == "minExclusive" || name == "maxExclusive")
	if b == nil || st.builtin.check != nil && !st.builtin.check([]byte(text)) {
		f.c.reportValue(s, CodeXSDValue, name, text, "%q is no value of the type %s", shorten(text), f.base.title())
		return
	}
	field, bit, inherited := &st.facets.min, facetMin, f.base.simple.facets.min
	if name[:3] == "max" {
		field, bit, inherited = &st.facets.max, facetMax, f.base.simple.facets.max
	}
	if f.frozen(s, bit, inherited != nil && inherited.exclusive == b.exclusive && equalValues(inherited.value, b.value)) {
		return
	}
	if !f.insideBase(b, name[:3] == "max") {
		f.bad(s, name+"-valid-restriction", "%s %s lies outside the base type", name, text)
		return
	}
	*field = b
	f.fix(s, bit)
}

func equalValues(a, b value.Value) bool {
	order, ok := value.Compare(a, b)
	return ok && order == 0
}

// insideBase checks a new bound against both bounds of the base type. On the
// side it replaces, it may equal the old one unless it becomes inclusive; on
// the other side, something must be left between them.
func (f *facetStep) insideBase(b *bound, upper bool) bool {
	base := f.base.simple.facets
	same, opposite := base.min, base.max
	if upper {
		same, opposite = base.max, base.min
	}
	if same != nil {
		order, ok := value.Compare(b.value, same.value)
		if upper {
			order = -order
		}
		if !ok || order < 0 || order == 0 && same.exclusive && !b.exclusive {
			return false
		}
	}
	if opposite != nil {
		order, ok := value.Compare(b.value, opposite.value)
		if upper {
			order = -order
		}
		if !ok || order > 0 || order == 0 && (b.exclusive || opposite.exclusive) {
			return false
		}
	}
	return true
}

// relate checks the facets of one type against each other.
func (f *facetStep) relate(s site) {
	fs := f.t.simple.facets
	for _, side := range []string{"min", "max"} {
		_, inclusive := f.own[side+"Inclusive"]
		if _, exclusive := f.own[side+"Exclusive"]; inclusive && exclusive {
			f.bad(s, side+"Inclusive-"+side+"Exclusive", "%sInclusive and %sExclusive exclude each other", side, side)
		}
	}
	if fs.min != nil && fs.max != nil {
		order, ok := value.Compare(fs.min.value, fs.max.value)
		if ok && (order > 0 || order == 0 && fs.min.exclusive != fs.max.exclusive) {
			f.bad(s, "minInclusive-less-than-equal-to-maxInclusive", "the lower bound %s is above the upper bound %s", fs.min.text, fs.max.text)
		}
	}
	if fs.totalDigits >= 0 && fs.fractionDigits > fs.totalDigits {
		f.bad(s, "fractionDigits-totalDigits", "fractionDigits %d is above totalDigits %d", fs.fractionDigits, fs.totalDigits)
	}
	f.relateLengths(s)
}

func (f *facetStep) relateLengths(s site) {
	fs := f.t.simple.facets
	if fs.minLength >= 0 && fs.maxLength >= 0 && fs.minLength > fs.maxLength {
		f.bad(s, "minLength-less-than-equal-to-maxLength", "minLength %d is above maxLength %d", fs.minLength, fs.maxLength)
	}
	if fs.length < 0 {
		return
	}
	if fs.minLength >= 0 && !f.earlier(func(g facets) bool { return g.minLength == fs.minLength }) ||
		fs.maxLength >= 0 && !f.earlier(func(g facets) bool { return g.maxLength == fs.maxLength }) {
		f.bad(s, "length-minLength-maxLength", "length excludes minLength and maxLength")
	}
	if fs.minLength > fs.length || fs.maxLength >= 0 && fs.maxLength < fs.length {
		f.bad(s, "length-minLength-maxLength", "length %d lies outside minLength and maxLength", fs.length)
	}
}

// earlier looks for a type among those this one comes from that has the facet
// asked for, and no length yet: only then may both stand (4.3.1.4).
func (f *facetStep) earlier(has func(facets) bool) bool {
	for t := f.base; t != nil && t.simple != nil && t != anySimple; t = t.base {
		if g := t.simple.facets; g.length < 0 && has(g) {
			return true
		}
	}
	return false
}
