package clerk

import (
	"net/http"

	"okienko/inbox"
	"okienko/inbox/web"
)

// revokeData is the form for a PESEL, and whose profile it led to. The PESEL
// never stands in an address, so the page with the profile answers the form.
type revokeData struct {
	Found *inbox.TrustedProfile
}

func (d *door) showRevoke(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "revoke", web.NewView(r, "revoke-point.title", revokeData{}))
}

// revoke shows whose profile it is, and revokes it once that was confirmed.
func (d *door) revoke(w http.ResponseWriter, r *http.Request) error {
	pesel := r.PostForm.Get("pesel")
	v := web.NewView(r, "revoke-point.title", revokeData{})
	v.Self = revokePath
	if r.PostForm.Get("sure") == "" {
		t, err := d.Profile.ByPESEL(r.Context(), web.Actor(r), pesel)
		if err == nil {
			v.Data = revokeData{Found: &t}
			return d.render(w, r, "revoke", v)
		}
		if !web.Blame(w, &v, err, "pesel") {
			return err
		}
		return d.render(w, r, "revoke", v)
	}
	if err := d.Profile.RevokeByPESEL(r.Context(), web.Actor(r), pesel); err != nil {
		return err
	}
	web.SeeOther(w, r, confirmPath+"?"+doneParameter+"=revoked")
	return nil
}
