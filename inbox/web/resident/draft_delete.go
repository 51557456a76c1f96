package resident

import (
	"net/http"

	"okienko/inbox/web"
)

// askDeleteDraft asks before a draft is deleted; there is no way back.
func (d *door) askDeleteDraft(w http.ResponseWriter, r *http.Request) error {
	_, draft, err := d.draftOf(w, r)
	if err != nil {
		return err
	}
	v := web.NewView(r, "draft-delete.title", nil)
	v.Data = d.draftEntry(v, draft)
	return d.render(w, r, "draft-delete", v)
}

// deleteDraft deletes a draft with its files.
func (d *door) deleteDraft(w http.ResponseWriter, r *http.Request) error {
	owner, draft, err := d.draftOf(w, r)
	if err != nil {
		return err
	}
	if err := d.Drafts.Delete(r.Context(), owner, draft.ID); err != nil {
		return err
	}
	web.SeeOther(w, r, "/drafts")
	return nil
}
