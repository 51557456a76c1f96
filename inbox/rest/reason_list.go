package rest

import (
	"net/http"

	"okienko/inbox"
	"okienko/inbox/locale"
)

type reasonJSON struct {
	Code   string                     `json:"code"`
	Class  string                     `json:"class"`
	Status int                        `json:"status,omitempty"`
	Texts  map[locale.Lang]reasonText `json:"texts"`
}

type reasonText struct {
	Message string `json:"message"`
	Remedy  string `json:"remedy"`
}

// reasonList answers with every reason that an answer of this installation can
// hold, in every language. Sentences stand as they are when nothing is known of
// the case.
func (d *Door) reasonList(w http.ResponseWriter, r *http.Request, _ inbox.Actor) error {
	list := []reasonJSON{}
	for _, code := range locale.Codes() {
		if j, ok := classify(code); ok {
			list = append(list, j)
		}
	}
	public(w)
	return answer(w, langOf(r), http.StatusOK, map[string]any{"reasons": list})
}

// classify is false for a code that no answer holds: the faults of schemas,
// which are the operator's.
func classify(code string) (reasonJSON, bool) {
	j := reasonJSON{Code: code, Class: "flag", Texts: map[locale.Lang]reasonText{}}
	if !inbox.IsNote(code) {
		class := inbox.ClassOf(code)
		if class == inbox.ClassInternal && code != inbox.CodeInternal {
			return j, false
		}
		k := kindOf(class)
		j.Class, j.Status = k.name, k.status
	}
	for _, lang := range locale.Languages() {
		message, remedy := locale.Reason(lang, inbox.Reason{Code: code})
		j.Texts[lang] = reasonText{Message: message, Remedy: remedy}
	}
	return j, true
}
