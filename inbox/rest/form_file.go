package rest

import (
	"net/http"

	"github.com/gorilla/mux"

	"okienko/inbox"
)

// What a form publishes.
const (
	schemaFile = "schema.xsd"
	sampleFile = "sample.xml"
)

// formFile answers with a published file of a form, or with a shared schema.
func (d *Door) formFile(w http.ResponseWriter, r *http.Request, _ inbox.Actor) error {
	v := mux.Vars(r)
	switch v["file"] {
	case schemaFile, sampleFile:
	default:
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	data, ok := d.Catalogue.File(v["form"], v["version"], v["file"])
	if !ok {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	public(w)
	return answerFile(w, "application/xml", data)
}
