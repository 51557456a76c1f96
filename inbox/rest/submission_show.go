package rest

import (
	"encoding/hex"
	"net/http"
	"time"

	"okienko/inbox"
)

// submissionJSON is what became of a submission. Refusal is the signed
// refusal, XML, in base64.
type submissionJSON struct {
	Submission int32                 `json:"submission"`
	State      inbox.SubmissionState `json:"state"`
	Box        string                `json:"box"`
	Received   time.Time             `json:"received"`
	SHA256     string                `json:"sha256"`
	Reasons    []reason              `json:"reasons"`
	Refusal    []byte                `json:"refusal,omitempty"`
	Links      map[string]string     `json:"links"`
}

// submissionShow answers to who posted a letter that was held what became of it.
func (d *Door) submissionShow(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	s, err := d.Desk.Submission(r.Context(), a, id)
	if err != nil {
		return err
	}
	j := submissionJSON{
		Submission: s.Document,
		State:      s.State,
		Box:        s.Box,
		Received:   s.Arrived.UTC(),
		SHA256:     hex.EncodeToString(s.SHA256[:]),
		Reasons:    translate(langOf(r), s.Reasons),
		Links:      map[string]string{"self": submissionPath(s.Document)},
	}
	switch s.State {
	case inbox.Accepted:
		j.Links["letter"] = letterPath(s.Document)
	case inbox.Refused:
		answered, err := d.Desk.Answer(r.Context(), a, id)
		if err != nil && inbox.ErrorCode(err) != inbox.CodeReceiptNotFound {
			return err
		}
		j.Refusal = answered.Bytes
	case inbox.Held:
		setRetryAfter(w, heldRetry)
	}
	return answer(w, langOf(r), http.StatusOK, j)
}
