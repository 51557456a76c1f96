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

func (f *Form) label(path string) (label Text, ok bool) {
	rest := strings.TrimPrefix(pathIndex.ReplaceAllString(path, ""), "/")
	for rest != "" {
		if label, ok = f.Labels[rest]; ok {
			return label, true
		}
		_, rest, _ = strings.Cut(rest, "/")
	}
	return nil, false
}

// cutLast splits a path before its last step, without the step's index.
func cutLast(path string) (parent, step string) {
	path = pathIndex.ReplaceAllString(path, "")
	at := strings.LastIndexByte(path, '/')
	return path[:max(at, 0)], path[at+1:]
}
