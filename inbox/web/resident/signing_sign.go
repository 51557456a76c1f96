package resident

import (
	"net/http"

	"github.com/gorilla/mux"

	"okienko/inbox"
	"okienko/inbox/web"
)

// sendCode mails the code for this document.
func (d *door) sendCode(w http.ResponseWriter, r *http.Request) error {
	id := mux.Vars(r)["id"]
	if err := d.Profile.SendSigningCode(r.Context(), web.Actor(r), id); err != nil {
		return d.signAgain(w, r, err)
	}
	web.SeeOther(w, r, signingPath+id+"?sent=1#code")
	return nil
}

// sign checks the code, signs, and goes on with the signed document.
func (d *door) sign(w http.ResponseWriter, r *http.Request) error {
	signed, s, err := d.Profile.Sign(r.Context(), web.Actor(r), mux.Vars(r)["id"], r.PostForm.Get("code"))
	if err != nil {
		return d.signAgain(w, r, err)
	}
	return d.signed(w, r, s, signed)
}

// signAgain shows the document once more, with what was wrong about the code.
func (d *door) signAgain(w http.ResponseWriter, r *http.Request, err error) error {
	if inbox.ErrorCode(err) == inbox.CodeSigningNotFound {
		return err
	}
	v, viewErr := d.signingView(r)
	if viewErr != nil {
		return viewErr
	}
	data := v.Data.(signingData)
	data.Sent = true
	v.Data = data
	return d.again(w, r, "signing", v, err, "code")
}
