package web

import (
	"net/http"

	"okienko/inbox/locale"
)

const (
	languageCookie    = "okienko_language"
	languageParameter = "lang"
	// languageYear is how long a choice of language is kept, in seconds.
	languageYear = 365 * 24 * 60 * 60
)

// withLanguage chooses the language: the link just followed, else the choice
// made before, else what the browser prefers.
func (s *Site) withLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if chosen, ok := locale.Parse(r.URL.Query().Get(languageParameter)); ok && isRead(r) {
			s.keepLanguage(w, chosen)
			http.Redirect(w, r, withoutLanguage(r), http.StatusSeeOther)
			return
		}
		next.ServeHTTP(w, withVisitor(r, &Visitor{Lang: languageOf(r)}))
	})
}

func isRead(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

func languageOf(r *http.Request) locale.Lang {
	if cookie, err := r.Cookie(languageCookie); err == nil {
		if l, ok := locale.Parse(cookie.Value); ok {
			return l
		}
	}
	return locale.FromAcceptLanguage(r.Header.Get("Accept-Language"))
}

func (s *Site) keepLanguage(w http.ResponseWriter, l locale.Lang) {
	cookie := s.cookie(languageCookie, string(l))
	cookie.MaxAge = languageYear
	http.SetCookie(w, cookie)
}

// withoutLanguage is the same page without the choice, so that reloading or
// passing on the address does not choose again. It is a path of this site.
func withoutLanguage(r *http.Request) string {
	query := r.URL.Query()
	query.Del(languageParameter)
	return LocalPath(r.URL.EscapedPath(), query.Encode())
}
