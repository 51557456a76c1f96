package clerk

import (
	"net/http"
	"strings"

	"okienko/inbox"
	"okienko/inbox/web"
)

// forward puts a letter into another department's queue, and the clerk back
// before his own: the letter is no longer his to read.
func (d *door) forward(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	form := forwardForm{Department: r.PostForm.Get("department"), Reason: strings.TrimSpace(r.PostForm.Get("reason"))}
	_, err = d.Desk.Forward(r.Context(), web.Actor(r), id, form.Department, form.Reason)
	if inbox.ErrorCode(err) == inbox.CodeRequest {
		return d.forwardAgain(w, r, form)
	}
	if err != nil {
		return err
	}
	web.SeeOther(w, r, lettersPath+"?"+doneParameter+"=forwarded")
	return nil
}

func (d *door) forwardAgain(w http.ResponseWriter, r *http.Request, form forwardForm) error {
	v, err := d.letterView(r)
	if err != nil {
		return err
	}
	data := v.Data.(letterData)
	form.Departments = data.Forward.Departments
	data.Forward = form
	v.Data, v.Status = data, http.StatusUnprocessableEntity
	if !offered(form) {
		v.Errors = append(v.Errors, web.FieldError{Field: "forward-department", Text: v.T("forward.no-department")})
	}
	if badReason(form.Reason) || len(v.Errors) == 0 {
		v.Errors = append(v.Errors, web.FieldError{Field: "forward-reason", Text: v.T("work.bad-reason")})
	}
	return d.render(w, r, "letter", v)
}

func offered(form forwardForm) bool {
	for _, x := range form.Departments {
		if x.ID == form.Department {
			return true
		}
	}
	return false
}

// badReason names the commonest fault before others; how long a reason may be
// is decided by inbox/desk.
func badReason(reason string) bool { return reason == "" }
