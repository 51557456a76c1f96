// Package locale holds every sentence a person reads, by key, in Polish,
// English and Ukrainian.
package locale

import "okienko/inbox"

// Lang is a language: pl, en or uk.
type Lang string

// The languages; Polish is the default.
const (
	Polish    Lang = "pl"
	English   Lang = "en"
	Ukrainian Lang = "uk"
)

// FromAcceptLanguage picks the best language of an Accept-Language header.
func FromAcceptLanguage(header string) Lang { panic("room locale") }

// Reason returns the sentence of a reason and what to do about it. A code
// without a text gives the text of "internal".
func Reason(l Lang, r inbox.Reason) (message, remedy string) { panic("room locale") }

// Has reports whether a reason code has texts in every language.
func Has(code string) bool { panic("room locale") }

// Text returns a page sentence by key; {name} in it is replaced from args,
// given as name, value, name, value. An unknown key is returned as it is.
func Text(l Lang, key string, args ...string) string { panic("room locale") }
