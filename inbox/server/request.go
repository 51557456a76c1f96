package server

import (
	"encoding/hex"
	"io"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"okienko/inbox"
)

// ServeHTTP takes one request through everything that is common to the doors.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.headers(w)
	if s.health.answers(w, r) {
		return
	}
	door, ok := s.doorOf(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	started := time.Now() // real time: it is a duration, not an instant of the inbox
	id := s.requestID()
	w.Header().Set("X-Request-Id", id)
	client := clientOf(r, s.opt.Limits.TrustedProxies)
	x := newExchange(w, r, s.opt.Timeouts.Body)
	s.enter(door, x, client)
	s.quota.spend(client, x.body.read, s.opt.Now())
	took := time.Since(started)
	s.opt.Metrics.Request(door.Prefix, r.Method, x.response.code(), took)
	s.opt.Log.InfoContext(r.Context(), "request", "request", id, "client", client, "method", r.Method, "path", redact(r.URL.Path),
		"status", x.response.code(), "received", x.body.read, "sent", x.response.sent, "took", took)
	x.finish()
}

// enter lets the request into the door, if the client's quota has room for it.
func (s *Server) enter(door Door, x *exchange, client clientAddr) {
	defer s.recover(door, x)
	if wait, ok := s.quota.take(client, s.opt.Now()); !ok {
		door.Fail(x.response, x.request, &inbox.Error{Code: inbox.CodeQuota, RetryAfter: wait})
		return
	}
	x.request = x.request.WithContext(inbox.WithSource(x.request.Context(), s.quota.source(client)))
	door.Handler.ServeHTTP(x.response, x.request)
}

// recover turns a panic into the door's answer for an internal error; when an
// answer has begun already, the connection is broken off, so that half an
// answer is not taken for a whole one.
func (s *Server) recover(door Door, x *exchange) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler {
		panic(cause)
	}
	s.opt.Log.ErrorContext(x.request.Context(), "panic", "request", x.response.Header().Get("X-Request-Id"), "cause", cause, "stack", string(debug.Stack()))
	if x.response.status != 0 {
		panic(http.ErrAbortHandler)
	}
	door.Fail(x.response, x.request, inbox.Errorf(inbox.CodeInternal, "panic: %v", cause))
}

func (s *Server) doorOf(path string) (door Door, ok bool) {
	for _, d := range s.opt.Doors {
		if strings.HasPrefix(path, d.Prefix) && (!ok || len(d.Prefix) > len(door.Prefix)) {
			door, ok = d, true
		}
	}
	return door, ok
}

// headers are what a browser is told unless the door says otherwise.
func (s *Server) headers(w http.ResponseWriter) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	if s.opt.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// requestID is how a sender's question finds its log line. An id that cannot be
// drawn is left out: no request fails for it.
func (s *Server) requestID() string {
	id := make([]byte, 8)
	if _, err := io.ReadFull(s.opt.Random, id); err != nil {
		return ""
	}
	return hex.EncodeToString(id)
}

// personal looks like a PESEL. None belongs into a path, but a client may err.
var personal = regexp.MustCompile(`\d{11}`)

// maxLoggedPath bounds what a client can write into the log per request.
const maxLoggedPath = 200

func redact(path string) string {
	if len(path) > maxLoggedPath {
		path = path[:maxLoggedPath] + "…"
	}
	return personal.ReplaceAllString(path, "***")
}
