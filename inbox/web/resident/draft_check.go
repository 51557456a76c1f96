package resident

import (
	"html/template"
	"net/http"

	"okienko/forms"
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
	f, err := d.loadedFilling(w, r)
	if err != nil {
		return err
	}
	_, problems, err := f.sheet.Document()
	if err != nil {
		return err
	}
	return d.renderAnswers(w, r, f, problems, http.StatusOK)
}

// fixDocument makes the document of the answers, which is then signed: here or
// elsewhere, it is this one. Answers that are changed later take it away.
func (d *door) fixDocument(w http.ResponseWriter, r *http.Request) error {
	f, err := d.loadedFilling(w, r)
	if err != nil {
		return err
	}
	document, problems, err := f.sheet.Document()
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return d.renderAnswers(w, r, f, problems, http.StatusUnprocessableEntity)
	}
	if f.draft, err = d.Drafts.Fix(r.Context(), f.owner, f.draft, document); err != nil {
		return err
	}
	web.SeeOther(w, r, f.path()+"/send")
	return nil
}

// loadedFilling is fillingOf with the content of the files, which a document
// holds.
func (d *door) loadedFilling(w http.ResponseWriter, r *http.Request) (filling, error) {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return f, err
	}
	loaded := f.draft
	if loaded.Files, err = d.Drafts.Load(r.Context(), f.draft); err != nil {
		return f, err
	}
	f.sheet = f.sheetOf(loaded)
	return f, nil
}

// renderAnswers writes the answers with problems that Document found on them.
func (d *door) renderAnswers(w http.ResponseWriter, r *http.Request, f filling, problems []forms.Problem, status int) error {
	v := web.NewView(r, "draft-check.title", nil)
	reader := web.Reader(v.Lang)
	answers, err := render.Answers(f.sheet, reader, f.pagePath)
	if err != nil {
		return err
	}
	v.Self, v.Status, v.Errors = f.path()+"/check", status, f.faults(reader, problems)
	v.Data = checkAnswersData{
		Path: f.path(), Back: f.lastPage(), Form: v.TextOf(f.form.Title), Answers: answers, Ready: len(v.Errors) == 0, BoxTitle: f.box.Title,
	}
	return d.render(w, r, "draft-check", v)
}

// faults are the problems of all pages, each leading to its field on its page;
// what no field is to blame for leads to the answers.
func (f filling) faults(reader render.Reader, problems []forms.Problem) (found []web.FieldError) {
	for _, page := range f.sheet.Pages {
		for _, fault := range render.Faults(page, reader) {
			found = append(found, web.FieldError{Page: f.pagePath(page) + "?" + problemsParameter, Field: fault.ID, Text: fault.Text})
		}
	}
	for _, p := range problems {
		if f.sheet.Field(p.Args["input"]) == nil {
			found = append(found, web.FieldError{Field: "content", Text: reader.Problem(p)})
		}
	}
	return found
}

func (f filling) lastPage() string {
	if n := len(f.sheet.Pages); n > 0 {
		return f.pagePath(f.sheet.Pages[n-1])
	}
	return formPath(f.form)
}
