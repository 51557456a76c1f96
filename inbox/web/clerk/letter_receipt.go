package clerk

import (
	"fmt"
	"net/http"

	"okienko/inbox/web"
)

// downloadReceipt gives the receipt byte for byte as it was signed.
func (d *door) downloadReceipt(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	receipt, err := d.Desk.Receipt(r.Context(), web.Actor(r), id)
	if err != nil {
		return err
	}
	web.Download(w, fmt.Sprintf("upp-%d.xml", id), "application/xml", receipt.Bytes)
	return nil
}
