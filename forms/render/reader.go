package render

import "okienko/forms"

// Reader is the person something is shown to: a language, and the sentences in
// it. All fields must be set. The keys that T is asked for begin with "form.".
type Reader struct {
	Language string                               // "pl", "en", "uk"
	T        func(key string, args ...any) string // a sentence; args are name, value, name, value
	Day      func(day string) string              // "2026-07-05" as people write it: "5 lipca 2026"
	Size     func(octets int64) string            // "4,5 kB"
	Problem  func(p forms.Problem) string         // what is wrong with an answer, in one sentence
}

// Words are a text and, where that is not the language of the page, its language.
type Words struct{ Text, Lang string }

// words returns a text as the reader gets it.
func (r Reader) words(t forms.Text) Words {
	text, actual := t.In(r.Language)
	if actual == r.Language || text == "" {
		return Words{Text: text}
	}
	return Words{Text: text, Lang: actual}
}

// own is a sentence of the page itself.
func (r Reader) own(key string, args ...any) Words { return Words{Text: r.T(key, args...)} }
