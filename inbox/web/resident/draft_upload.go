package resident

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"okienko/inbox"
	"okienko/inbox/drafts"
	"okienko/inbox/web"
)

// uploadSigned takes the draft's document back with a signature made elsewhere,
// and sends it. Another document, or one without a signature, is not taken.
func (d *door) uploadSigned(w http.ResponseWriter, r *http.Request) error {
	f, err := d.fillingOf(w, r)
	if err != nil {
		return err
	}
	var signed bytes.Buffer
	err = d.Site.ReadUpload(r, func(fields map[string]string) (io.Writer, int64, error) {
		return &signed, f.box.Policy.MaxBytes, d.Site.CheckOwnToken(r, fields[web.TokenField])
	})
	if err == nil && f.draft.Document == nil {
		err = &inbox.Error{Code: inbox.CodeDraftChanged}
	}
	if err == nil {
		err = drafts.CheckSigned(f.draft.Document, signed.Bytes())
	}
	if err != nil {
		return d.uploadAgain(w, r, f, err)
	}
	return d.finish(w, r, f.owner, f.draft, signed.Bytes())
}

// uploadAgain shows the page once more with what is wrong with the file.
func (d *door) uploadAgain(w http.ResponseWriter, r *http.Request, f filling, err error) error {
	v, viewErr := d.sendingView(r, f)
	if viewErr != nil {
		return viewErr
	}
	key := ""
	switch {
	case errors.Is(err, drafts.ErrUnreadable):
		key = "draft-send.unreadable"
	case errors.Is(err, drafts.ErrUnsigned):
		key = "draft-send.unsigned"
	case errors.Is(err, drafts.ErrOther):
		key = "draft-send.other"
	case !blame(&v, err):
		return err
	}
	if key != "" {
		v.Status, v.Errors = http.StatusUnprocessableEntity, []web.FieldError{{Field: web.FileField, Text: v.T(key)}}
	}
	return d.render(w, r, "draft-send", v)
}
