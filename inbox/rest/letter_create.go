package rest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"okienko/inbox"
	"okienko/inbox/intake"
)

// letterCreate takes a letter and answers with its receipt.
func (d *Door) letterCreate(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	box, err := d.Boxes.Find(mux.Vars(r)["entity"], mux.Vars(r)["box"])
	if err != nil {
		return err
	}
	if err := d.Boxes.MayPost(a, box); err != nil {
		return err
	}
	if err := checkXML(r.Header); err != nil {
		return err
	}
	raw, err := readLetter(r, box.Policy.MaxBytes)
	if err != nil {
		return err
	}
	out, err := d.Intake.Receive(r.Context(), intake.Request{
		Channel: inbox.REST,
		Box:     box,
		Raw:     raw,
		Actor:   a,
		Arrived: d.Now(),
	})
	if err != nil {
		return err
	}
	return answerOutcome(w, r, a, out, sha256.Sum256(raw))
}

func answerOutcome(w http.ResponseWriter, r *http.Request, a inbox.Actor, out inbox.Outcome, digest [32]byte) error {
	switch {
	case out.State == inbox.Held:
		return answerHeld(w, r, a, out, digest)
	case out.State == inbox.Refused:
		return &refused{reasons: out.Reasons, refusal: out.Receipt}
	case out.State == inbox.Accepted && out.Erased:
		return answer(w, langOf(r), http.StatusOK, traceJSON{Received: out.Arrived.UTC(), Outcome: inbox.Accepted})
	case out.State == inbox.Accepted && out.Letter != nil && out.Receipt != nil:
		return answerAccepted(w, r, out)
	}
	return fmt.Errorf("rest: an outcome %q of document %d without its letter or receipt", out.State, out.Document)
}

// created is the answer to a letter for those who ask for JSON: it holds the
// receipt too, because an anonymous sender can fetch it nowhere.
type created struct {
	letterJSON
	UPP []byte `json:"upp"` // the signed receipt, XML, in base64
}

func answerAccepted(w http.ResponseWriter, r *http.Request, out inbox.Outcome) error {
	status := http.StatusCreated
	if out.Duplicate {
		status = http.StatusOK
	}
	h := w.Header()
	h.Set("Location", letterPath(out.Letter.ID))
	h.Add("Vary", "Accept")
	if wantsJSON(r.Header.Values("Accept")) {
		return answer(w, langOf(r), status, created{letterJSON: senderView(langOf(r), *out.Letter), UPP: out.Receipt.Bytes})
	}
	h.Set("Content-Type", "application/xml")
	h.Set("Content-Disposition", attachment("upp", out.Receipt.ID))
	h.Set("Content-Length", strconv.Itoa(len(out.Receipt.Bytes)))
	w.WriteHeader(status)
	_, _ = w.Write(out.Receipt.Bytes)
	return nil
}

// heldJSON is the answer to a letter that cannot be judged yet.
type heldJSON struct {
	Submission int32                 `json:"submission"`
	State      inbox.SubmissionState `json:"state"`
	Received   time.Time             `json:"received"`
	SHA256     string                `json:"sha256"`
	Reasons    []reason              `json:"reasons"`
	Links      map[string]string     `json:"links"`
}

// heldRetry is how long a client waits before it asks again: held letters are
// judged again every few minutes.
const heldRetry = 5 * time.Minute

func answerHeld(w http.ResponseWriter, r *http.Request, a inbox.Actor, out inbox.Outcome, digest [32]byte) error {
	wait := out.RetryAfter
	if wait <= 0 {
		wait = heldRetry
	}
	sum := hex.EncodeToString(digest[:])
	location := "/api/v1/receipts?sha256=" + sum // all that may be asked about another's submission
	if inbox.MayReadSubmission(a, inbox.Submission{PostedBy: out.PostedBy}) {
		location = submissionPath(out.Document)
	}
	w.Header().Set("Location", location)
	setRetryAfter(w, wait)
	return answer(w, langOf(r), http.StatusAccepted, heldJSON{
		Submission: out.Document,
		State:      out.State,
		Received:   out.Arrived.UTC(),
		SHA256:     sum,
		Reasons:    translate(langOf(r), out.Reasons),
		Links:      map[string]string{"self": location},
	})
}
