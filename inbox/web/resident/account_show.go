package resident

import (
	"net/http"
	"strings"

	"okienko/inbox"
	"okienko/inbox/web"
)

// accountData is the first page of an account: its profile, and what can be done.
type accountData struct {
	Done    string // key of what was just done
	Login   string
	Profile *inbox.TrustedProfile // nil: never applied
	State   inbox.ProfileState
	Code    string // to take to a confirmation point; "" = none that is good
	Points  []inbox.ConfirmationPoint
	Scheme  string
	TOTP    bool
}

func (d *door) showAccount(w http.ResponseWriter, r *http.Request) error {
	actor := web.Actor(r)
	data := accountData{Done: doneKey(r), Login: actor.Login, Points: d.Profile.Points(), Scheme: d.Profile.Scheme()}
	t, ok, err := d.Profile.Of(r.Context(), actor)
	if err != nil {
		return err
	}
	if ok {
		now := d.Site.Now()
		data.Profile, data.State = &t, t.StateAt(now)
		if now.Before(t.CodeUntil) {
			data.Code = inHalves(t.Code)
		}
	}
	if data.TOTP, _, err = d.Profile.HasTOTP(r.Context(), actor.Login); err != nil {
		return err
	}
	return d.render(w, r, "account", web.NewView(r, "account.title", data))
}

// inHalves writes the code for a confirmation point as it is said.
func inHalves(code string) string {
	code = strings.ToUpper(code)
	return code[:len(code)/2] + "-" + code[len(code)/2:]
}

// showHistory lists what happened in the account.
func (d *door) showHistory(w http.ResponseWriter, r *http.Request) error {
	events, err := d.Profile.History(r.Context(), web.Actor(r))
	if err != nil {
		return err
	}
	return d.render(w, r, "history", web.NewView(r, "account.history", events))
}

// doneParameter is the parameter by which a page after a POST says what was done.
const doneParameter = "done"

// doneKey is the sentence of what was just done, "" for nothing. The words are a
// closed list: a link cannot make a page say what did not happen in other words.
func doneKey(r *http.Request) string {
	switch done := r.URL.Query().Get(doneParameter); done {
	case "registered", "password", "applied", "extended", "revoked", "linked", "unlinked":
		return "account.done-" + done
	}
	return ""
}
