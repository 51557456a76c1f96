package xsd

import (
	"slices"
	"strings"
)

type process uint8

const (
	strict process = iota
	lax
	skip
)

// wildcard is xs:any or xs:anyAttribute (3.10.1). Its constraint is one of:
// any namespace; not (this namespace nor none); a set, in which "" means none.
type wildcard struct {
	any     bool
	not     bool
	other   string // of not
	spaces  []string
	process process
	site    site
}

// newWildcard reads namespace and processContents.
func newWildcard(s site) *wildcard {
	w := &wildcard{site: s}
	switch v, _ := s.attr("processContents"); v {
	case "lax":
		w.process = lax
	case "skip":
		w.process = skip
	}
	v, ok := s.attr("namespace")
	switch {
	case !ok || v == "##any":
		w.any = true
	case v == "##other":
		w.not, w.other = true, s.doc.target
	default:
		for _, space := range strings.Fields(v) {
			switch space {
			case "##targetNamespace":
				space = s.doc.target
			case "##local":
				space = ""
			}
			if !slices.Contains(w.spaces, space) {
				w.spaces = append(w.spaces, space)
			}
		}
	}
	return w
}

// allows says whether a namespace passes (cvc-wildcard-namespace): "not" lets
// neither its namespace nor names without one through.
func (w *wildcard) allows(space string) bool {
	switch {
	case w.any:
		return true
	case w.not:
		return space != w.other && space != ""
	}
	return slices.Contains(w.spaces, space)
}

// within says whether w lets nothing through that super does not (cos-ns-subset).
func (w *wildcard) within(super *wildcard) bool {
	switch {
	case super.any:
		return true
	case w.any:
		return false
	case w.not:
		return super.not && w.other == super.other
	}
	for _, space := range w.spaces {
		if !super.allows(space) {
			return false
		}
	}
	return true
}

// overlaps says whether some namespace passes both.
func (w *wildcard) overlaps(v *wildcard) bool {
	switch {
	case w.any:
		return v.any || v.not || len(v.spaces) > 0
	case w.not && (v.any || v.not):
		return true
	case v.any || v.not:
		return v.overlaps(w)
	}
	return slices.ContainsFunc(w.spaces, v.allows) || slices.ContainsFunc(v.spaces, w.allows)
}

// intersect is cos-aw-intersect; ok is false where the result cannot be written.
func (w *wildcard) intersect(v *wildcard) (*wildcard, bool) {
	out := *w
	switch {
	case w.any:
		out.any, out.not, out.other, out.spaces = v.any, v.not, v.other, v.spaces
	case v.any:
	case w.not && v.not:
		if w.other == "" {
			out.other = v.other
		}
		return &out, w.other == v.other || w.other == "" || v.other == ""
	case w.not:
		out.not, out.other, out.spaces = false, "", filter(v.spaces, w.allows)
	default:
		out.spaces = filter(w.spaces, v.allows)
	}
	return &out, true
}

// union is cos-aw-union; ok is false where the result cannot be written.
func (w *wildcard) union(v *wildcard) (*wildcard, bool) {
	out := *w
	switch {
	case w.any || v.any:
		out.any, out.not, out.spaces = true, false, nil
	case w.not && v.not:
		if w.other != v.other {
			out.other = "" // everything but names without a namespace
		}
	case !w.not && !v.not:
		out.spaces = append(slices.Clone(w.spaces), filter(v.spaces, func(s string) bool { return !w.allows(s) })...)
	case v.not:
		return unionNot(out, v.other, w.spaces)
	default:
		return unionNot(out, w.other, v.spaces)
	}
	return &out, true
}

// unionNot is the union of not(other) and a set (cos-aw-union, clause 5).
func unionNot(out wildcard, other string, spaces []string) (*wildcard, bool) {
	out.not, out.other, out.spaces = false, "", nil
	holdsOther, holdsNone := slices.Contains(spaces, other), slices.Contains(spaces, "")
	switch {
	case other == "" && holdsNone, holdsOther && holdsNone:
		out.any = true
	case other != "" && holdsOther: // all but names without a namespace
		out.not = true
	case other != "" && holdsNone:
		return &out, false
	default:
		out.not, out.other = true, other
	}
	return &out, true
}

func filter(in []string, keep func(string) bool) []string {
	out := []string{}
	for _, s := range in {
		if keep(s) {
			out = append(out, s)
		}
	}
	return out
}
