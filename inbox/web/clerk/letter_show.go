package clerk

import (
	"encoding/hex"
	"html/template"
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
	Proved     bool // that the sender is who the certificate says
	Content    template.HTML
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
	v := web.NewView(r, "letter.title", nil)
	data, err := d.letterData(r, id, v.Lang)
	if err != nil {
		return web.View{}, err
	}
	v.Self, v.Data = letterPath(id), data
	if data.Subject != "" {
		v.Title = data.Subject
	}
	return v, nil
}

func (d *door) letterData(r *http.Request, id int32, l locale.Lang) (data letterData, err error) {
	ctx, actor := r.Context(), web.Actor(r)
	if data.Letter, err = d.Desk.Letter(ctx, actor, id); err != nil {
		return data, err
	}
	if err = d.outline(r, l, &data); err != nil {
		return data, err
	}
	events, err := d.Desk.History(ctx, actor, id)
	if err != nil {
		return data, err
	}
	data.Form, data.SHA256Hex = web.TitleOf(d.Catalogue, data.Letter.Form, l), hex.EncodeToString(data.SHA256[:])
	data.Signatures = web.Signatures(data.Report)
	data.Proved = web.Proved(data.Signatures)
	data.Work, data.Views = splitHistory(events)
	data.Actions, data.Done = actionsFor(actor, data.Letter), doneKey(r)
	data.Forward.Departments = d.otherDepartments(data.Department)
	return data, nil
}

// maxOutlined is the largest letter shown on its page. Reading one takes a few
// times its size in memory for as long as the page is made, and several clerks
// read at once; a larger one is downloaded.
const maxOutlined = 32 << 20

// outline adds the content, where it can be shown.
func (d *door) outline(r *http.Request, l locale.Lang, data *letterData) error {
	if data.Unshown = data.Size > maxOutlined; data.Unshown {
		return nil
	}
	raw, err := d.Desk.Document(r.Context(), web.Actor(r), data.ID)
	if err != nil {
		return err
	}
	outline, err := render.Document(raw, d.Catalogue)
	if data.Unshown = err != nil; data.Unshown {
		return nil // it was read when it came; a limit may have been lowered since
	}
	data.Content, err = outline.HTML(web.Reader(l), func(k int) string {
		return letterPath(data.ID) + "/attachments/" + strconv.Itoa(k)
	})
	return err
}

func letterPath(id int32) string { return lettersPath + "/" + strconv.FormatInt(int64(id), 10) }

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
