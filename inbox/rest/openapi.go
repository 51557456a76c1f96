package rest

import (
	_ "embed" // openapi.yaml
	"net/http"

	"okienko/inbox"
)

//go:embed openapi.yaml
var openAPIText []byte

// openAPI answers with the description of this door.
func (d *Door) openAPI(w http.ResponseWriter, _ *http.Request, _ inbox.Actor) error {
	public(w)
	return answerFile(w, "application/yaml", openAPIText) // RFC 9512
}
