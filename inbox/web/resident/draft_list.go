package resident

import (
	"net/http"
	"time"

	"okienko/inbox/web"
)

// draftListData is what a visitor has begun and not sent.
type draftListData struct {
	Drafts []draftEntry
}

type draftEntry struct {
	Path, Title    string
	Saved, Expires time.Time
	Size           int64
}

// listDrafts shows the visitor's drafts.
func (d *door) listDrafts(w http.ResponseWriter, r *http.Request) error {
	owner, err := d.owner(w, r)
	if err != nil {
		return err
	}
	list, err := d.Drafts.List(r.Context(), owner)
	if err != nil {
		return err
	}
	v := web.NewView(r, "drafts.title", nil)
	var data draftListData
	for _, draft := range list {
		data.Drafts = append(data.Drafts, draftEntry{
			Path: draftPath(draft), Title: web.TitleOf(d.Catalogue, draft.Form, v.Lang), Saved: draft.Saved, Expires: draft.Expires, Size: draft.Size,
		})
	}
	v.Data = data
	return d.render(w, r, "drafts", v)
}
