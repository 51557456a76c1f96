package fetch

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"okienko/inbox"
)

// stubProvider is an OpenID Connect provider of one person, with faults to order.
type stubProvider struct {
	*httptest.Server
	key       *rsa.PrivateKey
	challenge string // of the last authorization request
	nonce     string
	change    func(claims map[string]any)
	forged    bool // sign with a key that is not published
}

func newStubProvider(t *testing.T) *stubProvider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &stubProvider{key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
			"jwks_uri": p.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "kid": "1", "alg": "RS256", "use": "sig",
			"n": encode(p.key.N.Bytes()), "e": encode(big.NewInt(int64(p.key.E)).Bytes())}}})
	})
	mux.HandleFunc("/token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

// visit is the browser at the provider: it signs in and comes back with a code.
func (p *stubProvider) visit(t *testing.T, address string) (state, code string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	p.nonce, p.challenge = q.Get("nonce"), q.Get("code_challenge")
	if q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || !strings.Contains(q.Get("scope"), "openid") {
		t.Fatalf("request %s", address)
	}
	return q.Get("state"), "the-code"
}

func (p *stubProvider) token(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if r.FormValue("code") != "the-code" || encode(sum[:]) != p.challenge {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	claims := map[string]any{"iss": p.URL, "sub": "subject-1", "aud": "okienko", "exp": time.Now().Add(time.Minute).Unix(),
		"iat": time.Now().Unix(), "nonce": p.nonce, "name": "Anna Testowa", "email": "anna.testowa@example.pl", "email_verified": true}
	if p.change != nil {
		p.change(claims)
	}
	reply(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.sign(claims)})
}

func (p *stubProvider) sign(claims map[string]any) string {
	key := p.key
	if p.forged {
		key, _ = rsa.GenerateKey(rand.Reader, 2048)
	}
	body, _ := json.Marshal(claims)
	text := encode([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + encode(body)
	sum := sha256.Sum256([]byte(text))
	signature, _ := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	return text + "." + encode(signature)
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func TestOpenID(t *testing.T) {
	someone := inbox.ExternalIdentity{Subject: "subject-1", Name: "Anna Testowa", Email: "anna.testowa@example.pl", EmailVerified: true}
	for _, c := range []struct {
		name     string
		prepare  func(p *stubProvider)
		nonce    string // at Redeem
		verifier string
		proved   bool
	}{
		{name: "as it should be", proved: true},
		{name: "forged signature", prepare: func(p *stubProvider) { p.forged = true }},
		{name: "token of another client", prepare: func(p *stubProvider) { p.change = set("aud", "other") }},
		{name: "token of another issuer", prepare: func(p *stubProvider) { p.change = set("iss", "https://other.example") }},
		{name: "expired token", prepare: func(p *stubProvider) { p.change = set("exp", time.Now().Add(-time.Hour).Unix()) }},
		{name: "no subject", prepare: func(p *stubProvider) { p.change = set("sub", "") }},
		{name: "token of an earlier sign-in", prepare: func(p *stubProvider) { p.change = set("nonce", "earlier") }},
		{name: "another browser's nonce", nonce: "other"},
		{name: "another browser's verifier", verifier: strings.Repeat("v", 43)},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newStubProvider(t)
			if c.prepare != nil {
				c.prepare(p)
			}
			id := New(Options{Private: true}).OpenID(OpenIDOptions{Issuer: p.URL, ClientID: "okienko", ClientSecret: "s", RedirectURL: "http://127.0.0.1/back"})
			nonce, verifier := "nonce-1", strings.Repeat("a", 43)
			address, err := id.Address(context.Background(), "state-1", nonce, verifier)
			if err != nil {
				t.Fatal(err)
			}
			state, code := p.visit(t, address)
			if state != "state-1" {
				t.Errorf("state %q", state)
			}
			got, err := id.Redeem(context.Background(), code, or(c.nonce, nonce), or(c.verifier, verifier))
			want := someone
			want.Issuer = p.URL
			if c.proved && (err != nil || got != want) {
				t.Errorf("%+v, %v", got, err)
			}
			if !c.proved && (!errors.Is(err, ErrOpenID) || got != inbox.ExternalIdentity{}) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func set(name string, value any) func(map[string]any) {
	return func(claims map[string]any) { claims[name] = value }
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// A provider that is down at first is asked again.
func TestOpenIDProviderThatComesBack(t *testing.T) {
	p := newStubProvider(t)
	up := false
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !up {
			http.Error(w, "down", http.StatusServiceUnavailable)
			return
		}
		p.Config.Handler.ServeHTTP(w, r)
	}))
	defer front.Close()
	p.URL = front.URL
	id := New(Options{Private: true}).OpenID(OpenIDOptions{Issuer: front.URL, ClientID: "okienko"})
	if _, err := id.Address(context.Background(), "s", "n", "v"); err == nil {
		t.Error("no error from a provider that is down")
	}
	up = true
	if _, err := id.Address(context.Background(), "s", "n", "v"); err != nil {
		t.Error(err)
	}
}

// Without Private the provider's address is refused as any address inside the house.
func TestOpenIDInsideTheHouse(t *testing.T) {
	p := newStubProvider(t)
	id := New(Options{}).OpenID(OpenIDOptions{Issuer: p.URL, ClientID: "okienko"})
	if _, err := id.Address(context.Background(), "s", "n", "v"); !errors.Is(err, ErrAddress) {
		t.Errorf("%v", err)
	}
}
