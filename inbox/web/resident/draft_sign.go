package resident

import (
	"net/http"
	"strings"

	"okienko/inbox"
	"okienko/inbox/drafts"
	"okienko/inbox/profile"
	"okienko/inbox/web"
)

// signDraft opens a signing session for the draft's document, which shows it and
// asks for the code.
func (d *door) signDraft(w http.ResponseWriter, r *http.Request) error {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return err
	}
	if f.draft.Document == nil {
		return &inbox.Error{Code: inbox.CodeDraftChanged}
	}
	s, err := d.Profile.BeginSigning(r.Context(), web.Actor(r), f.draft.Document, web.FormTitle(f.form, web.VisitorOf(r).Lang), purposeDraft+":"+f.draft.ID)
	if err != nil {
		return err
	}
	web.SeeOther(w, r, signingPath+s.ID)
	return nil
}

// draftSigned sends a draft whose document was signed here. A draft that changed
// after the document was shown is not sent with the old one.
func (d *door) draftSigned(w http.ResponseWriter, r *http.Request, s profile.Signing, signed []byte) error {
	_, id, _ := strings.Cut(s.Purpose, ":")
	owner, err := d.owner(w, r)
	if err != nil {
		return err
	}
	draft, err := d.Drafts.Find(r.Context(), owner, id)
	if err != nil {
		return err
	}
	if draft.Document == nil || drafts.CheckSigned(draft.Document, signed) != nil {
		return &inbox.Error{Code: inbox.CodeDraftChanged}
	}
	return d.finish(w, r, owner, draft, signed)
}
