package clerk

import (
	"net/http"

	"okienko/inbox/web"
)

// unclaim puts a letter back into the queue.
func (d *door) unclaim(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	if _, err := d.Desk.Unclaim(r.Context(), web.Actor(r), id); err != nil {
		return err
	}
	web.SeeOther(w, r, letterPath(id)+"?"+doneParameter+"=unclaimed")
	return nil
}
