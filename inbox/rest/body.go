package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"

	"okienko/inbox"
)

const (
	// firstBuffer is what a letter's reader allocates before octets arrive: a
	// declared length is a promise that costs its sender nothing.
	firstBuffer = 64 << 10

	// maxLetter is read where a box has no limit of its own: what offices
	// configure at most, and what the intake's memory is planned for.
	maxLetter = 150 << 20

	// maxCommand bounds the JSON of a clerk's command: a reason of some lines.
	maxCommand = 16 << 10
)

// readLetter reads the body of a letter of at most limit octets. A body that is
// declared larger is not read at all; the server disposes of it.
func readLetter(r *http.Request, limit int64) ([]byte, error) {
	if limit <= 0 {
		limit = maxLetter
	}
	oversize := &inbox.Error{Code: inbox.CodeOversize, Args: map[string]string{"limit": strconv.FormatInt(limit, 10)}}
	if r.ContentLength > limit {
		return nil, oversize
	}
	buffer := bytes.NewBuffer(make([]byte, 0, firstBuffer))
	read, err := buffer.ReadFrom(io.LimitReader(r.Body, limit+1))
	switch {
	case read > limit:
		return nil, oversize
	case err != nil:
		return nil, bodyError(err)
	}
	return buffer.Bytes(), nil
}

func bodyError(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return &inbox.Error{Code: inbox.CodeTimeout, Cause: err}
	}
	return invalid("body", err)
}

func invalid(field string, cause error) error {
	return &inbox.Error{Code: inbox.CodeRequest, Args: map[string]string{"field": field}, Cause: cause}
}

// checkXML lets a letter be XML, or of no declared type. What charset says is
// not asked: the octets are the evidence, and their own declaration counts. A
// content coding is refused for the same reason.
func checkXML(h http.Header) error {
	if coding := h.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return inbox.Errorf(inbox.CodeContentType, "content coding %q", coding)
	}
	return checkType(h, "application/xml", "text/xml")
}

func checkType(h http.Header, taken ...string) error {
	declared := h.Get("Content-Type")
	if declared == "" {
		return nil
	}
	name, _, err := mime.ParseMediaType(declared)
	for _, t := range taken {
		if err == nil && name == t {
			return nil
		}
	}
	return &inbox.Error{Code: inbox.CodeContentType, Args: map[string]string{"given": given(name, err), "wanted": taken[0]}}
}

// given is a content type fit to be quoted: only what could be read as one.
func given(name string, err error) string {
	const longest = 80 // the longest registered names are shorter
	if err != nil || len(name) > longest {
		return ""
	}
	return name
}

// command reads the JSON of a clerk's command, strictly.
func (d *Door) command(r *http.Request, into any) error {
	if err := checkType(r.Header, "application/json"); err != nil {
		return err
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxCommand+1))
	switch {
	case err != nil:
		return bodyError(err)
	case len(body) > maxCommand:
		return &inbox.Error{Code: inbox.CodeOversize, Args: map[string]string{"limit": strconv.Itoa(maxCommand)}}
	}
	if err := decode(body, into); err != nil {
		return err
	}
	return d.check(into)
}

func decode(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return invalid(kind.Field, err)
	}
	if err != nil {
		return invalid("body", err)
	}
	if decoder.More() {
		return invalid("body", errors.New("more text after the JSON object"))
	}
	return nil
}

func (d *Door) check(value any) error {
	var faults validator.ValidationErrors
	if err := d.validate.Struct(value); errors.As(err, &faults) {
		return invalid(faults[0].Field(), err)
	} else if err != nil {
		return err
	}
	return nil
}

func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	return v
}
