package resident

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"okienko/inbox/web"
)

// draftSendData is the page on which a document is signed and sent.
type draftSendData struct {
	Path     string
	Form     web.Words
	BoxTitle string
	Limit    int64
	Size     int64
	SHA256   string
	Signers  []string
}

// showSending shows the ways to sign the document.
func (d *door) showSending(w http.ResponseWriter, r *http.Request) error {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return err
	}
	if f.draft.Document == nil {
		web.SeeOther(w, r, f.path()+"/check")
		return nil
	}
	return d.render(w, r, "draft-send", d.sendingView(r, f))
}

func (d *door) sendingView(r *http.Request, f filling) web.View {
	sum := sha256.Sum256(f.draft.Document)
	v := web.NewView(r, "draft-send.title", nil)
	v.Self = f.path() + "/send"
	v.Data = draftSendData{
		Path: f.path(), Form: v.TextOf(f.form.Title), BoxTitle: f.box.Title, Limit: f.box.Policy.MaxBytes,
		Size: int64(len(f.draft.Document)), SHA256: hex.EncodeToString(sum[:]), Signers: f.form.Policy.Signers,
	}
	return v
}
