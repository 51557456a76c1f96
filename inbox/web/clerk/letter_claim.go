package clerk

import (
	"net/http"

	"okienko/inbox/web"
)

// claim takes a letter from the queue.
func (d *door) claim(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	if _, err := d.Desk.Claim(r.Context(), web.Actor(r), id); err != nil {
		return err
	}
	web.SeeOther(w, r, letterPath(id)+"?"+doneParameter+"=claimed")
	return nil
}
