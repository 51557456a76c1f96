package web

import (
	"okienko/forms"
	"okienko/inbox/locale"
)

// FormTitle is a form's title in a language, in Polish where it has no other.
func FormTitle(f *forms.Form, l locale.Lang) string {
	if title := f.Title[string(l)]; title != "" {
		return title
	}
	return f.Title[string(locale.Polish)]
}

// TitleOf is the title of a form written "name/version", as letters hold it; a
// form that is in the catalogue no longer is shown as it is written.
func TitleOf(c *forms.Catalogue, form string, l locale.Lang) string {
	for _, f := range c.Forms() {
		if f.Name+"/"+f.Version == form {
			return FormTitle(f, l)
		}
	}
	return form
}
