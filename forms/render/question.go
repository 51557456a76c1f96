package render

import (
	"maps"
	"strconv"
	"strings"

	"okienko/forms"
	"okienko/forms/compose"
)

// question is a field as the templates see it. What every kind shows is worked
// out beforehand: templates call methods and embedded fields slowly.
type question struct {
	ID        string
	Kind      compose.Kind
	Name      string
	Title     Words // the label; an item of a Repeat has its number in it
	Silent    bool  // the heading above says the same
	Leaves    bool  // the answer may be left out, which the label says
	Help      Words // the hint
	Value     string
	Bad       bool
	Error     string // what is wrong
	Described string // the ids of what explains the control, for aria-describedby
	Purpose   string
	Width     string // class of a box that is as wide as its longest answer
	Keypad    string // inputmode
	Remove    string // action that takes an item of a Repeat away; "" where it must stay

	field  *compose.Field
	reader Reader
	above  Words // of a Silent one: the heading that is seen in its place
}

// inside makes the questions of fields.
func inside(fields []*compose.Field, r Reader) []*question {
	questions := make([]*question, len(fields))
	for i, f := range fields {
		questions[i] = ask(drawn(f), r)
	}
	return questions
}

func ask(f *compose.Field, r Reader) *question {
	q := &question{
		ID: ID(f.Name), Kind: f.Kind, Name: f.Name, Title: r.words(f.Label), Help: r.words(f.Hint), Value: f.Value,
		Bad: len(f.Problems) > 0, Error: r.sentences(f), Purpose: f.Purpose, Leaves: leaves(f),
		field: f, reader: r,
	}
	q.Described, q.Width, q.Keypad = q.described(), width(f.Length), keypad(f)
	return q
}

func leaves(f *compose.Field) bool {
	switch f.Kind {
	case compose.Section, compose.Optional, compose.Repeat:
		return false // their buttons say it
	}
	return !f.Required
}

// sentences says what is wrong with a field.
func (r Reader) sentences(f *compose.Field) string {
	sentences := make([]string, len(f.Problems))
	for i, p := range f.Problems {
		sentences[i] = r.about(f, p)
	}
	return strings.Join(sentences, " ")
}

func (q *question) described() string {
	var ids []string
	for _, part := range []struct {
		there bool
		name  string
	}{
		{q.Help.Text != "", "_hint"},
		{q.Kind == compose.DateField, "_example"},
		{q.Limit() > 0, "_limit"},
		{q.Bad, "_error"},
		{q.field.File != nil, "_there"},
	} {
		if part.there {
			ids = append(ids, q.ID+part.name)
		}
	}
	return strings.Join(ids, " ")
}

// Inner are the questions below this one.
func (q *question) Inner() []*question {
	if q.Kind == compose.Repeat {
		return q.items()
	}
	questions := make([]*question, len(q.field.Fields))
	for i, f := range q.field.Fields {
		questions[i] = ask(unhinted(drawn(f), q.field.Hint), q.reader)
	}
	if q.Kind == compose.Section {
		quieten(questions, q.heading(), compose.Repeat)
	}
	return questions
}

// heading is what is read last before what is inside.
func (q *question) heading() Words {
	if q.Silent {
		return q.above
	}
	return q.Title
}

// items are numbered, and do not say again what the Repeat says above them.
func (q *question) items() []*question {
	items := make([]*question, len(q.field.Fields))
	for i, f := range q.field.Fields {
		item := ask(unhinted(sole(f), q.field.Hint), q.reader)
		item.Title = numbered(item.Title, i+1)
		if len(items) > q.field.Min {
			item.Remove = "remove:" + f.Name
		}
		items[i] = item
	}
	return items
}

// unhinted is a field without the hint that stands above it already.
func unhinted(f *compose.Field, above forms.Text) *compose.Field {
	if len(f.Hint) == 0 || !maps.Equal(f.Hint, above) {
		return f
	}
	shown := *f
	shown.Hint = nil
	return &shown
}

