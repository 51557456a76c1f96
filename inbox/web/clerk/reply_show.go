package clerk

import (
	"net/http"

	"okienko/inbox"
	"okienko/inbox/web"
)

// sentReplyData is a reply as the office sees it.
type sentReplyData struct {
	web.ShownReply
	RemindOn inbox.Day
	DeemedOn inbox.Day
	Nobody   bool // can receive it here
}

// showReply shows a reply the office has sent, and where it is on its way.
func (d *door) showReply(w http.ResponseWriter, r *http.Request) error {
	sent, err := d.replies().Show(r)
	if err != nil {
		return err
	}
	v := web.NewView(r, "reply.title", sentReplyData{ShownReply: sent, Nobody: !inbox.Receivable(sent.To),
		RemindOn: inbox.RemindOn(sent.Noticed), DeemedOn: inbox.DeemedOn(sent.Noticed)})
	v.Title = sent.Subject
	return d.render(w, r, "sent-reply", v)
}

func (d *door) replies() web.Replies { return web.Replies{Desk: d.Desk, Catalogue: d.Catalogue} }
