package resident

import (
	"net/http"
	"net/url"

	"okienko/inbox/web"
)

// mailedData is a form around a mailed code: what was begun, and what was typed.
type mailedData struct {
	ID, Email string
}

func (d *door) showRegister(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "register", web.NewView(r, "account.register", mailedData{}))
}

// register begins an account. What it answers does not depend on whether the
// address has one.
func (d *door) register(w http.ResponseWriter, r *http.Request) error {
	email := r.PostForm.Get("email")
	id, err := d.Profile.Register(r.Context(), email, r.PostForm.Get("password"), string(web.VisitorOf(r).Lang))
	if err != nil {
		v := web.NewView(r, "account.register", mailedData{Email: email})
		v.Self = "/account/register"
		return d.again(w, r, "register", v, err, "email")
	}
	web.SeeOther(w, r, begun("/account/confirm", id))
	return nil
}

// begun is the page that takes the code of what was begun. The id stands in the
// query, which is not logged.
func begun(path, id string) string { return path + "?" + url.Values{"id": {id}}.Encode() }

func (d *door) showConfirm(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "confirm", web.NewView(r, "account.confirm", mailedData{ID: r.URL.Query().Get("id")}))
}

// confirm makes the account and signs in.
func (d *door) confirm(w http.ResponseWriter, r *http.Request) error {
	id := r.PostForm.Get("id")
	session, err := d.Profile.ConfirmAddress(r.Context(), web.VisitorOf(r).Session.Cookie, id, r.PostForm.Get("code"))
	if err != nil {
		v := web.NewView(r, "account.confirm", mailedData{ID: id})
		v.Self = begun("/account/confirm", id)
		return d.again(w, r, "confirm", v, err, "code")
	}
	return d.enter(w, r, session, accountPath+"?"+doneParameter+"=registered")
}
