package resident

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/web"
)

// checkData is the page that tells what became of a document: when it came and
// how it ended, nothing of what it holds or whose it is.
type checkData struct {
	SHA256  string // as asked; "" = nothing asked yet
	Trace   *desk.Trace
	Unknown bool
	Receipt *confirmation // of a receipt and a document held against each other
	Largest int64
}

// check shows the forms and, for a digest, what is known of it.
func (d *door) check(w http.ResponseWriter, r *http.Request) error {
	asked := strings.ToLower(strings.TrimSpace(r.URL.Query().Get("sha256")))
	v := d.checkView(r, asked)
	if !r.URL.Query().Has("sha256") {
		return d.render(w, r, "check", v)
	}
	digest, err := hex.DecodeString(asked)
	if err != nil || len(digest) != sha256.Size {
		v.Status, v.Errors = http.StatusUnprocessableEntity, []web.FieldError{{Field: "sha256", Text: v.T("check.bad-digest")}}
		return d.render(w, r, "check", v)
	}
	data := v.Data.(checkData)
	trace, err := d.Desk.ByDigest(r.Context(), [sha256.Size]byte(digest))
	switch {
	case inbox.ErrorCode(err) == inbox.CodeReceiptNotFound:
		data.Unknown, v.Status = true, http.StatusNotFound
	case err != nil:
		return err
	default:
		data.Trace = &trace
	}
	v.Data = data
	return d.render(w, r, "check", v)
}

// checkFile takes the digest of a posted file, of which nothing is kept.
func (d *door) checkFile(w http.ResponseWriter, r *http.Request) error {
	digest := sha256.New()
	err := d.Site.ReadUpload(r, func(map[string]string) (io.Writer, int64, error) { return digest, d.largest(), nil })
	if err != nil {
		v := d.checkView(r, "")
		v.Self = "/check"
		if !blame(&v, err) {
			return err
		}
		return d.render(w, r, "check", v)
	}
	web.SeeOther(w, r, checkPath(hex.EncodeToString(digest.Sum(nil))))
	return nil
}

func (d *door) checkView(r *http.Request, asked string) web.View {
	return web.NewView(r, "check.title", checkData{SHA256: asked, Largest: d.largest()})
}
