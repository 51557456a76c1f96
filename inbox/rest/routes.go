package rest

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"okienko/inbox"
)

// action answers one request of an actor; what it returns goes through problem.go.
type action func(d *Door, w http.ResponseWriter, r *http.Request, a inbox.Actor) error

// access says who may come to a route at all; what an account may do there is
// judged below the door.
type access bool

const (
	anyone  access = false // no account needed; a wrong token is refused all the same
	account access = true
)

type route struct {
	method string
	path   string
	access access
	do     action
}

// routes is every route of the door; openapi.yaml describes the same ones. GET
// includes HEAD.
var routes = []route{
	{http.MethodPost, "/api/v1/boxes/{entity}/{box}/letters", anyone, (*Door).letterCreate},
	{http.MethodGet, "/api/v1/letters", account, (*Door).letterList},
	{http.MethodGet, "/api/v1/letters/{id}", account, (*Door).letterShow},
	{http.MethodGet, "/api/v1/letters/{id}/document", account, (*Door).letterDocument},
	{http.MethodGet, "/api/v1/letters/{id}/receipt", account, (*Door).letterReceipt},
	{http.MethodGet, "/api/v1/letters/{id}/history", account, (*Door).letterHistory},
	{http.MethodGet, "/api/v1/letters/{id}/replies", account, (*Door).replyList},
	{http.MethodGet, "/api/v1/letters/{id}/replies/{reply}/document", account, (*Door).replyDocument},
	{http.MethodGet, "/api/v1/letters/{id}/replies/{reply}/receipt", account, (*Door).replyReceipt},
	{http.MethodPost, "/api/v1/letters/{id}/notes", account, (*Door).letterNote},
	{http.MethodPost, "/api/v1/letters/{id}/claim", account, (*Door).letterClaim},
	{http.MethodPost, "/api/v1/letters/{id}/unclaim", account, (*Door).letterUnclaim},
	{http.MethodPost, "/api/v1/letters/{id}/forward", account, (*Door).letterForward},
	{http.MethodPost, "/api/v1/letters/{id}/close", account, (*Door).letterClose},
	{http.MethodGet, "/api/v1/submissions/{id}", account, (*Door).submissionShow},
	{http.MethodGet, "/api/v1/receipts", anyone, (*Door).receiptFind},
	{http.MethodGet, "/api/v1/forms", anyone, (*Door).formList},
	{http.MethodGet, "/api/v1/forms/{form}/{version}/{file}", anyone, (*Door).formFile},
	{http.MethodGet, "/api/v1/reasons", anyone, (*Door).reasonList},
	{http.MethodGet, "/api/v1/limits", anyone, (*Door).limitsShow},
	{http.MethodGet, "/api/v1/seal.pem", anyone, (*Door).sealShow},
	{http.MethodGet, "/openapi.yaml", anyone, (*Door).openAPI},
}

func (d *Door) newRouter() *mux.Router {
	router := mux.NewRouter().SkipClean(true) // a path with // is answered 404, not redirected: a redirected POST loses its letter
	for _, rt := range routes {
		router.HandleFunc(rt.path, d.handler(rt)).Methods(rt.methods()...)
	}
	router.NotFoundHandler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.Fail(w, r, &inbox.Error{Code: inbox.CodeNotFound})
	})
	router.MethodNotAllowedHandler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", strings.Join(allowed(router, r), ", "))
		d.Fail(w, r, &inbox.Error{Code: inbox.CodeMethod})
	})
	return router
}

func (rt route) methods() []string {
	if rt.method == http.MethodGet {
		return []string{http.MethodGet, http.MethodHead}
	}
	return []string{rt.method}
}

func (d *Door) handler(rt route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store") // the public files say otherwise
		a, err := d.actor(r)
		if err == nil && rt.access == account && a.IsZero() {
			err = &inbox.Error{Code: inbox.CodeAuthRequired}
		}
		if err == nil {
			err = rt.do(d, w, r, a)
		}
		if err != nil {
			d.Fail(w, r, err)
		}
	}
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
