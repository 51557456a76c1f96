package resident

import (
	"net/http"

	"okienko/inbox"
	"okienko/inbox/web"
)

// applyData is what was filled in. The data of a temporary profile are fixed.
type applyData struct {
	inbox.Identity
	Fixed bool
}

func (d *door) showApply(w http.ResponseWriter, r *http.Request) error {
	data, err := d.applyData(r)
	if err != nil {
		return err
	}
	return d.render(w, r, "apply", web.NewView(r, "apply.title", data))
}

func (d *door) applyData(r *http.Request) (data applyData, err error) {
	t, ok, err := d.Profile.Of(r.Context(), web.Actor(r))
	if err != nil || !ok {
		return data, err
	}
	data.Fixed = t.StateAt(d.Site.Now()) == inbox.ProfileTemporary
	data.Identity = t.Identity
	return data, nil
}

// apply asks for confirmation; the account's page then shows the code.
func (d *door) apply(w http.ResponseWriter, r *http.Request) error {
	data, err := d.applyData(r)
	if err != nil {
		return err
	}
	if !data.Fixed {
		data.Identity = inbox.Identity{GivenNames: r.PostForm.Get("given"), FamilyName: r.PostForm.Get("family"), PESEL: r.PostForm.Get("pesel")}
	}
	if _, err := d.Profile.Apply(r.Context(), web.Actor(r), data.Identity); err != nil {
		v := web.NewView(r, "apply.title", data)
		v.Self = "/account/identity"
		return d.again(w, r, "apply", v, err, "pesel")
	}
	web.SeeOther(w, r, accountPath+"?"+doneParameter+"=applied")
	return nil
}
