package rest

import (
	"net/http"

	"okienko/inbox"
)

// XMLLimits are the limits of the one XML reader.
type XMLLimits struct {
	Bytes      int64 `json:"max_bytes"`
	Depth      int   `json:"max_depth"`
	Elements   int   `json:"max_elements"`
	Attributes int   `json:"max_attributes_per_element"`
	Namespaces int   `json:"max_namespaces_in_scope"`
}

type boxJSON struct {
	Address           string       `json:"address"`
	Title             string       `json:"title"`
	MaxBytes          int64        `json:"max_bytes"`
	Anonymous         bool         `json:"anonymous"`
	Forms             []string     `json:"forms"`
	MissingSignature  inbox.Action `json:"missing_signature"`
	UnknownIssuer     inbox.Action `json:"unknown_issuer"`
	NoRevocation      inbox.Action `json:"no_revocation_evidence"`
	MissingAttachment inbox.Action `json:"missing_attachment"`
	SignerKind        inbox.Action `json:"signature_of_another_kind"`
	Post              string       `json:"post"` // where letters are posted
}

// limitsShow answers with what boxes take and what the XML reader bears.
func (d *Door) limitsShow(w http.ResponseWriter, r *http.Request, _ inbox.Actor) error {
	list := []boxJSON{}
	for _, box := range d.Boxes.All() {
		list = append(list, describeBox(box))
	}
	public(w)
	return answer(w, langOf(r), http.StatusOK, map[string]any{
		"boxes":             list,
		"xml":               d.XML,
		"max_command_bytes": maxCommand,
		"max_page":          largestPage,
	})
}

func describeBox(box inbox.Box) boxJSON {
	p := box.Policy
	return boxJSON{
		Address:           box.Address(),
		Title:             box.Title,
		MaxBytes:          p.MaxBytes,
		Anonymous:         p.Anonymous,
		Forms:             append([]string{}, p.Forms...),
		MissingSignature:  orRefuse(p.MissingSignature),
		UnknownIssuer:     orRefuse(p.UnknownIssuer),
		NoRevocation:      orRefuse(p.NoRevocation),
		MissingAttachment: orRefuse(p.MissingAttachment),
		SignerKind:        orRefuse(p.SignerKind),
		Post:              "/api/v1/boxes" + box.Address() + "/letters",
	}
}

// orRefuse writes what the zero Action means.
func orRefuse(a inbox.Action) inbox.Action {
	if a == "" {
		return inbox.Refuse
	}
	return a
}
