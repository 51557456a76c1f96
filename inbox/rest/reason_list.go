package rest

import (
	"net/http"

	"okienko/inbox"
	"okienko/inbox/locale"
)

type reasonJSON struct {
	Code   string                     `json:"code"`
	Class  string                     `json:"class"`
	Status int                        `json:"status"`
	Texts  map[locale.Lang]reasonText `json:"texts"`
}

type reasonText struct {
	Message string `json:"message"`
	Remedy  string `json:"remedy"`
}

// reasonList answers with every reason there is, in every language. Sentences
// stand as they are when nothing is known of the case.
func (d *Door) reasonList(w http.ResponseWriter, r *http.Request, _ inbox.Actor) error {
	list := []reasonJSON{}
	for _, code := range locale.Codes() {
		k := kindOf(inbox.ClassOf(code))
		j := reasonJSON{Code: code, Class: k.name, Status: k.status, Texts: map[locale.Lang]reasonText{}}
		for _, lang := range locale.Languages() {
			message, remedy := locale.Reason(lang, inbox.Reason{Code: code})
			j.Texts[lang] = reasonText{Message: message, Remedy: remedy}
		}
		list = append(list, j)
	}
	public(w)
	return answer(w, langOf(r), http.StatusOK, map[string]any{"reasons": list})
}
