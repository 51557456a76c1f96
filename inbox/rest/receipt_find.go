package rest

import (
	"encoding/hex"
	"net/http"
	"time"

	"okienko/inbox"
)

// traceJSON is what anybody who has the bytes may learn: nothing personal.
type traceJSON struct {
	Received time.Time             `json:"received"`
	Outcome  inbox.SubmissionState `json:"outcome"`
}

// receiptFind tells what became of the bytes with a digest.
func (d *Door) receiptFind(w http.ResponseWriter, r *http.Request, _ inbox.Actor) error {
	query, err := queryOf(r)
	if err != nil {
		return err
	}
	digest, ok := parseDigest(query.Get("sha256"))
	if !ok {
		return invalid("sha256", nil)
	}
	trace, err := d.Desk.ByDigest(r.Context(), digest)
	if err != nil {
		return err
	}
	return answer(w, langOf(r), http.StatusOK, traceJSON{Received: trace.Received.UTC(), Outcome: trace.Outcome})
}

func parseDigest(text string) (digest [32]byte, ok bool) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(digest) {
		return digest, false
	}
	return [32]byte(raw), true
}
