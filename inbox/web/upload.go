package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"

	"okienko/inbox"
)

// FileField is the name of the file in a form with one. It must come after all
// other fields, as it does in the order browsers post.
const FileField = "file"

const (
	// maxFields and maxFieldBytes bound what is kept of the other fields: a
	// choice, a token, a digest.
	maxFields     = 16
	maxFieldBytes = 4 << 10
	// maxDrain is how much of a file that is too large is still taken in and
	// thrown away. A browser reads no answer before it has posted everything,
	// so without it people would see "connection reset" instead of the limit.
	// It costs transfer, no memory; a phone's video chosen by mistake fits.
	maxDrain = 256 << 20
)

// Sink says where a file goes, once the fields before it are known: at most
// limit octets are written to w.
type Sink func(fields map[string]string) (w io.Writer, limit int64, err error)

// ErrNoFile says that the form came without a file, or with an empty one.
var ErrNoFile = errors.New("no file")

// ReadUpload reads a posted form with one file, of which it keeps nothing
// itself. A file above the limit is inbox.CodeOversize, with the limit in its
// arguments.
func (s *Site) ReadUpload(r *http.Request, sink Sink) error {
	reader, err := r.MultipartReader()
	if err != nil {
		return inbox.Errorf(inbox.CodeRequest, "upload: %w", err)
	}
	file, fields, err := readFields(reader)
	if err != nil {
		return err
	}
	if err := s.CheckToken(r, fields[TokenField]); err != nil {
		drain(r)
		return err
	}
	w, limit, err := sink(fields)
	if err != nil {
		drain(r)
		return err
	}
	size, err := io.Copy(w, io.LimitReader(file, limit))
	switch {
	case err != nil:
		return inbox.Errorf(inbox.CodeRequest, "upload: %w", err)
	case size == 0:
		return ErrNoFile
	case hasMore(file):
		drain(r)
		return &inbox.Error{Code: inbox.CodeOversize, Args: map[string]string{"limit": strconv.FormatInt(limit, 10)}}
	}
	return nil
}

// readFields reads the fields up to the file.
func readFields(reader *multipart.Reader) (file io.Reader, fields map[string]string, err error) {
	fields = make(map[string]string)
	for len(fields) <= maxFields {
		part, err := reader.NextPart()
		if err != nil {
			return nil, nil, inbox.Errorf(inbox.CodeRequest, "upload without a file: %w", err)
		}
		if part.FormName() == FileField {
			return part, fields, nil
		}
		value, err := io.ReadAll(io.LimitReader(part, maxFieldBytes))
		if err != nil {
			return nil, nil, inbox.Errorf(inbox.CodeRequest, "upload: %w", err)
		}
		fields[part.FormName()] = string(value)
	}
	return nil, nil, &inbox.Error{Code: inbox.CodeRequest, Cause: errors.New("upload: too many fields")}
}

func hasMore(file io.Reader) bool {
	n, _ := io.ReadFull(file, make([]byte, 1))
	return n > 0
}

func drain(r *http.Request) { _, _ = io.CopyN(io.Discard, r.Body, maxDrain) }
