package resident

import (
	"net/http"
	"strings"

	"okienko/inbox"
	"okienko/inbox/profile"
	"okienko/inbox/web"
)

// loginData is what was filled in, and where to go afterwards.
type loginData struct {
	Login, Next string
	Done        string // key of what was just done
}

func (d *door) showLogin(w http.ResponseWriter, r *http.Request) error {
	v := web.VisitorOf(r)
	next := r.URL.Query().Get("next")
	if v.SignedIn() {
		web.SeeOther(w, r, afterLogin(v.Session.Actor, next))
		return nil
	}
	return d.render(w, r, "login", web.NewView(r, "account.login", loginData{Next: next, Done: doneKey(r)}))
}

// login checks the password. The session before it ends: who knew its cookie
// knows nothing of the new one.
func (d *door) login(w http.ResponseWriter, r *http.Request) error {
	data := loginData{Login: strings.ToLower(strings.TrimSpace(r.PostForm.Get("login"))), Next: r.PostForm.Get("next")}
	session, err := d.Profile.Login(r.Context(), web.VisitorOf(r).Session.Cookie, data.Login, r.PostForm.Get("password"))
	if err == nil {
		return d.enter(w, r, session, data.Next)
	}
	v := web.NewView(r, "account.login", data)
	v.Self = loginPath
	if inbox.ErrorCode(err) == inbox.CodeAuthRequired {
		v.Status, v.Errors = http.StatusUnprocessableEntity, []web.FieldError{{Field: "login", Text: v.T("login.wrong")}}
		return d.render(w, r, "login", v)
	}
	return d.again(w, r, "login", v, err, "login")
}

// enter gives the visitor his new session and goes on: to the second factor, or
// to where he wanted to go.
func (d *door) enter(w http.ResponseWriter, r *http.Request, session profile.Session, next string) error {
	d.Site.SetSession(w, r, session)
	if session.Awaits != "" {
		web.SeeOther(w, r, web.SecondFactorPath(session, next))
		return nil
	}
	if err := d.Profile.Speak(r.Context(), session.Actor, string(web.VisitorOf(r).Lang)); err != nil {
		return err
	}
	web.SeeOther(w, r, afterLogin(session.Actor, next))
	return nil
}

// showLoginCode asks for the second factor.
func (d *door) showLoginCode(w http.ResponseWriter, r *http.Request) error {
	v, next := web.VisitorOf(r), r.URL.Query().Get("next")
	if v.Session.Awaits == "" || v.Session.Enrol {
		return &inbox.Error{Code: inbox.CodeAuthRequired}
	}
	return d.render(w, r, "login-code", web.NewView(r, "account.login-code", loginData{Next: next}))
}

func (d *door) loginCode(w http.ResponseWriter, r *http.Request) error {
	next := r.PostForm.Get("next")
	session, err := d.Profile.SecondFactor(r.Context(), web.VisitorOf(r).Session.Cookie, r.PostForm.Get("code"))
	if err == nil {
		return d.enter(w, r, session, next)
	}
	v := web.NewView(r, "account.login-code", loginData{Next: next})
	v.Self = codePath
	return d.again(w, r, "login-code", v, err, "code")
}

// logout ends the session.
func (d *door) logout(w http.ResponseWriter, r *http.Request) error {
	if err := d.Profile.Logout(r.Context(), web.VisitorOf(r).Session.Cookie); err != nil {
		return err
	}
	d.Site.EndSession(w, r)
	web.SeeOther(w, r, "/")
	return nil
}
