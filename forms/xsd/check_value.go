package xsd

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"okienko/forms/xsd/internal/value"
)

// fault is why a text is not a value of a type; what it does not use is zero.
type fault struct {
	code     string
	typ      *typeDef
	limit    string
	actual   int
	unit     string
	expected []string
	count    int
}

// check says why text, as it stands in the document, is not a value of t; nil
// if it is one (Part 1, 3.14.4).
func (t *typeDef) check(text []byte, in context) *fault {
	switch st := t.simple; st.variety {
	case list:
		return t.checkList(text, in)
	case union:
		return t.checkUnion(text, in)
	default:
		return t.checkAtomic(text, in)
	}
}

func (t *typeDef) checkAtomic(text []byte, in context) *fault {
	fs := &t.simple.facets
	large := t.simple.primitive == value.Base64Binary
	if large {
		text = bytes.Trim(text, " \t\r\n") // scanned in place: white space may stand inside
	} else {
		text = fs.whiteSpace.apply(text)
	}
	if wrong := t.checkForm(text, in); wrong != nil || fs.patterns == nil && fs.enumeration == nil {
		return wrong
	}
	if large {
		text = fs.whiteSpace.apply(text)
	}
	return t.checkLiteral(text, in)
}

// checkForm checks all but patterns and enumeration.
func (t *typeDef) checkForm(text []byte, in context) *fault {
	st, fs := t.simple, &t.simple.facets
	if st.builtin.check != nil && !st.builtin.check(text) {
		return &fault{code: CodeType, typ: t}
	}
	switch kind := st.primitive; {
	case kind.Ordered():
		if v, ok := value.Parse(kind, text); ok {
			return t.checkOrdered(v)
		}
	case kind == value.QName || kind == value.Notation:
		if t.resolves(text, in) {
			return nil
		}
	case kind == value.HexBinary:
		if octets, ok := value.HexLength(text); ok {
			return t.checkLength(octets, "octets")
		}
	case kind == value.Base64Binary:
		if octets, ok := value.Base64Length(text); ok {
			return t.checkLength(octets, "octets")
		}
	case value.Valid(kind, text):
		if fs.length < 0 && fs.minLength < 0 && fs.maxLength < 0 {
			return nil
		}
		return t.checkLength(utf8.RuneCount(text), "characters")
	}
	return &fault{code: CodeType, typ: t}
}

// resolves checks the prefix of a QName, and that a NOTATION is declared.
func (t *typeDef) resolves(text []byte, in context) bool {
	if !value.Valid(value.QName, text) {
		return false
	}
	q, ok := in.resolve(string(text))
	if t.simple.primitive == value.Notation {
		_, declared := in.notations[q]
		return ok && declared
	}
	return ok
}

// checkOrdered checks bounds and digits.
func (t *typeDef) checkOrdered(v value.Value) *fault {
	fs := &t.simple.facets
	if b := fs.min; b != nil {
		if order, ok := value.Compare(v, b.value); !ok || order < 0 || order == 0 && b.exclusive {
			return t.outside(b, CodeMinInclusive, CodeMinExclusive)
		}
	}
	if b := fs.max; b != nil {
		if order, ok := value.Compare(v, b.value); !ok || order > 0 || order == 0 && b.exclusive {
			return t.outside(b, CodeMaxInclusive, CodeMaxExclusive)
		}
	}
	if fs.totalDigits < 0 && fs.fractionDigits < 0 {
		return nil
	}
	total, fraction := v.Digits()
	if fs.totalDigits >= 0 && total > fs.totalDigits {
		return &fault{code: CodeTotalDigits, typ: t, limit: strconv.Itoa(fs.totalDigits), actual: total}
	}
	if fs.fractionDigits >= 0 && fraction > fs.fractionDigits {
		return &fault{code: CodeFractionDigits, typ: t, limit: strconv.Itoa(fs.fractionDigits), actual: fraction}
	}
	return nil
}

func (t *typeDef) outside(b *bound, inclusive, exclusive string) *fault {
	code := inclusive
	if b.exclusive {
		code = exclusive
	}
	return &fault{code: code, typ: t, limit: b.text}
}

func (t *typeDef) checkLength(n int, unit string) *fault {
	fs := &t.simple.facets
	switch {
	case fs.length >= 0 && n != fs.length:
		return &fault{code: CodeLength, typ: t, limit: strconv.Itoa(fs.length), actual: n, unit: unit}
	case n < fs.minLength:
		return &fault{code: CodeMinLength, typ: t, limit: strconv.Itoa(fs.minLength), actual: n, unit: unit}
	case fs.maxLength >= 0 && n > fs.maxLength:
		return &fault{code: CodeMaxLength, typ: t, limit: strconv.Itoa(fs.maxLength), actual: n, unit: unit}
	}
	return nil
}

// checkLiteral checks patterns and enumeration; white space is processed.
func (t *typeDef) checkLiteral(text []byte, in context) *fault {
	fs := &t.simple.facets
	for i := range fs.patterns {
		if !fs.patterns[i].match(text) {
			return &fault{code: CodePattern, typ: t, limit: fs.patterns[i].text}
		}
	}
	e := fs.enumeration
	if e == nil || e.plain[string(text)] || e.keys != nil && e.keys[t.key(text, in)] {
		return nil
	}
	return &fault{code: CodeEnumeration, typ: t, expected: e.texts[:min(len(e.texts), maxExpected)], count: len(e.texts)}
}

func (g *patternGroup) match(text []byte) bool {
	for _, p := range g.any {
		if p.Match(text) {
			return true
		}
	}
	return false
}

