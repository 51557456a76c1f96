package web

import "okienko/forms"

// Words are a text of a form as a page shows it: Lang is its language where that
// is not the page's, else "".
type Words struct{ Text, Lang string }

// TextOf returns a text in the page's language, or else in Polish.
func (v View) TextOf(t forms.Text) Words {
	text, actual := t.In(string(v.Lang))
	if actual == string(v.Lang) {
		actual = ""
	}
	return Words{Text: text, Lang: actual}
}
