// Package locale holds every sentence a person reads, by key, in Polish,
// English and Ukrainian.
//
// A translator works in texts/<language>: reasons.json has for each reason code
// a message and what to do about it, pages.json and people.json the words of the
// pages. The notation inside a sentence is described at the type sentence.
package locale

import (
	"slices"

	"golang.org/x/text/language"

	"okienko/inbox"
)

// Lang is a language: pl, en or uk.
type Lang string

// The languages; Polish is the default.
const (
	Polish    Lang = "pl"
	English   Lang = "en"
	Ukrainian Lang = "uk"
)

// Languages lists the languages, the default first.
func Languages() []Lang { return []Lang{Polish, English, Ukrainian} }

var matcher = language.NewMatcher([]language.Tag{language.Polish, language.English, language.Ukrainian})

// FromAcceptLanguage picks the best language of an Accept-Language header
// (RFC 9110 12.5.4); Polish when it names none of ours or cannot be read.
func FromAcceptLanguage(header string) Lang {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return Polish
	}
	_, index, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return Polish
	}
	return Languages()[index]
}

// Parse returns the language a two-letter code stands for; ok is false when it
// is none of ours.
func Parse(code string) (l Lang, ok bool) {
	l = Lang(code)
	return l, slices.Contains(Languages(), l)
}

// Reason returns the sentence of a reason and what to do about it. A code
// without a text gives the text of "internal".
func Reason(l Lang, r inbox.Reason) (message, remedy string) {
	t := table(l)
	pair, ok := t.reasons[r.Code]
	if !ok {
		pair = t.reasons[inbox.CodeInternal]
	}
	return pair[0].fill(t, r.Args), pair[1].fill(t, r.Args)
}

// Has reports whether a reason code has texts in every language.
func Has(code string) bool {
	for _, l := range Languages() {
		if _, ok := table(l).reasons[code]; !ok {
			return false
		}
	}
	return true
}

// Codes lists the reason codes that have texts, sorted.
func Codes() []string { return sortedKeys(table(Polish).reasons) }

// Text returns a page sentence by key; {name} in it is replaced from args,
// given as name, value, name, value. An unknown key is returned as it is.
func Text(l Lang, key string, args ...string) string {
	t := table(l)
	s, ok := t.pages[key]
	if !ok {
		return key
	}
	named := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		named[args[i]] = args[i+1]
	}
	return s.fill(t, named)
}

// HasText reports whether a page sentence exists.
func HasText(key string) bool {
	_, ok := table(Polish).pages[key]
	return ok
}

// Keys lists the keys of the page sentences, sorted.
func Keys() []string { return sortedKeys(table(Polish).pages) }
