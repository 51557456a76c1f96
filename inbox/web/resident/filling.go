package resident

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"okienko/forms"
	"okienko/forms/compose"
	"okienko/inbox"
	"okienko/inbox/drafts"
)

// filling is a draft with the form it fills in, for one request.
type filling struct {
	owner drafts.Owner
	draft drafts.Draft
	form  *forms.Form
	box   inbox.Box
	known compose.Known
	sheet *compose.Sheet
}

// fillingOf finds the visitor's draft that the request's path names.
func (d *door) fillingOf(w http.ResponseWriter, r *http.Request) (f filling, err error) {
	if f.owner, f.draft, err = d.draftOf(w, r); err != nil {
		return f, err
	}
	name, version, _ := strings.Cut(f.draft.Form, "/")
	if f.form, err = d.formOf(name, version); err != nil {
		return f, err
	}
	if f.box, err = d.Boxes.ByAddress(f.draft.Box); err != nil {
		return f, err
	}
	if f.known, err = d.known(r, f.box); err != nil {
		return f, err
	}
	f.sheet = f.sheetOf(f.draft)
	return f, nil
}

// sheetOf is the form as far as a draft of it has been answered.
func (f filling) sheetOf(draft drafts.Draft) *compose.Sheet {
	return compose.New(f.form, draft.Answers, draft.Files, f.known)
}

// pageOf finds the page that the request's path names.
func (f filling) pageOf(r *http.Request) (*compose.Page, error) {
	page := f.sheet.Page(mux.Vars(r)["page"])
	if page == nil {
		return nil, &inbox.Error{Code: inbox.CodeNotFound}
	}
	return page, nil
}

func (f filling) path() string { return draftPath(f.draft) }

func (f filling) pagePath(p *compose.Page) string { return f.path() + "/pages/" + p.ID }

// step is the number of a page, from 1.
func (f filling) step(page *compose.Page) int {
	for i, p := range f.sheet.Pages {
		if p.ID == page.ID {
			return i + 1
		}
	}
	return 0
}

// after is the address of what comes after a page: the next one, or the answers.
func (f filling) after(page *compose.Page) string {
	if next := f.step(page); next < len(f.sheet.Pages) {
		return f.pagePath(f.sheet.Pages[next])
	}
	return f.path() + "/check"
}

// before is the address of what comes before a page.
func (f filling) before(page *compose.Page) string {
	if at := f.step(page) - 1; at > 0 {
		return f.pagePath(f.sheet.Pages[at-1])
	}
	return formPath(f.form)
}
