package clerk

import (
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"

	"okienko/inbox"
	"okienko/inbox/desk"
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
	Document   web.Document
	Another    string // PESEL of who writes by the content, when nobody of that number has signed
	Replies    []inbox.Reply
	Beside     []desk.Beside // letters of the same matter
	Work       []historyLine
	Views      []historyLine
	Actions    actions
	Forward    forwardForm
	CloseText  string
	NoteText   string
	Done       string // key of what was just done
}

// Furthered reports whether letters have joined this one.
func (d letterData) Furthered() bool {
	return slices.ContainsFunc(d.Beside, func(b desk.Beside) bool { return b.Further })
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

func letterID(r *http.Request) (int32, error) { return web.ID(r, "id") }

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
	var raw []byte
	if data.Letter, raw, err = d.Desk.Page(ctx, actor, id, web.MaxOutlined); err != nil {
		return data, err
	}
	data.Document = web.ShowDocument(raw, d.Catalogue, l, letterPath(id)+"/attachments")
	if err = d.matter(r, &data); err != nil {
		return data, err
	}
	data.Form, data.SHA256Hex = web.TitleOf(d.Catalogue, data.Letter.Form, l), hex.EncodeToString(data.SHA256[:])
	data.Signatures = web.Signatures(data.Report)
	data.Proved = web.Proved(data.Signatures)
	data.Another = another(data.Document.Writers, data.Signatures)
	data.Done = doneKey(r)
	data.Forward.Departments = d.otherDepartments(data.Department)
	return data, nil
}

// another is a writer that a document names while others have signed it: somebody
// may act for him, or nobody does. Signatures that prove no number say nothing of it,
// nor do those of a part of the letter.
func another(writers []string, signatures []web.Signature) string {
	signed := 0
	for _, s := range signatures {
		switch p := s.Signer.Person; {
		case !s.ProvesLetter() || p == nil || p.PESEL == "":
		case slices.Contains(writers, p.PESEL):
			return ""
		default:
			signed++
		}
	}
	if signed == 0 || len(writers) == 0 {
		return ""
	}
	return writers[0]
}

// matter adds what has become of the letter, and what can be done with it.
func (d *door) matter(r *http.Request, data *letterData) (err error) {
	ctx, actor := r.Context(), web.Actor(r)
	if data.Replies, err = d.Desk.Replies(ctx, actor, data.ID); err != nil {
		return err
	}
	if data.Beside, err = d.Desk.Joined(ctx, actor, data.ID); err != nil {
		return err
	}
	events, err := d.Desk.History(ctx, actor, data.ID)
	if err != nil {
		return err
	}
	data.Work, data.Views = d.historyLines(web.NewView(r, "letter.title", nil), events, data.Replies)
	data.Actions = actionsFor(actor, data.Letter)
	data.Actions.TakeOver, err = d.Desk.MayTakeOver(ctx, actor, data.Letter)
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
