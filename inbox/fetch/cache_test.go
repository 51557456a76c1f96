package fetch_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/inbox/fetch"
)

// bureau is an issuer with a responder and a list on loopback, and a cache that
// asks them.
type bureau struct {
	*pkitest.PKI
	responder *pkitest.Responder
	list      []byte
	now       time.Time
	down      bool // both answer 503
	address   string
	asked     map[string]int // by path
	dir       string
	limit     int64
	outcomes  []fetch.Outcome
	log       bytes.Buffer
	opt       fetch.Options
	cache     *fetch.Cache
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	b := &bureau{now: time.Now().Truncate(time.Second), asked: map[string]int{}, dir: t.TempDir(), limit: fetch.MaxEvidence, opt: fetch.Options{Private: true}}
	var err error
	if b.PKI, err = pkitest.New(pkitest.Options{Now: b.now}); err != nil {
		t.Fatal(err)
	}
	b.responder = b.Responder(b.QualifiedCA, b.QualifiedCA)
	b.publish(t, pkitest.CRL{})
	b.address = serve(t, func(w http.ResponseWriter, r *http.Request) {
		b.asked[r.URL.Path]++
		request, _ := io.ReadAll(r.Body)
		answer, err := b.responder.Answer(request)
		switch {
		case b.down:
			w.WriteHeader(http.StatusServiceUnavailable)
		case strings.HasPrefix(r.URL.Path, "/list"):
			w.Write(b.list)
		case err == nil:
			w.Write(answer)
		}
	})
	b.restart(t)
	return b
}

func (b *bureau) publish(t *testing.T, c pkitest.CRL) {
	t.Helper()
	list, err := b.CRL(b.QualifiedCA, c)
	if err != nil {
		t.Fatal(err)
	}
	b.list = list
}

// restart opens the folder anew, as another run of the program does.
func (b *bureau) restart(t *testing.T) {
	t.Helper()
	folder, err := fetch.OpenFolder(b.dir, b.limit)
	if err != nil {
		t.Fatal(err)
	}
	b.cache = fetch.NewCache(fetch.CacheOptions{
		Client: fetch.New(b.opt), Folder: folder, Now: func() time.Time { return b.now }, Log: slog.New(slog.NewTextHandler(&b.log, nil)),
		Observe: func(_ fetch.Kind, o fetch.Outcome) { b.outcomes = append(b.outcomes, o) },
	})
}

// issue makes a signer whose certificate names these addresses, by path.
func (b *bureau) issue(t *testing.T, responders, lists string) *x509.Certificate {
	t.Helper()
	full := func(paths string) (list []string) {
		for _, path := range strings.Fields(paths) {
			if strings.HasPrefix(path, "/") {
				path = b.address + path
			}
			list = append(list, path)
		}
		return list
	}
	c, err := b.Issue(b.QualifiedCA, pkitest.Request{Subject: pkitest.TestPerson(), OCSPServers: full(responders), CRLDistributionPoints: full(lists)})
	if err != nil {
		t.Fatal(err)
	}
	return c.Certificate
}

func (b *bureau) ask(t *testing.T, cert *x509.Certificate) error {
	return b.cache.Ask(t.Context(), cert, b.QualifiedCA.Certificate, b.now)
}

// pieces is how many pieces are at hand about a certificate.
func (b *bureau) pieces(cert *x509.Certificate) int {
	return len(b.cache.Evidence(cert, b.QualifiedCA.Certificate))
}

