package resident

import (
	"encoding/hex"
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/web"
)

// sentData is what a sender is told of his submission.
type sentData struct {
	desk.Answer
	Again      bool // the same bytes had come before
	Form       string
	Signatures []web.Signature
	SHA256     string
}

// showLetter tells what came of a submission, to the browser that made it.
func (d *door) showLetter(w http.ResponseWriter, r *http.Request) error {
	answer, err := d.remembered(r)
	if err != nil {
		return err
	}
	v := web.NewView(r, titles[answer.Submission.State], nil)
	data := sentData{Answer: answer, Again: r.URL.Query().Has("again"), SHA256: hex.EncodeToString(answer.Submission.SHA256[:])}
	if answer.Letter != nil {
		data.Form = d.formTitle(answer.Letter.Form, v.Lang)
		data.Signatures = web.Signatures(answer.Letter.Report)
	}
	v.Data, v.Bad = data, answer.Submission.State == inbox.Refused
	return d.render(w, r, string(answer.Submission.State), v)
}

// titles of the pages, which are named after the outcome.
var titles = map[inbox.SubmissionState]string{
	inbox.Accepted: "sent.title",
	inbox.Held:     "held.title",
	inbox.Refused:  "refused.title",
}

// remembered finds the submission a request names among those this browser made.
func (d *door) remembered(r *http.Request) (desk.Answer, error) {
	document, err := strconv.ParseInt(mux.Vars(r)["document"], 10, 32)
	if err != nil {
		return desk.Answer{}, &inbox.Error{Code: inbox.CodeNotFound}
	}
	return d.Desk.Answer(r.Context(), web.VisitorOf(r).Session.Receipts, int32(document))
}
