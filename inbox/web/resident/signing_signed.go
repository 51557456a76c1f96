package resident

import (
	"net/http"
	"strings"

	"okienko/inbox"
	"okienko/inbox/profile"
	"okienko/inbox/web"
)

// The words purposes of signing sessions begin with, before a colon.
const (
	purposeDraft  = "draft"  // and the draft's id: to be sent
	purposeFile   = "file"   // and the file's digest: to be downloaded
	purposeExtend = "extend" // and the profile's number: made by inbox/profile
)

// signed goes on with a document that was just signed, by its purpose. It may
// come twice for the same session, when the first time something broke off.
func (d *door) signed(w http.ResponseWriter, r *http.Request, s profile.Signing, document []byte) error {
	switch word, _, _ := strings.Cut(s.Purpose, ":"); word {
	case purposeDraft:
		return d.draftSigned(w, r, s, document)
	case purposeFile:
		web.SeeOther(w, r, signingPath+s.ID)
		return nil
	case purposeExtend:
		return d.extended(w, r, s)
	default:
		return inbox.Errorf(inbox.CodeInternal, "nothing goes on with a document signed for %q", word)
	}
}

// restartPath is where what a session was for can be begun anew.
func restartPath(purpose string) string {
	switch word, id, _ := strings.Cut(purpose, ":"); word {
	case purposeDraft:
		return "/drafts/" + id
	case purposeFile:
		return signPath
	}
	return accountPath
}

// continueSigned is signed, for who comes back to a session that is.
func (d *door) continueSigned(w http.ResponseWriter, r *http.Request) error {
	s, err := d.signing(r)
	if err != nil {
		return err
	}
	if s.State != inbox.SigningSigned {
		return &inbox.Error{Code: inbox.CodeSigningState, Args: map[string]string{"state": string(s.StateAt(d.Site.Now()))}}
	}
	return d.signed(w, r, s, s.Signed)
}

// downloadSigned gives the signed document.
func (d *door) downloadSigned(w http.ResponseWriter, r *http.Request) error {
	s, err := d.signing(r)
	if err != nil {
		return err
	}
	if s.State != inbox.SigningSigned {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	web.Download(w, "dokument-podpisany.xml", "application/xml", s.Signed)
	return nil
}
