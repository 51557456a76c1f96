package server

import (
	"net/http"
	"time"
)

// exchange is one request with its answer, both kept to their pace.
type exchange struct {
	request  *http.Request
	response *response
	body     *body
}

func newExchange(w http.ResponseWriter, r *http.Request, stall time.Duration) *exchange {
	control := http.NewResponseController(w)
	b := &body{ReadCloser: r.Body, control: control, length: r.ContentLength, stall: stall, started: time.Now()}
	b.over = r.Body == nil || r.Body == http.NoBody || r.ContentLength == 0
	request := *r // what the server itself holds stays as it is
	if !b.over {
		request.Body = b
	}
	return &exchange{request: &request, body: b, response: &response{ResponseWriter: w, control: control, body: b}}
}

// finish disposes of a body that the door did not read. Closing the connection
// under a client that still writes would reset it, and the client would lose
// the answer that explains why; so the answer goes out first, and what the
// client still sends is read and dropped, within bounds.
func (x *exchange) finish() {
	waitsForContinue := x.request.Header.Get("Expect") != "" && x.body.read == 0
	if x.body.over || x.body.failed || waitsForContinue {
		return
	}
	x.response.begin(http.StatusOK) // a door that wrote nothing meant this
	_ = x.response.control.Flush()
	x.body.drop()
}
