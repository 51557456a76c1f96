package rest

import (
	"net/http"

	"okienko/inbox/locale"
)

// answer writes JSON whose sentences, if any, are in the reader's language.
func answer(w http.ResponseWriter, lang locale.Lang, status int, value any) error {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Language", string(lang))
	h.Add("Vary", "Accept-Language")
	write(w, status, value)
	return nil
}

func langOf(r *http.Request) locale.Lang {
	return locale.FromAcceptLanguage(r.Header.Get("Accept-Language"))
}

// public lets caches keep what is the same for everybody, for an hour: these
// files change with a new version of the program or the configuration.
func public(w http.ResponseWriter) { w.Header().Set("Cache-Control", "public, max-age=3600") }
