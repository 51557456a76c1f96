package resident

import (
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"okienko/inbox"
	"okienko/inbox/web"
)

const signInsPath = "/account/sign-ins"

// signInsData are the providers, and which of them open the account.
type signInsData struct {
	Done    string // key of what was just done
	SignIns []linkedSignIn
	Leave   string // where to go on to the provider; "" = not asked for
	Title   string // of that provider
}

type linkedSignIn struct {
	web.SignIn
	Linked bool
}

func (d *door) showSignIns(w http.ResponseWriter, r *http.Request) error {
	v, err := d.signInsView(r)
	if err != nil {
		return err
	}
	return d.render(w, r, "sign-ins", v)
}

func (d *door) signInsView(r *http.Request) (web.View, error) {
	linked, err := d.Profile.LinkedIssuers(r.Context(), web.Actor(r))
	if err != nil {
		return web.View{}, err
	}
	data := signInsData{Done: doneKey(r)}
	for _, p := range d.Site.SignIns {
		data.SignIns = append(data.SignIns, linkedSignIn{p, slices.Contains(linked, p.Issuer)})
	}
	return web.NewView(r, "sign-ins.title", data), nil
}

// link is asked for with a form; its answer has a link to the provider, because
// browsers hold redirects of a form to the policy for forms.
func (d *door) link(w http.ResponseWriter, r *http.Request) error {
	address, err := d.leave(w, r, web.Pending{Link: true})
	if err != nil {
		return err
	}
	v, err := d.signInsView(r)
	if err != nil {
		return err
	}
	data := v.Data.(signInsData)
	provider, _ := d.Site.SignInByID(mux.Vars(r)["provider"])
	data.Leave, data.Title = address, provider.Title
	v.Data, v.Self = data, signInsPath
	return d.render(w, r, "sign-ins", v)
}

// linked ties the sign-in to the account.
func (d *door) linked(w http.ResponseWriter, r *http.Request, id inbox.ExternalIdentity) error {
	if err := d.Profile.LinkExternal(r.Context(), web.Actor(r), id); err != nil {
		return err
	}
	web.SeeOther(w, r, signInsPath+"?"+doneParameter+"=linked")
	return nil
}

func (d *door) unlink(w http.ResponseWriter, r *http.Request) error {
	provider, ok := d.Site.SignInByID(mux.Vars(r)["provider"])
	if !ok {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	if err := d.Profile.UnlinkExternal(r.Context(), web.Actor(r), provider.Issuer); err != nil {
		return err
	}
	web.SeeOther(w, r, signInsPath+"?"+doneParameter+"=unlinked")
	return nil
}
