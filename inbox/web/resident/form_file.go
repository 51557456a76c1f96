package resident

import (
	"net/http"

	"github.com/gorilla/mux"

	"okienko/inbox"
	"okienko/inbox/web"
)

// downloadFormFile gives a form's schema or its sample.
func (d *door) downloadFormFile(w http.ResponseWriter, r *http.Request) error {
	path := mux.Vars(r)
	data, ok := d.Catalogue.File(path["form"], path["version"], path["file"])
	if !ok {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	web.Download(w, path["form"]+"-"+path["version"]+"-"+path["file"], "application/xml", data)
	return nil
}
