package resident

import (
	"fmt"
	"net/http"

	"okienko/inbox"
	"okienko/inbox/web"
)

// downloadReceipt gives the UPP, or the refusal, as the file that was signed.
func (d *door) downloadReceipt(w http.ResponseWriter, r *http.Request) error {
	reply, err := d.remembered(r)
	if err != nil {
		return err
	}
	if reply.Receipt == nil {
		return &inbox.Error{Code: inbox.CodeReceiptNotFound}
	}
	web.Download(w, receiptName(*reply.Receipt), "application/xml", reply.Receipt.Bytes)
	return nil
}

func receiptName(receipt inbox.Receipt) string {
	if receipt.Kind == inbox.Refusal {
		return fmt.Sprintf("odmowa-%d.xml", receipt.Document)
	}
	return fmt.Sprintf("upp-%d.xml", receipt.Document)
}
