package resident

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/web"
)

// draftSendData is the page on which a document is signed and sent.
type draftSendData struct {
	Path     string
	Form     web.Words
	BoxTitle string
	Limit    int64
	Size     int64
	SHA256   string
	Signers  []string
	Here     signHere
}

// signHere says whether the visitor can sign here, and what he lacks otherwise.
type signHere string

const (
	signNobody    signHere = ""          // the office has no trusted profiles, or the form takes none
	signAnonymous signHere = "anonymous" // not signed in
	signUnproved  signHere = "unproved"  // without a confirmed identity
	signInHere    signHere = "here"
)

// showSending shows the ways to sign the document.
func (d *door) showSending(w http.ResponseWriter, r *http.Request) error {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return err
	}
	if f.draft.Document == nil {
		web.SeeOther(w, r, f.path()+"/check")
		return nil
	}
	v, err := d.sendingView(r, f)
	if err != nil {
		return err
	}
	return d.render(w, r, "draft-send", v)
}

func (d *door) sendingView(r *http.Request, f filling) (web.View, error) {
	here, err := d.signsHere(r, f.form)
	if err != nil {
		return web.View{}, err
	}
	sum := sha256.Sum256(f.draft.Document)
	v := web.NewView(r, "draft-send.title", nil)
	v.Self = f.path() + "/send"
	v.Data = draftSendData{
		Path: f.path(), Form: v.TextOf(f.form.Title), BoxTitle: f.box.Title, Limit: f.box.Policy.MaxBytes,
		Size: int64(len(f.draft.Document)), SHA256: hex.EncodeToString(sum[:]), Signers: f.form.Policy.Signers,
		Here: here,
	}
	return v, nil
}

// signsHere finds out whether the visitor can sign a letter of a form here.
func (d *door) signsHere(r *http.Request, form *forms.Form) (signHere, error) {
	accepted := form.Policy.Signers
	if !d.Profile.Provides() || len(accepted) > 0 && !slices.Contains(accepted, "trusted-profile") {
		return signNobody, nil
	}
	actor := web.Actor(r)
	switch {
	case actor.IsZero():
		return signAnonymous, nil
	case actor.Role != inbox.RoleResident:
		return signNobody, nil
	}
	person, ok, err := d.Profile.Of(r.Context(), actor)
	if err != nil || !ok || !person.MaySign(d.Site.Now()) {
		return signUnproved, err
	}
	return signInHere, nil
}
