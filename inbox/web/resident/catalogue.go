package resident

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/web"
)

// matter is a group of forms in the list.
type matter struct {
	name  string // as the forms' guides have it; "" = of forms without one
	Title web.Words
	Forms []formEntry
}

// formEntry is a form in a list.
type formEntry struct {
	Path           string
	Title, Summary web.Words
	Version        string // where other forms have the same title
}

func formPath(f *forms.Form) string { return "/forms/" + f.Name + "/" + f.Version }

// offered lists the forms that can be filled in today.
func (d *door) offered() []*forms.Form {
	today := inbox.DayOf(d.Site.Now())
	return slices.DeleteFunc(d.Catalogue.Forms(), func(f *forms.Form) bool { return !offeredOn(f, today) })
}

func offeredOn(f *forms.Form, day inbox.Day) bool {
	g := f.Guide
	return (g.ValidFrom == "" || g.ValidFrom <= string(day)) && (g.ValidUntil == "" || string(day) <= g.ValidUntil)
}

// formOf finds a form by name and version.
func (d *door) formOf(name, version string) (*forms.Form, error) {
	for _, f := range d.Catalogue.Forms() {
		if f.Name == name && f.Version == version {
			return f, nil
		}
	}
	return nil, &inbox.Error{Code: inbox.CodeNotFound}
}

// matters groups the forms that a query finds; the empty query finds all.
func (d *door) matters(v web.View, query string) (groups []matter, found int) {
	all := d.offered()
	titles := make(map[string]int)
	for _, f := range all {
		titles[f.Title["pl"]]++
	}
	for _, f := range all {
		if !finds(query, f) {
			continue
		}
		found++
		entry := formEntry{Path: formPath(f), Title: v.TextOf(f.Title), Summary: v.TextOf(f.Guide.Summary)}
		if titles[f.Title["pl"]] > 1 {
			entry.Version = f.Version
		}
		at := slices.IndexFunc(groups, func(m matter) bool { return m.name == f.Guide.Matter })
		if at < 0 {
			at, groups = len(groups), append(groups, matter{name: f.Guide.Matter, Title: matterTitle(v, f)})
		}
		groups[at].Forms = append(groups[at].Forms, entry)
	}
	slices.SortStableFunc(groups, func(a, b matter) int {
		if (a.name == "") != (b.name == "") { // what belongs nowhere comes last
			return strings.Compare(b.name, a.name)
		}
		return strings.Compare(fold(a.Title.Text), fold(b.Title.Text))
	})
	return groups, found
}

// matterTitle is the heading of a form's group.
func matterTitle(v web.View, f *forms.Form) web.Words {
	switch {
	case f.Guide.Matter == "":
		return web.Words{Text: v.T("forms.other")}
	case len(f.Guide.MatterText) > 0:
		return v.TextOf(f.Guide.MatterText)
	}
	return v.TextOf(forms.Text{"pl": f.Guide.Matter})
}

// finds reports whether each word of a query begins a word of what the form says
// of itself, in any language. Endings of inflected words are passed over.
func finds(query string, f *forms.Form) bool {
	var about strings.Builder
	texts := append([]forms.Text{f.Title, f.Guide.Summary, f.Guide.MatterText, {"pl": f.Guide.Matter}, {"pl": f.Name}}, f.Guide.Words...)
	for _, t := range texts {
		for _, text := range t {
			about.WriteString(" " + fold(text))
		}
	}
	for word := range strings.FieldsSeq(fold(query)) {
		if !strings.Contains(about.String(), " "+stem(word)) {
			return false
		}
	}
	return true
}

// stem is a word without the ending that inflection may change: long words lose
// two letters, those of five one.
func stem(word string) string {
	letters := []rune(word)
	switch n := len(letters); {
	case n >= 6:
		return string(letters[:n-2])
	case n == 5:
		return string(letters[:4])
	}
	return word
}

// fold writes a text as people type it in a hurry: lower case, without diacritics
// and punctuation.
func fold(text string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), strings.ToLower(text))
	if err != nil {
		plain = strings.ToLower(text)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ł':
			return 'l'
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return r
		}
		return ' '
	}, plain)
}