func (b *bureau) files(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// TestKept: what was fetched is not fetched again, also by the next run.
func TestKept(t *testing.T) {
	b := newBureau(t)
	cert, other := b.issue(t, "/ocsp", "/list"), b.issue(t, "", "/list")
	if b.pieces(cert) != 0 {
		t.Error("evidence from nowhere")
	}
	for range 2 {
		for _, c := range []*x509.Certificate{cert, other} {
			if err := b.ask(t, c); err != nil || b.pieces(c) == 0 {
				t.Errorf("%d pieces, %v", b.pieces(c), err)
			}
		}
		b.now = b.now.Add(time.Minute)
		b.restart(t)
	}
	if b.asked["/ocsp"] != 1 || b.asked["/list"] != 1 {
		t.Errorf("asked %v", b.asked)
	}
	if want := []fetch.Outcome{fetch.Fetched, fetch.Fetched}; !slices.Equal(b.outcomes, want) {
		t.Errorf("outcomes %v", b.outcomes)
	}
	if b.pieces(b.issue(t, "/ocsp", "")) != 0 {
		t.Error("an answer about one certificate counts for another")
	}
}

// TestExpired: evidence counts until the next is due, a day at most, and in no
// run longer.
func TestExpired(t *testing.T) {
	for name, c := range map[string]struct {
		next  time.Duration // after now; 0: not stated
		fresh time.Duration
	}{
		"within the day":    {3 * time.Hour, 3 * time.Hour},
		"beyond the day":    {7 * 24 * time.Hour, 24 * time.Hour},
		"of no stated span": {0, 10 * time.Minute},
	} {
		b := newBureau(t)
		b.publish(t, pkitest.CRL{ThisUpdate: b.now.Add(time.Second), NextUpdate: b.now.Add(c.next), Endless: c.next == 0})
		cert := b.issue(t, "", "/list")
		if err := b.ask(t, cert); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		b.now = b.now.Add(c.fresh - time.Second)
		if b.pieces(cert) != 1 {
			t.Errorf("%s: forgotten too early", name)
		}
		b.restart(t)
		if b.pieces(cert) != 1 {
			t.Errorf("%s: forgotten by a new start", name)
		}
		b.now = b.now.Add(time.Second)
		if b.pieces(cert) != 0 {
			t.Errorf("%s: used though it expired", name)
		}
		b.restart(t)
		if b.pieces(cert) != 0 || b.files(t) != 0 {
			t.Errorf("%s: %d pieces and %d files after it expired", name, b.pieces(cert), b.files(t))
		}
	}
}

// TestDeadResponder: it is not asked for each letter, and it does not keep its
// neighbour from being asked.
func TestDeadResponder(t *testing.T) {
	b := newBureau(t)
	b.down = true
	for range 3 {
		if err := b.ask(t, b.issue(t, "/ocsp", "")); err == nil {
			t.Error("a dead responder settles something")
		}
	}
	if want := []fetch.Outcome{fetch.Failed, fetch.Postponed, fetch.Postponed}; b.asked["/ocsp"] != 1 || !slices.Equal(b.outcomes, want) {
		t.Errorf("asked %v, %v", b.asked, b.outcomes)
	}
	b.down = false
	cert := b.issue(t, "/ocsp", "/list")
	if err := b.ask(t, cert); err != nil || b.pieces(cert) != 1 || b.asked["/list"] != 1 {
		t.Errorf("the list was not asked: %v, %v", err, b.asked)
	}
	b.now = b.now.Add(11 * time.Minute)
	if err := b.ask(t, b.issue(t, "/ocsp", "")); err != nil || b.asked["/ocsp"] != 2 {
		t.Errorf("it answers again: %v, %v", err, b.asked)
	}
}

// TestUseless: what proves nothing under the issuer's signature is not kept, is
// not asked for again at once, and the next address is tried.
func TestUseless(t *testing.T) {
	for name, change := range map[string]func(b *bureau){
		"a stranger's signature": func(b *bureau) { b.responder.By = b.Stranger },
		"a broken signature": func(b *bureau) {
			b.responder.Edit = func(a *pkitest.OCSPAnswer) { a.Spoil = func(v []byte) []byte { v[9] ^= 1; return v } }
		},
		"unknown": func(b *bureau) {
			b.responder.Edit = func(a *pkitest.OCSPAnswer) { a.State.Unknown = true }
		},
		"of yesterday": func(b *bureau) {
			b.responder.Edit = func(a *pkitest.OCSPAnswer) {
				a.ThisUpdate, a.NextUpdate = b.now.Add(-48*time.Hour), b.now.Add(-24*time.Hour)
			}
		},
		"from tomorrow": func(b *bureau) {
			b.responder.Edit = func(a *pkitest.OCSPAnswer) {
				a.ThisUpdate, a.NextUpdate = b.now.Add(time.Hour), b.now.Add(24*time.Hour)
			}
		},
	} {
		b := newBureau(t)
		change(b)
		cert := b.issue(t, "/ocsp", "")
		for range 2 {
			if err := b.ask(t, cert); err == nil {
				t.Errorf("%s: settles it", name)
			}
		}
		want := []fetch.Outcome{fetch.Useless, fetch.Postponed}
		if b.files(t) != 0 || b.pieces(cert) != 0 || b.asked["/ocsp"] != 1 || !slices.Equal(b.outcomes, want) {
			t.Errorf("%s: %d files, %d pieces, asked %v, %v", name, b.files(t), b.pieces(cert), b.asked, b.outcomes)
		}
		both := b.issue(t, "/ocsp", "/list")
		if err := b.ask(t, both); err != nil || b.pieces(both) != 1 {
			t.Errorf("%s: the list does not settle it: %v", name, err)
		}
	}
}

// TestRevokedSettles: bad news is news.
func TestRevokedSettles(t *testing.T) {
	b := newBureau(t)
	cert := b.issue(t, "/ocsp", "/list")
	b.responder.Set(cert, pkitest.OCSPState{Revoked: b.now.Add(-time.Minute), Reason: 1})
	if err := b.ask(t, cert); err != nil || b.pieces(cert) != 1 || b.asked["/list"] != 0 {
		t.Errorf("%v, asked %v", err, b.asked)
	}
}

// TestRefusedAddresses: the rules of every request hold for what strangers'
// certificates name, and errors tell hosts alone.
func TestRefusedAddresses(t *testing.T) {
	released := make(chan struct{})
	t.Cleanup(func() { close(released) })
	moved := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) })
	large := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 2001)) })
	slow := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush()
		select {
		case <-released:
		case <-r.Context().Done():
		}
	})
	open := fetch.Options{Private: true, Timeout: 300 * time.Millisecond, MaxBytes: 2000}
	for name, c := range map[string]struct {
		address string
		opt     fetch.Options
		want    string
	}{
		"moved":   {moved, open, "302"},
		"large":   {large, open, "more than 2000"},
		"slow":    {slow, open, "Timeout"},
		"private": {large, fetch.Options{}, "inside the house"},
	} {
		b := newBureau(t)
		b.opt = c.opt
		b.restart(t)
		err := b.ask(t, b.issue(t, "", c.address+"/44051401458.crl"))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "44051401458") {
			t.Errorf("%s: %v", name, err)
		}
		if log := b.log.String(); strings.Count(log, "\n") != 1 || !strings.Contains(log, "127.0.0.1") || strings.Contains(log, "44051401458") || strings.Contains(log, "Testowa") {
			t.Errorf("%s: logged %s", name, log)
		}
		if want := []fetch.Outcome{fetch.Failed}; !slices.Equal(b.outcomes, want) || b.files(t) != 0 {
			t.Errorf("%s: %v, %d files", name, b.outcomes, b.files(t))
		}
	}
}

