package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"okienko/inbox"
	"okienko/inbox/locale"
)

// Blame makes an error of an account's form the fault of a field, which v then
// shows; false when it is none. A wrong code is the fault of codeField, and so
// is what comes too often: it is the last field that was filled in.
func Blame(w http.ResponseWriter, v *View, err error, codeField string) bool {
	e, ok := errors.AsType[*inbox.Error](err)
	if !ok {
		return false
	}
	v.Status = statusOf(inbox.ClassOf(e.Code))
	field, text := codeField, ""
	switch e.Code {
	case inbox.CodeRequest:
		field, text = e.Args["field"], badField(*v, e)
		v.Status = http.StatusUnprocessableEntity
	case inbox.CodeCodeWrong, inbox.CodeCodeOver, inbox.CodeApplication, inbox.CodeIdentityTaken:
		text = v.Words(e)
	case inbox.CodeQuota:
		SetRetryAfter(w, err)
		text = v.T("fault.wait")
	case inbox.CodeUnavailable:
		SetRetryAfter(w, err)
		text = v.Words(e)
	default:
		return false
	}
	v.Errors = []FieldError{{Field: field, Text: text}}
	return text != ""
}

// badField says what is wrong with a field, as far as the error knows.
func badField(v View, e *inbox.Error) string {
	key := "fault." + e.Args["field"]
	if problem := e.Args["problem"]; problem != "" {
		key += "-" + problem
	}
	if !locale.HasText(key) {
		return ""
	}
	return v.T(key)
}

// Words is what a person is told of an error, and what to do about it.
func (v View) Words(e *inbox.Error) string {
	reason := v.Reason(inbox.Reason{Code: e.Code, Args: e.Args})
	return reason.Message + " " + reason.Remedy
}

// SetRetryAfter tells the browser how long to wait, where the error says so.
func SetRetryAfter(w http.ResponseWriter, err error) {
	if e, ok := errors.AsType[*inbox.Error](err); ok && e.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((e.RetryAfter+time.Second-1)/time.Second)))
	}
}
