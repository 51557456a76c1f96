package resident

import (
	"errors"
	"html/template"
	"net/http"

	"okienko/forms/compose"
	"okienko/forms/render"
	"okienko/inbox/web"
)

// checkAnswersData is all that was answered, before a document is made of it.
type checkAnswersData struct {
	Path, Back string
	Form       web.Words
	Answers    template.HTML
	Ready      bool // nothing is missing
	BoxTitle   string
}

// showAnswers shows what was answered and everything that is wrong with it.
func (d *door) showAnswers(w http.ResponseWriter, r *http.Request) error {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return err
	}
	return d.renderAnswers(w, r, f, http.StatusOK)
}

func (d *door) renderAnswers(w http.ResponseWriter, r *http.Request, f filling, status int) error {
	v := web.NewView(r, "draft-check.title", nil)
	reader := web.Reader(v.Lang)
	for _, page := range f.sheet.Pages {
		f.sheet.Check(page)
		for _, fault := range render.Faults(page, reader) {
			v.Errors = append(v.Errors, web.FieldError{Page: f.pagePath(page) + "?" + problemsParameter, Field: fault.ID, Text: fault.Text})
		}
	}
	answers, err := render.Answers(f.sheet, reader, func(p *compose.Page) string { return f.pagePath(p) })
	if err != nil {
		return err
	}
	back := formPath(f.form)
	if n := len(f.sheet.Pages); n > 0 {
		back = f.pagePath(f.sheet.Pages[n-1])
	}
	v.Self, v.Status = f.path()+"/check", status
	v.Data = checkAnswersData{Path: f.path(), Back: back, Form: v.Words(f.form.Title), Answers: answers, Ready: len(v.Errors) == 0, BoxTitle: f.box.Title}
	return d.render(w, r, "draft-check", v)
}

var errNoDocument = errors.New("resident: the form has a problem nobody can mend on its pages")

// fixDocument makes the document of the answers, which is then signed: here or
// elsewhere, it is this one. Answers that are changed later take it away.
func (d *door) fixDocument(w http.ResponseWriter, r *http.Request) error {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return err
	}
	files, err := d.Drafts.Load(r.Context(), f.draft)
	if err != nil {
		return err
	}
	loaded := f.draft
	loaded.Files = files
	f.sheet = d.sheet(r, f, loaded)
	document, problems, err := f.sheet.Document()
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return d.renderAnswers(w, r, f, http.StatusUnprocessableEntity)
	}
	if f.draft, err = d.Drafts.Fix(r.Context(), f.owner, f.draft, document); err != nil {
		return err
	}
	web.SeeOther(w, r, f.path()+"/send")
	return nil
}
