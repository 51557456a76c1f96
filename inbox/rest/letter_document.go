package rest

import (
	"net/http"

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
	return download(w, attachment("letter", id), raw)
}

// download hands out bytes as a file; a browser must neither show nor guess
// what strangers sent.
func download(w http.ResponseWriter, disposition string, data []byte) error {
	h := w.Header()
	h.Set("Content-Disposition", disposition)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return answerFile(w, "application/xml", data)
}
