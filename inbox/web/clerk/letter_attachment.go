package clerk

import (
	"net/http"

	"okienko/inbox/web"
)

// downloadAttachment gives a file out of the letter.
func (d *door) downloadAttachment(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	k, err := web.AttachmentNumber(r)
	if err != nil {
		return err
	}
	file, err := d.Desk.Attachment(r.Context(), web.Actor(r), id, k)
	return web.DownloadAttachment(w, file, err)
}
