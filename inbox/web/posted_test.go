package web_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"okienko/inbox"
	"okienko/inbox/web"
)

// posted makes a request of parts: "name=value", or "name:file=content".
func posted(t *testing.T, parts ...string) *http.Request {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, p := range parts {
		name, value, _ := strings.Cut(p, "=")
		field, file, isFile := strings.Cut(name, ":")
		if !isFile {
			check(t, form.WriteField(field, value))
			continue
		}
		w, err := form.CreateFormFile(field, file)
		check(t, err)
		_, err = w.Write([]byte(value))
		check(t, err)
	}
	check(t, form.Close())
	r := httptest.NewRequest(http.MethodPost, "/", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

func TestReadPosted(t *testing.T) {
	got, err := web.ReadPosted(posted(t, "a=1", "f:umowa.txt=12345", "a=2", "g:duzy.txt=123456", "none:=", "h:m.txt=12345", "b=ż"), 10)
	check(t, err)
	if v := fmt.Sprint(got.Values); v != "map[a:[1 2] b:[ż]]" {
		t.Errorf("values %s", v)
	}
	f, h := got.File("f"), got.File("h")
	if len(got.Files) != 3 || string(f.Data) != "12345" || f.Name != "umowa.txt" || f.MIME == "" || string(h.Data) != "12345" || got.File("none").Data != nil {
		t.Errorf("files %+v", got.Files)
	}
	if g := got.File("g"); !g.TooLarge || g.Data != nil {
		t.Errorf("a file beyond the limit: %+v", g)
	}
}

func TestReadPostedIsBounded(t *testing.T) {
	many := make([]string, 3000)
	for i := range many {
		many[i] = "a=1"
	}
	files := make([]string, 21)
	for i := range files {
		files[i] = "attachments:a.txt="
	}
	for name, r := range map[string]*http.Request{
		"values": posted(t, "a="+strings.Repeat("x", 1<<20), "b=1"),
		"parts":  posted(t, many...),
		"files":  posted(t, files...),
		"other":  httptest.NewRequest(http.MethodPost, "/", strings.NewReader("a=1")),
	} {
		if _, err := web.ReadPosted(r, 10); inbox.ErrorCode(err) != inbox.CodeRequest {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAFileIsNotLostForItsName: a name nobody can read is an error, an empty field is
// none.
func TestAFileIsNotLostForItsName(t *testing.T) {
	for disposition, c := range map[string]struct{ data, code string }{
		`form-data; name="attachments"; filename="a"; b.txt"`: {"treść", inbox.CodeRequest},
		`form-data; name="attachments"`:                       {"treść", inbox.CodeRequest},
		`form-data; name="attachments"; filename=""`:          {"", ""},
	} {
		body := "--b\r\nContent-Disposition: " + disposition + "\r\nContent-Type: text/plain\r\n\r\n" + c.data + "\r\n--b--\r\n"
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		posted, err := web.ReadPosted(r, 1000)
		if inbox.ErrorCode(err) != c.code || len(posted.Files) != 0 {
			t.Errorf("%s: %v, %d files", disposition, err, len(posted.Files))
		}
	}
}
