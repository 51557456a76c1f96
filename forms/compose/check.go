package compose

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"okienko/forms"
	"okienko/forms/xsd"
)

// Check says what is wrong with the answers of a page, field by field in their
// order; the problems stand at the fields, too. Values are held against the very
// rules of Form.Validate. No problems: nil.
func (s *Sheet) Check(page *Page) (problems []forms.Problem) {
	walk(page.Fields, func(f *Field) bool {
		f.Problems = s.checkField(f)
		problems = append(problems, f.Problems...)
		return true
	})
	return problems
}

func (s *Sheet) checkField(f *Field) []forms.Problem {
	switch f.Kind {
	case Section, Optional, Repeat:
		if f == s.attached {
			return s.checkAttached(f)
		}
		return nil
	case OneOf:
		if f.Required && f.Value == "" && f.part.awaited() {
			return s.problem(f, CodeMissing, map[string]string{"kind": string(f.Kind)})
		}
		return nil
	}
	return s.checkAnswer(f)
}

// checkAttached counts the attachments against the policy, unless a required one
// is missed by name already.
func (s *Sheet) checkAttached(f *Field) []forms.Problem {
	found := 0
	for name := range s.files {
		if strings.HasSuffix(name, "/"+contentName) {
			found++
		}
	}
	problem, missing := s.Form.CheckAttached(found)
	awaited := !walk(f.Fields, func(inner *Field) bool { return inner.Kind != FileField || !inner.Required || inner.File != nil })
	if !missing || awaited {
		return nil
	}
	problem.Path = "/" + f.Path
	problem.Args["label"], problem.Args[ArgInput] = s.Form.Label(f.Path), f.Name
	return []forms.Problem{problem}
}

// checkAnswer judges one answer.
func (s *Sheet) checkAnswer(f *Field) []forms.Problem {
	p := f.part
	switch {
	case f.Kind == DateField && f.Date != [3]string{} && !isDay(p):
		return s.problem(f, forms.CodeDate, map[string]string{"day": cut(f.Date[0]), "month": cut(f.Date[1]), "year": cut(f.Date[2])})
	case p.lacks():
		if !p.awaited() {
			return nil
		}
		return s.problem(f, CodeMissing, map[string]string{"kind": string(f.Kind)})
	case p.file != nil:
		return s.named(p, s.checkFile(p))
	case p.value == "":
		return nil
	case !allowed(p.value):
		return s.problem(f, CodeCharacter, nil)
	}
	return s.named(p, s.checkValue(p))
}

// checkFile judges a file: an attachment by what the office takes, other data by
// its type alone.
func (s *Sheet) checkFile(p *part) []forms.Problem {
	switch {
	case p.attached:
		return forms.CheckFile(p.file.Name, mediaType(p.file), p.file.Data, p.file.Size)
	case p.file.Data == nil:
		return nil // not loaded: Document will see it
	}
	return s.Form.CheckValue(p.space, p.path, p.typ, base64.StdEncoding.EncodeToString(p.file.Data))
}

// isDay reports whether a date is one at all; further facets are another matter.
func isDay(p *part) bool {
	problem, ok := p.typ.Check(p.value)
	return ok || problem.Code != xsd.CodeType
}

func (s *Sheet) checkValue(p *part) []forms.Problem {
	if p.typ == noType {
		return nil
	}
	return s.Form.CheckValue(p.space, p.path, p.typ, p.value)
}

func (s *Sheet) problem(f *Field, code string, args map[string]string) []forms.Problem {
	return []forms.Problem{f.part.problem(s.Form, code, args)}
}

// named completes problems with label and field.
func (s *Sheet) named(p *part, problems []forms.Problem) []forms.Problem {
	for i := range problems {
		if problems[i].Path == "" {
			problems[i].Path = "/" + p.path
		}
		if problems[i].Args["label"] == "" {
			problems[i].Args["label"] = s.Form.Label(p.path)
		}
		p.point(&problems[i])
	}
	return problems
}

// cut bounds what a problem quotes of a box.
func cut(text string) string {
	const most = 10
	if utf8.RuneCountInString(text) > most {
		return string([]rune(text)[:most]) + "…"
	}
	return text
}

// allowed reports whether XML 1.0 can hold a text (production Char).
func allowed(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
	})
}

// missing finds required values that nobody is asked for and nothing gave.
func (s *Sheet) missing() (problems []forms.Problem) {
	s.root.below(func(p *part) {
		if p.field == nil && p.kind != elementPart && p.lacks() && p.awaited() {
			problems = append(problems, p.problem(s.Form, CodeMissing, nil))
		}
	})
	return problems
}

// hopeless is the reason why no answers make a document of the form; nil where it
// is the answers that are too many.
func (s *Sheet) hopeless() error {
	if errors.Is(s.err, ErrAnswers) || errors.Is(s.err, ErrSize) && New(s.Form, nil, nil, s.known).err == nil {
		return nil
	}
	return s.err
}

// overfull reports that more was answered than a document is made of.
func (s *Sheet) overfull() []forms.Problem {
	if s.hopeless() != nil {
		return nil
	}
	args := map[string]string{"label": s.Form.Label(s.Form.Root), ArgInput: ""}
	if errors.Is(s.err, ErrAnswers) {
		args["limit"] = strconv.Itoa(maxAnswerBytes)
	}
	return []forms.Problem{{Code: CodeTooMuch, Path: "/" + s.Form.Root, Args: args}}
}
