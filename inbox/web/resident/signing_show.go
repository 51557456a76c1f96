package resident

import (
	"encoding/hex"
	"html/template"
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"okienko/forms/render"
	"okienko/inbox"
	"okienko/inbox/profile"
	"okienko/inbox/web"
)

// signingData is a signing session: what is to be signed, by whom, and the code.
type signingData struct {
	profile.Signing
	Path    string
	Content template.HTML
	Digest  string
	Signer  inbox.TrustedProfile
	Scheme  string
	Sent    bool               // a code was mailed
	Ended   inbox.SigningState // why nothing can be signed here any more; "" = it can
	Restart string
}

// showSigning shows the document before anything is asked, and when it is signed,
// how to go on.
func (d *door) showSigning(w http.ResponseWriter, r *http.Request) error {
	v, err := d.signingView(r)
	if err != nil {
		return err
	}
	data := v.Data.(signingData)
	if data.State == inbox.SigningSigned {
		v.Title = v.T("signing.signed")
		return d.render(w, r, "signed", v)
	}
	return d.render(w, r, "signing", v)
}

func (d *door) signingView(r *http.Request) (web.View, error) {
	v := web.NewView(r, "signing.title", nil)
	s, err := d.signing(r)
	if err != nil {
		return v, err
	}
	data := signingData{Signing: s, Path: signingPath + s.ID, Digest: hex.EncodeToString(s.SHA256[:]), Scheme: d.Profile.Scheme(),
		Sent: r.URL.Query().Has("sent"), Restart: restartPath(s.Purpose)}
	if state := s.StateAt(d.Site.Now()); state != inbox.SigningOpen {
		data.Ended = state
	}
	if data.Signer, _, err = d.Profile.Of(r.Context(), web.Actor(r)); err != nil {
		return v, err
	}
	outline, err := render.Document(s.Document, d.Catalogue)
	if err != nil {
		return v, inbox.Errorf(inbox.CodeSigningUnreadable, "cannot be shown: %w", err)
	}
	data.Content, err = outline.HTML(web.Reader(v.Lang), func(k int) string { return data.Path + "/attachments/" + strconv.Itoa(k) })
	v.Self, v.Data = data.Path, data
	return v, err
}

// signing finds the session a request names, if it is the visitor's.
func (d *door) signing(r *http.Request) (profile.Signing, error) {
	return d.Profile.SigningByID(r.Context(), web.Actor(r), mux.Vars(r)["id"])
}

// downloadShown gives the document that is to be signed, to the octet.
func (d *door) downloadShown(w http.ResponseWriter, r *http.Request) error {
	s, err := d.signing(r)
	if err != nil {
		return err
	}
	web.Download(w, "dokument.xml", "application/xml", s.Document)
	return nil
}

// downloadShownAttachment gives a file out of it.
func (d *door) downloadShownAttachment(w http.ResponseWriter, r *http.Request) error {
	s, err := d.signing(r)
	if err != nil {
		return err
	}
	k, err := web.AttachmentNumber(r)
	if err != nil {
		return err
	}
	file, err := render.AttachmentFile(s.Document, k)
	return web.DownloadAttachment(w, file, err)
}
