package resident

import (
	"net/http"

	"okienko/inbox/web"
)

// resumeDraft leads to where the visitor left off: the document that waits for a
// signature, or the first page on which something is missing, or the answers.
func (d *door) resumeDraft(w http.ResponseWriter, r *http.Request) error {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return err
	}
	web.SeeOther(w, r, f.resume())
	return nil
}

func (f filling) resume() string {
	switch {
	case f.draft.Document != nil:
		return f.path() + "/send"
	case len(f.draft.Answers) == 0 && len(f.sheet.Pages) > 0:
		return f.pagePath(f.sheet.Pages[0])
	}
	for _, p := range f.sheet.Pages {
		if len(f.sheet.Check(p)) > 0 {
			return f.pagePath(p)
		}
	}
	return f.path() + "/check"
}