// TestFull: where there is no room, what expires first goes.
func TestFull(t *testing.T) {
	b := newBureau(t)
	b.limit = 2*int64(len(b.list)) + 40
	b.restart(t)
	var certs []*x509.Certificate
	for path, span := range []time.Duration{10 * time.Hour, 5 * time.Hour, 15 * time.Hour} {
		b.publish(t, pkitest.CRL{NextUpdate: b.now.Add(span)})
		cert := b.issue(t, "", "/list"+strconv.Itoa(path))
		if err := b.ask(t, cert); err != nil {
			t.Fatal(err)
		}
		certs = append(certs, cert)
	}
	if got := []int{b.pieces(certs[0]), b.pieces(certs[1]), b.pieces(certs[2])}; !slices.Equal(got, []int{1, 0, 1}) || b.files(t) != 2 {
		t.Errorf("%v pieces, %d files", got, b.files(t))
	}
	b.limit = int64(len(b.list)) - 1
	b.dir = t.TempDir()
	b.restart(t)
	if err := b.ask(t, certs[0]); !errors.Is(err, fetch.ErrFull) || b.pieces(certs[0]) != 0 {
		t.Errorf("more than there is room for: %v", err)
	}
}

// TestFolderOfOthers: files that are no evidence, unfinished, or of an age that
// nobody knows, do not count and do not stay.
func TestFolderOfOthers(t *testing.T) {
	b := newBureau(t)
	cert := b.issue(t, "", "/list")
	name := fetch.FileName(fetch.KindCRL, b.address+"/list", nil)
	for what, write := range map[string]func(path string) error{
		"nonsense":   func(path string) error { return os.WriteFile(path, []byte("x"), 0o600) },
		"unfinished": func(path string) error { return os.WriteFile(path+".1.part", b.list, 0o600) },
		"of tomorrow": func(path string) error {
			return errors.Join(os.WriteFile(path, b.list, 0o600), os.Chtimes(path, b.now.Add(time.Hour), b.now.Add(time.Hour)))
		},
		"another kind": func(path string) error { return os.WriteFile(strings.TrimSuffix(path, ".crl")+".txt", b.list, 0o600) },
	} {
		if err := write(filepath.Join(b.dir, name)); err != nil {
			t.Fatal(err)
		}
		b.restart(t)
		if b.pieces(cert) != 0 || b.files(t) != 0 {
			t.Errorf("%s: %d pieces, %d files", what, b.pieces(cert), b.files(t))
		}
	}
	if err := os.WriteFile(filepath.Join(b.dir, name), b.list, 0o600); err != nil {
		t.Fatal(err)
	}
	b.now = time.Now().Add(time.Second)
	b.restart(t)
	if b.pieces(cert) != 1 {
		t.Error("a copy that is in order does not count")
	}
}

// TestInterrupted: a stop in the middle is no fault of the responder.
func TestInterrupted(t *testing.T) {
	b := newBureau(t)
	cert := b.issue(t, "/ocsp", "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.cache.Ask(ctx, cert, b.QualifiedCA.Certificate, b.now); !errors.Is(err, context.Canceled) || len(b.outcomes) != 0 || b.log.Len() != 0 {
		t.Errorf("%v, %v, logged %s", err, b.outcomes, b.log.String())
	}
	if err := b.ask(t, cert); err != nil {
		t.Error(err)
	}
}
