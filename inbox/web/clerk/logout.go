package clerk

import (
	"net/http"

	"okienko/inbox/web"
)

// logout ends the session.
func (d *door) logout(w http.ResponseWriter, r *http.Request) error {
	if err := d.Profile.Logout(r.Context(), web.VisitorOf(r).Session.Cookie); err != nil {
		return err
	}
	d.Site.EndSession(w, r)
	web.SeeOther(w, r, loginPath)
	return nil
}
