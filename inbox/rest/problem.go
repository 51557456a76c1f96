package rest

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"okienko/inbox"
	"okienko/inbox/locale"
)

// problem is a problem document (RFC 9457) with the reasons of the contract.
type problem struct {
	Type     string   `json:"type"`
	Title    string   `json:"title"`
	Status   int      `json:"status"`
	Detail   string   `json:"detail"`
	Instance string   `json:"instance,omitempty"`
	Reasons  []reason `json:"reasons"`
	Refusal  []byte   `json:"refusal,omitempty"` // the signed refusal, XML, in base64
}

// reason is an inbox.Reason in the reader's language.
type reason struct {
	Code    string `json:"code"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
	Remedy  string `json:"remedy"`
}

// refused is the error of a submission that was judged and refused.
type refused struct {
	reasons []inbox.Reason
	refusal *inbox.Receipt // nil when the document could not be read
}

func (e *refused) Error() string { return "the letter is refused" }

// kind is what a class of codes is in HTTP. The retry is what a client is told
// to wait when the error itself does not say.
type kind struct {
	status int
	name   string // of the problem type, and of its title in locale
	retry  time.Duration
}

func kindOf(class inbox.Class) kind {
	switch class {
	case inbox.ClassRefusal:
		return kind{status: http.StatusUnprocessableEntity, name: "letter-refused"}
	case inbox.ClassRequest:
		return kind{status: http.StatusBadRequest, name: "request-invalid"}
	case inbox.ClassLogin:
		return kind{status: http.StatusUnauthorized, name: "login-required"}
	case inbox.ClassForbidden:
		return kind{status: http.StatusForbidden, name: "forbidden"}
	case inbox.ClassNotFound:
		return kind{status: http.StatusNotFound, name: "not-found"}
	case inbox.ClassMethod:
		return kind{status: http.StatusMethodNotAllowed, name: "method-not-allowed"}
	case inbox.ClassTimeout:
		return kind{status: http.StatusRequestTimeout, name: "too-slow"}
	case inbox.ClassConflict:
		return kind{status: http.StatusConflict, name: "conflict"}
	case inbox.ClassTooLarge:
		return kind{status: http.StatusRequestEntityTooLarge, name: "too-large"}
	case inbox.ClassContentType:
		return kind{status: http.StatusUnsupportedMediaType, name: "content-type"}
	case inbox.ClassQuota:
		return kind{status: http.StatusTooManyRequests, name: "quota", retry: time.Minute}
	case inbox.ClassUnavailable:
		return kind{status: http.StatusServiceUnavailable, name: "unavailable", retry: 5 * time.Second}
	case inbox.ClassStorageFull:
		return kind{status: http.StatusInsufficientStorage, name: "storage-full", retry: 10 * time.Minute}
	}
	return kind{status: http.StatusInternalServerError, name: "internal"}
}

// Fail is the door's one translator: it answers an error as a problem document
// in the reader's language. The cause goes to the log alone.
func (d *Door) Fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		err = &inbox.Error{Code: inbox.CodeUnavailable, Cause: err} // the client has gone: nobody reads this
	}
	reasons, refusal := reasonsOf(err)
	k := kindOf(inbox.ClassOf(reasons[0].Code))
	if refusal != nil && k.status >= http.StatusInternalServerError {
		k = kindOf(inbox.ClassRefusal) // a judged letter is never the server's fault
	}
	d.logFailure(w, r, k, err)
	k.header(w, r, err)
	lang := locale.FromAcceptLanguage(r.Header.Get("Accept-Language"))
	p := problem{
		Type:    "urn:okienko:problem:" + k.name,
		Title:   locale.Text(lang, "problem."+k.name),
		Status:  k.status,
		Reasons: translate(lang, reasons),
		Refusal: refusal.bytes(),
	}
	p.Detail = p.Reasons[0].Message
	if id := w.Header().Get("X-Request-Id"); id != "" {
		p.Instance = "urn:okienko:request:" + id
	}
	writeProblem(w, lang, p)
}

func reasonsOf(err error) ([]inbox.Reason, *refused) {
	if judged, ok := errors.AsType[*refused](err); ok && len(judged.reasons) > 0 {
		return judged.reasons, judged
	}
	known, ok := errors.AsType[*inbox.Error](err)
	if !ok {
		return []inbox.Reason{{Code: inbox.CodeInternal}}, nil
	}
	return []inbox.Reason{{Code: known.Code, Args: known.Args}}, nil
}

func (e *refused) bytes() []byte {
	if e == nil || e.refusal == nil {
		return nil
	}
	return e.refusal.Bytes
}

// header sets what a status needs beside its body.
func (k kind) header(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case k.status == http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", challenge(r))
	case k.status == http.StatusRequestTimeout:
		w.Header().Set("Connection", "close") // RFC 9110 15.5.9
	case k.retry > 0:
		wait := k.retry
		if known, ok := errors.AsType[*inbox.Error](err); ok && known.RetryAfter > 0 {
			wait = known.RetryAfter
		}
		setRetryAfter(w, wait)
	}
}

func setRetryAfter(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(wait.Seconds())))))
}

func (d *Door) logFailure(w http.ResponseWriter, r *http.Request, k kind, err error) {
	level := d.Log.DebugContext
	if k.status >= http.StatusInternalServerError && r.Context().Err() == nil {
		level = d.Log.ErrorContext
	}
	level(r.Context(), "request failed", "request", w.Header().Get("X-Request-Id"), "status", k.status, "err", err)
}

func translate(lang locale.Lang, reasons []inbox.Reason) []reason {
	list := make([]reason, 0, len(reasons))
	for _, found := range reasons {
		message, remedy := locale.Reason(lang, found)
		list = append(list, reason{Code: found.Code, Line: found.Line, Column: found.Column, Path: found.Path, Message: message, Remedy: remedy})
	}
	return list
}

func writeProblem(w http.ResponseWriter, lang locale.Lang, p problem) {
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", string(lang))
	h.Set("Cache-Control", "no-store")
	h.Del("Content-Disposition")
	h.Add("Vary", "Accept-Language")
	write(w, p.Status, p)
}

// write encodes a value of this package's own types, which cannot fail.
func write(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}
