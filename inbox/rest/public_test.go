package rest

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"okienko/forms"
	"okienko/forms/xsd"
	"okienko/inbox"
	"okienko/inbox/store/storetest"
	"okienko/xades"
	"okienko/xades/xmltree"
)

func TestReceiptsByDigest(t *testing.T) {
	o := openOffice(t)
	o.post("<a/>", "")
	r := o.get("/api/v1/receipts?sha256="+hexDigest("<a/>"), "")
	r.want(t, "known bytes", 200, "")
	if got := strings.TrimSpace(string(r.body)); got != `{"received":"2026-03-02T09:15:00.123456Z","outcome":"accepted"}` {
		t.Errorf("%s", got)
	}
	o.get("/api/v1/receipts?sha256="+hexDigest("<b/>"), "").want(t, "unknown bytes", 404, inbox.CodeReceiptNotFound)
	for _, bad := range []string{"", "?sha256=", "?sha256=zz", "?sha256=" + hexDigest("<a/>")[2:], "?sha256=" + hexDigest("<a/>") + "&sha256=" + hexDigest("<b/>")} {
		o.get("/api/v1/receipts"+bad, "").want(t, bad, 400, inbox.CodeRequest)
	}
	o.get("/api/v1/receipts?sha256="+hexDigest("<a/>"), "unknown").want(t, "wrong token", 401, inbox.CodeAuthRequired)
}

func TestFormsAreListedWithTheirFiles(t *testing.T) {
	o := openOffice(t)
	var got struct{ Forms []formJSON }
	r := o.get("/api/v1/forms", "", "Accept-Language", "en")
	r.json(t, &got)
	if len(got.Forms) != 10 {
		t.Fatalf("%d forms", len(got.Forms))
	}
	for _, f := range got.Forms {
		if f.Title == "" || f.Title != f.Titles["en"] || f.Namespace == "" {
			t.Errorf("%+v", f)
		}
		if f.DueDays+f.DueMonths == 0 || f.DueBasis == "" {
			t.Errorf("%s: no term, or no law that sets it: %+v", f.Name, f)
		}
		for _, file := range []string{f.Schema, f.Sample} {
			if r := o.get(file, ""); r.StatusCode != 200 || !bytes.Contains(r.body, []byte(f.Namespace)) || r.Header.Get("Content-Type") != "application/xml" {
				t.Errorf("%s: %d", file, r.StatusCode)
			}
		}
	}
	for _, absent := range []string{"/api/v1/forms/nie-ma/1/schema.xsd", "/api/v1/forms/pismo-ogolne/4566/form.json", "/api/v1/forms/..%2f..%2fpismo-ogolne/4566/schema.xsd"} {
		o.get(absent, "").want(t, absent, 404, inbox.CodeNotFound)
	}
}

func TestEveryReasonHasAStatusAndTexts(t *testing.T) {
	o := openOffice(t)
	var got struct{ Reasons []reasonJSON }
	o.get("/api/v1/reasons", "").json(t, &got)
	byCode := map[string]reasonJSON{}
	for _, r := range got.Reasons {
		byCode[r.Code] = r
	}
	for _, list := range [][]string{inbox.Codes(), xades.Codes(), xmltree.Codes(), xsd.Codes(), forms.Codes()} {
		for _, code := range list {
			r, ok := byCode[code]
			if ofSchemas := strings.HasPrefix(code, "xsd."); ok == ofSchemas {
				t.Errorf("%s is listed: %v", code, ok)
			}
			if !ok {
				continue
			}
			if flag := inbox.IsNote(code); flag != (r.Status == 0) || (r.Status == 500) != (code == inbox.CodeInternal) {
				t.Errorf("%s has the status %d", code, r.Status)
			}
			for _, lang := range []string{"pl", "en", "uk"} {
				if text := r.Texts[localeLang(lang)]; text.Message == "" || text.Remedy == "" {
					t.Errorf("%s has no text in %s", code, lang)
				}
			}
		}
	}
}

func TestLimits(t *testing.T) {
	o := openOffice(t)
	var got struct {
		Boxes []boxJSON
		XML   map[string]int
	}
	o.get("/api/v1/limits", "").json(t, &got)
	if len(got.Boxes) != 2 || got.Boxes[0].MaxBytes != 4096 || got.Boxes[0].MissingSignature != inbox.Refuse || got.Boxes[0].Post != post {
		t.Errorf("%+v", got)
	}
	if got.XML["max_depth"] != 2 || got.XML["max_attributes_per_element"] != 4 {
		t.Errorf("%+v", got.XML)
	}
}

