package clerk

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/locale"
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

// sendSignedReply delivers a letter the clerk has signed elsewhere.
func (d *door) sendSignedReply(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	var raw bytes.Buffer
	var kind inbox.ReplyKind
	err = d.Site.ReadUpload(r, func(fields map[string]string) (io.Writer, int64, error) {
		kind = inbox.ReplyKind(fields["kind"])
		return &raw, desk.MaxReplyBytes, nil
	})
	if err == nil {
		var sent inbox.Reply
		if sent, err = d.Desk.SendSigned(r.Context(), web.Actor(r), id, kind, raw.Bytes()); err == nil {
			web.SeeOther(w, r, afterReply(sent))
			return nil
		}
	}
	return d.signedAgain(w, r, kind, err)
}

// signedAgain shows the page once more with what is wrong with the file.
func (d *door) signedAgain(w http.ResponseWriter, r *http.Request, kind inbox.ReplyKind, fault error) error {
	class, lang := inbox.ClassOf(inbox.ErrorCode(fault)), web.VisitorOf(r).Lang
	e, _ := errors.AsType[*inbox.Error](fault)
	switch {
	case errors.Is(fault, web.ErrNoFile):
		return d.replyAgain(w, r, replyData{Kind: kind}, web.FieldError{Field: web.FileField, Text: locale.Text(lang, "send.no-file")})
	case class == inbox.ClassRefusal, class == inbox.ClassTooLarge:
		message, remedy := locale.Reason(lang, inbox.Reason{Code: e.Code, Args: e.Args})
		return d.replyAgain(w, r, replyData{Kind: kind}, web.FieldError{Field: web.FileField, Text: message + " " + remedy})
	}
	return fault
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
