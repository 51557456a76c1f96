package compose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"okienko/forms"
	"okienko/forms/xsd"
)

// labelLength is how long a documentation may be to serve as a label, in
// characters; a longer one is the hint.
const labelLength = 80

// Label is what people call an element or attribute: the overlay's label, else
// the schema's documentation, else the name as words. rest is documentation that
// is too long for a label.
func Label(f *forms.Form, path string, docs []xsd.Documentation, local string) (label, rest forms.Text) {
	if label, ok := f.LabelText(path); ok {
		return label, nil
	}
	all := docText(docs)
	if label = short(all); label != nil {
		return label, nil
	}
	return forms.Text{"pl": nameWords(local)}, all
}

// OptionLabel is what people call an enumerated value: the overlay's label, else
// the schema's documentation; nil where there is neither.
func OptionLabel(q forms.Question, v xsd.Listed) forms.Text {
	if label := q.Options[v.Value]; label != nil {
		return label
	}
	return short(docText(v.Documentation))
}

// words finds label and hint of a path.
func (b *builder) words(path string, q forms.Question, docs []xsd.Documentation, local string) (label, hint forms.Text) {
	label, hint = Label(b.form, path, docs, local)
	if q.Hint != nil {
		hint = q.Hint
	}
	return label, hint
}

// docText sorts documentation by language; without one it is Polish.
func docText(docs []xsd.Documentation) forms.Text {
	var t forms.Text
	for _, d := range docs {
		language, _, _ := strings.Cut(strings.ToLower(d.Language), "-")
		if language == "" {
			language = "pl"
		}
		text := strings.Join(strings.Fields(d.Text), " ")
		if text == "" || t[language] != "" {
			continue
		}
		if t == nil {
			t = forms.Text{}
		}
		t[language] = text
	}
	return t
}

// short makes labels of texts; nil where one is too long for that.
func short(t forms.Text) forms.Text {
	var out forms.Text
	for language, text := range t {
		if utf8.RuneCountInString(text) > labelLength {
			return nil
		}
		if out == nil {
			out = forms.Text{}
		}
		out[language] = strings.TrimSuffix(text, ".")
	}
	return out
}

// nameWords writes DataUrodzenia as "Data urodzenia".
func nameWords(local string) string {
	var out []rune
	runes := []rune(strings.NewReplacer("_", " ", "-", " ").Replace(local))
	for i, r := range runes {
		before := i > 0 && unicode.IsLower(runes[i-1])
		after := i+1 < len(runes) && unicode.IsLower(runes[i+1])
		if i > 0 && unicode.IsUpper(r) && (before || after && unicode.IsLetter(runes[i-1])) {
			out = append(out, ' ')
			if after {
				r = unicode.ToLower(r)
			}
		}
		out = append(out, r)
	}
	return strings.TrimSpace(string(out))
}

// listWords joins the labels of alternatives or of the first parts of a group.
func listWords(labels []forms.Text, separator string) forms.Text {
	out := forms.Text{}
	for _, language := range []string{"pl", "en", "uk"} {
		var texts []string
		there := false
		for _, l := range labels {
			text, actual := l.In(language)
			texts, there = append(texts, text), there || actual == language
		}
		if there {
			out[language] = strings.Join(texts, separator)
		}
	}
	return out
}
