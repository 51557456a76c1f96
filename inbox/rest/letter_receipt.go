package rest

import (
	"net/http"

	"okienko/inbox"
)

// letterReceipt answers with the signed receipt, the very bytes the sender got.
func (d *Door) letterReceipt(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	receipt, err := d.Desk.Receipt(r.Context(), a, id)
	if err != nil {
		return err
	}
	return download(w, attachment("upp", receipt.ID), receipt.Bytes)
}
