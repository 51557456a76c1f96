// Package resident is the door for people who write to the office: they send a
// signed letter, see in words what was checked, get the receipt, and ask what
// became of a document. One file per action.
package resident

import (
	"context"
	"embed"
	"net/http"
	"slices"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/boxes"
	"okienko/inbox/desk"
	"okienko/inbox/intake"
	"okienko/inbox/profile"
	"okienko/inbox/web"
)

//go:embed templates
var templateFiles embed.FS

// Intake judges a submission; *intake.Intake is one, and so is what counts on
// top of it.
type Intake interface {
	Receive(ctx context.Context, req intake.Request) (inbox.Outcome, error)
}

// Options are what the door works with; all are required.
type Options struct {
	Site      *web.Site
	Intake    Intake
	Desk      *desk.Desk
	Profile   *profile.Profile
	Boxes     *boxes.Boxes
	Catalogue *forms.Catalogue
}

type door struct {
	Options
	pages map[string]*web.Page
}

// Handler returns the door.
func Handler(opt Options) http.Handler {
	d := &door{Options: opt, pages: opt.Site.Pages(templateFiles)}
	return opt.Site.Door(d.routes())
}

func (d *door) routes() []web.Route {
	s := d.Site
	return append([]web.Route{
		{Method: http.MethodGet, Path: "/", Handler: s.Get(d.start)},
		{Method: http.MethodPost, Path: "/letters", Handler: s.Upload(d.sendLetter)},
		{Method: http.MethodGet, Path: "/letters/{document:[0-9]+}", Handler: s.Get(d.showLetter)},
		{Method: http.MethodGet, Path: "/receipts/{document:[0-9]+}", Handler: s.Get(d.downloadReceipt)},
		{Method: http.MethodGet, Path: "/check", Handler: s.Get(d.check)},
		{Method: http.MethodPost, Path: "/check", Handler: s.Upload(d.checkFile)},
		{Method: http.MethodGet, Path: "/help", Handler: s.Get(d.help)},
		{Method: http.MethodGet, Path: "/accessibility", Handler: s.Get(d.accessibility)},
	}, slices.Concat(d.peopleRoutes(), d.myRoutes())...)
}

// render writes one of this door's pages.
func (d *door) render(w http.ResponseWriter, r *http.Request, page string, v web.View) error {
	d.Site.Render(w, r, d.pages[page], v)
	return nil
}
