package resident

import (
	"net/http"
	"strings"

	"okienko/inbox/web"
)

// maxQuery is the longest search that is looked for, in octets.
const maxQuery = 200

// formListData is the list of forms, or what of it a search found.
type formListData struct {
	Query   string
	Found   int
	Matters []matter
}

// listForms shows the forms by matter.
func (d *door) listForms(w http.ResponseWriter, r *http.Request) error {
	query := strings.ToValidUTF8(strings.TrimSpace(r.URL.Query().Get("q")), "")
	query = strings.ToValidUTF8(query[:min(len(query), maxQuery)], "")
	v := web.NewView(r, "forms.title", nil)
	matters, found := d.matters(v, query)
	v.Data = formListData{Query: query, Found: found, Matters: matters}
	return d.render(w, r, "forms", v)
}
