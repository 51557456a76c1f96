package rest

import (
	"net/http"

	"okienko/inbox"
)

// letterUnclaim puts a claimed letter back. It needs no body.
func (d *Door) letterUnclaim(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	return d.move(w, r, a, d.Desk.Unclaim)
}
