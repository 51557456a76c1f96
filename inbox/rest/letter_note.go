package rest

import (
	"net/http"

	"okienko/inbox"
)

type noting struct {
	Note string `json:"note" validate:"required,max=2000"`
}

// letterNote writes something down in a letter's history, for the office alone.
func (d *Door) letterNote(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	var n noting
	if err := d.command(r, &n); err != nil {
		return err
	}
	if err := d.Desk.Note(r.Context(), a, id, n.Note); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
