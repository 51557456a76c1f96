package clerk

import (
	"net/http"

	"github.com/gorilla/mux"

	"okienko/inbox/web"
)

// downloadAttachment gives a file out of the letter.
func (d *door) downloadAttachment(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	raw, err := d.Desk.Document(r.Context(), web.Actor(r), id)
	if err != nil {
		return err
	}
	return web.DownloadAttachment(w, raw, mux.Vars(r)["k"])
}
