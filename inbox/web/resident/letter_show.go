package resident

import (
	"encoding/hex"
	"html/template"
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/drafts"
	"okienko/inbox/locale"
	"okienko/inbox/web"
)

// sentData is what a sender is told of his submission.
type sentData struct {
	desk.Reply
	Again      bool // the same bytes had come before
	Form       string
	Signatures []web.Signature
	SHA256     string
	Mine       bool          // the visitor's account has the letter among its own
	Later      bool          // an account with the signer's identity would
	Content    template.HTML // the letter as a person reads it; "" where it cannot be shown
	Draft      string        // address of the draft it was made of, where there still is one
}

// showLetter tells what came of a submission, to the browser that made it.
func (d *door) showLetter(w http.ResponseWriter, r *http.Request) error {
	reply, err := d.remembered(r)
	if err != nil {
		return err
	}
	owner, err := d.owner(w, r)
	if err != nil {
		return err
	}
	v := web.NewView(r, titles[reply.Submission.State], nil)
	data := sentData{Reply: reply, Again: r.URL.Query().Has("again"), SHA256: hex.EncodeToString(reply.Submission.SHA256[:])}
	if reply.Letter != nil {
		data.Form = web.TitleOf(d.Catalogue, reply.Letter.Form, v.Lang)
		data.Signatures = web.Signatures(reply.Letter.Report)
		actor := web.Actor(r)
		data.Mine = actor.Role == inbox.RoleResident && inbox.Wrote(actor, *reply.Letter)
		data.Later = !data.Mine && reply.Letter.Sender.PESEL != "" && d.Profile.Provides()
		if data.Content, err = d.contentOf(r, v.Lang, reply); err != nil {
			return err
		}
	}
	if data.Draft, err = d.draftBehind(r, owner, reply.Submission); err != nil {
		return err
	}
	v.Data, v.Bad = data, reply.Submission.State == inbox.Refused
	return d.render(w, r, string(reply.Submission.State), v)
}

// contentOf is an accepted letter as its sender reads it. Its attachments are no
// links: they come from his own device.
func (d *door) contentOf(r *http.Request, l locale.Lang, reply desk.Reply) (template.HTML, error) {
	outline, shown, err := d.outlineOf(r, reply)
	if err != nil || !shown {
		return "", err
	}
	return outline.HTML(web.Reader(l), func(int) string { return "" })
}

// draftBehind finds the draft of a letter that was refused, to be mended. That of
// an accepted letter has done its service now that the receipt is shown.
func (d *door) draftBehind(r *http.Request, owner drafts.Owner, s inbox.Submission) (path string, err error) {
	switch s.State {
	case inbox.Accepted:
		return "", d.Drafts.Forget(r.Context(), owner, s.Document)
	case inbox.Held:
		return "", nil
	}
	list, err := d.Drafts.List(r.Context(), owner)
	for _, draft := range list {
		if draft.Sent == s.Document {
			return draftPath(draft), nil
		}
	}
	return "", err
}

// titles of the pages, which are named after the outcome.
var titles = map[inbox.SubmissionState]string{
	inbox.Accepted: "sent.title",
	inbox.Held:     "held.title",
	inbox.Refused:  "refused.title",
}

// remembered finds the submission a request names among those this browser made.
func (d *door) remembered(r *http.Request) (desk.Reply, error) {
	document, err := strconv.ParseInt(mux.Vars(r)["document"], 10, 32)
	if err != nil {
		return desk.Reply{}, &inbox.Error{Code: inbox.CodeNotFound}
	}
	return d.Desk.Reply(r.Context(), web.VisitorOf(r).Session.Receipts, int32(document))
}
