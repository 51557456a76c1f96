package revocation_test

import (
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades/revocation"
)

// opensslCA is a section of openssl's configuration.
const opensslCA = `[ca]
default_ca = office
[office]
database = DIR/index.txt
crlnumber = DIR/crlnumber
certificate = DIR/ca.pem
private_key = DIR/ca.key
default_md = sha256
default_crl_days = 7
`

// workshop is a folder with openssl's view of an office, at the machine's time.
type workshop struct {
	*testing.T
	*office
	dir string
}

func newWorkshop(t *testing.T) workshop {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	pki, err := pkitest.New(pkitest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := workshop{t, &office{PKI: pki, ca: pki.QualifiedCA, leaf: pki.Signer}, t.TempDir()}
	key, err := w.ca.KeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	w.file("ca.pem", w.ca.CertificatePEM())
	w.file("ca.key", key)
	w.file("leaf.pem", w.leaf.CertificatePEM())
	w.file("crlnumber", []byte("01"))
	w.file("ca.cnf", []byte(strings.ReplaceAll(opensslCA, "DIR", w.dir)))
	return w
}

func (w workshop) file(name string, data []byte) {
	w.Helper()
	if err := os.WriteFile(w.path(name), data, 0o600); err != nil {
		w.Fatal(err)
	}
}

func (w workshop) path(name string) string { return filepath.Join(w.dir, name) }

func (w workshop) read(name string) []byte {
	w.Helper()
	data, err := os.ReadFile(w.path(name))
	if err != nil {
		w.Fatal(err)
	}
	return data
}

func (w workshop) openssl(args ...string) string {
	w.Helper()
	out, err := exec.Command("openssl", args...).CombinedOutput()
	if err != nil {
		w.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// index writes openssl's database: the leaf valid, or revoked for a reason.
func (w workshop) index(reason string) {
	const form = "060102150405Z"
	status, revoked := "V", ""
	if reason != "" {
		status, revoked = "R", time.Now().Add(-time.Minute).UTC().Format(form)+","+reason
	}
	fields := []string{status, w.leaf.Certificate.NotAfter.UTC().Format(form), revoked, strings.ToUpper(w.leaf.Certificate.SerialNumber.Text(16)), "unknown", "/CN=Anna Testowa"}
	w.file("index.txt", []byte(strings.Join(fields, "\t")+"\n"))
}

// verdicts are openssl's words for a reason and what they mean here.
var verdicts = map[string]struct {
	state  revocation.State
	reason revocation.Reason
}{
	"":                {revocation.Good, 0},
	"keyCompromise":   {revocation.Revoked, revocation.KeyCompromise},
	"superseded":      {revocation.Revoked, revocation.Superseded},
	"certificateHold": {revocation.Suspended, revocation.CertificateHold},
}

func TestCRLsOfOpenSSL(t *testing.T) {
	w := newWorkshop(t)
	for reason, want := range verdicts {
		w.index(reason)
		w.openssl("ca", "-gencrl", "-config", w.path("ca.cnf"), "-out", w.path("list.pem"))
		block, _ := pem.Decode(w.read("list.pem"))
		s := w.check(time.Now(), revocation.Options{Now: time.Now()}, block.Bytes)
		if s.State != want.state || s.Reason != want.reason || len(s.Problems) != 0 {
			t.Errorf("%q: %+v", reason, s)
		}
	}
}

// TestAnswersOfOpenSSL: our request, openssl's responder, both with the
// authority's own key and with that of one it appointed.
func TestAnswersOfOpenSSL(t *testing.T) {
	w := newWorkshop(t)
	responder, err := w.NewResponder(w.ca, pkitest.Request{Subject: pkitest.Subject{CommonName: "OCSP (test)"}})
	if err != nil {
		t.Fatal(err)
	}
	key, err := responder.By.KeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	w.file("ocsp.pem", responder.By.CertificatePEM())
	w.file("ocsp.key", key)
	nonce := []byte("0123456789abcdef")
	q, err := revocation.OCSPRequest(w.leaf.Certificate, w.ca.Certificate, nonce)
	if err != nil {
		t.Fatal(err)
	}
	w.file("query", q)
	for reason, want := range verdicts {
		w.index(reason)
		for _, signer := range []string{"ca", "ocsp"} {
			w.openssl("ocsp", "-index", w.path("index.txt"), "-CA", w.path("ca.pem"), "-rsigner", w.path(signer+".pem"), "-rkey", w.path(signer+".key"),
				"-reqin", w.path("query"), "-respout", w.path("answer"), "-ndays", "1")
			answer, err := revocation.ParseOCSP(w.read("answer"))
			if err != nil || string(answer.Nonce) != string(nonce) {
				t.Fatalf("%s %q: %v", signer, reason, err)
			}
			s := revocation.CheckParsed(w.leaf.Certificate, w.ca.Certificate, []revocation.Evidence{answer}, time.Now(), revocation.Options{})
			if s.State != want.state || s.Reason != want.reason || len(s.Problems) != 0 {
				t.Errorf("%s %q: %+v %v", signer, reason, s, s.Problems)
			}
		}
	}
}
