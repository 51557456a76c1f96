package inbox

import (
	"errors"
	"fmt"
	"time"
)

// Error is a failure with two texts: Code (with Args) is what a person is told,
// through inbox/locale; Cause is for the log alone.
type Error struct {
	Code       string // of reasons.go
	Args       map[string]string
	RetryAfter time.Duration // for CodeUnavailable, CodeStorageFull, CodeQuota
	Cause      error
}

// Error gives code and cause: for the log, never for a sender.
func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Code
	}
	return fmt.Sprintf("%s: %v", e.Code, e.Cause)
}

// Unwrap returns the private cause.
func (e *Error) Unwrap() error { return e.Cause }

// Errorf makes an Error with a formatted private cause.
func Errorf(code, format string, args ...any) *Error {
	return &Error{Code: code, Cause: fmt.Errorf(format, args...)}
}

// ErrorCode returns the code of err, CodeInternal for an error that has none,
// "" for nil.
func ErrorCode(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}
