package resident

import (
	"net/http"

	"okienko/inbox"
	"okienko/inbox/web"
)

// downloadDraft gives the document as it is to be signed elsewhere.
func (d *door) downloadDraft(w http.ResponseWriter, r *http.Request) error {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return err
	}
	if f.draft.Document == nil {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	web.Download(w, f.form.Name+".xml", "application/xml", f.draft.Document)
	return nil
}
