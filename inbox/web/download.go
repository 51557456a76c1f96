package web

import (
	"mime"
	"net/http"
	"strconv"
)

// Download answers with a file exactly as it is. It is never shown in the
// browser: what people sent us must not run as a page of this site.
func Download(w http.ResponseWriter, name, contentType string, data []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(data) // the visitor may have gone
}
