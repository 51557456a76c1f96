package forms

import (
	"regexp"
	"strings"
)

var pathIndex = regexp.MustCompile(`\[[0-9]+\]`)

// Label returns the Polish name of the field at a path, with or without
// indexes and leading slash; the longest entry of Labels that the path ends
// with counts. Without one it is the field's own name.
func (f *Form) Label(path string) string {
	if label, ok := f.label(path); ok {
		return label
	}
	_, name := cutLast(path)
	return strings.TrimPrefix(name, "@")
}

func (f *Form) label(path string) (label string, ok bool) {
	rest := strings.TrimPrefix(pathIndex.ReplaceAllString(path, ""), "/")
	for rest != "" {
		if label, ok = f.Labels[rest]; ok {
			return label, true
		}
		_, rest, _ = strings.Cut(rest, "/")
	}
	return "", false
}

// cutLast splits a path before its last step, without the step's index.
func cutLast(path string) (parent, step string) {
	path = pathIndex.ReplaceAllString(path, "")
	at := strings.LastIndexByte(path, '/')
	return path[:max(at, 0)], path[at+1:]
}
