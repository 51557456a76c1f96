package xsd

import (
	"slices"
	"strings"
)

// readAnnotation collects the xs:documentation of a component; nil for none.
func readAnnotation(s site) *annotation {
	var out *annotation
	for a := range s.node.Elements() {
		if !a.Is(nsSchema, "annotation") {
			continue
		}
		for d := range a.Elements() {
			if !d.Is(nsSchema, "documentation") {
				continue
			}
			if out == nil {
				out = &annotation{}
			}
			language, _ := d.Attr(nsXML, "lang")
			out.documentation = append(out.documentation, note{language, strings.TrimSpace(string(d.StringValue()))})
		}
	}
	return out
}

// label is the first line of the documentation, Polish before others.
func (a *annotation) label() string {
	if a == nil || len(a.documentation) == 0 {
		return ""
	}
	best := a.documentation[0]
	if i := slices.IndexFunc(a.documentation, func(n note) bool { return strings.HasPrefix(n.language, "pl") }); i >= 0 {
		best = a.documentation[i]
	}
	line, _, _ := strings.Cut(best.text, "\n")
	return shorten(strings.TrimSpace(line))
}
