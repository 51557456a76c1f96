package web

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode"
)

// Download answers with a file exactly as it is. It is never shown in the
// browser: what people sent us must not run as a page of this site.
func Download(w http.ResponseWriter, name, contentType string, data []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": PlainName(name)}))
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(data) // the visitor may have gone
}

// PlainName makes a sender's file name one that names no folder and hides
// nothing: separators and invisible characters go, as do leading dots.
func PlainName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\:`, r):
			return '_'
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, name)
	if name = strings.TrimLeft(strings.TrimSpace(name), "."); name == "" {
		return "plik"
	}
	return name
}
