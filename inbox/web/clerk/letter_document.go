package clerk

import (
	"fmt"
	"net/http"

	"okienko/inbox/web"
)

// downloadDocument gives the document byte for byte as it came.
func (d *door) downloadDocument(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	raw, err := d.Desk.Document(r.Context(), web.Actor(r), id)
	if err != nil {
		return err
	}
	web.Download(w, fmt.Sprintf("pismo-%d.xml", id), "application/xml", raw)
	return nil
}
