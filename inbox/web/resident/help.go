package resident

import (
	"net/http"

	"okienko/inbox/web"
)

// help explains how to make a letter and what a receipt is.
func (d *door) help(w http.ResponseWriter, r *http.Request) error {
	v := web.NewView(r, "help.title", nil)
	v.Data = sendData{Boxes: d.boxChoices(""), Forms: d.formTitles(v.Lang)}
	return d.render(w, r, "help", v)
}
