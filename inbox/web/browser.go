package web

import "net/http"

// browserKeyLength is that of a key as profile.NewToken writes it.
const browserKeyLength = 43

// browserDays is how long a browser keeps its key; what it holds expires before.
const browserDays = 30

// browserCookie names the cookie of the browser's key: what a browser keeps here
// before anybody signs in hangs on it. It outlives the session, which is short
// because it may be somebody's.
func (s *Site) browserCookie() string {
	if s.Secure {
		return "__Host-okienko-browser"
	}
	return "okienko_browser"
}

// Browser returns the key of the visitor's browser, "" when it has none.
func (s *Site) Browser(r *http.Request) string {
	cookie, err := r.Cookie(s.browserCookie())
	if err != nil || len(cookie.Value) != browserKeyLength {
		return ""
	}
	return cookie.Value
}

// StartBrowser gives a browser without a key one.
func (s *Site) StartBrowser(w http.ResponseWriter, r *http.Request) (key string, err error) {
	if key = s.Browser(r); key != "" {
		return key, nil
	}
	if key, err = s.Profile.NewToken(); err != nil {
		return "", err
	}
	cookie := s.cookie(s.browserCookie(), key)
	cookie.MaxAge = browserDays * 24 * 60 * 60
	http.SetCookie(w, cookie)
	return key, nil
}

// EndBrowser takes the key back, once an account has what hung on it.
func (s *Site) EndBrowser(w http.ResponseWriter) {
	cookie := s.cookie(s.browserCookie(), "")
	cookie.MaxAge = -1
	http.SetCookie(w, cookie)
}
