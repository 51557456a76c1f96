package clerk

import (
	"net/http"
	"strings"

	"okienko/inbox"
	"okienko/inbox/web"
)

// note writes something down for the office.
func (d *door) note(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(r.PostForm.Get("note"))
	err = d.Desk.Note(r.Context(), web.Actor(r), id, text)
	if inbox.ErrorCode(err) == inbox.CodeRequest {
		return d.noteAgain(w, r, text)
	}
	if err != nil {
		return err
	}
	web.SeeOther(w, r, letterPath(id)+"?"+doneParameter+"=noted")
	return nil
}

func (d *door) noteAgain(w http.ResponseWriter, r *http.Request, text string) error {
	v, err := d.letterView(r)
	if err != nil {
		return err
	}
	data := v.Data.(letterData)
	data.NoteText = text
	v.Data, v.Status = data, http.StatusUnprocessableEntity
	v.Errors = []web.FieldError{{Field: "note-text", Text: v.T("work.bad-note")}}
	return d.render(w, r, "letter", v)
}
