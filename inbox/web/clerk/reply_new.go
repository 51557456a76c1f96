package clerk

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/locale"
	"okienko/inbox/web"
)

// replyData is the page on which a clerk writes a reply.
type replyData struct {
	Letter      inbox.Letter
	Kind        inbox.ReplyKind
	Title, Text string
	Notifies    bool // the addressee is told that it waits
	Receivable  bool // somebody can receive it here
	Limits      struct{ Title, Text, Files int64 }
}

// newReply shows the form of an answer, or of a call to mend with a draft made of
// the letter's defects.
func (d *door) newReply(w http.ResponseWriter, r *http.Request) error {
	l, err := d.replyLetter(r)
	if err != nil {
		return err
	}
	kind := inbox.ReplyKind(r.URL.Query().Get("kind"))
	data := replyData{Kind: kind, Title: locale.Text(locale.Polish, "reply.about", "number", l.Number.String())}
	if kind == inbox.Call {
		data.Title, data.Text = callDraft(l)
	}
	return d.showReplyForm(w, r, l, data)
}

// replyLetter is the letter a reply is to; it must be in the actor's hand.
func (d *door) replyLetter(r *http.Request) (inbox.Letter, error) {
	id, err := letterID(r)
	if err != nil {
		return inbox.Letter{}, err
	}
	l, err := d.Desk.Letter(r.Context(), web.Actor(r), id)
	if err != nil {
		return inbox.Letter{}, err
	}
	if may := actionsFor(web.Actor(r), l); !may.Answer && !may.Call {
		return inbox.Letter{}, &inbox.Error{Code: inbox.CodeLetterState, Args: map[string]string{"state": string(l.State)}}
	}
	return l, nil
}

// showReplyForm shows the form, and what is wrong in it.
func (d *door) showReplyForm(w http.ResponseWriter, r *http.Request, l inbox.Letter, data replyData, faults ...web.FieldError) error {
	key := "reply.title-call"
	if data.Kind != inbox.Call {
		key, data.Kind = "reply.title-answer", inbox.Answer
	}
	data.Letter, data.Notifies, data.Receivable = l, d.Desk.Notifies(), inbox.Receivable(l)
	data.Limits.Title, data.Limits.Text, data.Limits.Files = desk.MaxReplyTitle, desk.MaxReplyText, desk.MaxReplyAttachments
	v := web.NewView(r, key, data)
	v.Self, v.Errors = replyPath(l.ID, data.Kind), faults
	if len(faults) > 0 {
		v.Status = http.StatusUnprocessableEntity
	}
	return d.render(w, r, "reply", v)
}

func replyPath(letter int32, kind inbox.ReplyKind) string {
	return letterPath(letter) + "/reply?kind=" + string(kind)
}

// callDraft writes a call to mend from the defects listed at acceptance. It is in
// Polish, as letters of the office are, whatever the clerk's page is in.
func callDraft(l inbox.Letter) (title, text string) {
	t := func(key string, args ...string) string { return locale.Text(locale.Polish, key, args...) }
	number := l.Number.String()
	paragraphs := []string{t("call.lead", "subject", l.Subject, "number", number, "time", locale.DateTime(locale.Polish, l.Arrived))}
	for i, defect := range l.Defects {
		message, remedy := locale.Reason(locale.Polish, defect)
		paragraphs = append(paragraphs, strconv.Itoa(i+1)+". "+message+" "+remedy)
	}
	if len(l.Defects) == 0 {
		paragraphs = append(paragraphs, "1. ")
	}
	paragraphs = append(paragraphs, t("call.term", "days", strconv.Itoa(inbox.MendDays)), t("call.how", "number", number))
	return t("call.title", "number", number), strings.Join(paragraphs, "\n\n")
}

// faultOf makes an error of the desk the fault of a field; ok is false for another
// error.
func faultOf(l locale.Lang, err error) (fault web.FieldError, ok bool) {
	e, isOurs := errors.AsType[*inbox.Error](err)
	if !isOurs || e.Code != inbox.CodeRequest {
		return fault, false
	}
	switch field := e.Args["field"]; field {
	case "title", "text", "attachments":
		return faultIn(field, l), true
	}
	return fault, false
}

// faultIn says that a field cannot be sent as it is.
func faultIn(field string, l locale.Lang) web.FieldError {
	return web.FieldError{Field: "reply-" + field, Text: locale.Text(l, "reply.bad-"+field)}
}
