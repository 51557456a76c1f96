package resident

import (
	"net/http"

	"okienko/inbox/locale"
	"okienko/inbox/profile"
	"okienko/inbox/web"
)

// extend begins to sign the request to extend the profile.
func (d *door) extend(w http.ResponseWriter, r *http.Request) error {
	s, err := d.Profile.BeginExtension(r.Context(), web.Actor(r), locale.Text(web.VisitorOf(r).Lang, "extend.title"))
	if err != nil {
		return err
	}
	web.SeeOther(w, r, signingPath+s.ID)
	return nil
}

// extended carries the signed request out.
func (d *door) extended(w http.ResponseWriter, r *http.Request, s profile.Signing) error {
	if _, err := d.Profile.Extend(r.Context(), web.Actor(r), s.ID); err != nil {
		return err
	}
	web.SeeOther(w, r, accountPath+"?"+doneParameter+"=extended")
	return nil
}
