package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"okienko/inbox"
)

const (
	// maxParts bounds the parts of a posted form: a page of a form with as many
	// fields as people can bear has a few hundred.
	maxParts = 2000
	// maxValuesBytes is what all values together may have; the longest letter
	// somebody types is a tenth of it.
	maxValuesBytes = 1 << 20
)

// Posted is a form with files, as it was posted.
type Posted struct {
	Values url.Values
	Files  map[string]PostedFile // by the name of their field; a field without a file has none
}

// PostedFile is a file of a posted form.
type PostedFile struct {
	Name     string // as the visitor's device calls it
	Data     []byte
	TooLarge bool // beyond the limit: Data is nil
}

// ReadPosted reads a posted form with any number of files. They may have limit
// octets together; of a file beyond it nothing is kept, but the rest of the form
// is read, so that nothing else is lost. The caller checks the token.
func ReadPosted(r *http.Request, limit int64) (Posted, error) {
	posted := Posted{Values: url.Values{}, Files: map[string]PostedFile{}}
	reader, err := r.MultipartReader()
	if err != nil {
		return posted, inbox.Errorf(inbox.CodeRequest, "form: %w", err)
	}
	left := budget{values: maxValuesBytes, files: limit, drain: maxDrain}
	for range maxParts {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return posted, nil
		}
		if err == nil {
			err = posted.take(part, &left)
		}
		if err != nil {
			return posted, inbox.Errorf(inbox.CodeRequest, "form: %w", err)
		}
	}
	return posted, inbox.Errorf(inbox.CodeRequest, "form: too many parts")
}

// budget is how many octets may still come.
type budget struct{ values, files, drain int64 }

var errTooMuch = errors.New("too much")

func (p *Posted) take(part *multipart.Part, left *budget) error {
	if _, isFile := part.Header["Content-Type"]; !isFile && part.FileName() == "" {
		return p.takeValue(part, left)
	}
	data, err := io.ReadAll(io.LimitReader(part, left.files+1))
	switch {
	case err != nil:
		return err
	case int64(len(data)) > left.files:
		p.Files[part.FormName()] = PostedFile{Name: part.FileName(), TooLarge: true}
		dropped, err := io.Copy(io.Discard, io.LimitReader(part, left.drain))
		if left.drain -= dropped; err == nil && left.drain <= 0 {
			err = errTooMuch
		}
		return err
	case len(data) > 0 || part.FileName() != "":
		left.files -= int64(len(data))
		p.Files[part.FormName()] = PostedFile{Name: part.FileName(), Data: data}
	}
	return nil
}

func (p *Posted) takeValue(part *multipart.Part, left *budget) error {
	value, err := io.ReadAll(io.LimitReader(part, left.values+1))
	if err != nil {
		return err
	}
	if left.values -= int64(len(value)); left.values < 0 {
		return errTooMuch
	}
	p.Values.Add(part.FormName(), string(value))
	return nil
}
