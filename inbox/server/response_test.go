package server

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// pacedWriter notes the deadlines it is given.
type pacedWriter struct {
	*httptest.ResponseRecorder
	deadlines []time.Time
	largest   int
}

func (w *pacedWriter) SetWriteDeadline(at time.Time) error {
	w.deadlines = append(w.deadlines, at)
	return nil
}

func (w *pacedWriter) Write(p []byte) (int, error) {
	w.largest = max(w.largest, len(p))
	return w.ResponseRecorder.Write(p)
}

func TestAnswerHasADeadlineForEveryChunk(t *testing.T) {
	w := &pacedWriter{ResponseRecorder: httptest.NewRecorder()}
	r := &response{ResponseWriter: w, control: http.NewResponseController(w), body: &body{over: true}}
	data := bytes.Repeat([]byte("pismo"), chunk) // five chunks
	if n, err := r.Write(data); n != len(data) || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if !bytes.Equal(w.Body.Bytes(), data) || r.sent != int64(len(data)) || r.code() != http.StatusOK {
		t.Errorf("%d octets, %d counted, status %d", w.Body.Len(), r.sent, r.code())
	}
	if w.largest > chunk || len(w.deadlines) != 6 { // the header's and the chunks'
		t.Errorf("chunks of up to %d, %d deadlines", w.largest, len(w.deadlines))
	}
	for _, at := range w.deadlines {
		if left := time.Until(at); left <= 0 || left > writeTime {
			t.Errorf("a deadline in %v", left)
		}
	}
}

func TestFirstStatusCounts(t *testing.T) {
	w := httptest.NewRecorder()
	r := &response{ResponseWriter: w, control: http.NewResponseController(w), body: &body{over: true}}
	r.WriteHeader(http.StatusEarlyHints)
	r.WriteHeader(http.StatusCreated)
	r.WriteHeader(http.StatusInternalServerError)
	if r.code() != http.StatusCreated {
		t.Errorf("status %d", r.code())
	}
}
