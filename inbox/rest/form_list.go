package rest

import (
	"net/http"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/locale"
)

type formJSON struct {
	Name        string            `json:"name"`
	Version     string            `json:"version"`
	Namespace   string            `json:"namespace"`
	Root        string            `json:"root"`
	Title       string            `json:"title"`
	Titles      map[string]string `json:"titles"`
	Signers     []string          `json:"signers"`
	Department  string            `json:"department"`
	Attachments []string          `json:"required_attachments"`
	DueDays     int               `json:"due_days"`
	DueMonths   int               `json:"due_months"`
	DueBasis    string            `json:"due_basis,omitempty"`
	ValidFrom   string            `json:"valid_from,omitempty"`
	ValidUntil  string            `json:"valid_until,omitempty"`
	Schema      string            `json:"schema"`
	Sample      string            `json:"sample,omitempty"`
}

// formList answers with every form that can be posted.
func (d *Door) formList(w http.ResponseWriter, r *http.Request, _ inbox.Actor) error {
	list := []formJSON{}
	for _, f := range d.Catalogue.Forms() {
		list = append(list, describe(langOf(r), f))
	}
	public(w)
	return answer(w, langOf(r), http.StatusOK, map[string]any{"forms": list})
}

func describe(lang locale.Lang, f *forms.Form) formJSON {
	basis, _ := f.Policy.DueBasis.In(string(lang))
	folder := "/api/v1/forms/" + f.Name + "/" + f.Version + "/"
	j := formJSON{
		Name:        f.Name,
		Version:     f.Version,
		Namespace:   f.Namespace,
		Root:        f.Root,
		Title:       f.Title[string(lang)],
		Titles:      f.Title,
		Signers:     append([]string{}, f.Policy.Signers...),
		Department:  f.Policy.Department,
		Attachments: append([]string{}, f.Policy.Attachments...),
		DueDays:     f.Policy.DueDays,
		DueMonths:   f.Policy.DueMonths,
		DueBasis:    basis,
		ValidFrom:   f.Guide.ValidFrom,
		ValidUntil:  f.Guide.ValidUntil,
		Schema:      folder + schemaFile,
	}
	if f.SampleXML != nil {
		j.Sample = folder + sampleFile
	}
	return j
}
