package rest

import (
	"bytes"
	"net/http"
	"time"

	"okienko/inbox"
)

// letterDocument answers with the exact bytes received.
func (d *Door) letterDocument(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	raw, err := d.Desk.Document(r.Context(), a, id)
	if err != nil {
		return err
	}
	serveXML(w, r, attachment("letter", id), raw)
	return nil
}

// serveXML hands out bytes as a file; a browser must neither show nor guess
// what strangers sent.
func serveXML(w http.ResponseWriter, r *http.Request, disposition string, data []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/xml")
	h.Set("Content-Disposition", disposition)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
