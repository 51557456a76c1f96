package resident

import (
	"net/http"

	"okienko/inbox/web"
)

func (d *door) showRecover(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "recover", web.NewView(r, "account.recover", mailedData{}))
}

// recover mails a code for a new password. What it answers does not depend on
// whether the address has an account.
func (d *door) recover(w http.ResponseWriter, r *http.Request) error {
	email := r.PostForm.Get("email")
	id, err := d.Profile.Recover(r.Context(), email, string(web.VisitorOf(r).Lang))
	if err != nil {
		v := web.NewView(r, "account.recover", mailedData{Email: email})
		v.Self = "/account/recover"
		return d.again(w, r, "recover", v, err, "email")
	}
	web.SeeOther(w, r, begun("/account/reset", id))
	return nil
}

func (d *door) showReset(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "reset", web.NewView(r, "account.reset", mailedData{ID: r.URL.Query().Get("id")}))
}

// reset sets the new password and signs in.
func (d *door) reset(w http.ResponseWriter, r *http.Request) error {
	id := r.PostForm.Get("id")
	session, err := d.Profile.ResetPassword(r.Context(), web.VisitorOf(r).Session.Cookie, id, r.PostForm.Get("code"), r.PostForm.Get("password"))
	if err != nil {
		v := web.NewView(r, "account.reset", mailedData{ID: id})
		v.Self = begun("/account/reset", id)
		return d.again(w, r, "reset", v, err, "code")
	}
	return d.enter(w, r, session, accountPath+"?"+doneParameter+"=password")
}
