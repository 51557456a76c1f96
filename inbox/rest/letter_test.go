package rest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"okienko/inbox"
)

func TestLetterIsAcceptedOnce(t *testing.T) {
	o := openOffice(t)
	first := o.post("<a/>", "")
	first.want(t, "first", http.StatusCreated, "")
	if got := first.Header.Get("Content-Type"); got != "application/xml" || !bytes.HasPrefix(first.body, []byte("<UPP")) {
		t.Errorf("answered %q: %s", got, first.body)
	}
	location := first.Header.Get("Location")
	if !strings.HasPrefix(location, "/api/v1/letters/") {
		t.Errorf("Location %q", location)
	}
	again := o.post("<a/>", "")
	again.want(t, "again", http.StatusOK, "")
	if !bytes.Equal(again.body, first.body) || again.Header.Get("Location") != location {
		t.Errorf("the same bytes got %s at %s", again.body, again.Header.Get("Location"))
	}
	if got := o.intake.seen[0]; got.Channel != inbox.REST || !got.Arrived.Equal(arrival) || string(got.Raw) != "<a/>" || got.Box.Name != "skrytka" || !got.Actor.IsZero() {
		t.Errorf("the intake saw %+v", got)
	}
}

func TestLetterAsJSON(t *testing.T) {
	o := openOffice(t)
	var got struct {
		Letter, Receipt           int
		Number, Department, State string
		Due, SHA256, Received     string
		Defects                   []reason
		UPP                       []byte
		Sender                    any
	}
	xml := o.post("<a/>", "")
	r := o.post("<a/>", "", "Accept", "application/json")
	r.want(t, "as JSON", http.StatusOK, "")
	r.json(t, &got)
	if got.Number != "RPW/2026/1" || got.Department != "so" || got.State != "queued" || got.Letter == 0 || got.Receipt == 0 || got.Due != "2026-04-02" {
		t.Errorf("%s", r.body)
	}
	if got.SHA256 != hexDigest("<a/>") || got.Received != "2026-03-02T09:15:00.123456Z" || len(got.Defects) != 1 || got.Defects[0].Message == "" {
		t.Errorf("%s", r.body)
	}
	if !bytes.Equal(got.UPP, xml.body) {
		t.Errorf("the receipt inside is %s", got.UPP)
	}
	if got.Sender != nil || bytes.Contains(r.body, []byte("44051401458")) {
		t.Error("the answer tells the sender's data to whoever has the bytes")
	}
}

func hexDigest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func TestRefusedLetter(t *testing.T) {
	o := openOffice(t)
	r := o.post("<refuse/>", "", "Accept", "application/xml", "Accept-Language", "en")
	r.want(t, "refused", http.StatusUnprocessableEntity, "signature.digest")
	var p problem
	r.json(t, &p)
	if len(p.Reasons) != 2 || p.Reasons[0].Line != 3 || p.Reasons[0].Column != 7 || p.Reasons[0].Path != "/Dokument" || p.Refusal != nil {
		t.Errorf("%s", r.body)
	}
	if r.Header.Get("Content-Language") != "en" || p.Type != "urn:okienko:problem:letter-refused" || p.Title != "The letter was refused" {
		t.Errorf("language %q: %s", r.Header.Get("Content-Language"), r.body)
	}
	polish := o.post("<refuse readable/>", "")
	polish.json(t, &p)
	if polish.Header.Get("Content-Language") != "pl" || p.Title != "Pismo nie zostało przyjęte" || string(p.Refusal) != "<Odmowa/>" {
		t.Errorf("%s", polish.body)
	}
}

func TestHeldLetter(t *testing.T) {
	o := openOffice(t)
	nobody := o.post("<hold/>", "")
	nobody.want(t, "held", http.StatusAccepted, "")
	if nobody.Header.Get("Retry-After") != "90" || nobody.Header.Get("Location") != "/api/v1/receipts?sha256="+hexDigest("<hold/>") {
		t.Errorf("header %v", nobody.Header)
	}
	var trace struct{ Received, Outcome string }
	o.get(nobody.Header.Get("Location"), "").json(t, &trace)
	if trace.Outcome != "held" {
		t.Errorf("trace %+v", trace)
	}
	late := o.post("<hold/>", "system")
	late.want(t, "held for another", http.StatusAccepted, "")
	if late.Header.Get("Location") != nobody.Header.Get("Location") {
		t.Errorf("told to ask for another's submission: %v", late.Header)
	}
	system := o.post("<hold mine/>", "system")
	location := system.Header.Get("Location")
	shown := o.get(location, "system")
	shown.want(t, "held, asked by its poster", http.StatusOK, "")
	var held submissionJSON
	shown.json(t, &held)
	if held.State != inbox.Held || held.SHA256 != hexDigest("<hold mine/>") || shown.Header.Get("Retry-After") == "" {
		t.Errorf("%s", shown.body)
	}
	o.get(location, "").want(t, "nobody asks", http.StatusUnauthorized, inbox.CodeAuthRequired)
	o.get(location, "system-obcy").want(t, "another system asks", http.StatusNotFound, inbox.CodeLetterNotFound)
}

