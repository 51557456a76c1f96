package clerk

import (
	"net/http"
	"net/url"
	"strings"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/web"
)

// sendReply seals and delivers what the clerk has written.
func (d *door) sendReply(w http.ResponseWriter, r *http.Request) error {
	posted, err := web.ReadPosted(r, desk.MaxReplyAttachments)
	if err != nil {
		return err
	}
	if err := d.Site.CheckToken(r, posted.Values.Get(web.TokenField)); err != nil {
		return err
	}
	lang, draft := web.VisitorOf(r).Lang, draftOf(posted.Values)
	for _, f := range posted.Files {
		if f.TooLarge {
			return d.replyAgain(w, r, replyData{Kind: draft.Kind, Title: draft.Title, Text: draft.Text}, faultIn("attachments", lang))
		}
		draft.Attachments = append(draft.Attachments, desk.Attachment{Name: web.PlainName(f.Name), MIME: f.MIME, Data: f.Data})
	}
	id, err := letterID(r)
	if err != nil {
		return err
	}
	sent, err := d.Desk.Send(r.Context(), web.Actor(r), id, draft)
	if fault, ok := faultOf(lang, err); ok {
		return d.replyAgain(w, r, replyData{Kind: draft.Kind, Title: draft.Title, Text: draft.Text}, fault)
	}
	if err != nil {
		return err
	}
	web.SeeOther(w, r, afterReply(sent))
	return nil
}

func draftOf(posted url.Values) desk.Draft {
	text := func(field string) string { return strings.TrimSpace(posted.Get(field)) }
	return desk.Draft{Kind: inbox.ReplyKind(posted.Get("kind")), Title: text("title"), Text: text("text")}
}

func (d *door) replyAgain(w http.ResponseWriter, r *http.Request, data replyData, fault web.FieldError) error {
	l, err := d.replyLetter(r)
	if err != nil {
		return err
	}
	return d.showReplyForm(w, r, l, data, fault)
}

func afterReply(sent inbox.Reply) string {
	done := "answered"
	if sent.Kind == inbox.Call {
		done = "called"
	}
	return letterPath(sent.Letter) + "?" + doneParameter + "=" + done
}
