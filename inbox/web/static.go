package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"

	"okienko/inbox"
)

//go:embed static
var staticFiles embed.FS

const staticPrefix = "/static/"

// file is one of the site's own files.
type file struct{ name, contentType string }

var (
	stylesheet = file{"style.css", "text/css; charset=utf-8"}
	icon       = file{"icon.svg", "image/svg+xml"}
	script     = file{"forms.js", "text/javascript; charset=utf-8"}

	stylesheetPath, iconPath, scriptPath = pathOf(stylesheet), pathOf(icon), pathOf(script)
)

func (f file) data() []byte {
	data, err := staticFiles.ReadFile("static/" + f.name)
	if err != nil {
		panic(err) // compiled in
	}
	return data
}

// pathOf holds the digest of the file, so that browsers may keep it for ever and
// still get a new one with a new version of the program.
func pathOf(f file) string {
	sum := sha256.Sum256(f.data())
	return staticPrefix + hex.EncodeToString(sum[:8]) + "/" + f.name
}

// static serves the closed list of files below /static/.
func (s *Site) static() http.Handler {
	files := map[string]file{stylesheetPath: stylesheet, iconPath: icon, scriptPath: script}
	return s.guarded(s.withLanguage(s.handle(func(w http.ResponseWriter, r *http.Request) error {
		f, ok := files[r.URL.Path]
		switch {
		case !isRead(r):
			return &inbox.Error{Code: inbox.CodeMethod}
		case !ok:
			return &inbox.Error{Code: inbox.CodeNotFound}
		}
		w.Header().Set("Content-Type", f.contentType)
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		_, _ = w.Write(f.data()) // the visitor may have gone
		return nil
	})))
}
