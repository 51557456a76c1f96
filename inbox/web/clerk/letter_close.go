package clerk

import (
	"net/http"
	"strings"

	"okienko/inbox"
	"okienko/inbox/web"
)

// close ends the work on a letter.
func (d *door) close(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	reason := strings.TrimSpace(r.PostForm.Get("reason"))
	_, err = d.Desk.Close(r.Context(), web.Actor(r), id, reason)
	if inbox.ErrorCode(err) == inbox.CodeRequest {
		return d.closeAgain(w, r, reason)
	}
	if err != nil {
		return err
	}
	web.SeeOther(w, r, letterPath(id)+"?"+doneParameter+"=closed")
	return nil
}

func (d *door) closeAgain(w http.ResponseWriter, r *http.Request, reason string) error {
	v, err := d.letterView(r)
	if err != nil {
		return err
	}
	data := v.Data.(letterData)
	data.CloseText = reason
	v.Data, v.Status = data, http.StatusUnprocessableEntity
	v.Errors = []web.FieldError{{Field: "close-reason", Text: v.T("work.bad-reason")}}
	return d.render(w, r, "letter", v)
}
