package resident

import (
	"crypto/subtle"
	"net/http"

	"github.com/gorilla/mux"

	"okienko/inbox"
	"okienko/inbox/web"
)

// loginElsewhere sends the browser to a provider. Whoever is signed in gets there
// by linking alone, which is a form: a link from another site must not tie a
// stranger's sign-in to his account.
func (d *door) loginElsewhere(w http.ResponseWriter, r *http.Request) error {
	if web.VisitorOf(r).SignedIn() {
		web.SeeOther(w, r, signInsPath)
		return nil
	}
	address, err := d.leave(w, r, web.Pending{Next: r.URL.Query().Get("next")})
	if err != nil {
		return err
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// leave notes that the browser goes to the provider the address names, and
// returns where that is.
func (d *door) leave(w http.ResponseWriter, r *http.Request, p web.Pending) (string, error) {
	provider, ok := d.Site.SignInByID(mux.Vars(r)["provider"])
	if !ok {
		return "", &inbox.Error{Code: inbox.CodeNotFound}
	}
	p.Provider = provider.ID
	for _, secret := range []*string{&p.State, &p.Nonce, &p.Verifier} {
		var err error
		if *secret, err = d.Profile.NewToken(); err != nil {
			return "", err
		}
	}
	address, err := provider.Provider.Address(r.Context(), p.State, p.Nonce, p.Verifier)
	if err != nil {
		return "", &inbox.Error{Code: inbox.CodeUnavailable, Cause: err}
	}
	d.Site.SetPending(w, p)
	return address, nil
}

// comeBack takes whoever returns from a provider. Only the browser that left can:
// it has the state that the address must have, too.
func (d *door) comeBack(w http.ResponseWriter, r *http.Request) error {
	pending, ok := d.Site.TakePending(w, r)
	query := r.URL.Query()
	same := subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(pending.State)) == 1
	if !ok || !same || pending.Provider != mux.Vars(r)["provider"] || query.Get("code") == "" {
		return d.notProved(w, r, inbox.Errorf(inbox.CodeAuthRequired, "sign-in elsewhere: no code for this browser"))
	}
	provider, ok := d.Site.SignInByID(pending.Provider)
	if !ok {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	id, err := provider.Provider.Redeem(r.Context(), query.Get("code"), pending.Nonce, pending.Verifier)
	if err != nil {
		return d.notProved(w, r, &inbox.Error{Code: inbox.CodeAuthRequired, Cause: err})
	}
	if pending.Link {
		return d.linked(w, r, id)
	}
	return d.enterFromElsewhere(w, r, id, pending.Next)
}

// enterFromElsewhere signs in, or says why that opens no account.
func (d *door) enterFromElsewhere(w http.ResponseWriter, r *http.Request, id inbox.ExternalIdentity, next string) error {
	visitor := web.VisitorOf(r)
	session, err := d.Profile.LoginExternal(r.Context(), visitor.Session.Cookie, id, string(visitor.Lang))
	if e := inbox.ErrorCode(err); e == inbox.CodeNotLinked || e == inbox.CodeAuthRequired {
		return d.notProved(w, r, err)
	}
	if err != nil {
		return err
	}
	return d.enter(w, r, session, next)
}

// notProved shows the form for signing in with what went wrong; the cause goes
// to the log.
func (d *door) notProved(w http.ResponseWriter, r *http.Request, err error) error {
	if !d.Profile.Provides() {
		return err // there is no such form here
	}
	d.Site.Log.WarnContext(r.Context(), "sign-in elsewhere failed", "err", err)
	v := web.NewView(r, "account.login", loginData{})
	v.Self, v.Status = loginPath, http.StatusUnprocessableEntity
	text := v.T("account.elsewhere-failed")
	if inbox.ErrorCode(err) == inbox.CodeNotLinked {
		text = v.Words(&inbox.Error{Code: inbox.CodeNotLinked})
	}
	v.Errors = []web.FieldError{{Field: "login", Text: text}}
	return d.render(w, r, "login", v)
}
