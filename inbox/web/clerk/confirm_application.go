package clerk

import (
	"net/http"

	"okienko/inbox"
	"okienko/inbox/profile"
	"okienko/inbox/web"
)

// applicationData is an application with what the clerk has filled in.
type applicationData struct {
	inbox.TrustedProfile
	Entered string // the code as it was typed
	Points  []inbox.ConfirmationPoint
	Kinds   []string
	Exam    profile.Examination
}

// showApplication shows whom to confirm and what to record. The owner's history
// says that it was looked at.
func (d *door) showApplication(w http.ResponseWriter, r *http.Request) error {
	code := r.URL.Query().Get("code")
	v, err := d.applicationView(r, code, profile.Examination{})
	if err != nil {
		return err
	}
	return d.render(w, r, "application", v)
}

func (d *door) applicationView(r *http.Request, code string, filled profile.Examination) (web.View, error) {
	v := web.NewView(r, "application.title", nil)
	t, err := d.Profile.Application(r.Context(), web.Actor(r), code)
	if err != nil {
		return v, err
	}
	v.Self = confirmPath
	v.Data = applicationData{TrustedProfile: t, Entered: code, Points: d.Profile.Points(), Kinds: inbox.DocumentKinds(), Exam: filled}
	return v, nil
}

// confirm records the confirmation.
func (d *door) confirm(w http.ResponseWriter, r *http.Request) error {
	form := r.PostForm
	exam := profile.Examination{Point: form.Get("point"), Face: form.Get("face") != "", Data: form.Get("data") != "",
		Document: inbox.IdentityDocument{Kind: form.Get("kind"), Number: form.Get("number"), Until: inbox.Day(form.Get("until"))}}
	t, err := d.Profile.Confirm(r.Context(), web.Actor(r), form.Get("code"), exam)
	if err != nil {
		return d.confirmAgain(w, r, exam, err)
	}
	web.SeeOther(w, r, confirmPath+"?"+doneParameter+"="+string(t.State))
	return nil
}

// confirmFields are the fields of the form by the names of what cannot be.
var confirmFields = map[string]string{"point": "point-0", "kind": "kind-0", "number": "number", "until": "until", "checked": "face"}

func (d *door) confirmAgain(w http.ResponseWriter, r *http.Request, exam profile.Examination, err error) error {
	if code := inbox.ErrorCode(err); code != inbox.CodeRequest && code != inbox.CodeIdentityTaken {
		return err
	}
	v, viewErr := d.applicationView(r, r.PostForm.Get("code"), exam)
	if viewErr != nil {
		return viewErr
	}
	if !web.Blame(w, &v, err, "number") {
		return err
	}
	if id, ok := confirmFields[v.Errors[0].Field]; ok {
		v.Errors[0].Field = id
	}
	return d.render(w, r, "application", v)
}