// sole is the one field of an item that holds nothing else and is called the same;
// else the item itself.
func sole(item *compose.Field) *compose.Field {
	if item.Kind == compose.Section && len(item.Fields) == 1 && len(item.Problems) == 0 && maps.Equal(item.Label, item.Fields[0].Label) {
		return item.Fields[0]
	}
	return item
}

func numbered(w Words, n int) Words {
	w.Text += " " + strconv.Itoa(n)
	return w
}

// T and Size let templates call what the reader has as functions.
func (q *question) T(key string, args ...any) string { return q.reader.T(key, args...) }

// Size writes a number of octets.
func (q *question) Size(octets int64) string { return q.reader.Size(octets) }

// Open, File and Max are those of the field.
func (q *question) Open() bool { return q.field.Open }

// File is what is there.
func (q *question) File() *compose.FileInfo { return q.field.File }

// Max is the most items of a Repeat.
func (q *question) Max() int { return q.field.Max }

// Empty reports whether a Repeat has no items.
func (q *question) Empty() bool { return len(q.field.Fields) == 0 }

// Limit is the number of characters that a person who writes several lines
// should know of; 0 for none.
func (q *question) Limit() int {
	if q.Kind == compose.LongField {
		return q.field.Length
	}
	return 0
}

// width names the class of a box for so many characters; "" for all the width there is.
func width(length int) string {
	for _, n := range []int{4, 6, 12, 20} {
		if 0 < length && length <= n {
			return "width-" + strconv.Itoa(n)
		}
	}
	return ""
}

func keypad(f *compose.Field) string {
	switch {
	case f.Numeric:
		return "numeric"
	case f.Purpose == "email", f.Purpose == "tel", f.Purpose == "url":
		return f.Purpose
	}
	return ""
}

// maxRadios is how many options stand open below each other; more go into a list
// to choose from (GOV.UK's pattern, and what fits a telephone's screen).
const maxRadios = 7

// Radios reports whether the options are shown as radio buttons.
func (q *question) Radios() bool { return len(q.field.Options) <= maxRadios }

// choice is one option on the page.
type choice struct {
	ID, Value   string
	Label, Help Words
	Chosen      bool
}

// Choices are the options, of a YesNo too. Who need not answer can take an answer back.
func (q *question) Choices() []choice {
	options := q.field.Options
	if q.Kind == compose.YesNo {
		options = q.yesNo()
	}
	var choices []choice
	for i, o := range options {
		choices = append(choices, choice{ID: q.choiceID(i), Value: o.Value, Label: q.reader.words(o.Label), Help: q.reader.words(o.Hint), Chosen: o.Chosen})
	}
	if !q.field.Required && q.Kind != compose.OneOf {
		choices = append(choices, choice{ID: q.choiceID(len(options)), Label: q.reader.own("form.no-answer"), Chosen: q.Value == ""})
	}
	return choices
}

// Listed are the options of a list, which begins with a line for no answer.
func (q *question) Listed() []choice { return q.Choices()[:len(q.field.Options)] }

func (q *question) yesNo() []compose.Option {
	yes, no := q.Value == "true" || q.Value == "1", q.Value == "false" || q.Value == "0"
	return []compose.Option{
		{Value: "true", Label: q.text("form.yes"), Chosen: yes},
		{Value: "false", Label: q.text("form.no"), Chosen: no},
	}
}

func (q *question) text(key string) forms.Text { return forms.Text{q.reader.Language: q.T(key)} }

// choiceID: the first radio button has the question's own id, to which the error
// summary leads.
func (q *question) choiceID(i int) string {
	if i == 0 {
		return q.ID
	}
	return q.ID + "_" + strconv.Itoa(i+1)
}

// Action is the value of a button inside the form: "add:Name".
func (q *question) Action(verb string) string { return verb + ":" + q.Name }

// CanAdd reports whether a Repeat takes another item.
func (q *question) CanAdd() bool { return canAdd(q.field) }

// Rows is the height of a box for several lines.
func (q *question) Rows() int {
	if q.field.Length > 1000 {
		return 10
	}
	return 5
}
