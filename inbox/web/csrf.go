package web

import (
	"crypto/subtle"
	"net/http"

	"okienko/inbox"
)

// TokenField is the hidden field that carries the session's token in a form.
const TokenField = "token"

// sameOrigin refuses forms that another site posts with the visitor's cookies,
// by what the browser says of the request's origin.
func (s *Site) sameOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.cross.Check(r); err != nil {
			s.Fail(w, r, &inbox.Error{Code: inbox.CodeForbidden, Cause: err})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// CheckToken refuses a form of somebody signed in that does not carry the
// token of his session. Nobody's forms have none: there is nothing of his that
// another site could make use of.
func (s *Site) CheckToken(r *http.Request, token string) error {
	v := VisitorOf(r)
	if !v.SignedIn() && v.Session.Awaits == "" {
		return nil
	}
	return s.CheckOwnToken(r, token)
}

// CheckOwnToken is CheckToken for what nobody's session keeps, too: a form that
// does not carry the token of the visitor's session is refused.
func (s *Site) CheckOwnToken(r *http.Request, token string) error {
	v := VisitorOf(r)
	if subtle.ConstantTimeCompare([]byte(token), []byte(v.Session.CSRF)) != 1 || v.Session.CSRF == "" {
		return inbox.Errorf(inbox.CodeFormToken, "form token of another session")
	}
	return nil
}
