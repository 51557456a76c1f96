package resident

import (
	"net/http"

	"okienko/inbox/web"
)

// showMyReply shows a letter of the office, or asks to confirm its receipt first:
// before that only that it is there.
func (d *door) showMyReply(w http.ResponseWriter, r *http.Request) error {
	reply, err := d.replies().Show(r)
	if err != nil {
		return err
	}
	if reply.Opened.IsZero() {
		return d.render(w, r, "my-reply-sealed", web.NewView(r, "my.sealed-title", reply))
	}
	v := web.NewView(r, "reply.title", reply)
	v.Title = reply.Subject
	return d.render(w, r, "my-reply", v)
}

func (d *door) replies() web.Replies { return web.Replies{Desk: d.Desk, Catalogue: d.Catalogue} }

// confirmMyReply is the confirmation of receipt; from then on the letter can be
// read.
func (d *door) confirmMyReply(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := web.ReplyIDs(r)
	if err != nil {
		return err
	}
	if _, err := d.Desk.Open(r.Context(), web.Actor(r), letter, reply); err != nil {
		return err
	}
	web.SeeOther(w, r, myReplyPath(letter, reply))
	return nil
}
