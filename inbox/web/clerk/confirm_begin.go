package clerk

import (
	"net/http"
	"net/url"
	"strings"

	"okienko/inbox"
	"okienko/inbox/web"
)

const (
	confirmPath     = "/clerk/confirm"
	applicationPath = confirmPath + "/application"
	revokePath      = confirmPath + "/revoke"
)

// confirmRoutes are the pages of confirmation points.
func (d *door) confirmRoutes() []web.Route {
	s, at := d.Site, d.atPoint
	return []web.Route{
		{Method: http.MethodGet, Path: confirmPath, Handler: s.Get(at(d.showConfirm))},
		{Method: http.MethodPost, Path: confirmPath, Handler: s.Form(at(d.findApplication))},
		{Method: http.MethodGet, Path: applicationPath, Handler: s.Get(at(d.showApplication))},
		{Method: http.MethodPost, Path: applicationPath, Handler: s.Form(at(d.confirm))},
		{Method: http.MethodGet, Path: revokePath, Handler: s.Get(at(d.showRevoke))},
		{Method: http.MethodPost, Path: revokePath, Handler: s.Form(at(d.revoke))},
	}
}

// atPoint lets the clerks of confirmation points through.
func (d *door) atPoint(h web.Handler) web.Handler {
	return d.staff(func(a inbox.Actor) bool { return a.Role == inbox.RoleConfirmer }, h)
}

// confirmData is the form for the code that somebody brings.
type confirmData struct {
	Code string
	Done string
}

func (d *door) showConfirm(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "confirm", web.NewView(r, "confirm.title", confirmData{Done: confirmDone(r)}))
}

// findApplication looks for the application and goes on to it. The code in the
// query names nobody, and is not logged.
func (d *door) findApplication(w http.ResponseWriter, r *http.Request) error {
	code := strings.TrimSpace(r.PostForm.Get("code"))
	if _, err := d.Profile.Application(r.Context(), web.Actor(r), code); err != nil {
		v := web.NewView(r, "confirm.title", confirmData{Code: code})
		v.Self = confirmPath
		if !web.Blame(w, &v, err, "code") {
			return err
		}
		return d.render(w, r, "confirm", v)
	}
	web.SeeOther(w, r, applicationPath+"?"+url.Values{"code": {code}}.Encode())
	return nil
}

// confirmDone is the sentence of what was just done, "" for nothing.
func confirmDone(r *http.Request) string {
	switch done := r.URL.Query().Get(doneParameter); done {
	case "confirmed", "temporary", "revoked":
		return "confirm.done-" + done
	}
	return ""
}
