package main

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// person is somebody with a browser, at the demo's pages.
type person struct {
	t      *testing.T
	base   string
	client *http.Client
}

// page gets an address, or posts a form to it, and follows where it leads.
func (p *person) page(path string, form url.Values) (at, body string) {
	p.t.Helper()
	var resp *http.Response
	var err error
	if form == nil {
		resp, err = p.client.Get(p.base + path)
	} else {
		resp, err = p.client.PostForm(p.base+path, form)
	}
	return p.read(resp, err)
}

func (p *person) read(resp *http.Response, err error) (at, body string) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %d %v\n%s", resp.Request.URL.Path, resp.StatusCode, err, short(data))
	}
	return resp.Request.URL.Path, string(data)
}

var formToken = regexp.MustCompile(`name="token" value="([^"]+)"`)

func (p *person) token(body string) string {
	p.t.Helper()
	m := formToken.FindStringSubmatch(body)
	if m == nil {
		p.t.Fatal("no form token")
	}
	return m[1]
}

// upload posts a file to the form of a page.
func (p *person) upload(path string, file []byte) (at, body string) {
	p.t.Helper()
	_, page := p.page(path, nil)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("token", p.token(page))
	part, _ := w.CreateFormFile("file", "pismo.xml")
	_, _ = part.Write(file)
	_ = w.Close()
	return p.read(p.client.Post(p.base+path, w.FormDataContentType(), &form))
}

// TestTheDemosResidentSigns with the code that lies in the outbox, and what comes
// out is what okienko verify takes for her.
func TestTheDemosResidentSigns(t *testing.T) {
	dir := t.TempDir()
	p := startDemo(t, dir)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	anna := &person{t: t, base: p.base, client: &http.Client{Jar: jar}}
	at, _ := anna.page("/login", url.Values{"login": {demoResident}, "password": {passwordOf(t, dir, demoResident)}})
	if at != "/account" {
		t.Fatalf("signed in to %s", at)
	}
	document, err := os.ReadFile("../../forms/catalogue/pismo-ogolne/4566/sample.xml")
	if err != nil {
		t.Fatal(err)
	}
	session, body := anna.upload("/sign", document)
	_, body = anna.page(session+"/code", url.Values{"token": {anna.token(body)}})
	_, body = anna.page(session, url.Values{"token": {anna.token(body)}, "code": {codeInOutbox(t, filepath.Join(dir, demoOutbox))}})
	if !strings.Contains(body, session+"/signed") {
		t.Fatalf("not signed: %s", short([]byte(body)))
	}
	_, signed := anna.page(session+"/signed", nil)
	file := filepath.Join(dir, "podpisane.xml")
	if err := os.WriteFile(file, []byte(signed), 0o600); err != nil {
		t.Fatal(err)
	}
	verify := exec.Command(os.Args[0], "verify", "--json", "--seal", filepath.Join(dir, "pki/trusted-profile-seal.pem"), file)
	verify.Env = append(os.Environ(), asProgram+"=1")
	out, err := verify.Output()
	if err != nil || !strings.Contains(string(out), `"44051401458"`) || !strings.Contains(string(out), `"kind":"trusted-profile"`) {
		t.Errorf("%v %s", err, out)
	}
	if a := p.post("/umprzykladowo/skrytka", []byte(signed)); a.status != http.StatusCreated {
		t.Errorf("posted: %d %s", a.status, short(a.body))
	}
}

func passwordOf(t *testing.T, dir, login string) string {
	t.Helper()
	accounts := readOffice(t, dir).accounts
	i := slices.IndexFunc(accounts, func(a demoAccount) bool { return a.Login == login })
	if i < 0 {
		t.Fatalf("no account %s", login)
	}
	return accounts[i].Password
}

// codeInOutbox is the code of the newest mail.
func codeInOutbox(t *testing.T, dir string) string {
	t.Helper()
	mails, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil || len(mails) == 0 {
		t.Fatalf("no mail in the outbox: %v", err)
	}
	data, err := os.ReadFile(slices.Max(mails))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`\b(\d{4} \d{4})\b`).FindSubmatch(data)
	if m == nil {
		t.Fatalf("no code in\n%s", data)
	}
	return string(m[1])
}
