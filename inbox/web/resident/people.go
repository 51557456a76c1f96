package resident

import (
	"net/http"
	"net/url"
	"strings"

	"okienko/inbox"
	"okienko/inbox/web"
)

// The addresses of accounts, profiles and signing.
const (
	loginPath   = "/login"
	codePath    = "/login/code"
	accountPath = "/account"
	factorPath  = "/account/second-factor"
	signPath    = "/sign"
	signingPath = "/signing/"
)

// peopleRoutes are the pages of accounts, trusted profiles and signing sessions.
// Without a provider there is only what staff need for a second factor.
func (d *door) peopleRoutes() []web.Route {
	routes := append(d.factorRoutes(), d.signInRoutes()...)
	if !d.Profile.Provides() {
		return routes
	}
	return append(append(append(routes, d.accountRoutes()...), d.profileRoutes()...), d.signingRoutes()...)
}

func (d *door) factorRoutes() []web.Route {
	s := d.Site
	return []web.Route{
		{Method: http.MethodGet, Path: codePath, Handler: s.Get(d.showLoginCode)},
		{Method: http.MethodPost, Path: codePath, Handler: s.Form(d.loginCode)},
		{Method: http.MethodPost, Path: "/logout", Handler: s.Form(d.logout)},
		{Method: http.MethodGet, Path: factorPath, Handler: s.Get(d.showFactor)},
		{Method: http.MethodPost, Path: factorPath, Handler: s.Form(d.beginFactor)},
		{Method: http.MethodGet, Path: factorPath + "/set-up", Handler: s.Get(d.showSetUp)},
		{Method: http.MethodPost, Path: factorPath + "/set-up", Handler: s.Form(d.setUp)},
		{Method: http.MethodGet, Path: factorPath + "/qr.png", Handler: s.Get(d.factorQR)},
		{Method: http.MethodPost, Path: factorPath + "/off", Handler: s.Form(d.factorOff)},
	}
}

// signInRoutes are there where people may sign in elsewhere.
func (d *door) signInRoutes() []web.Route {
	s := d.Site
	if len(s.SignIns) == 0 {
		return nil
	}
	return []web.Route{
		{Method: http.MethodGet, Path: "/login/with/{provider}", Handler: s.Get(d.loginElsewhere)},
		{Method: http.MethodGet, Path: "/login/with/{provider}/back", Handler: s.Get(d.comeBack)},
		{Method: http.MethodGet, Path: signInsPath, Handler: s.Get(d.signedIn(d.showSignIns))},
		{Method: http.MethodPost, Path: signInsPath + "/{provider}", Handler: s.Form(d.signedIn(d.link))},
		{Method: http.MethodPost, Path: signInsPath + "/{provider}/remove", Handler: s.Form(d.signedIn(d.unlink))},
	}
}

func (d *door) accountRoutes() []web.Route {
	s, own := d.Site, d.own
	return []web.Route{
		{Method: http.MethodGet, Path: loginPath, Handler: s.Get(d.showLogin)},
		{Method: http.MethodPost, Path: loginPath, Handler: s.Form(d.login)},
		{Method: http.MethodGet, Path: "/account/register", Handler: s.Get(d.showRegister)},
		{Method: http.MethodPost, Path: "/account/register", Handler: s.Form(d.register)},
		{Method: http.MethodGet, Path: "/account/confirm", Handler: s.Get(d.showConfirm)},
		{Method: http.MethodPost, Path: "/account/confirm", Handler: s.Form(d.confirm)},
		{Method: http.MethodGet, Path: "/account/recover", Handler: s.Get(d.showRecover)},
		{Method: http.MethodPost, Path: "/account/recover", Handler: s.Form(d.recover)},
		{Method: http.MethodGet, Path: "/account/reset", Handler: s.Get(d.showReset)},
		{Method: http.MethodPost, Path: "/account/reset", Handler: s.Form(d.reset)},
		{Method: http.MethodGet, Path: accountPath, Handler: s.Get(own(d.showAccount))},
		{Method: http.MethodGet, Path: "/account/history", Handler: s.Get(own(d.showHistory))},
		{Method: http.MethodGet, Path: "/account/password", Handler: s.Get(own(d.showPassword))},
		{Method: http.MethodPost, Path: "/account/password", Handler: s.Form(own(d.changePassword))},
	}
}

