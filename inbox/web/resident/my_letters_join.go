package resident

import (
	"bytes"
	"io"
	"net/http"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/intake"
	"okienko/inbox/web"
)

// joinMyLetter takes a further signed letter, which goes through the intake like
// any other, and puts it beside the one it is about.
func (d *door) joinMyLetter(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID(r, "id")
	if err != nil {
		return err
	}
	var raw bytes.Buffer
	box, kind, err := d.readFurther(r, id, &raw)
	if err != nil {
		return d.joinAgain(w, r, kind, err)
	}
	out, err := d.Intake.Receive(r.Context(), intake.Request{
		Channel: inbox.Web, Box: box, Raw: raw.Bytes(), Actor: web.Actor(r), Arrived: d.Site.Now(),
	})
	if err != nil {
		return err
	}
	if err := d.Profile.Remember(r.Context(), web.VisitorOf(r).Session.Cookie, out.Document); err != nil {
		return err
	}
	if out.State == inbox.Refused {
		web.SeeOther(w, r, answerPath(out))
		return nil
	}
	joined, err := d.Desk.Join(r.Context(), web.Actor(r), id, kind, out.Document)
	if err != nil {
		return err
	}
	web.SeeOther(w, r, myLetterPath(id)+"?joined="+string(joined))
	return nil
}

// readFurther reads the posted form; whether anything may join is known before the
// file is taken in.
func (d *door) readFurther(r *http.Request, id int32, raw *bytes.Buffer) (box inbox.Box, kind inbox.JoinKind, err error) {
	err = d.Site.ReadUpload(r, func(fields map[string]string) (io.Writer, int64, error) {
		kind = joinKind(fields["kind"])
		if err := d.Desk.MaySupplement(r.Context(), web.Actor(r), id); err != nil {
			return nil, 0, err
		}
		l, err := d.Desk.Letter(r.Context(), web.Actor(r), id)
		if err != nil {
			return nil, 0, err
		}
		if box, err = d.Boxes.ByAddress(l.Box); err != nil {
			return nil, 0, err
		}
		return raw, box.Policy.MaxBytes, d.Boxes.MayPost(web.Actor(r), box)
	})
	return box, kind, err
}

// joinKind reads the choice of the form; a supplement does no harm where nothing
// was chosen.
func joinKind(posted string) inbox.JoinKind {
	if posted == string(inbox.Withdrawal) {
		return inbox.Withdrawal
	}
	return inbox.Supplement
}

// joinAgain shows the letter once more with what is wrong in the form.
func (d *door) joinAgain(w http.ResponseWriter, r *http.Request, kind inbox.JoinKind, fault error) error {
	v, err := d.myLetterView(r)
	if err != nil {
		return err
	}
	if !blame(&v, fault) {
		return fault
	}
	data := v.Data.(myLetterData)
	data.Kind, v.Data = kind, data
	return d.render(w, r, "my-letter", v)
}

// joinedKey is the sentence of what came of a further letter, "" for nothing: a
// closed list, which a link cannot extend.
func joinedKey(r *http.Request) string {
	switch joined := r.URL.Query().Get("joined"); desk.Joining(joined) {
	case desk.Joined, desk.JoinWaiting, desk.JoinOther:
		return "my.joined-" + joined
	}
	return ""
}
