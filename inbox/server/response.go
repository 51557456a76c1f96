package server

import (
	"net/http"
	"time"
)

const (
	// chunk is written under one deadline: 64 KB in writeTime is 2 KB a second,
	// below which a client only holds a connection.
	chunk     = 64 << 10
	writeTime = 30 * time.Second
)

// response notes what was answered and keeps answering at a pace.
type response struct {
	http.ResponseWriter
	control *http.ResponseController
	body    *body
	status  int // 0 = nothing answered yet
	sent    int64
}

// WriteHeader begins the answer.
func (r *response) WriteHeader(status int) { r.begin(status) }

// begin writes the header once. An answer that comes before the whole body was
// read ends the connection, and full duplex keeps the server from reading the
// rest first.
func (r *response) begin(status int) {
	if r.status != 0 {
		return
	}
	if status >= http.StatusOK { // 1xx announce the answer, they are not it
		r.status = status
		if !r.body.over {
			_ = r.control.EnableFullDuplex()
			r.Header().Set("Connection", "close")
		}
	}
	_ = r.control.SetWriteDeadline(time.Now().Add(writeTime))
	r.ResponseWriter.WriteHeader(status)
}

// Write sends in chunks, each under a deadline of its own.
func (r *response) Write(p []byte) (written int, err error) {
	r.begin(http.StatusOK)
	for len(p) > 0 && err == nil {
		part := p[:min(len(p), chunk)]
		_ = r.control.SetWriteDeadline(time.Now().Add(writeTime))
		var n int
		n, err = r.ResponseWriter.Write(part)
		written += n
		p = p[n:]
	}
	r.sent += int64(written)
	return written, err
}

// Unwrap lets http.ResponseController through.
func (r *response) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// code is the status for the log.
func (r *response) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}