func TestRefusedSubmissionIsShownToItsPoster(t *testing.T) {
	o := openOffice(t)
	o.post("<refuse readable/>", "system")
	document := 1
	for ; document < 10; document++ {
		r := o.get(fmt.Sprintf("/api/v1/submissions/%d", document), "system")
		if r.StatusCode == http.StatusNotFound {
			continue
		}
		var s submissionJSON
		r.json(t, &s)
		if s.State != inbox.Refused || string(s.Refusal) != "<Odmowa/>" || len(s.Reasons) != 2 {
			t.Errorf("%s", r.body)
		}
		return
	}
	t.Error("the refused submission is not found")
}

func TestNothingHappened(t *testing.T) {
	o := openOffice(t)
	for body, want := range map[string]struct {
		status int
		code   string
		retry  string
	}{
		"<busy/>":   {http.StatusServiceUnavailable, inbox.CodeUnavailable, "2"},
		"<full/>":   {http.StatusInsufficientStorage, inbox.CodeStorageFull, "600"},
		"<broken/>": {http.StatusInternalServerError, inbox.CodeInternal, ""},
	} {
		r := o.post(body, "")
		r.want(t, body, want.status, want.code)
		if got := r.Header.Get("Retry-After"); got != want.retry {
			t.Errorf("%s: Retry-After %q, want %q", body, got, want.retry)
		}
		if bytes.Contains(r.body, []byte("EOF")) {
			t.Errorf("%s tells the cause: %s", body, r.body)
		}
	}
	if !strings.Contains(o.log.String(), "unexpected EOF") {
		t.Error("the cause is not in the log")
	}
}

func TestErasedDuplicateIsAPlainNote(t *testing.T) {
	o := openOffice(t)
	r := o.post("<erased/>", "")
	r.want(t, "erased", http.StatusOK, "")
	if got := strings.TrimSpace(string(r.body)); got != `{"received":"2026-03-02T09:15:00.123456Z","outcome":"accepted"}` {
		t.Errorf("%s", got)
	}
}

func TestWhatIsNoLetter(t *testing.T) {
	o := openOffice(t)
	big := strings.Repeat("x", 4097)
	for _, c := range []struct {
		name, path, who, kind, body string
		status                      int
		code                        string
	}{
		{"no such box", "/api/v1/boxes/umprzykladowo/inna/letters", "", "application/xml", "<a/>", 404, inbox.CodeBoxUnknown},
		{"no such entity", "/api/v1/boxes/gmina/skrytka/letters", "", "application/xml", "<a/>", 404, inbox.CodeBoxUnknown},
		{"box for accounts", "/api/v1/boxes/umprzykladowo/systemy/letters", "", "application/xml", "<a/>", 401, inbox.CodeAuthRequired},
		{"wrong token, open box", post, "unknown", "application/xml", "<a/>", 401, inbox.CodeAuthRequired},
		{"another entity's system", post, "system-obcy", "application/xml", "<a/>", 403, inbox.CodeForbidden},
		{"a form field", post, "", "application/x-www-form-urlencoded", "<a/>", 415, inbox.CodeContentType},
		{"a PDF", post, "", "application/pdf", "%PDF", 415, inbox.CodeContentType},
		{"a broken content type", post, "", "application/xml; charset", "<a/>", 415, inbox.CodeContentType},
		{"too large", post, "", "application/xml", big, 413, inbox.CodeOversize},
	} {
		o.call(http.MethodPost, c.path, c.who, c.body, "Content-Type", c.kind).want(t, c.name, c.status, c.code)
	}
	zipped := o.post("<a/>", "", "Content-Encoding", "gzip")
	zipped.want(t, "gzip", 415, inbox.CodeContentType)
	for _, kind := range []string{"text/xml", "application/xml; charset=utf-8", "Application/XML"} {
		o.call(http.MethodPost, post, "", "<"+strings.ReplaceAll(kind, "/", "")+"/>", "Content-Type", kind).want(t, kind, 201, "")
	}
	if n := len(o.intake.seen); n != 3 {
		t.Errorf("the intake saw %d letters, want the 3 good ones", n)
	}
}

func TestLetterOfNoDeclaredTypeOrLength(t *testing.T) {
	o := openOffice(t)
	send := func(size int) reply {
		// A reader of no known length goes chunked; the empty value keeps Go from adding a type.
		r, err := http.NewRequest(http.MethodPost, o.url+post, io.LimitReader(endless{}, int64(size)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header["Content-Type"] = nil
		return o.send(r)
	}
	send(4096).want(t, "as large as allowed", 201, "")
	over := send(4097)
	over.want(t, "one octet more", 413, inbox.CodeOversize)
	if !strings.Contains(string(over.body), "4") || over.Request.ContentLength > 0 {
		t.Errorf("%s", over.body)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestAccept(t *testing.T) {
	for header, want := range map[string]bool{
		"":                                    false,
		"*/*":                                 false,
		"application/*":                       false,
		"application/json":                    true,
		"application/xml":                     false,
		"application/json, */*;q=0.1":         true,
		"application/json;q=0.5, */*":         false,
		"application/xml;q=0.4, */*;q=0.9":    true,
		"text/html":                           false,
		"application/json;q=0":                false,
		"application/json;q=nan":              false,
		"application/json ; q=1, text/xml":    true,
		"application/problem+json":            false,
		"garbage;;;, application/json;q=0.01": true,
	} {
		if got := wantsJSON([]string{header}); got != want {
			t.Errorf("%q: JSON %v, want %v", header, got, want)
		}
	}
}
