package resident

import (
	"net/http"

	"okienko/inbox/web"
)

// startData is the start page: what can be done here, and the forms there are.
type startData struct {
	Matters []matter
	Drafts  int // that the visitor can go on with
}

// start shows what can be done here.
func (d *door) start(w http.ResponseWriter, r *http.Request) error {
	owner, err := d.owner(w, r)
	if err != nil {
		return err
	}
	drafts, err := d.Drafts.List(r.Context(), owner)
	if err != nil {
		return err
	}
	v := web.NewView(r, "start.title", nil)
	matters, _ := d.matters(v, "")
	v.Data = startData{Matters: matters, Drafts: len(drafts)}
	return d.render(w, r, "start", v)
}
