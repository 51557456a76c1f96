package web

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"okienko/inbox"
)

// Handler is one action: it answers, or returns the error that Fail makes a page of.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Route is one line of a door's route table.
type Route struct {
	Method  string
	Path    string // as gorilla/mux writes it
	Handler http.Handler
}

// Get makes a page of an action that changes nothing.
func (s *Site) Get(h Handler) http.Handler { return s.handle(h) }

// Form makes an action of a posted form: the form is parsed, within
// maxFormBytes, and its token checked before h runs.
func (s *Site) Form(h Handler) http.Handler {
	return s.handle(func(w http.ResponseWriter, r *http.Request) error {
		r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
		if err := r.ParseForm(); err != nil {
			return inbox.Errorf(inbox.CodeRequest, "form: %w", err)
		}
		if err := s.CheckToken(r, r.PostForm.Get(TokenField)); err != nil {
			return err
		}
		return h(w, r)
	})
}

// Upload makes an action of a posted form with a file. Its body is not read
// here: h reads it with ReadUpload, which checks the token.
func (s *Site) Upload(h Handler) http.Handler { return s.handle(h) }

// maxFormBytes is more than any form without a file needs; parsing costs
// memory in proportion.
const maxFormBytes = 64 << 10

func (s *Site) handle(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.Fail(w, r, err)
		}
	})
}

// Door serves a route table behind everything the pages share: security
// headers, recovery, language, cross-origin check and session.
func (s *Site) Door(routes []Route) http.Handler {
	router := mux.NewRouter()
	for _, route := range routes {
		methods := []string{route.Method}
		if route.Method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
		router.Handle(route.Path, route.Handler).Methods(methods...)
	}
	router.NotFoundHandler = s.failing(inbox.CodeNotFound)
	router.MethodNotAllowedHandler = s.handle(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Allow", strings.Join(allowed(router, r), ", "))
		return &inbox.Error{Code: inbox.CodeMethod}
	})
	return s.guarded(s.withLanguage(s.recovering(s.sameOrigin(s.withSession(router)))))
}

func (s *Site) failing(code string) http.Handler {
	return s.handle(func(http.ResponseWriter, *http.Request) error { return &inbox.Error{Code: code} })
}

// allowed lists the methods of a path (RFC 9110 15.5.6 asks for them).
func allowed(router *mux.Router, r *http.Request) []string {
	var methods []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		asked := r.Clone(r.Context())
		asked.Method = method
		var match mux.RouteMatch
		if router.Match(asked, &match) && match.MatchErr == nil {
			methods = append(methods, method)
		}
	}
	return methods
}
