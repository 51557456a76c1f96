package clerk

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"okienko/forms/render"
	"okienko/inbox"
	"okienko/inbox/web"
)

// downloadAttachment gives a file out of the letter. Its type is not the
// sender's word: a browser may only save it.
func (d *door) downloadAttachment(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	k, err := strconv.Atoi(mux.Vars(r)["k"])
	if err != nil {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	raw, err := d.Desk.Document(r.Context(), web.Actor(r), id)
	if err != nil {
		return err
	}
	file, err := render.AttachmentFile(raw, k)
	if errors.Is(err, render.ErrNoAttachment) {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	if err != nil {
		return err
	}
	web.Download(w, file.Name, "application/octet-stream", file.Data)
	return nil
}
