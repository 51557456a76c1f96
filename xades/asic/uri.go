package asic

import (
	"net/url"
	"path"
	"strings"
)

// URI is the Reference URI that names an entry of a container, or a file beside
// a detached signature: relative, each character but the plain ones escaped.
func URI(name string) string {
	segments := strings.Split(name, "/")
	for i, s := range segments {
		// A colon would make what stands before it a scheme (RFC 3986 4.2).
		segments[i] = strings.ReplaceAll(url.PathEscape(s), ":", "%3A")
	}
	return strings.Join(segments, "/")
}

// nameOf returns the entry a Reference URI names, relative to the root of the
// container; "" for a URI that names none. A URI whose escapes are broken was
// never escaped and is the name itself.
func nameOf(uri string) string {
	if strings.ContainsAny(uri, "?#") || strings.HasPrefix(uri, "//") || hasScheme(uri) {
		return ""
	}
	name, err := url.PathUnescape(uri)
	if err != nil {
		name = uri
	}
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if !cleanName(name) {
		return ""
	}
	return name
}

func hasScheme(uri string) bool {
	before, _, colon := strings.Cut(uri, ":")
	return colon && !strings.Contains(before, "/")
}
