package render

import (
	"html/template"
	"maps"
	"strings"

	"okienko/forms"
	"okienko/forms/compose"
)

// Page returns the questions of a page, to stand in the caller's <form
// method="post" enctype="multipart/form-data" novalidate>, before its own button
// to go on. Posted are the names of the fields (a date as Name.d, .m and .y), and
// "do" with the action of a button inside: add:, remove:, open:, close: or
// choose: and a name, as compose.Sheet.Act takes them. The Enter key posts
// without "do", like the caller's own button.
func Page(p *compose.Page, r Reader) (template.HTML, error) {
	questions := inside(p.Fields, r)
	quieten(questions, r.words(p.Title), compose.Section)
	return execute("page", questions)
}

// Fault is an entry of an error summary: what is wrong, and the id of the control to
// mend it with.
type Fault struct{ ID, Text string }

// Faults lists the problems of a page in the order of its questions.
func Faults(p *compose.Page, r Reader) []Fault { return faults(p.Fields, r) }

func faults(fields []*compose.Field, r Reader) []Fault {
	var found []Fault
	for _, f := range fields {
		for _, problem := range f.Problems {
			found = append(found, Fault{ID: target(f), Text: r.about(f, problem)})
		}
		found = append(found, faults(f.Fields, r)...)
	}
	return found
}

// about is a problem of a field in words, under the label that its page shows.
func (r Reader) about(f *compose.Field, p forms.Problem) string {
	if _, ok := p.Args["label"]; ok {
		p.Args = maps.Clone(p.Args)
		p.Args["label"] = r.words(f.Label).Text
	}
	return r.Problem(p)
}

// target is the id of the first control that a field has.
func target(f *compose.Field) string {
	bare := f.Kind == compose.Section || f.Kind == compose.Repeat && !canAdd(f)
	if bare && len(f.Fields) > 0 {
		return target(f.Fields[0])
	}
	return ID(f.Name)
}

func canAdd(f *compose.Field) bool { return f.Max < 0 || len(f.Fields) < f.Max }

// execute runs one of the templates of this package.
func execute(name string, data any) (template.HTML, error) {
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil
}
