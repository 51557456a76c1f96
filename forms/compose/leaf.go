package compose

import (
	"regexp"
	"strings"

	"okienko/forms"
	"okienko/forms/xsd"
)

// leaf is a value that is to be asked or filled in: the text of an element, or
// an attribute.
type leaf struct {
	part     *part
	name     string
	question forms.Question
	asked    bool
	preset   string // the schema's default
	docs     []xsd.Documentation
	local    string // name without namespace
	long     bool
	file     bool   // a file, whatever the type says
	reading  bool   // a document is read:
	text     string // what stands there
}

// longFrom is the length from which an answer gets several lines.
const longFrom = 100

// leaf gives a value to l.part and returns the field that asks for it; nil
// where nobody is asked.
func (b *builder) leaf(l leaf) *Field {
	initial := l.preset
	if l.question.Value != "" {
		initial = l.question.Fill(b.known)
	}
	known := isTemplate(l.question)
	if !l.asked {
		l.part.value, l.part.given = clean(initial), known
		return nil
	}
	f := &Field{Name: l.name, Path: l.part.path, Purpose: l.question.Purpose, part: l.part}
	f.Label, f.Hint = b.words(l.part.path, l.question, l.docs, l.local)
	l.part.field = f
	b.shape(f, l)
	b.answer(f, l, initial)
	switch p := l.part; {
	case p.file != nil, f.Date != [3]string{}:
		p.given = true
	default:
		p.given = p.value != "" && (known || p.value != clean(initial))
	}
	return f
}

// shape says how the field is answered, by its type.
func (b *builder) shape(f *Field, l leaf) {
	t := l.part.typ
	f.Kind = TextField
	if l.file {
		f.Kind, l.part.attached = FileField, true
		return
	}
	if t == noType {
		f.Kind = LongField
		return
	}
	if f.Options = b.options(t, l.question); f.Options != nil {
		f.Kind = Options
		return
	}
	switch t.Builtin() {
	case "boolean":
		f.Kind = YesNo
		return
	case "date":
		f.Kind = DateField
		return
	case "base64Binary":
		f.Kind = FileField
		return
	}
	facets := t.Facets()
	if t.Members() == nil {
		f.Length = max(facets.MaxLength, facets.Length, 0)
	}
	if l.long || l.question.Long || facets.KeepsSpace && f.Length > longFrom {
		f.Kind = LongField
	}
	f.Numeric = isNumeric(t, facets)
}

// digitPattern is an expression that only digits match.
var digitPattern = regexp.MustCompile(`^(\(*(\[0-9\]|\\d|[0-9])(\{[0-9,]+\}|[+*?])?\)*\|?)+$`)

func isNumeric(t xsd.Type, facets xsd.Facets) bool {
	for _, p := range facets.Patterns {
		if digitPattern.MatchString(p) {
			return true
		}
	}
	return t.Builtin() == "gYear" || t.Whole() && facets.Min != "" && !strings.HasPrefix(facets.Min, "-")
}

// options lists the values to choose from; nil where any will do. No value stands
// for no answer.
func (b *builder) options(t xsd.Type, q forms.Question) []Option {
	listed := enumerated(t)
	if len(listed) > maxOptions {
		return nil
	}
	var options []Option
	for _, v := range listed {
		if _, ok := t.Check(v.Value); !ok || v.Value == "" {
			continue // a pattern may forbid what the list has
		}
		label := OptionLabel(q, v)
		if label == nil {
			label = forms.Text{"pl": v.Value}
		}
		options = append(options, Option{Value: v.Value, Label: label})
	}
	return options
}

// enumerated lists the values of a type, or of all members of a union.
func enumerated(t xsd.Type) []xsd.Listed {
	if listed := t.Enumeration(); listed != nil {
		return listed
	}
	var all []xsd.Listed
	for _, m := range t.Members() {
		listed := enumerated(m)
		if listed == nil {
			return nil
		}
		all = append(all, listed...)
	}
	return all
}

// answer puts the value into field and part: what was posted, else what the
// document has, else the initial one.
func (b *builder) answer(f *Field, l leaf, initial string) {
	switch f.Kind {
	case FileField:
		b.attach(f, l)
		return
	case DateField:
		b.answerDate(f, l, initial)
		return
	}
	value, answered := b.given.value(f.Name)
	if l.reading {
		value, answered = l.text, true
	}
	if !answered {
		value = initial
	}
	f.Value = value
	l.part.value = clean(value)
	if f.Kind == YesNo {
		l.part.value = truth(l.part.value)
		f.Value = l.part.value
	}
	for i := range f.Options {
		f.Options[i].Chosen = f.Options[i].Value == l.part.value
	}
	b.keep(f.Name, value, answered && (value != "" || l.prefilled()))
}

// prefilled reports a value that may be there before anybody answers, so that an
// empty answer says something.
func (l leaf) prefilled() bool { return l.question.Value != "" || l.preset != "" }

// clean is the value as the document has it: without blanks around it, and with
// the line ends of XML.
func clean(value string) string {
	if strings.ContainsRune(value, '\r') {
		value = strings.ReplaceAll(strings.ReplaceAll(value, "\r\n", "\n"), "\r", "\n")
	}
	return strings.TrimSpace(value)
}

// truth is the one spelling of a boolean that a page offers.
func truth(value string) string {
	switch value {
	case "1":
		return "true"
	case "0":
		return "false"
	}
	return value
}
