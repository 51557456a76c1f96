package resident

import (
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/web"
)

// formData is what a form asks for and leads to, before anybody begins.
type formData struct {
	Path           string
	Summary, Fee   web.Words
	Needs          []web.Words
	Attachments    []string // Polish, as the form's policy has them
	Signers        []string // kinds of signature; empty = any that proves who signed
	Department     string
	Days, Months   int
	Basis          web.Words // where the law says so
	Until          inbox.Day
	Boxes          []boxChoice
	NeedsAccount   bool // there are boxes for it, but none for a visitor without an account
	Offered        bool
	Versions       []formEntry // others of the same form
	Version        string
	Schema, Sample string // addresses of the files
}

// showForm tells about a form.
func (d *door) showForm(w http.ResponseWriter, r *http.Request) error {
	form, err := d.formNamed(r)
	if err != nil {
		return err
	}
	return d.render(w, r, "form", d.formView(r, form, ""))
}

// formNamed finds the form that the request's path names.
func (d *door) formNamed(r *http.Request) (*forms.Form, error) {
	return d.formOf(mux.Vars(r)["form"], mux.Vars(r)["version"])
}

func (d *door) formView(r *http.Request, f *forms.Form, box string) web.View {
	v := web.NewView(r, "forms.title", nil)
	v.Title, v.Self = web.FormTitle(f, v.Lang), formPath(f)
	boxes, closed := d.boxesFor(r, f, box)
	g, p := f.Guide, f.Policy
	data := formData{
		Path: formPath(f), Version: f.Version, Summary: v.TextOf(g.Summary), Fee: v.TextOf(g.Fee), Attachments: p.Attachments, Signers: p.Signers,
		Department: p.Department, Days: p.DueDays, Months: p.DueMonths, Basis: v.TextOf(p.DueBasis), Until: inbox.Day(g.ValidUntil),
		Boxes: boxes, NeedsAccount: len(boxes) == 0 && closed, Offered: offeredOn(f, inbox.DayOf(d.Site.Now())),
		Schema: formPath(f) + "/schema.xsd", Sample: formPath(f) + "/sample.xml",
	}
	for _, need := range g.Needs {
		data.Needs = append(data.Needs, v.TextOf(need))
	}
	for _, other := range d.offered() {
		if other.Name == f.Name && other.Version != f.Version {
			data.Versions = append(data.Versions, formEntry{Path: formPath(other), Title: v.TextOf(other.Title), Version: other.Version})
		}
	}
	v.Data = data
	return v
}

// boxesFor lists the boxes that take a form from this visitor; closed says that
// others take it from visitors with an account. One is chosen to begin with.
func (d *door) boxesFor(r *http.Request, f *forms.Form, chosen string) (open []boxChoice, closed bool) {
	for _, b := range d.Boxes.All() {
		if len(b.Policy.Forms) > 0 && !slices.Contains(b.Policy.Forms, f.Name) {
			continue
		}
		if d.Boxes.MayPost(web.Actor(r), b) != nil {
			closed = true
			continue
		}
		open = append(open, boxChoice{Address: b.Address(), Title: b.Title, Limit: b.Policy.MaxBytes, Chosen: b.Address() == chosen})
	}
	if len(open) > 0 && !slices.ContainsFunc(open, func(b boxChoice) bool { return b.Chosen }) {
		open[0].Chosen = true // the office names its main box first
	}
	return open, closed
}
