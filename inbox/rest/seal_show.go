package rest

import (
	"bytes"
	"encoding/pem"
	"net/http"

	"okienko/inbox"
)

// sealShow answers with the certificate of the receipt seal and those above it,
// the seal's first (RFC 8555 9.1 names the media type).
func (d *Door) sealShow(w http.ResponseWriter, _ *http.Request, _ inbox.Actor) error {
	var chain bytes.Buffer
	for _, c := range d.Seal {
		if err := pem.Encode(&chain, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}); err != nil {
			return err
		}
	}
	public(w)
	return answerFile(w, "application/pem-certificate-chain", chain.Bytes())
}
