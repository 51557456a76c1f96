package resident

import (
	"net/http"
	"time"

	"okienko/inbox/drafts"
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
	Letter         string // address of what came of it, when it was sent
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
		data.Drafts = append(data.Drafts, d.draftEntry(v, draft))
	}
	v.Data = data
	return d.render(w, r, "drafts", v)
}

func (d *door) draftEntry(v web.View, draft drafts.Draft) draftEntry {
	entry := draftEntry{
		Path: draftPath(draft), Title: web.TitleOf(d.Catalogue, draft.Form, v.Lang), Saved: draft.Saved, Expires: draft.Expires, Size: draft.Size,
	}
	if draft.Sent != 0 {
		entry.Letter = letterPath(draft.Sent)
	}
	return entry
}
