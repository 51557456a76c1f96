package resident

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"

	"okienko/forms/render"
	"okienko/inbox"
	"okienko/inbox/web"
)

// signData is the form for a file to be signed.
type signData struct {
	Largest int64
	Scheme  string
}

func (d *door) showSign(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "sign", d.signView(r))
}

func (d *door) signView(r *http.Request) web.View {
	v := web.NewView(r, "sign.title", signData{Largest: d.largest(), Scheme: d.Profile.Scheme()})
	v.Self = signPath
	return v
}

// beginSigning takes a file of a known form and goes on to show it. The same file
// again begins anew; other files are signed beside it.
func (d *door) beginSigning(w http.ResponseWriter, r *http.Request) error {
	var raw bytes.Buffer
	err := d.Site.ReadUpload(r, func(map[string]string) (io.Writer, int64, error) { return &raw, d.largest(), nil })
	if err != nil {
		return d.beginAgain(w, r, err)
	}
	outline, err := render.Document(raw.Bytes(), d.Catalogue)
	if err == nil && outline.Form == nil {
		err = inbox.Errorf(inbox.CodeFormUnknown, "no form of ours")
	} else if err != nil {
		err = inbox.Errorf(inbox.CodeSigningUnreadable, "cannot be shown: %w", err)
	}
	if err != nil {
		return d.beginAgain(w, r, err)
	}
	digest := sha256.Sum256(raw.Bytes())
	s, err := d.Profile.BeginSigning(r.Context(), web.Actor(r), raw.Bytes(), web.FormTitle(outline.Form, web.VisitorOf(r).Lang),
		purposeFile+":"+hex.EncodeToString(digest[:]))
	if err != nil {
		return d.beginAgain(w, r, err)
	}
	web.SeeOther(w, r, signingPath+s.ID)
	return nil
}

// beginAgain shows the form once more: everything that can be wrong is the file.
func (d *door) beginAgain(w http.ResponseWriter, r *http.Request, err error) error {
	v := d.signView(r)
	switch code := inbox.ErrorCode(err); {
	case blame(&v, err):
	case inbox.ClassOf(code) == inbox.ClassRefusal:
		v.Status, v.Errors = http.StatusUnprocessableEntity, []web.FieldError{{Field: web.FileField, Text: inWords(v, err)}}
	default:
		return err
	}
	return d.render(w, r, "sign", v)
}