func TestSeal(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	d := newDoor(t, storetest.Open(t), &scripted{}, slog.New(slog.DiscardHandler))
	d.Seal = []*x509.Certificate{{Raw: der}, {Raw: der}}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/seal.pem", nil))
	first, rest := pem.Decode(w.Body.Bytes())
	second, _ := pem.Decode(rest)
	if first == nil || second == nil || !bytes.Equal(first.Bytes, der) || w.Header().Get("Content-Type") != "application/pem-certificate-chain" {
		t.Errorf("%d %v: %s", w.Code, w.Header(), w.Body)
	}
}

func TestPathsAndMethodsOutsideTheTable(t *testing.T) {
	o := openOffice(t)
	for _, path := range []string{"/api/v1/nothing", "/api/v1/letters/", "/api/v1//letters", "/api/v2/letters", "/"} {
		o.get(path, "").want(t, path, 404, inbox.CodeNotFound)
	}
	for _, c := range []struct{ method, path, allow string }{
		{http.MethodGet, post, "POST"},
		{http.MethodDelete, "/api/v1/letters/1", "GET, HEAD"},
		{http.MethodPut, "/api/v1/letters", "GET, HEAD"},
		{http.MethodOptions, "/api/v1/letters/1/claim", "POST"},
	} {
		r := o.call(c.method, c.path, "", "")
		r.want(t, c.method+" "+c.path, 405, inbox.CodeMethod)
		if got := r.Header.Get("Allow"); got != c.allow {
			t.Errorf("%s %s: Allow %q, want %q", c.method, c.path, got, c.allow)
		}
	}
}

func TestTokens(t *testing.T) {
	o := openOffice(t)
	for header, want := range map[string]int{
		"Bearer token-system":      200,
		"bearer token-system":      200,
		"Bearer  token-system ":    200,
		"Bearer token-system2":     401,
		"Bearer":                   401,
		"Bearer ":                  401,
		"Basic c3lzdGVtOnN5c3RlbQ": 401,
		"token-system":             401,
	} {
		r := o.get("/api/v1/limits", "", "Authorization", header)
		if r.StatusCode != want {
			t.Errorf("%q: %d, want %d", header, r.StatusCode, want)
		}
		if want == 401 && !strings.Contains(r.Header.Get("WWW-Authenticate"), "invalid_token") {
			t.Errorf("%q: %q", header, r.Header.Get("WWW-Authenticate"))
		}
	}
	if log := o.log.String(); strings.Contains(log, "token-system") {
		t.Errorf("a token is in the log:\n%s", log)
	}
}

// brokenBody fails as a connection does whose time is up.
type brokenBody struct{ err error }

func (b brokenBody) Read([]byte) (int, error) { return 0, b.err }

func TestBodyThatBreaksOff(t *testing.T) {
	d := newDoor(t, storetest.Open(t), &scripted{}, slog.New(slog.DiscardHandler))
	for _, c := range []struct {
		err    error
		status int
		code   string
	}{
		{os.ErrDeadlineExceeded, http.StatusRequestTimeout, inbox.CodeTimeout},
		{io.ErrUnexpectedEOF, http.StatusBadRequest, inbox.CodeRequest},
	} {
		w := httptest.NewRecorder()
		d.ServeHTTP(w, httptest.NewRequest(http.MethodPost, post, brokenBody{c.err}))
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.code) {
			t.Errorf("%v: %d %s", c.err, w.Code, w.Body)
		}
	}
}

func TestGoneClientIsNoError(t *testing.T) {
	var log lockedBuffer
	d := newDoor(t, storetest.Open(t), &scripted{}, slog.New(slog.NewTextHandler(&log, nil)))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d.Fail(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil), context.Canceled)
	if log.String() != "" {
		t.Errorf("logged %s", log.String())
	}
}

func TestEveryClassHasItsOwnProblem(t *testing.T) {
	var names []string
	for class := inbox.ClassInternal; class <= inbox.ClassStorageFull; class++ {
		k := kindOf(class)
		if slices.Contains(names, k.name) || http.StatusText(k.status) == "" {
			t.Errorf("class %d: %+v", class, k)
		}
		names = append(names, k.name)
	}
}
