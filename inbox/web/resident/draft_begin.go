package resident

import (
	"net/http"
	"slices"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/web"
)

// beginDraft makes a draft of a form and leads to its first page. Somebody who
// has not signed in gets a key for his browser and a session.
func (d *door) beginDraft(w http.ResponseWriter, r *http.Request) error {
	form, err := d.formNamed(r)
	if err != nil {
		return err
	}
	if !offeredOn(form, inbox.DayOf(d.Site.Now())) {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	box := r.PostForm.Get("box")
	if !d.mayFill(r, form, box) {
		v := d.formView(r, form, "")
		v.Status, v.Errors = http.StatusUnprocessableEntity, []web.FieldError{{Field: boxField, Text: v.T("send.no-box")}}
		return d.render(w, r, "form", v)
	}
	owner, err := d.owner(w, r)
	if err != nil {
		return err
	}
	if owner.Login == "" {
		if owner.Browser, err = d.Site.StartBrowser(w, r); err != nil {
			return err
		}
	}
	draft, err := d.Drafts.Begin(r.Context(), owner, form.Name+"/"+form.Version, box)
	if err != nil {
		return err
	}
	web.SeeOther(w, r, draftPath(draft))
	return nil
}

// mayFill reports whether a box is one of those the form's page offers.
func (d *door) mayFill(r *http.Request, form *forms.Form, box string) bool {
	open, _ := d.boxesFor(r, form, "")
	return slices.ContainsFunc(open, func(b boxChoice) bool { return b.Address == box })
}
