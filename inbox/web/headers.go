package web

import (
	"fmt"
	"net/http"
)

// policy allows this site's stylesheet, images and forms, and nothing else: no
// script at all, no frame, nothing from elsewhere. Pages that have something to
// say before they are posted may run the one script there is.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// scriptPolicy is the policy of a page that runs the script, which stands in
// a file of this site: markup that a sender smuggled in would run nothing.
func scriptPolicy() string { return policy + "; script-src 'self'" }

// guard sets the headers that go with every page. The referrer stays within the
// site; it is not "no-referrer", which would make browsers send "Origin: null"
// with our forms.
func guard(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store") // pages show letters; files below /static/ set their own
}

// guarded sets them before a door answers; Render sets them for pages that no
// door made.
func (s *Site) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		guard(w.Header())
		next.ServeHTTP(w, r)
	})
}

// recovering makes the page of an internal error from a panic.
func (s *Site) recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch cause := recover(); cause {
			case nil:
			case http.ErrAbortHandler:
				panic(cause) // net/http's own way to hang up
			default:
				s.Fail(w, r, fmt.Errorf("panic: %v", cause))
			}
		}()
		next.ServeHTTP(w, r)
	})
}
