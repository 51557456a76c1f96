// Package clerk is the door for people who work in the office: the queue of
// their department, a letter with all that is known of it, and the work on it.
// One file per action. Who may do what is decided by inbox/desk.
package clerk

import (
	"embed"
	"net/http"
	"net/url"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/profile"
	"okienko/inbox/web"
)

//go:embed templates
var templateFiles embed.FS

// Options are what the door works with; all are required.
type Options struct {
	Site      *web.Site
	Desk      *desk.Desk
	Profile   *profile.Profile
	Catalogue *forms.Catalogue
}

type door struct {
	Options
	pages map[string]*web.Page
}

// Handler returns the door, for addresses below /clerk.
func Handler(opt Options) http.Handler {
	d := &door{Options: opt, pages: opt.Site.Pages(templateFiles)}
	return opt.Site.Door(d.routes())
}

const (
	loginPath   = "/clerk/login"
	lettersPath = "/clerk/letters"
	letterRoute = lettersPath + "/{id:[0-9]+}"
	replyRoute  = letterRoute + "/replies/{reply:[0-9]+}"

	submissionsPath = "/clerk/submissions"
	submissionRoute = submissionsPath + "/{document:[0-9]+}"
)

func (d *door) routes() []web.Route {
	s, in := d.Site, d.signedIn
	return append([]web.Route{
		{Method: http.MethodGet, Path: "/clerk", Handler: s.Get(d.home)},
		{Method: http.MethodGet, Path: loginPath, Handler: s.Get(d.showLogin)},
		{Method: http.MethodPost, Path: loginPath, Handler: s.Form(d.login)},
		{Method: http.MethodPost, Path: "/clerk/logout", Handler: s.Form(d.logout)},
		{Method: http.MethodGet, Path: lettersPath, Handler: s.Get(in(d.listLetters))},
		{Method: http.MethodGet, Path: letterRoute, Handler: s.Get(in(d.showLetter))},
		{Method: http.MethodGet, Path: letterRoute + "/document", Handler: s.Get(in(d.downloadDocument))},
		{Method: http.MethodGet, Path: letterRoute + "/receipt", Handler: s.Get(in(d.downloadReceipt))},
		{Method: http.MethodGet, Path: letterRoute + "/attachments/{k:[0-9]+}", Handler: s.Get(in(d.downloadAttachment))},
		{Method: http.MethodGet, Path: letterRoute + "/reply", Handler: s.Get(in(d.newReply))},
		{Method: http.MethodPost, Path: letterRoute + "/reply", Handler: s.Upload(in(d.sendReply))},
		{Method: http.MethodPost, Path: letterRoute + "/reply-signed", Handler: s.Upload(in(d.uploadSignedReply))},
		{Method: http.MethodGet, Path: letterRoute + "/reply-signed", Handler: s.Get(in(d.showSignedReply))},
		{Method: http.MethodGet, Path: letterRoute + "/reply-signed/attachments/{k:[0-9]+}", Handler: s.Get(in(d.downloadUploadedAttachment))},
		{Method: http.MethodPost, Path: letterRoute + "/reply-signed/send", Handler: s.Form(in(d.sendSignedReply))},
		{Method: http.MethodGet, Path: replyRoute, Handler: s.Get(in(d.showReply))},
		{Method: http.MethodGet, Path: replyRoute + "/document", Handler: s.Get(in(d.replies().Document))},
		{Method: http.MethodGet, Path: replyRoute + "/attachments/{k:[0-9]+}", Handler: s.Get(in(d.replies().Attachment))},
		{Method: http.MethodGet, Path: replyRoute + "/receipt", Handler: s.Get(in(d.replies().Delivery))},
		{Method: http.MethodPost, Path: letterRoute + "/note", Handler: s.Form(in(d.note))},
		{Method: http.MethodPost, Path: letterRoute + "/take-over", Handler: s.Form(in(d.takeOver))},
		{Method: http.MethodPost, Path: letterRoute + "/claim", Handler: s.Form(in(d.claim))},
		{Method: http.MethodPost, Path: letterRoute + "/unclaim", Handler: s.Form(in(d.unclaim))},
		{Method: http.MethodPost, Path: letterRoute + "/forward", Handler: s.Form(in(d.forward))},
		{Method: http.MethodPost, Path: letterRoute + "/close", Handler: s.Form(in(d.close))},
		{Method: http.MethodGet, Path: submissionsPath, Handler: s.Get(in(d.listSubmissions))},
		{Method: http.MethodGet, Path: submissionRoute, Handler: s.Get(in(d.showSubmission))},
		{Method: http.MethodGet, Path: submissionRoute + "/document", Handler: s.Get(in(d.downloadSubmission))},
	}, d.confirmRoutes()...)
}

// signedIn lets people who work with letters through.
func (d *door) signedIn(h web.Handler) web.Handler { return d.staff(inbox.WorksHere, h) }

// staff lets people of the office through who may; others are asked to sign in,
// and come back to where they wanted to go.
func (d *door) staff(may func(inbox.Actor) bool, h web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		switch v := web.VisitorOf(r); {
		case v.SignedIn() && may(v.Session.Actor):
			return h(w, r)
		case v.SignedIn():
			return inbox.Errorf(inbox.CodeForbidden, "not for role %q", v.Session.Actor.Role)
		case r.Method == http.MethodPost:
			return &inbox.Error{Code: inbox.CodeAuthRequired}
		}
		next := url.Values{nextField: {web.LocalPath(r.URL.EscapedPath(), r.URL.RawQuery)}}
		web.SeeOther(w, r, loginPath+"?"+next.Encode())
		return nil
	}
}

func (d *door) home(w http.ResponseWriter, r *http.Request) error {
	web.SeeOther(w, r, homeOf(web.Actor(r)))
	return nil
}

// homeOf is the first page of somebody's work; residents who came to the wrong door
// are shown theirs.
func homeOf(a inbox.Actor) string {
	switch a.Role {
	case inbox.RoleConfirmer:
		return confirmPath
	case inbox.RoleResident:
		return "/my/letters"
	}
	return lettersPath
}

// render writes one of this door's pages.
func (d *door) render(w http.ResponseWriter, r *http.Request, page string, v web.View) error {
	d.Site.Render(w, r, d.pages[page], v)
	return nil
}
