package fetch_test

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/inbox/fetch"
	"okienko/xades/tsp"
)

// serve answers with a handler on loopback.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestTimeStamp(t *testing.T) {
	pki, err := pkitest.New(pkitest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tsa, err := pki.NewTSA(pki.QualifiedCA, pkitest.Request{Subject: pkitest.Subject{CommonName: "TSA (test)"}})
	if err != nil {
		t.Fatal(err)
	}
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		request, _ := io.ReadAll(r.Body)
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/timestamp-query" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		answer, _ := tsa.Answer(request)
		w.Write(answer)
	})
	q := tsp.Request{Imprint: tsp.Imprint{Hash: crypto.SHA256, Digest: make([]byte, 32)}, Certificates: true}
	request, err := q.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := fetch.New(fetch.Options{Private: true}).TimeStamp(t.Context(), address, request)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := q.Accept(answer); err != nil {
		t.Error(err)
	}
}

// TestRefusals: each is an error, and none is waited for.
func TestRefusals(t *testing.T) {
	open := fetch.Options{Private: true, Timeout: 300 * time.Millisecond}
	released := make(chan struct{})
	t.Cleanup(func() { close(released) })
	moved := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) })
	large := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 1<<20+1)) })
	silent := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // only then does the server see the client leave
		select {
		case <-released:
		case <-r.Context().Done():
		}
	})
	reached := false
	inside := serve(t, func(http.ResponseWriter, *http.Request) { reached = true })
	for name, c := range map[string]struct {
		address string
		opt     fetch.Options
		want    string
	}{
		"moved":        {moved, open, "302"},
		"large":        {large, open, "more than"},
		"silent":       {silent, open, "Timeout"},
		"inside":       {inside, fetch.Options{}, "inside the house"},
		"by name":      {strings.Replace(inside, "127.0.0.1", "localhost", 1), fetch.Options{}, "inside the house"},
		"a file":       {"file:///etc/passwd", open, "no http"},
		"no host":      {"http:///x", open, "no http"},
		"with a login": {strings.Replace(inside, "http://", "http://a:b@", 1), open, "no http"},
	} {
		answer, err := fetch.New(c.opt).TimeStamp(t.Context(), c.address, []byte("x"))
		if err == nil || answer != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if reached {
		t.Error("an address inside the house was dialled")
	}
	if _, err := fetch.New(fetch.Options{}).TimeStamp(t.Context(), inside, nil); !errors.Is(err, fetch.ErrAddress) {
		t.Error(err)
	}
}

func TestPublicAddresses(t *testing.T) {
	for text, want := range map[string]bool{
		"8.8.8.8": true, "2a00:1450::1": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false,
		"0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false, "::1": false, "::": false, "fe80::1%eth0": false, "fd00::1": false,
		"::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "::127.0.0.1": false,
	} {
		if got := fetch.Public(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// TestEvidence: the responder first, then the list; what is no evidence is
// passed over.
func TestEvidence(t *testing.T) {
	pki, err := pkitest.New(pkitest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	responder := pki.Responder(pki.QualifiedCA, pki.QualifiedCA)
	list, err := pki.CRL(pki.QualifiedCA, pkitest.CRL{})
	if err != nil {
		t.Fatal(err)
	}
	ocsp := serve(t, func(w http.ResponseWriter, r *http.Request) {
		request, _ := io.ReadAll(r.Body)
		answer, err := responder.Answer(request)
		if err != nil {
			t.Error(err)
		}
		w.Write(answer)
	})
	refusing := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(pkitest.RefuseOCSP(3)) })
	crl := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(list) })
	nonsense := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") })
	issue := func(responders, lists []string) *x509.Certificate {
		c, err := pki.Issue(pki.QualifiedCA, pkitest.Request{Subject: pkitest.TestPerson(), OCSPServers: responders, CRLDistributionPoints: lists})
		if err != nil {
			t.Fatal(err)
		}
		return c.Certificate
	}
	for name, c := range map[string]struct {
		cert   *x509.Certificate
		isCRL  bool
		failed bool
	}{
		"responder":         {issue([]string{ocsp}, []string{nonsense}), false, false},
		"responder refuses": {issue([]string{refusing}, []string{crl}), true, false},
		"list":              {issue(nil, []string{"ldap://x/y", crl}), true, false},
		"second list":       {issue(nil, []string{nonsense, crl}), true, false},
		"nonsense":          {issue([]string{nonsense}, []string{nonsense}), false, true},
		"nothing":           {issue(nil, nil), false, false},
	} {
		evidence, err := fetch.New(fetch.Options{Private: true}).Evidence(t.Context(), c.cert, pki.QualifiedCA.Certificate)
		if (err != nil) != c.failed || bytes.Equal(evidence, list) != c.isCRL {
			t.Errorf("%s: %d octets, %v", name, len(evidence), err)
		}
		if (evidence == nil) != (c.failed || name == "nothing") {
			t.Errorf("%s: %d octets", name, len(evidence))
		}
	}
}
