package resident

import (
	"net/http"

	"okienko/inbox"
	"okienko/inbox/drafts"
	"okienko/inbox/intake"
	"okienko/inbox/web"
)

// finish sends the signed document of a draft. What comes of it is a page of its
// own; until that page was seen, and when the letter is not accepted, the draft
// stays.
func (d *door) finish(w http.ResponseWriter, r *http.Request, owner drafts.Owner, draft drafts.Draft, signed []byte) error {
	box, err := d.Boxes.ByAddress(draft.Box)
	if err != nil {
		return err
	}
	out, err := d.receive(w, r, box, signed)
	if err != nil {
		return err
	}
	if _, err := d.Drafts.Change(r.Context(), owner, draft.ID, func(draft *drafts.Draft) error { draft.Sent = out.Document; return nil }); err != nil {
		// The letter is in, whatever becomes of the draft.
		d.Site.Log.ErrorContext(r.Context(), "draft not marked as sent", "err", err)
	}
	web.SeeOther(w, r, answerPath(out))
	return nil
}

// receive hands a letter to the intake and remembers in the session what came of
// it.
func (d *door) receive(w http.ResponseWriter, r *http.Request, box inbox.Box, raw []byte) (inbox.Outcome, error) {
	arrived := d.Site.Now()
	session, err := d.Site.Session(w, r) // before the letter: without it there is no page to answer with
	if err != nil {
		return inbox.Outcome{}, err
	}
	out, err := d.Intake.Receive(r.Context(), intake.Request{
		Channel: inbox.Web, Box: box, Raw: raw, Actor: web.Actor(r), Arrived: arrived,
	})
	if err != nil {
		return out, err
	}
	return out, d.Profile.Remember(r.Context(), session.Cookie, out.Document)
}
