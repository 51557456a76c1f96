package rest

import (
	"bytes"
	_ "embed" // openapi.yaml
	"net/http"
	"time"

	"okienko/inbox"
)

//go:embed openapi.yaml
var openAPIText []byte

// openAPI answers with the description of this door.
func (d *Door) openAPI(w http.ResponseWriter, r *http.Request, _ inbox.Actor) error {
	public(w)
	w.Header().Set("Content-Type", "application/yaml") // RFC 9512
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(openAPIText))
	return nil
}
