package web

import (
	"context"
	"net/http"
	"net/url"

	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/inbox/profile"
)

// Visitor is who looks at a page, and in which language.
type Visitor struct {
	Lang    locale.Lang
	Session profile.Session // the zero Session: none yet
}

// SignedIn reports whether the visitor has an account and used it.
func (v *Visitor) SignedIn() bool { return !v.Session.Actor.IsZero() }

type visitorKey struct{}

// VisitorOf returns the visitor of a request. One that did not come through Door
// is nobody's, in the language it asks for.
func VisitorOf(r *http.Request) *Visitor {
	v, _ := r.Context().Value(visitorKey{}).(*Visitor)
	if v == nil {
		return &Visitor{Lang: languageOf(r)}
	}
	return v
}

func withVisitor(r *http.Request, v *Visitor) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), visitorKey{}, v))
}

// sessionCookie names the cookie of a session. By https it has the prefix that
// lets browsers take it from this very host only (RFC 6265bis 4.1.3.2).
func (s *Site) sessionCookie() string {
	if s.Secure {
		return "__Host-okienko"
	}
	return "okienko"
}

// withSession finds the session of the request's cookie. Nothing is written for
// a visitor without one: a session begins when there is something to remember.
func (s *Site) withSession(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie(s.sessionCookie())
		if err != nil || cookie.Value == "" {
			next.ServeHTTP(w, r)
			return
		}
		session, ok, err := s.Profile.BySession(r.Context(), cookie.Value)
		if err != nil {
			s.Fail(w, r, err)
			return
		}
		if ok {
			VisitorOf(r).Session = session
		}
		next.ServeHTTP(w, r)
	})
}

// Session returns the visitor's session and begins one where there is none.
func (s *Site) Session(w http.ResponseWriter, r *http.Request) (profile.Session, error) {
	v := VisitorOf(r)
	if v.Session.Cookie != "" {
		return v.Session, nil
	}
	session, err := s.Profile.Start(r.Context())
	if err != nil {
		return profile.Session{}, err
	}
	s.SetSession(w, r, session)
	return session, nil
}

// SecondFactorPath is where a session that awaits a second factor goes on: to the
// code, or to setting one up; next is where to go afterwards.
func SecondFactorPath(session profile.Session, next string) string {
	path := "/login/code"
	if session.Enrol {
		path = "/account/second-factor"
	}
	return LocalPath(path, url.Values{"next": {next}}.Encode())
}

// SetSession gives the visitor a session: a new one, or the one after a login.
func (s *Site) SetSession(w http.ResponseWriter, r *http.Request, session profile.Session) {
	VisitorOf(r).Session = session
	cookie := s.cookie(s.sessionCookie(), session.Cookie)
	cookie.Expires = session.Expires
	http.SetCookie(w, cookie)
}

// EndSession takes the session's cookie back.
func (s *Site) EndSession(w http.ResponseWriter, r *http.Request) {
	VisitorOf(r).Session = profile.Session{}
	cookie := s.cookie(s.sessionCookie(), "")
	cookie.MaxAge = -1
	http.SetCookie(w, cookie)
}

func (s *Site) cookie(name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode}
}

// Actor is the account that does something, the zero Actor for nobody.
func Actor(r *http.Request) inbox.Actor { return VisitorOf(r).Session.Actor }
