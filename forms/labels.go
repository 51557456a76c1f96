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
	label, _ := f.LabelIn(path, "pl")
	return label
}

// LabelIn is Label in a language, Polish where the label has no text in it;
// actual is the language of the text.
func (f *Form) LabelIn(path, language string) (label, actual string) {
	if found, ok := f.label(path); ok {
		return found.In(language)
	}
	_, name := cutLast(path)
	return strings.TrimPrefix(name, "@"), "pl"
}

func (f *Form) label(path string) (label Text, ok bool) { return lookup(f.Labels, path) }

// Question is what the overlay says of the element or attribute at a path; the
// longest entry that the path ends with counts.
func (f *Form) Question(path string) (q Question, ok bool) { return lookup(f.Guide.Questions, path) }

// lookup finds the longest key that a path, with or without indexes and leading
// slash, ends with.
func lookup[T any](byPath map[string]T, path string) (found T, ok bool) {
	rest := strings.TrimPrefix(pathIndex.ReplaceAllString(path, ""), "/")
	for rest != "" {
		if found, ok = byPath[rest]; ok {
			return found, true
		}
		_, rest, _ = strings.Cut(rest, "/")
	}
	return found, false
}

// cutLast splits a path before its last step, without the step's index.
func cutLast(path string) (parent, step string) {
	path = pathIndex.ReplaceAllString(path, "")
	at := strings.LastIndexByte(path, '/')
	return path[:max(at, 0)], path[at+1:]
}
