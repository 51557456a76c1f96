package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/inbox/locale"
)

// bureau is what signing at a level needs: files, an authority and an issuer
// that publishes its list, both on loopback.
type bureau struct {
	dir, tsa string
	asked    int // for the list
}

func newBureau(t *testing.T) *bureau {
	b := &bureau{dir: t.TempDir()}
	pki, err := pkitest.New(pkitest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := pki.CRL(pki.QualifiedCA, pkitest.CRL{})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	published := []string{server.URL + "/list.crl"}
	tsa, err := pki.NewTSA(pki.QualifiedCA, pkitest.Request{Subject: pkitest.Subject{CommonName: "TSA (test)"}, CRLDistributionPoints: published})
	if err != nil {
		t.Fatal(err)
	}
	signer, err := pki.Issue(pki.QualifiedCA, pkitest.Request{Subject: pkitest.TestPerson(), CRLDistributionPoints: published})
	if err != nil {
		t.Fatal(err)
	}
	mux.HandleFunc("POST /tsa", func(w http.ResponseWriter, r *http.Request) {
		request, _ := io.ReadAll(r.Body)
		answer, _ := tsa.Answer(request)
		w.Write(answer)
	})
	mux.HandleFunc("GET /list.crl", func(w http.ResponseWriter, _ *http.Request) { b.asked++; w.Write(list) })
	key, err := signer.KeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	b.tsa = server.URL + "/tsa"
	b.write(t, "key.pem", key)
	b.write(t, "cert.pem", pkitest.CertificatesPEM(signer.Certificate))
	b.write(t, "root.pem", pkitest.CertificatesPEM(pki.QualifiedCA.Certificate))
	b.write(t, "list.crl", list)
	b.write(t, "letter.xml", []byte(`<letter xmlns="urn:t"><text>Content</text></letter>`))
	return b
}

func (b *bureau) path(name string) string { return filepath.Join(b.dir, name) }

func (b *bureau) write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(b.path(name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// run runs the program and returns its exit code and what it printed.
func (b *bureau) run(args ...string) (code int, out, errors string) {
	var stdout, stderr bytes.Buffer
	e := env{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: time.Now, lang: locale.English}
	code = run(context.Background(), e, args)
	return code, stdout.String(), stderr.String()
}

func (b *bureau) sign(level string, args ...string) (code int, errors string) {
	all := append([]string{"sign", "--key", b.path("key.pem"), "--cert", b.path("cert.pem"), "--level", level, "-o", b.path("signed.xml")}, args...)
	code, _, errors = b.run(append(all, b.path("letter.xml"))...)
	return code, errors
}

func TestSignAndVerifyAtEveryLevel(t *testing.T) {
	b := newBureau(t)
	for _, c := range []struct {
		level string
		args  []string
	}{
		{"B-B", nil},
		{"B-T", []string{"--tsa", b.tsa}},
		{"B-LT", []string{"--tsa", b.tsa, "--crl", b.path("list.crl"), "--trust", b.path("root.pem")}},
		{"B-LT", []string{"--tsa", b.tsa, "--trust", b.path("root.pem"), "--allow-private"}},
		{"B-LTA", []string{"--tsa", b.tsa, "--trust", b.path("root.pem"), "--allow-private"}},
	} {
		if code, errors := b.sign(c.level, c.args...); code != 0 {
			t.Fatalf("%s %v: %d %s", c.level, c.args, code, errors)
		}
		code, out, _ := b.run("verify", "--json", "--trust", b.path("root.pem"), b.path("signed.xml"))
		var got struct {
			Signatures []struct {
				Level      string
				Best       *time.Time                          `json:"best_signature_time"`
				Timestamps []struct{ Type, Indication string } `json:"timestamps"`
			}
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Signatures) != 1 {
			t.Fatalf("%v %s", err, out)
		}
		s := got.Signatures[0]
		if code != 0 || s.Level != c.level || (s.Best != nil) != (c.level != "B-B") || (len(s.Timestamps) > 0) != (c.level != "B-B") {
			t.Errorf("%s: %d %s", c.level, code, out)
		}
	}
	if b.asked == 0 {
		t.Error("no evidence was fetched")
	}
	if _, out, _ := b.run("verify", "--trust", b.path("root.pem"), b.path("signed.xml")); !strings.Contains(out, "ArchiveTimeStamp PASSED") || !strings.Contains(out, "proved to exist at") {
		t.Error(out)
	}
}

func TestSignRefusesWhatItCannotMake(t *testing.T) {
	b := newBureau(t)
	for name, c := range map[string]struct {
		level string
		args  []string
		want  string
	}{
		"unknown":                 {"B-X", nil, "B-X"},
		"no authority":            {"B-T", nil, "--tsa"},
		"no evidence":             {"B-LT", []string{"--tsa", b.tsa}, "--crl"},
		"no CRL":                  {"B-LT", []string{"--tsa", b.tsa, "--crl", b.path("letter.xml")}, "revocation."},
		"addresses in the house":  {"B-LT", []string{"--tsa", b.tsa, "--trust", b.path("root.pem")}, "inside the house"},
		"not an authority's site": {"B-T", []string{"--tsa", b.tsa + "x"}, "404"},
	} {
		if code, errors := b.sign(c.level, c.args...); code != 2 || !strings.Contains(errors, c.want) {
			t.Errorf("%s: %d %s", name, code, errors)
		}
	}
	if _, err := os.Stat(b.path("signed.xml")); err == nil {
		t.Error("a half-made document was written")
	}
}

func TestVerifyRequiresRevocation(t *testing.T) {
	b := newBureau(t)
	if code, errors := b.sign("B-B"); code != 0 {
		t.Fatal(errors)
	}
	verify := []string{"verify", "--json", "--trust", b.path("root.pem"), "--require-revocation", b.path("signed.xml")}
	if code, out, _ := b.run(verify...); code != 1 || !strings.Contains(out, `"sub_indication":"TRY_LATER"`) || !strings.Contains(out, "certificate.revocation-unknown") {
		t.Errorf("%d %s", code, out)
	}
	if code, out, errors := b.run(append(verify, "--crl", b.path("list.crl"))...); code != 0 {
		t.Errorf("%d %s %s", code, out, errors)
	}
	if code, _, errors := b.run(append(verify, "--ocsp", b.path("letter.xml"))...); code != 2 || !strings.Contains(errors, "letter.xml") {
		t.Errorf("%d %s", code, errors)
	}
}
