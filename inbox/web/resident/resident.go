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
	"okienko/inbox/drafts"
	"okienko/inbox/intake"
	"okienko/inbox/profile"
	"okienko/inbox/receipt"
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
	Drafts    *drafts.Drafts
	Profile   *profile.Profile
	Boxes     *boxes.Boxes
	Catalogue *forms.Catalogue
	Issuer    *receipt.Issuer // knows the office's receipts
	PublicURL string          // how people reach this installation, without a path
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

// draft is the address of a draft, by its id.
const draft = "/drafts/{draft:[0-9a-f]{32}}"

func (d *door) routes() []web.Route {
	s := d.Site
	return append([]web.Route{
		{Method: http.MethodGet, Path: "/", Handler: s.Get(d.start)},
		{Method: http.MethodGet, Path: "/forms", Handler: s.Get(d.listForms)},
		{Method: http.MethodGet, Path: "/forms/{form}/{version}", Handler: s.Get(d.showForm)},
		{Method: http.MethodPost, Path: "/forms/{form}/{version}", Handler: s.Form(d.beginDraft)},
		{Method: http.MethodGet, Path: "/forms/{form}/{version}/{file}", Handler: s.Get(d.downloadFormFile)},
		{Method: http.MethodGet, Path: "/drafts", Handler: s.Get(d.listDrafts)},
		{Method: http.MethodGet, Path: draft, Handler: s.Get(d.resumeDraft)},
		{Method: http.MethodGet, Path: draft + "/pages/{page}", Handler: s.Get(d.showPage)},
		{Method: http.MethodPost, Path: draft + "/pages/{page}", Handler: s.Upload(d.savePage)},
		{Method: http.MethodGet, Path: draft + "/check", Handler: s.Get(d.showAnswers)},
		{Method: http.MethodPost, Path: draft + "/check", Handler: d.draftForm(d.fixDocument)},
		{Method: http.MethodGet, Path: draft + "/send", Handler: s.Get(d.showSending)},
		{Method: http.MethodPost, Path: draft + "/send", Handler: s.Upload(d.uploadSigned)},
		{Method: http.MethodPost, Path: draft + "/sign", Handler: d.draftForm(d.own(d.signDraft))},
		{Method: http.MethodGet, Path: draft + "/document", Handler: s.Get(d.downloadDraft)},
		{Method: http.MethodGet, Path: draft + "/delete", Handler: s.Get(d.askDeleteDraft)},
		{Method: http.MethodPost, Path: draft + "/delete", Handler: d.draftForm(d.deleteDraft)},
		{Method: http.MethodGet, Path: "/send", Handler: s.Get(d.letterForm)},
		{Method: http.MethodPost, Path: "/letters", Handler: s.Upload(d.sendLetter)},
		{Method: http.MethodGet, Path: "/letters/{document:[0-9]+}", Handler: s.Get(d.showLetter)},
		{Method: http.MethodGet, Path: "/letters/{document:[0-9]+}/copy.pdf", Handler: s.Get(d.downloadCopy)},
		{Method: http.MethodGet, Path: "/letters/{document:[0-9]+}/qr.png", Handler: s.Get(d.showQR)},
		{Method: http.MethodGet, Path: "/receipts/{document:[0-9]+}", Handler: s.Get(d.downloadReceipt)},
		{Method: http.MethodGet, Path: "/check", Handler: s.Get(d.check)},
		{Method: http.MethodPost, Path: "/check", Handler: s.Upload(d.checkFile)},
		{Method: http.MethodPost, Path: "/check/receipt", Handler: s.Upload(d.checkReceipt)},
		{Method: http.MethodGet, Path: "/help", Handler: s.Get(d.help)},
		{Method: http.MethodGet, Path: "/accessibility", Handler: s.Get(d.accessibility)},
	}, slices.Concat(d.peopleRoutes(), d.myRoutes())...)
}

// render writes one of this door's pages.
func (d *door) render(w http.ResponseWriter, r *http.Request, page string, v web.View) error {
	d.Site.Render(w, r, d.pages[page], v)
	return nil
}
