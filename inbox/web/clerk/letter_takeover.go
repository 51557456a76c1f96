package clerk

import (
	"net/http"

	"okienko/inbox/web"
)

// takeOver takes a letter out of the hand of a clerk who is away.
func (d *door) takeOver(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	if _, err := d.Desk.TakeOver(r.Context(), web.Actor(r), id); err != nil {
		return err
	}
	web.SeeOther(w, r, letterPath(id)+"?"+doneParameter+"=taken-over")
	return nil
}
