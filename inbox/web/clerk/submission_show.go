package clerk

import (
	"encoding/hex"
	"fmt"
	"net/http"

	"okienko/inbox/desk"
	"okienko/inbox/web"
)

// submissionData is a submission that became no letter.
type submissionData struct {
	desk.Kept
	SHA256Hex string
}

// showSubmission shows why a submission became no letter, and what is still there
// of it.
func (d *door) showSubmission(w http.ResponseWriter, r *http.Request) error {
	document, err := documentID(r)
	if err != nil {
		return err
	}
	kept, err := d.Desk.KeptSubmission(r.Context(), web.Actor(r), document)
	if err != nil {
		return err
	}
	v := web.NewView(r, "submission.title-"+string(kept.State), submissionData{kept, hex.EncodeToString(kept.SHA256[:])})
	return d.render(w, r, "submission", v)
}

func documentID(r *http.Request) (int32, error) { return web.ID(r, "document") }

// downloadSubmission gives the bytes as they came, while they are kept.
func (d *door) downloadSubmission(w http.ResponseWriter, r *http.Request) error {
	document, err := documentID(r)
	if err != nil {
		return err
	}
	raw, err := d.Desk.SubmissionDocument(r.Context(), web.Actor(r), document)
	if err != nil {
		return err
	}
	web.Download(w, fmt.Sprintf("przedlozenie-%d.xml", document), "application/octet-stream", raw)
	return nil
}
