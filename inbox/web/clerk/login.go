package clerk

import (
	"net/http"
	"strings"

	"okienko/inbox"
	"okienko/inbox/web"
)

// nextField carries where somebody wanted to go before he had to sign in.
const nextField = "next"

type loginData struct {
	Login, Next string
}

// showLogin shows the form.
func (d *door) showLogin(w http.ResponseWriter, r *http.Request) error {
	if web.VisitorOf(r).SignedIn() {
		return d.home(w, r)
	}
	return d.render(w, r, "login", web.NewView(r, "login.title", loginData{Next: r.URL.Query().Get(nextField)}))
}

// login checks the password. The session before it ends: who knew its cookie
// knows nothing of the new one.
func (d *door) login(w http.ResponseWriter, r *http.Request) error {
	data := loginData{Login: strings.TrimSpace(r.PostForm.Get("login")), Next: r.PostForm.Get(nextField)}
	before := web.VisitorOf(r).Session.Cookie
	session, err := d.Profile.Login(r.Context(), before, data.Login, r.PostForm.Get("password"))
	switch inbox.ErrorCode(err) {
	case "":
		d.Site.SetSession(w, r, session)
		if session.Awaits != "" {
			web.SeeOther(w, r, web.SecondFactorPath(session, afterLogin(data.Next, "/clerk")))
			return nil
		}
		web.SeeOther(w, r, afterLogin(data.Next, homeOf(session.Actor)))
		return nil
	case inbox.CodeAuthRequired:
		return d.loginAgain(w, r, data, http.StatusUnprocessableEntity, "login.wrong")
	case inbox.CodeQuota:
		web.SetRetryAfter(w, err)
		return d.loginAgain(w, r, data, http.StatusTooManyRequests, "login.wait")
	}
	return err
}

func (d *door) loginAgain(w http.ResponseWriter, r *http.Request, data loginData, status int, key string) error {
	v := web.NewView(r, "login.title", data)
	v.Self = loginPath
	v.Status, v.Errors = status, []web.FieldError{{Field: "login", Text: v.T(key)}}
	return d.render(w, r, "login", v)
}

// afterLogin is where to go on: only within this door, whoever made the link.
func afterLogin(next, home string) string {
	path, query, _ := strings.Cut(next, "?")
	if local := web.LocalPath(path, query); strings.HasPrefix(local, lettersPath) || strings.HasPrefix(local, confirmPath) {
		return local
	}
	return home
}
