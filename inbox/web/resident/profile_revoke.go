package resident

import (
	"net/http"

	"okienko/inbox/web"
)

// showRevoke asks before it is done: there is no way back.
func (d *door) showRevoke(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "revoke", web.NewView(r, "revoke.title", nil))
}

// revoke ends the profile. It asks for no second factor: who has lost it, or
// fears that somebody has the account, must be able to.
func (d *door) revoke(w http.ResponseWriter, r *http.Request) error {
	if err := d.Profile.Revoke(r.Context(), web.Actor(r)); err != nil {
		return err
	}
	web.SeeOther(w, r, accountPath+"?"+doneParameter+"=revoked")
	return nil
}
