package clerk

import (
	"encoding/hex"
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"okienko/forms/render"
	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/inbox/web"
)

// letterData is everything the page of a letter shows.
type letterData struct {
	inbox.Letter
	Form       string
	SHA256Hex  string
	Signatures []web.Signature
	Outline    render.Outline
	Unshown    bool // the document cannot be outlined; it can be downloaded
	Work       []inbox.Event
	Views      []inbox.Event
	Actions    actions
	Forward    forwardForm
	CloseText  string
	Done       string // key of what was just done
}

// forwardForm is what was filled in, when it has to be shown again.
type forwardForm struct {
	Department, Reason string
	Departments        []inbox.Department
}

// showLetter shows a letter.
func (d *door) showLetter(w http.ResponseWriter, r *http.Request) error {
	v, err := d.letterView(r)
	if err != nil {
		return err
	}
	return d.render(w, r, "letter", v)
}

func letterID(r *http.Request) (int32, error) {
	id, err := strconv.ParseInt(mux.Vars(r)["id"], 10, 32)
	if err != nil {
		return 0, &inbox.Error{Code: inbox.CodeLetterNotFound}
	}
	return int32(id), nil
}

// letterView gathers the page of a letter; it is also what a form that has to be
// filled in again stands on.
func (d *door) letterView(r *http.Request) (web.View, error) {
	id, err := letterID(r)
	if err != nil {
		return web.View{}, err
	}
	actor := web.Actor(r)
	letter, err := d.Desk.Letter(r.Context(), actor, id)
	if err != nil {
		return web.View{}, err
	}
	raw, err := d.Desk.Document(r.Context(), actor, id)
	if err != nil {
		return web.View{}, err
	}
	events, err := d.Desk.History(r.Context(), actor, id)
	if err != nil {
		return web.View{}, err
	}
	v := web.NewView(r, "letter.title", nil)
	v.Title, v.Self = letter.Subject, letterPath(id)
	data := letterData{
		Letter: letter, Form: d.formTitle(letter.Form, v.Lang), SHA256Hex: hex.EncodeToString(letter.SHA256[:]),
		Signatures: web.Signatures(letter.Report), Actions: actionsFor(actor, letter), Done: doneKey(r),
		Forward: forwardForm{Departments: d.otherDepartments(letter.Department)},
	}
	data.Work, data.Views = splitHistory(events)
	if data.Outline, err = render.Document(raw, d.Catalogue); err != nil {
		data.Unshown = true
	}
	v.Data = data
	return v, nil
}

func letterPath(id int32) string { return lettersPath + "/" + strconv.FormatInt(int64(id), 10) }

func (d *door) formTitle(form string, l locale.Lang) string {
	for _, f := range d.Catalogue.Forms() {
		if f.Name+"/"+f.Version == form {
			if title := f.Title[string(l)]; title != "" {
				return title
			}
			return f.Title[string(locale.Polish)]
		}
	}
	return form
}

func (d *door) otherDepartments(own string) []inbox.Department {
	var others []inbox.Department
	for _, x := range d.Site.Departments {
		if x.ID != own {
			others = append(others, x)
		}
	}
	return others
}

// splitHistory parts what was done from who looked, which every visit makes longer.
func splitHistory(events []inbox.Event) (work, views []inbox.Event) {
	for _, e := range events {
		if e.Kind == "viewed" {
			views = append(views, e)
		} else {
			work = append(work, e)
		}
	}
	return work, views
}