func (d *door) profileRoutes() []web.Route {
	s, own := d.Site, d.own
	return []web.Route{
		{Method: http.MethodGet, Path: "/account/identity", Handler: s.Get(own(d.showApply))},
		{Method: http.MethodPost, Path: "/account/identity", Handler: s.Form(own(d.apply))},
		{Method: http.MethodPost, Path: "/account/extend", Handler: s.Form(own(d.extend))},
		{Method: http.MethodGet, Path: "/account/revoke", Handler: s.Get(own(d.showRevoke))},
		{Method: http.MethodPost, Path: "/account/revoke", Handler: s.Form(own(d.revoke))},
	}
}

func (d *door) signingRoutes() []web.Route {
	s, own := d.Site, d.own
	session := signingPath + "{id:[A-Za-z0-9_-]+}"
	return []web.Route{
		{Method: http.MethodGet, Path: signPath, Handler: s.Get(own(d.showSign))},
		{Method: http.MethodPost, Path: signPath, Handler: s.Upload(own(d.beginSigning))},
		{Method: http.MethodGet, Path: session, Handler: s.Get(own(d.showSigning))},
		{Method: http.MethodPost, Path: session, Handler: s.Form(own(d.sign))},
		{Method: http.MethodPost, Path: session + "/code", Handler: s.Form(own(d.sendCode))},
		{Method: http.MethodPost, Path: session + "/continue", Handler: s.Form(own(d.continueSigned))},
		{Method: http.MethodGet, Path: session + "/document", Handler: s.Get(own(d.downloadShown))},
		{Method: http.MethodGet, Path: session + "/attachments/{k:[0-9]+}", Handler: s.Get(own(d.downloadShownAttachment))},
		{Method: http.MethodGet, Path: session + "/signed", Handler: s.Get(own(d.downloadSigned))},
	}
}

// own is for residents alone: others have no account of the kind.
func (d *door) own(h web.Handler) web.Handler {
	return d.signedIn(func(w http.ResponseWriter, r *http.Request) error {
		if role := web.Actor(r).Role; role != inbox.RoleResident {
			return inbox.Errorf(inbox.CodeForbidden, "role %q has no trusted profile", role)
		}
		return h(w, r)
	})
}

// signedIn sends whoever is not to the page for signing in, and back afterwards.
func (d *door) signedIn(h web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		switch {
		case web.VisitorOf(r).SignedIn():
			return h(w, r)
		case r.Method == http.MethodPost:
			return &inbox.Error{Code: inbox.CodeAuthRequired}
		}
		page := loginPath
		if !d.Profile.Provides() {
			page = "/clerk/login"
		}
		web.SeeOther(w, r, page+"?"+url.Values{"next": {web.LocalPath(r.URL.EscapedPath(), r.URL.RawQuery)}}.Encode())
		return nil
	}
}

// again shows a form once more, with what is wrong in it.
func (d *door) again(w http.ResponseWriter, r *http.Request, page string, v web.View, err error, codeField string) error {
	if !web.Blame(w, &v, err, codeField) {
		return err
	}
	return d.render(w, r, page, v)
}

// afterLogin is where to go on: where somebody wanted to go, within this site, or
// to the first page of his door.
func afterLogin(a inbox.Actor, next string) string {
	path, query, _ := strings.Cut(next, "?")
	if local := web.LocalPath(path, query); next != "" && local != "/" {
		return local
	}
	if a.Role == inbox.RoleResident {
		return accountPath
	}
	return "/clerk"
}
