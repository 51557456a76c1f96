package resident

import (
	"encoding/hex"
	"net/http"

	"okienko/forms/render"
)

// showQR draws the address of the public check of a letter.
func (d *door) showQR(w http.ResponseWriter, r *http.Request) error {
	reply, err := d.remembered(r)
	if err != nil {
		return err
	}
	png, err := render.QR(d.PublicURL + checkPath(hex.EncodeToString(reply.Submission.SHA256[:])))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(png) // the visitor may have gone
	return nil
}

// checkPath is where anybody can ask what became of a file.
func checkPath(sha256 string) string { return "/check?sha256=" + sha256 }
