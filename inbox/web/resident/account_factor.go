package resident

import (
	"net/http"
	"net/url"

	"rsc.io/qr"

	"okienko/inbox"
	"okienko/inbox/profile"
	"okienko/inbox/web"
)

// factorData is the page of the second factor: on, with what is left of the
// recovery codes, or to be set up.
type factorData struct {
	On       bool
	Left     int
	Must     bool // it has to be set up before anything else
	Resident bool // who gets a code by mail; others give their password
	Next     string
}

// showFactor tells whether there is a second factor, and offers what can be done.
func (d *door) showFactor(w http.ResponseWriter, r *http.Request) error {
	v, err := d.factorView(r)
	if err != nil {
		return err
	}
	return d.render(w, r, "factor", v)
}

func (d *door) factorView(r *http.Request) (web.View, error) {
	session := web.VisitorOf(r).Session
	v := web.NewView(r, "factor.title", nil)
	v.Self = factorPath
	data := factorData{Must: session.Enrol, Resident: session.Actor.Role == inbox.RoleResident, Next: r.URL.Query().Get("next")}
	switch {
	case !session.Actor.IsZero():
		var err error
		if data.On, data.Left, err = d.Profile.HasTOTP(r.Context(), session.Actor.Login); err != nil {
			return v, err
		}
	case !session.Enrol:
		return v, &inbox.Error{Code: inbox.CodeAuthRequired}
	}
	v.Data = data
	return v, nil
}

// setUpData is the form for setting a second factor up.
type setUpData struct {
	factorData
	ID     string // of the mailed code
	Secret string
}

// beginFactor mails a resident a code and goes on to the form.
func (d *door) beginFactor(w http.ResponseWriter, r *http.Request) error {
	id, err := d.Profile.BeginEnrol(r.Context(), web.VisitorOf(r).Session.Cookie)
	if inbox.ErrorCode(err) == inbox.CodeQuota {
		v, viewErr := d.factorView(r)
		if viewErr != nil {
			return viewErr
		}
		return d.again(w, r, "factor", v, err, "begin")
	}
	if err != nil {
		return err
	}
	query := url.Values{"id": {id}, "next": {r.PostForm.Get("next")}}
	web.SeeOther(w, r, factorPath+"/set-up?"+query.Encode())
	return nil
}

func (d *door) showSetUp(w http.ResponseWriter, r *http.Request) error {
	v, err := d.setUpView(r, r.URL.Query())
	if err != nil {
		return err
	}
	return d.render(w, r, "factor-set-up", v)
}

// setUpView shows the secret, which is the same until the factor is on.
func (d *door) setUpView(r *http.Request, given url.Values) (web.View, error) {
	v, err := d.factorView(r)
	if err != nil {
		return v, err
	}
	offer, err := d.Profile.Offer(r.Context(), web.VisitorOf(r).Session.Cookie)
	if err != nil {
		return v, err
	}
	data := setUpData{factorData: v.Data.(factorData), ID: given.Get("id"), Secret: inGroups(offer.Secret)}
	data.Next = given.Get("next")
	v.Title, v.Data = v.T("factor.set-up"), data
	v.Self = factorPath + "/set-up?" + url.Values{"id": {data.ID}, "next": {data.Next}}.Encode()
	return v, nil
}

// inGroups writes a secret in groups of four, as people type it.
func inGroups(secret string) string {
	var groups []byte
	for i := range len(secret) {
		if i > 0 && i%4 == 0 {
			groups = append(groups, ' ')
		}
		groups = append(groups, secret[i])
	}
	return string(groups)
}

// factorQR is the secret as a picture for an authenticator program.
func (d *door) factorQR(w http.ResponseWriter, r *http.Request) error {
	offer, err := d.Profile.Offer(r.Context(), web.VisitorOf(r).Session.Cookie)
	if err != nil {
		return err
	}
	code, err := qr.Encode(offer.URI, qr.M)
	if err != nil {
		return inbox.Errorf(inbox.CodeInternal, "QR code: %w", err)
	}
	code.Scale = 6
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(code.PNG()) // the visitor may have gone
	return nil
}

// recoveryData are the recovery codes. They are nowhere kept: this is the one page
// that answers a form itself, and reloading it shows that the factor is on.
type recoveryData struct {
	Codes []string
	Next  string
}

func (d *door) setUp(w http.ResponseWriter, r *http.Request) error {
	form := r.PostForm
	proof := profile.Proof{ID: form.Get("id"), Code: form.Get("mailed"), Password: form.Get("password")}
	session, codes, err := d.Profile.Enrol(r.Context(), web.VisitorOf(r).Session.Cookie, proof, form.Get("code"))
	if err != nil {
		return d.setUpAgain(w, r, err)
	}
	d.Site.SetSession(w, r, session)
	v := web.NewView(r, "factor.on", recoveryData{Codes: codes, Next: afterLogin(session.Actor, form.Get("next"))})
	v.Self = factorPath
	return d.render(w, r, "factor-codes", v)
}

func (d *door) setUpAgain(w http.ResponseWriter, r *http.Request, err error) error {
	v, viewErr := d.setUpView(r, r.PostForm)
	if viewErr != nil {
		return viewErr
	}
	switch {
	case inbox.ErrorCode(err) == inbox.CodeAuthRequired:
		v.Status, v.Errors = http.StatusUnprocessableEntity, []web.FieldError{{Field: "password", Text: v.T("fault.old")}}
		return d.render(w, r, "factor-set-up", v)
	case profile.IsProof(err):
		return d.again(w, r, "factor-set-up", v, err, "mailed")
	}
	return d.again(w, r, "factor-set-up", v, err, "code")
}

// factorOff removes the second factor.
func (d *door) factorOff(w http.ResponseWriter, r *http.Request) error {
	actor := web.Actor(r)
	if actor.IsZero() {
		return &inbox.Error{Code: inbox.CodeAuthRequired}
	}
	if err := d.Profile.RemoveTOTP(r.Context(), actor.Login, r.PostForm.Get("code")); err != nil {
		v, viewErr := d.factorView(r)
		if viewErr != nil {
			return viewErr
		}
		return d.again(w, r, "factor", v, err, "code")
	}
	web.SeeOther(w, r, factorPath)
	return nil
}
