package web

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"

	"okienko/inbox"
)

// IdentityProvider signs people in elsewhere, with OpenID Connect.
type IdentityProvider interface {
	// Address is where the browser goes; state comes back with it.
	Address(ctx context.Context, state, nonce, verifier string) (string, error)
	// Redeem is who came back with a code.
	Redeem(ctx context.Context, code, nonce, verifier string) (inbox.ExternalIdentity, error)
}

// SignIn is a provider as people see it.
type SignIn struct {
	ID       string // part of the address to come back to
	Title    string // "Konto Przykładowa"
	Issuer   string
	Provider IdentityProvider
}

// SignInByID finds a provider; ok is false when there is none.
func (s *Site) SignInByID(id string) (SignIn, bool) {
	for _, p := range s.SignIns {
		if p.ID == id {
			return p, true
		}
	}
	return SignIn{}, false
}

// Pending is a sign-in that has gone to a provider and has not come back. The
// browser keeps it, so that only the one that left can return.
type Pending struct {
	Provider, State, Nonce, Verifier string
	Link                             bool // to be linked to the account that is signed in
	Next                             string
}

// pendingSeconds is how long a sign-in elsewhere may take.
const pendingSeconds = 15 * 60

func (s *Site) pendingCookie() string { return s.sessionCookie() + "-signin" }

// SetPending lets the browser keep p.
func (s *Site) SetPending(w http.ResponseWriter, p Pending) {
	link := ""
	if p.Link {
		link = "link"
	}
	cookie := s.cookie(s.pendingCookie(), strings.Join([]string{p.Provider, p.State, p.Nonce, p.Verifier, link, escapeNext(p.Next)}, "|"))
	cookie.MaxAge = pendingSeconds
	http.SetCookie(w, cookie)
}

// TakePending returns what the browser kept, once; ok is false when it kept nothing.
func (s *Site) TakePending(w http.ResponseWriter, r *http.Request) (p Pending, ok bool) {
	cookie, err := r.Cookie(s.pendingCookie())
	if err != nil {
		return Pending{}, false
	}
	gone := s.cookie(s.pendingCookie(), "")
	gone.MaxAge = -1
	http.SetCookie(w, gone)
	parts := strings.Split(cookie.Value, "|")
	if len(parts) != 6 || parts[1] == "" {
		return Pending{}, false
	}
	return Pending{Provider: parts[0], State: parts[1], Nonce: parts[2], Verifier: parts[3], Link: parts[4] == "link", Next: unescapeNext(parts[5])}, true
}

// escapeNext writes a local address so that a cookie can hold it.
func escapeNext(next string) string { return base64.RawURLEncoding.EncodeToString([]byte(next)) }

func unescapeNext(text string) string {
	next, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return ""
	}
	return string(next)
}
