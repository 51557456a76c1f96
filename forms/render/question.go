package render

import (
	"strconv"
	"strings"

	"okienko/forms"
	"okienko/forms/compose"
)

// question is a field as the templates see it.
type question struct {
	*compose.Field
	Reader
	ID     string
	number int  // of an item of a Repeat, from 1; 0 for no item
	held   bool // an item that may be removed
	Silent bool // the page's heading says the same as the label
}

// inside makes the questions of fields; silent tells which need no label of their own.
func inside(fields []*compose.Field, r Reader, silent func(*compose.Field) bool) []question {
	questions := make([]question, len(fields))
	for i, f := range fields {
		questions[i] = question{Field: f, Reader: r, ID: ID(f.Name), Silent: silent(f)}
	}
	return questions
}

func spoken(*compose.Field) bool { return false }

// Inner are the questions below this one.
func (q question) Inner() []question {
	inner := inside(q.Fields, q.Reader, spoken)
	if q.Kind == compose.Repeat {
		for i := range inner {
			inner[i].number, inner[i].held = i+1, len(inner) > q.Min
		}
	}
	return inner
}

// T and Size let templates call what the reader has as functions.
func (q question) T(key string, args ...any) string { return q.Reader.T(key, args...) }

// Size writes a number of octets.
func (q question) Size(octets int64) string { return q.Reader.Size(octets) }

// Title is the label; an item of a Repeat has its number in it.
func (q question) Title() Words {
	w := q.words(q.Label)
	if q.number > 0 {
		w.Text += " " + strconv.Itoa(q.number)
	}
	return w
}

// Leaves reports whether the answer may be left out, which the label says.
func (q question) Leaves() bool {
	return !q.Required && q.Kind != compose.Section && q.Kind != compose.Optional && q.Kind != compose.Repeat
}

// Help is the hint.
func (q question) Help() Words { return q.words(q.Hint) }

// Error says what is wrong, "" for nothing.
func (q question) Error() string {
	sentences := make([]string, len(q.Problems))
	for i, p := range q.Problems {
		sentences[i] = q.Reader.Problem(p)
	}
	return strings.Join(sentences, " ")
}

// Described are the ids of what explains the control, for aria-describedby.
func (q question) Described() string {
	var ids []string
	for _, part := range []struct {
		there bool
		name  string
	}{
		{q.Help().Text != "", "_hint"},
		{q.Kind == compose.DateField, "_example"},
		{q.Limit() > 0, "_limit"},
		{len(q.Problems) > 0, "_error"},
		{q.File != nil, "_there"},
	} {
		if part.there {
			ids = append(ids, q.ID+part.name)
		}
	}
	return strings.Join(ids, " ")
}

// Limit is the number of characters that a person who writes several lines
// should know of; 0 for none.
func (q question) Limit() int {
	if q.Kind == compose.LongField {
		return q.Length
	}
	return 0
}

// Width names the class of a box that is as wide as its longest answer.
func (q question) Width() string {
	for _, n := range []int{4, 6, 12, 20} {
		if 0 < q.Length && q.Length <= n {
			return "width-" + strconv.Itoa(n)
		}
	}
	return ""
}

// Keypad is the inputmode.
func (q question) Keypad() string {
	switch {
	case q.Numeric:
		return "numeric"
	case q.Purpose == "email", q.Purpose == "tel", q.Purpose == "url":
		return q.Purpose
	}
	return ""
}

// maxRadios is how many options stand open below each other; more go into a list
// to choose from (GOV.UK's pattern, and what fits a telephone's screen).
const maxRadios = 7

// Radios reports whether the options are shown as radio buttons.
func (q question) Radios() bool { return len(q.Options) <= maxRadios }

// choice is one option on the page.
type choice struct {
	ID, Value   string
	Label, Help Words
	Chosen      bool
}

// Choices are the options, of a YesNo too. Who need not answer can take an answer back.
func (q question) Choices() []choice {
	options := q.Options
	if q.Kind == compose.YesNo {
		options = q.yesNo()
	}
	var choices []choice
	for i, o := range options {
		choices = append(choices, choice{ID: q.choiceID(i), Value: o.Value, Label: q.words(o.Label), Help: q.words(o.Hint), Chosen: o.Chosen})
	}
	if !q.Required && q.Kind != compose.OneOf {
		choices = append(choices, choice{ID: q.choiceID(len(options)), Label: q.own("form.no-answer"), Chosen: q.Value == ""})
	}
	return choices
}

// Listed are the options of a list, which begins with a line for no answer.
func (q question) Listed() []choice { return q.Choices()[:len(q.Options)] }

func (q question) yesNo() []compose.Option {
	yes, no := q.Value == "true" || q.Value == "1", q.Value == "false" || q.Value == "0"
	return []compose.Option{
		{Value: "true", Label: q.text("form.yes"), Chosen: yes},
		{Value: "false", Label: q.text("form.no"), Chosen: no},
	}
}

func (q question) text(key string) forms.Text { return forms.Text{q.Language: q.T(key)} }

// choiceID: the first radio button has the question's own id, to which the error
// summary leads.
func (q question) choiceID(i int) string {
	if i == 0 {
		return q.ID
	}
	return q.ID + "_" + strconv.Itoa(i+1)
}

// Action is the value of a button inside the form: "add:Name".
func (q question) Action(verb string) string { return verb + ":" + q.Name }

// CanAdd and CanRemove tell which buttons a Repeat and its items have.
func (q question) CanAdd() bool { return canAdd(q.Field) }

// CanRemove reports whether this item of a Repeat may go.
func (q question) CanRemove() bool { return q.held }
