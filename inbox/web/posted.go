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
	// maxFiles bounds how many files one form brings; each is a row on a page.
	maxFiles = 20
)

// Posted is a form with files, as it was posted.
type Posted struct {
	Values url.Values
	Files  []PostedFile // in their order; a field without a file has none
}

// PostedFile is a file of a posted form.
type PostedFile struct {
	Field      string
	Name, MIME string // as the visitor's device calls it
	Data       []byte
	TooLarge   bool // beyond the limit: Data is nil
}

// File is the file of a field that takes one, without anything when there is none.
func (p Posted) File(field string) PostedFile {
	for _, f := range p.Files {
		if f.Field == field {
			return f
		}
	}
	return PostedFile{}
}

// ReadPosted reads a posted form with up to maxFiles files into memory. They may
// have limit octets together; of a file beyond it nothing is kept, but the rest of
// the form is read, so that nothing else is lost. The caller checks the token.
func ReadPosted(r *http.Request, limit int64) (Posted, error) {
	posted := Posted{Values: url.Values{}}
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

var (
	errTooMuch = errors.New("too much")
	errNoName  = errors.New("a file without a name that can be read")
)

func (p *Posted) take(part *multipart.Part, left *budget) error {
	if _, isFile := part.Header["Content-Type"]; !isFile && part.FileName() == "" {
		return p.takeValue(part, left)
	}
	file := PostedFile{Field: part.FormName(), Name: part.FileName(), MIME: part.Header.Get("Content-Type")}
	data, err := io.ReadAll(io.LimitReader(part, left.files+1))
	switch {
	case err != nil:
		return err
	case len(data) == 0 && file.Name == "":
		return nil // a file field left empty
	case file.Name == "":
		return errNoName // a file must not be lost without a word
	case len(p.Files) == maxFiles:
		return errTooMuch
	case int64(len(data)) > left.files:
		file.TooLarge, err = true, left.drop(part)
	default:
		file.Data = data
		left.files -= int64(len(data))
	}
	p.Files = append(p.Files, file)
	return err
}

// drop reads the rest of a part, which is not kept.
func (b *budget) drop(part io.Reader) error {
	dropped, err := io.Copy(io.Discard, io.LimitReader(part, b.drain))
	if b.drain -= dropped; err == nil && b.drain <= 0 {
		err = errTooMuch
	}
	return err
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
