package rest

import (
	"net/http"
	"strconv"

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

// answerFile writes bytes as they are.
func answerFile(w http.ResponseWriter, contentType string, data []byte) error {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(data) // a client that went away is nobody's error
	return nil
}

func langOf(r *http.Request) locale.Lang {
	return locale.FromAcceptLanguage(r.Header.Get("Accept-Language"))
}

// public lets caches keep what is the same for everybody, for an hour: these
// files change with a new version of the program or the configuration.
func public(w http.ResponseWriter) { w.Header().Set("Cache-Control", "public, max-age=3600") }
