package resident

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"okienko/inbox"
	"okienko/inbox/receipt"
	"okienko/inbox/web"
)

// The fields of the form that holds a receipt and a document against each other.
const (
	receiptField  = "receipt"
	documentField = "document"
)

// confirmation is the answer about a receipt and a document.
type confirmation struct {
	receipt.Confirmation
	SHA256 string // of the document
}

// Good reports a receipt that proves what its holder says it does.
func (c confirmation) Good() bool { return c.Finding == receipt.Confirmed && c.Kind != inbox.Refusal }

// Key is the key of the sentence that says so. Of a UPP, a refusal and a UPD the
// same finding means something else.
func (c confirmation) Key() string {
	switch {
	case c.Finding == receipt.Confirmed && c.Kind == inbox.Refusal:
		return "check.receipt-refusal"
	case c.Finding == receipt.Confirmed && c.Kind == inbox.UPD:
		return "check.receipt-upd"
	case c.Finding == receipt.OtherDocument && c.Kind == inbox.UPD:
		return "check.receipt-upd-other"
	}
	return "check.receipt-" + string(c.Finding)
}

// checkReceipt holds a posted receipt and a posted document against each other.
// Nothing of them is kept.
func (d *door) checkReceipt(w http.ResponseWriter, r *http.Request) error {
	posted, err := web.ReadPosted(r, d.largest()+receipt.MaxBytes)
	if err != nil {
		return err
	}
	if err := d.Site.CheckToken(r, posted.Values.Get(web.TokenField)); err != nil {
		return err
	}
	v := d.checkView(r, "")
	v.Self = "/check"
	upp, document := posted.File(receiptField), posted.File(documentField)
	for _, f := range []struct {
		field, none string
		file        web.PostedFile
	}{{receiptField, "check.no-receipt", upp}, {documentField, "check.no-document", document}} {
		if text := d.fileFault(v, f.file, f.none); text != "" {
			v.Errors = append(v.Errors, web.FieldError{Field: f.field, Text: text})
		}
	}
	if len(v.Errors) > 0 {
		v.Status = http.StatusUnprocessableEntity
		return d.render(w, r, "check", v)
	}
	sum := sha256.Sum256(document.Data)
	data := v.Data.(checkData)
	data.Receipt = &confirmation{Confirmation: d.Issuer.Confirm(upp.Data, document.Data), SHA256: hex.EncodeToString(sum[:])}
	v.Data, v.Bad = data, !data.Receipt.Good()
	return d.render(w, r, "check", v)
}

// fileFault says what is wrong with a file, "" when it can be looked at; none is
// the sentence for none.
func (d *door) fileFault(v web.View, f web.PostedFile, none string) string {
	switch {
	case f.TooLarge:
		return v.T("check.too-large", "limit", v.Size(d.largest()))
	case len(f.Data) == 0:
		return v.T(none)
	}
	return ""
}
