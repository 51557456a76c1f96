package resident

import (
	"okienko/forms"
	"okienko/inbox/locale"
)

// titleOf is a form's title in a language, in Polish where it has no other.
func titleOf(f *forms.Form, l locale.Lang) string {
	if title := f.Title[string(l)]; title != "" {
		return title
	}
	return f.Title[string(locale.Polish)]
}

// formTitle is the title of a form written "name/version", as letters hold it.
func (d *door) formTitle(form string, l locale.Lang) string {
	for _, f := range d.Catalogue.Forms() {
		if f.Name+"/"+f.Version == form {
			return titleOf(f, l)
		}
	}
	return form
}
