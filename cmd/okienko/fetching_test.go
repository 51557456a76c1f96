package main

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/forms"
	"okienko/inbox/config"
	"okienko/xades"
)

// network is what a server that fetches finds outside: a trusted list and a
// responder on loopback.
type network struct {
	pki    *pkitest.PKI
	signer *pkitest.Credential
	list   []byte
	url    string
	down   atomic.Bool
}

func newNetwork(t *testing.T) *network {
	t.Helper()
	n := &network{}
	var err error
	if n.pki, err = pkitest.New(pkitest.Options{}); err != nil {
		t.Fatal(err)
	}
	answers := &pkitest.Server{Responder: n.pki.Responder(n.pki.QualifiedCA, n.pki.QualifiedCA)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case n.down.Load():
			w.WriteHeader(http.StatusServiceUnavailable)
		case r.URL.Path == "/list.xml":
			w.Write(n.list)
		default:
			answers.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	n.url = server.URL
	if n.signer, err = n.pki.Issue(n.pki.QualifiedCA, pkitest.Request{Subject: pkitest.TestPerson(), QcCompliance: true, QcSSCD: true, OCSPServers: []string{n.url + "/ocsp"}}); err != nil {
		t.Fatal(err)
	}
	issued := time.Now().Add(-time.Minute)
	list := pkitest.List{Territory: "PL", Sequence: 1, Issued: issued, NextUpdate: issued.AddDate(0, 1, 0), Granted: []*x509.Certificate{n.pki.QualifiedCA.Certificate}}
	n.list = signedBy(t, list.XML(), n.pki.Stranger, issued)
	return n
}

func signedBy(t *testing.T, document []byte, by *pkitest.Credential, at time.Time) []byte {
	t.Helper()
	signed, err := xades.Sign(document, xades.SignOptions{Signer: by.Key, Certificate: by.Certificate, Time: at, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// letter is one of the test resident.
func (n *network) letter(t *testing.T) []byte {
	t.Helper()
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	sample, ok := catalogue.File("pismo-ogolne", "4566", "sample.xml")
	if !ok {
		t.Fatal("no sample")
	}
	return signedBy(t, sample, n.signer, time.Now().Add(-time.Second))
}

// configuration writes one that trusts nothing but what is fetched.
func (n *network) configuration(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	key, err := n.pki.ReceiptSeal.KeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(map[string]any{
		"listen": "127.0.0.1:0", "admin_listen": "127.0.0.1:0",
		"entity":       map[string]any{"id": "umprzykladowo", "name": pkitest.EntityName, "regon": "123456785", "nip": "1234563218"},
		"departments":  []any{map[string]any{"id": "or", "name": "Organizacyjny"}},
		"boxes":        []any{map[string]any{"name": "skrytka", "policy": map[string]any{"anonymous": true, "no_revocation_evidence": "hold"}}},
		"receipt_seal": map[string]any{"key": "seal.key", "certificate": "seal.pem", "chain": "root.pem"},
		"trust": map[string]any{
			"lists":              []any{map[string]any{"url": n.url + "/list.xml", "signers": []string{"operator.pem"}}},
			"require_revocation": true, "fetch_revocation": true, "fetch_private": true,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"okienko.json": text, "seal.key": key,
		"seal.pem": pkitest.CertificatesPEM(n.pki.ReceiptSeal.Certificate), "root.pem": pkitest.CertificatesPEM(n.pki.ReceiptCA.Certificate),
		"operator.pem": pkitest.CertificatesPEM(n.pki.Stranger.Certificate),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "okienko.json")
}

// TestServerFetches: an installation that trusts a list by its address and asks
// responders itself. The first letter is held for a moment; the next, and those
// after a restart without a network, are accepted at once.
func TestServerFetches(t *testing.T) {
	n := newNetwork(t)
	file := n.configuration(t)
	p := start(t, "serve", "--config", file)
	post := func(letter []byte) answer {
		return p.mustCall(http.MethodPost, "/api/v1/boxes/umprzykladowo/skrytka/letters", letter, "Content-Type", "application/xml")
	}
	letter := n.letter(t)
	if a := post(letter); a.status != http.StatusAccepted || a.header.Get("Retry-After") != "60" {
		t.Fatalf("%d, Retry-After %s: %s", a.status, a.header.Get("Retry-After"), a.body)
	}
	received := post(letter)
	for begun := time.Now(); received.status == http.StatusAccepted && time.Since(begun) < 30*time.Second; received = post(letter) {
		time.Sleep(100 * time.Millisecond)
	}
	if received.status != http.StatusOK && received.status != http.StatusCreated {
		t.Fatalf("%d %s", received.status, received.body)
	}
	n.down.Store(true)
	for range 2 {
		if a := post(n.letter(t)); a.status != http.StatusCreated {
			t.Errorf("the next letter: %d %s", a.status, a.body)
		}
		if a := p.mustCall(http.MethodGet, "/readyz", nil); a.status != http.StatusOK || strings.Contains(string(a.body), "trusted-lists") {
			t.Errorf("readyz: %d %s", a.status, a.body)
		}
		p.stop(syscall.SIGTERM)
		p = start(t, "serve", "--config", file)
	}
	if again := post(letter); again.status != http.StatusOK || string(again.body) == "" {
		t.Errorf("the first letter again: %d %s", again.status, again.body)
	}
}

// TestFetchesAreCounted: what goes out shows in the figures.
func TestFetchesAreCounted(t *testing.T) {
	n := newNetwork(t)
	cfg, err := config.Load(n.configuration(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(cfg.DataDir, 0o750); err != nil {
		t.Fatal(err)
	}
	a, err := build(t.Context(), cfg, time.Now, func() error { return nil }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	a.lists.First(t.Context())
	if err := a.evidence.Ask(t.Context(), n.signer.Certificate, n.pki.QualifiedCA.Certificate, time.Now()); err != nil {
		t.Error(err)
	}
	w := httptest.NewRecorder()
	a.metrics.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{`okienko_fetches_total{kind="tsl",outcome="fetched"} 1`, `okienko_fetches_total{kind="ocsp",outcome="fetched"} 1`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %s", want)
		}
	}
}

// TestServerWithoutItsList serves, warns, and believes nobody.
func TestServerWithoutItsList(t *testing.T) {
	n := newNetwork(t)
	n.down.Store(true)
	p := start(t, "serve", "--config", n.configuration(t))
	if a := p.mustCall(http.MethodGet, "/readyz", nil); a.status != http.StatusOK || !strings.Contains(string(a.body), `"warnings":["trusted-lists"]`) {
		t.Errorf("readyz: %d %s", a.status, a.body)
	}
	a := p.mustCall(http.MethodPost, "/api/v1/boxes/umprzykladowo/skrytka/letters", n.letter(t), "Content-Type", "application/xml")
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(string(a.body), xades.CodeUntrusted) {
		t.Errorf("%d %s", a.status, a.body)
	}
}