func (t *typeDef) checkList(text []byte, in context) *fault {
	fs := &t.simple.facets
	n := 0
	for item := range bytes.FieldsFuncSeq(text, isSpace) {
		if wrong := t.simple.item.check(item, in); wrong != nil {
			return wrong
		}
		n++
	}
	if wrong := t.checkLength(n, "items"); wrong != nil {
		return wrong
	}
	if fs.patterns == nil && fs.enumeration == nil {
		return nil
	}
	return t.checkLiteral(fs.whiteSpace.apply(text), in)
}

// checkUnion tries the members in order. Where none fits, the fault of the only
// one that the text has at least the form of says most.
func (t *typeDef) checkUnion(text []byte, in context) *fault {
	var near []*fault
	member, wrong := t.memberFor(text, in, &near)
	switch {
	case member == nil && len(near) == 1:
		return wrong
	case member == nil:
		return &fault{code: CodeType, typ: t}
	case t.simple.facets.patterns == nil && t.simple.facets.enumeration == nil:
		return nil
	}
	return t.checkLiteral(member.normalise(text), in)
}

// memberFor finds the first member type that takes text.
func (t *typeDef) memberFor(text []byte, in context, near *[]*fault) (*typeDef, *fault) {
	var last *fault
	for _, m := range t.simple.members {
		wrong := m.check(text, in)
		if wrong == nil {
			return m, nil
		}
		if wrong.code != CodeType {
			last = wrong
			*near = append(*near, wrong)
		}
	}
	return nil, last
}

// normalise processes white space as t asks for.
func (t *typeDef) normalise(text []byte) []byte { return t.simple.facets.whiteSpace.apply(text) }

// atom is the type that really reads text: a union's member, else t itself.
func (t *typeDef) atom(text []byte, in context) *typeDef {
	for t.simple.variety == union {
		var near []*fault
		m, _ := t.memberFor(text, in, &near)
		if m == nil {
			return t
		}
		t = m
	}
	return t
}

// plainValues reports whether equal literals are equal values in t, and others are not.
func (t *typeDef) plainValues() bool {
	st := t.simple
	return st.variety == atomic && (st.primitive == value.String || st.primitive == value.AnyURI)
}

// key returns a text that two valid literals share exactly when they are the
// same value; values of different primitive types are never the same.
func (t *typeDef) key(text []byte, in context) string {
	t = t.atom(text, in)
	st := t.simple
	if st.variety == list {
		var out strings.Builder
		out.WriteByte('[')
		for item := range bytes.FieldsFuncSeq(text, isSpace) {
			out.WriteString(st.item.key(item, in))
			out.WriteByte(' ')
		}
		return out.String()
	}
	text = t.normalise(text)
	tag := string(rune('A' + max(st.primitive, value.String))) // anySimpleType is read as text
	if st.primitive == value.QName || st.primitive == value.Notation {
		q, _ := in.resolve(string(text))
		return tag + "{" + q.space + "}" + q.local
	}
	return tag + value.Key(st.primitive, text)
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

// apply processes white space (Part 2, 4.3.6); the result shares text where
// nothing changes.
func (w whiteSpace) apply(text []byte) []byte {
	switch w {
	case replace:
		return replaceSpace(text)
	case toCollapse:
		return collapse(text)
	}
	return text
}

func replaceSpace(text []byte) []byte {
	if bytes.IndexAny(text, "\t\n\r") < 0 {
		return text
	}
	out := bytes.Clone(text)
	for i, c := range out {
		if isSpace(rune(c)) {
			out[i] = ' '
		}
	}
	return out
}

func collapse(text []byte) []byte {
	for len(text) > 0 && isSpace(rune(text[0])) {
		text = text[1:]
	}
	for len(text) > 0 && isSpace(rune(text[len(text)-1])) {
		text = text[:len(text)-1]
	}
	for i := 1; i < len(text); i++ {
		if c := text[i]; c <= ' ' && (c != ' ' || text[i-1] == ' ') && isSpace(rune(c)) {
			return collapseInner(text)
		}
	}
	return text
}

func collapseInner(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for _, c := range text {
		if !isSpace(rune(c)) {
			out = append(out, c)
		} else if n := len(out); n > 0 && out[n-1] != ' ' {
			out = append(out, ' ')
		}
	}
	return out
}

// reason is the fault in words.
func (f *fault) reason() string {
	switch f.code {
	case CodeEnumeration:
		more := ""
		if f.count > len(f.expected) {
			more = ", …"
		}
		return "it must be one of: " + strings.Join(f.expected, ", ") + more
	case CodePattern:
		return "it does not match the pattern " + shorten(f.limit)
	case CodeLength, CodeMinLength, CodeMaxLength:
		return "it has " + strconv.Itoa(f.actual) + " " + f.unit + ", " + lengthWords[f.code] + " " + f.limit + " are allowed"
	case CodeTotalDigits, CodeFractionDigits:
		return "it has " + strconv.Itoa(f.actual) + lengthWords[f.code] + ", at most " + f.limit + " are allowed"
	case CodeMinInclusive, CodeMaxInclusive, CodeMinExclusive, CodeMaxExclusive:
		return "it must be " + lengthWords[f.code] + " " + f.limit
	}
	return "it is no value of the type " + f.typ.title()
}

var lengthWords = map[string]string{
	CodeLength: "exactly", CodeMinLength: "at least", CodeMaxLength: "at most",
	CodeTotalDigits: " digits", CodeFractionDigits: " digits after the point",
	CodeMinInclusive: "at least", CodeMaxInclusive: "at most", CodeMinExclusive: "more than", CodeMaxExclusive: "less than",
}
