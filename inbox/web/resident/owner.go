package resident

import (
	"net/http"

	"github.com/gorilla/mux"

	"okienko/inbox/drafts"
	"okienko/inbox/web"
)

// owner is whose drafts the visitor sees: his account's, or his browser's. What
// the browser kept before he signed in becomes the account's.
func (d *door) owner(w http.ResponseWriter, r *http.Request) (drafts.Owner, error) {
	o := drafts.Owner{Login: web.Actor(r).Login, Browser: d.Site.Browser(r)}
	if o.Login == "" || o.Browser == "" {
		return o, nil
	}
	if err := d.Drafts.Adopt(r.Context(), o.Browser, o.Login); err != nil {
		return o, err
	}
	d.Site.EndBrowser(w)
	o.Browser = ""
	return o, nil
}

// draftOf finds the visitor's draft that the request's path names. The visitor
// gets a session, whose token his forms carry.
func (d *door) draftOf(w http.ResponseWriter, r *http.Request) (drafts.Owner, drafts.Draft, error) {
	o, err := d.owner(w, r)
	if err != nil {
		return o, drafts.Draft{}, err
	}
	draft, err := d.Drafts.Find(r.Context(), o, mux.Vars(r)["draft"])
	if err != nil {
		return o, draft, err
	}
	_, err = d.Site.Session(w, r)
	return o, draft, err
}

// draftForm makes an action of a form posted for a draft: it carries the token of
// the visitor's session, also when nobody is signed in. What a browser keeps is
// somebody's already.
func (d *door) draftForm(h web.Handler) http.Handler {
	return d.Site.Form(func(w http.ResponseWriter, r *http.Request) error {
		if err := d.Site.CheckOwnToken(r, r.PostForm.Get(web.TokenField)); err != nil {
			return err
		}
		return h(w, r)
	})
}

func draftPath(draft drafts.Draft) string { return "/drafts/" + draft.ID }
