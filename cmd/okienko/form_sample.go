package main

import (
	"strings"

	"okienko/forms"
	"okienko/forms/compose"
	"okienko/forms/xsd"
)

// sampleKnown stands for what an office and an account know; all of it is
// clearly test data.
func sampleKnown() compose.Known {
	return compose.Known{
		"entity.name": "Urząd Miejski w Przykładowie", "entity.regon": "123456785", "entity.street": "Rynek", "entity.house": "1",
		"entity.postcode": "00-001", "entity.town": "Przykładowo", "entity.address": "Rynek 1, 00-001 Przykładowo",
		"box": "/umprzykladowo/skrytka", "today": "2026-03-04", "now": "2026-03-04T10:15:00+01:00",
		"person.first": "Anna", "person.last": "Testowa", "person.pesel": "44051401458", "person.email": "anna.testowa@example.pl",
	}
}

// sampleRounds bounds the rounds of answering: each opens one level of choices,
// and a form that has more is no form for people.
const sampleRounds = 50

// sampleOf fills a form in with as little as it takes. Where that does not make
// a document, left names the fields to answer by hand.
func sampleOf(f *forms.Form) (document []byte, left []string, err error) {
	s := &sampler{form: f, types: f.Types(), answers: compose.Answers{}, files: compose.Files{}}
	for range sampleRounds {
		before := len(s.answers) + len(s.files)
		for _, page := range s.sheet().Pages {
			s.answerAll(page.Fields)
		}
		if len(s.answers)+len(s.files) == before {
			break
		}
	}
	document, problems, err := s.sheet().Document()
	for _, p := range problems {
		left = append(left, p.Path)
	}
	return document, left, err
}

// sampler answers what must be answered.
type sampler struct {
	form    *forms.Form
	types   map[string]xsd.Type // by path
	answers compose.Answers
	files   compose.Files
}

func (s *sampler) sheet() *compose.Sheet {
	return compose.New(s.form, s.answers, s.files, sampleKnown())
}

func (s *sampler) answerAll(fields []*compose.Field) {
	for _, f := range fields {
		if f.Required && f.Value == "" {
			s.answer(f)
		}
		s.answerAll(f.Fields)
	}
}

func (s *sampler) answer(f *compose.Field) {
	switch f.Kind {
	case compose.Section, compose.Optional, compose.Repeat:
	case compose.OneOf, compose.Options:
		if len(f.Options) > 0 {
			s.answers[f.Name] = []string{f.Options[0].Value}
		}
	case compose.DateField:
		s.answers[f.Name+".d"], s.answers[f.Name+".m"], s.answers[f.Name+".y"] = []string{"4"}, []string{"3"}, []string{"2026"}
	case compose.FileField:
		s.files[f.Name] = compose.File{Name: "zalacznik.txt", MIME: "text/plain", Data: []byte("Dokument testowy.\n")}
	default:
		if value, ok := s.value(f.Path); ok {
			s.answers[f.Name] = []string{value}
		}
	}
}

// value finds a value for the place at a path: numbers with check digits by
// name, others by type.
func (s *sampler) value(path string) (string, bool) {
	switch path[strings.LastIndexByte(path, '/')+1:] {
	case "PESEL":
		return "44051401458", true
	case "NIP":
		return "1234563218", true
	case "REGON":
		return "123456785", true
	}
	t, ok := s.types[path]
	if !ok || t.Text().IsID() {
		return "", false
	}
	return valueOf(t.Text())
}
