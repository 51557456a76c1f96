package web

import (
	"net/http"
	"strings"
)

// LocalPath joins a path and a query to an address of this site. A path that a
// browser could read as another host ("//host", "/\host") becomes "/".
func LocalPath(path, query string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		path = "/"
	}
	if query != "" {
		path += "?" + query
	}
	return path
}

// SeeOther ends a POST: the browser gets the page anew, and reloading it posts
// nothing again.
func SeeOther(w http.ResponseWriter, r *http.Request, path string) {
	http.Redirect(w, r, path, http.StatusSeeOther)
}
