package web

import (
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"

	"okienko/inbox"
)

// File is a file posted with a form.
type File struct {
	Name, MIME string // as the browser called it
	Data       []byte
}

// maxFiles bounds how many files one form brings; each is a row on a page.
const maxFiles = 20

// ReadFiles reads a posted form with files, all of it into memory: for people of the
// office, whose forms are few. Fields and files together are at most limit octets;
// more is inbox.CodeOversize, with the limit in its arguments. A file field that was
// left empty brings no file.
func (s *Site) ReadFiles(r *http.Request, limit int64) (fields url.Values, files []File, err error) {
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, nil, inbox.Errorf(inbox.CodeRequest, "upload: %w", err)
	}
	fields, left := make(url.Values), limit
	for len(fields) <= maxFields && len(files) <= maxFiles {
		part, err := reader.NextPart()
		if err == io.EOF {
			return fields, files, s.CheckToken(r, fields.Get(TokenField))
		}
		if err != nil {
			return nil, nil, inbox.Errorf(inbox.CodeRequest, "upload: %w", err)
		}
		data, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return nil, nil, inbox.Errorf(inbox.CodeRequest, "upload: %w", err)
		}
		if left -= int64(len(data)); left < 0 {
			drain(r)
			return nil, nil, &inbox.Error{Code: inbox.CodeOversize, Args: map[string]string{"limit": strconv.FormatInt(limit, 10)}}
		}
		files = keep(part, data, fields, files)
	}
	drain(r)
	return nil, nil, inbox.Errorf(inbox.CodeRequest, "upload: too many fields")
}

// keep puts a part where it belongs.
func keep(part *multipart.Part, data []byte, fields url.Values, files []File) []File {
	switch {
	case part.FileName() != "":
		return append(files, File{Name: plainName(part.FileName()), MIME: part.Header.Get("Content-Type"), Data: data})
	case part.Header.Get("Content-Type") == "": // a file field left empty has a type and no name
		fields.Set(part.FormName(), string(data))
	}
	return files
}
