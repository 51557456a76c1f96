package web

import (
	"errors"
	"net/http"

	"okienko/inbox"
	"okienko/inbox/locale"
)

// Fail is the one translator from an error to a page: the code in words for the
// visitor, the cause for the log.
func (s *Site) Fail(w http.ResponseWriter, r *http.Request, err error) {
	code := inbox.ErrorCode(err)
	status := statusOf(inbox.ClassOf(code))
	if status >= http.StatusInternalServerError {
		s.Log.ErrorContext(r.Context(), "page failed", "status", status, "code", code, "err", err)
	}
	reason := inbox.Reason{Code: code}
	if e, ok := errors.AsType[*inbox.Error](err); ok {
		reason.Args = e.Args
	}
	SetRetryAfter(w, err)
	message, _ := locale.Reason(VisitorOf(r).Lang, reason)
	s.Render(w, r, s.layout.failure, View{Title: message, Status: status, Bad: true, Data: []inbox.Reason{reason}})
}

// statusOf is the HTTP status of a class of codes.
func statusOf(c inbox.Class) int {
	switch c {
	case inbox.ClassRefusal:
		return http.StatusUnprocessableEntity
	case inbox.ClassRequest:
		return http.StatusBadRequest
	case inbox.ClassLogin:
		return http.StatusUnauthorized
	case inbox.ClassForbidden:
		return http.StatusForbidden
	case inbox.ClassNotFound:
		return http.StatusNotFound
	case inbox.ClassMethod:
		return http.StatusMethodNotAllowed
	case inbox.ClassConflict:
		return http.StatusConflict
	case inbox.ClassTooLarge:
		return http.StatusRequestEntityTooLarge
	case inbox.ClassContentType:
		return http.StatusUnsupportedMediaType
	case inbox.ClassQuota:
		return http.StatusTooManyRequests
	case inbox.ClassUnavailable:
		return http.StatusServiceUnavailable
	case inbox.ClassStorageFull:
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}
