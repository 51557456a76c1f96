package resident

import (
	"html/template"
	"net/http"

	"okienko/forms/compose"
	"okienko/forms/render"
	"okienko/inbox/drafts"
	"okienko/inbox/web"
)

// pageData is one page of questions.
type pageData struct {
	Path, Back  string
	Form        web.Words
	Title       web.Words
	Step, Steps int
	Questions   template.HTML
	FilesLimit  int64 // what all files may have together; 0 = none are asked here
	Expires     string
}

// problemsParameter asks for a page with what is wrong on it, as links from the
// list of answers do.
const problemsParameter = "problems"

// showPage shows a page of questions with the answers given so far.
func (d *door) showPage(w http.ResponseWriter, r *http.Request) error {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return err
	}
	page, err := f.pageOf(r)
	if err != nil {
		return err
	}
	if r.URL.Query().Has(problemsParameter) {
		f.sheet.Check(page)
	}
	return d.renderPage(w, r, f, page, http.StatusOK)
}

// renderPage writes a page with the problems its fields have.
func (d *door) renderPage(w http.ResponseWriter, r *http.Request, f filling, page *compose.Page, status int) error {
	v := web.NewView(r, "draft.title", nil)
	questions, err := render.Page(page, web.Reader(v.Lang))
	if err != nil {
		return err
	}
	data := pageData{
		Path: f.pagePath(page), Back: f.before(page), Form: v.Words(f.form.Title), Title: v.Words(page.Title),
		Step: f.step(page), Steps: len(f.sheet.Pages), Questions: questions,
	}
	if asksFiles(page.Fields) {
		data.FilesLimit = filesLimit(f.box)
	}
	v.Title, v.Self, v.Status, v.Data = data.Title.Text, f.pagePath(page), status, data
	for _, fault := range render.Faults(page, web.Reader(v.Lang)) {
		v.Errors = append(v.Errors, web.FieldError{Field: fault.ID, Text: fault.Text})
	}
	return d.render(w, r, "draft-page", v)
}

func asksFiles(fields []*compose.Field) bool {
	for _, f := range fields {
		if f.Kind == compose.FileField || asksFiles(f.Fields) {
			return true
		}
	}
	return false
}

// What the posted value "do" says beside the actions of compose.Sheet: save and
// leave. Without it, the page is saved and the next one follows.
const doLater = "later"

// savePage saves a page, also one with problems, and leads on.
func (d *door) savePage(w http.ResponseWriter, r *http.Request) error {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return err
	}
	page, err := f.pageOf(r)
	if err != nil {
		return err
	}
	posted, err := web.ReadPosted(r, f.roomForFiles())
	if err != nil {
		return err
	}
	if err := d.Site.CheckOwnToken(r, posted.Values.Get(web.TokenField)); err != nil {
		return err
	}
	files, faults := sortFiles(posted.Files, filesLimit(f.box))
	do := posted.Values.Get("do")
	f.draft, err = d.Drafts.Change(r.Context(), f.owner, f.draft.ID, func(draft *drafts.Draft) error {
		return d.takePage(r, &f, draft, page.ID, posted.Values, files, do)
	})
	if err != nil {
		return err
	}
	return d.leadOn(w, r, f, page.ID, do, faults)
}

// leadOn leads to what comes after a page that was saved.
func (d *door) leadOn(w http.ResponseWriter, r *http.Request, f filling, id, do string, faults fileFaults) error {
	page := f.sheet.Page(id)
	if page == nil { // an answer made it go
		web.SeeOther(w, r, f.path()+"/check")
		return nil
	}
	switch {
	case do == doLater:
		web.SeeOther(w, r, "/drafts")
		return nil
	case do == "":
		f.sheet.Check(page)
	}
	faults.blame(f.sheet)
	switch {
	case hasProblems(page.Fields):
		return d.renderPage(w, r, f, page, http.StatusUnprocessableEntity)
	case do != "":
		web.SeeOther(w, r, f.pagePath(page)+"#"+anchor(f.sheet, do))
	default:
		web.SeeOther(w, r, f.after(page))
	}
	return nil
}

func hasProblems(fields []*compose.Field) bool {
	for _, f := range fields {
		if len(f.Problems) > 0 || hasProblems(f.Fields) {
			return true
		}
	}
	return false
}
