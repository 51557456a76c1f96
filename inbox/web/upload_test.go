package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"okienko/inbox"
)

// TestFormsWithFilesAreBounded: in octets together, and in number.
func TestFormsWithFilesAreBounded(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		limit int64
		code  string
		files [][3]string
	}{
		"fits":           {100, "", [][3]string{{"a.txt", "text/plain", strings.Repeat("a", 60)}}},
		"together above": {100, inbox.CodeOversize, [][3]string{{"a.txt", "text/plain", strings.Repeat("a", 60)}, {"b.txt", "text/plain", strings.Repeat("b", 60)}}},
		"too many":       {1000, inbox.CodeRequest, make22()},
	} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		check(t, form.WriteField("title", "T"))
		for _, f := range c.files {
			part, err := form.CreateFormFile("attachments", f[0])
			check(t, err)
			_, err = part.Write([]byte(f[2]))
			check(t, err)
		}
		check(t, form.Close())
		r := httptest.NewRequest(http.MethodPost, "/", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		fields, files, err := o.site.ReadFiles(r, c.limit)
		if inbox.ErrorCode(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
		if c.code == "" && (fields.Get("title") != "T" || len(files) != 1 || files[0].Name != "a.txt") {
			t.Errorf("%s: %v %+v", name, fields, files)
		}
	}
}

func make22() [][3]string {
	files := make([][3]string, 22)
	for i := range files {
		files[i] = [3]string{"a.txt", "text/plain", "a"}
	}
	return files
}
