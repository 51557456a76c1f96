package rest

import (
	"net/http"
	"strings"

	"okienko/inbox"
)

// actor says who asks: nobody without an Authorization header. A header that
// proves nobody is refused even where nobody would be welcome, so that an
// integrator with a mistyped token does not post anonymously (RFC 6750 3.1).
func (d *Door) actor(r *http.Request) (inbox.Actor, error) {
	credentials := r.Header.Values("Authorization")
	if len(credentials) == 0 {
		return inbox.Actor{}, nil
	}
	scheme, token, _ := strings.Cut(credentials[0], " ")
	token = strings.TrimSpace(token)
	if len(credentials) > 1 || !strings.EqualFold(scheme, "Bearer") || token == "" {
		return inbox.Actor{}, inbox.Errorf(inbox.CodeAuthRequired, "the Authorization header holds no bearer token")
	}
	return d.Accounts.ByToken(r.Context(), token)
}

// challenge is what RFC 9110 11.6.1 asks of a 401.
func challenge(r *http.Request) string {
	if r.Header.Get("Authorization") == "" {
		return `Bearer realm="okienko"`
	}
	return `Bearer realm="okienko", error="invalid_token"`
}
