package resident

import (
	"net/http"

	"okienko/inbox/web"
)

// accessibility is the statement on who can use these pages and how.
func (d *door) accessibility(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "accessibility", web.NewView(r, "accessibility.title", nil))
}
