package resident

import (
	"html/template"
	"net/http"
	"strings"

	"okienko/forms"
	"okienko/forms/compose"
	"okienko/forms/render"
	"okienko/inbox"
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
	FilesRoom   int64 // what those to come may have
	Extensions  string
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
		Path: f.pagePath(page), Back: f.before(page), Form: v.TextOf(f.form.Title), Title: v.TextOf(page.Title),
		Step: f.step(page), Steps: len(f.sheet.Pages), Questions: questions,
		FilesRoom: f.roomForFiles(), Extensions: strings.Join(forms.Extensions(), " "),
	}
	each(page.Fields, func(field *compose.Field) {
		if field.Kind == compose.FileField {
			data.FilesLimit = filesLimit(f.box)
		}
	})
	v.Helped = true
	v.Title, v.Self, v.Status, v.Data = data.Title.Text, f.pagePath(page), status, data
	for _, fault := range render.Faults(page, web.Reader(v.Lang)) {
		v.Errors = append(v.Errors, web.FieldError{Field: fault.ID, Text: fault.Text})
	}
	return d.render(w, r, "draft-page", v)
}

// doLater is the posted "do" of the button that saves and leaves. Others are
// actions of compose.Sheet; without any, the next page follows.
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
	took := taken{page: page.ID, do: posted.Values.Get("do"), values: compose.Answers(posted.Values)}
	took.files, took.faults = sortFiles(posted.Files, filesLimit(f.box))
	f.draft, err = d.Drafts.Change(r.Context(), f.owner, f.draft.ID, func(draft *drafts.Draft) error {
		f.sheet = f.sheetOf(*draft)
		return took.put(f.sheet, draft)
	})
	if err != nil {
		return err
	}
	return d.leadOn(w, r, f, took)
}

// taken is what one page posted.
type taken struct {
	page     string
	do       string // of the button pressed
	values   compose.Answers
	files    compose.Files
	faults   fileFaults
	revealed *compose.Field // the first question that an answer has brought up on the page
}

// put puts it into a draft, of which sheet is made, and does what the button asks
// for.
func (t *taken) put(sheet *compose.Sheet, draft *drafts.Draft) error {
	page := sheet.Page(t.page)
	if page == nil {
		return &inbox.Error{Code: inbox.CodeDraftChanged}
	}
	asked := make(map[string]bool)
	each(page.Fields, func(f *compose.Field) { asked[f.Name] = true })
	sheet.Merge(page, t.values)
	each(page.Fields, func(f *compose.Field) {
		if t.revealed == nil && !asked[f.Name] {
			t.revealed = f
		}
	})
	for field, file := range t.files {
		sheet.Attach(field, file)
	}
	if t.do != "" && t.do != doLater {
		sheet.Act(t.do)
	}
	draft.Answers, draft.Files = sheet.Answers(), sheet.Files()
	return nil
}

// leadOn leads to what comes after a page that was saved. Questions that an answer
// has brought up are asked before anybody is told that they are not answered.
func (d *door) leadOn(w http.ResponseWriter, r *http.Request, f filling, took taken) error {
	page := f.sheet.Page(took.page)
	switch {
	case page == nil: // an answer made it go
		web.SeeOther(w, r, f.path()+"/check")
		return nil
	case took.do == doLater && len(took.faults) == 0:
		web.SeeOther(w, r, "/drafts")
		return nil
	case took.do == "" && took.revealed == nil:
		f.sheet.Check(page)
	}
	took.faults.blame(f.sheet)
	faulty := false
	each(page.Fields, func(f *compose.Field) { faulty = faulty || len(f.Problems) > 0 })
	switch {
	case faulty:
		return d.renderPage(w, r, f, page, http.StatusUnprocessableEntity)
	case took.do != "":
		web.SeeOther(w, r, f.pagePath(page)+"#"+anchor(f.sheet, took.do))
	case took.revealed != nil:
		web.SeeOther(w, r, f.pagePath(page)+"#"+render.ID(took.revealed.Name))
	default:
		web.SeeOther(w, r, f.after(page))
	}
	return nil
}

// each visits fields and those inside them.
func each(fields []*compose.Field, visit func(*compose.Field)) {
	for _, f := range fields {
		visit(f)
		each(f.Fields, visit)
	}
}
