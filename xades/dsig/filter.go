package dsig

import (
	"regexp"
	"strings"

	"okienko/xades/xmltree"
)

// XPath Filter 2.0 takes away or keeps whole subtrees. Understood are the
// filters "subtract" and "intersect" with a path of plain child steps, from
// the root or from anywhere, or with the signature the transform stands in.
// "union" is not: it would bring back what was taken away.

const nsFilter2 = "http://www.w3.org/2002/06/xmldsig-filter2"

// pathFilter is one XPath element of the transform.
type pathFilter struct {
	keep     bool // intersect, else subtract
	here     bool // here()/ancestor::ds:Signature[1]
	anywhere bool // the path begins with //
	steps    []nameTest
}

// nameTest is the test of one step; local "*" stands for every element.
type nameTest struct{ space, local string }

func (t nameTest) fits(n xmltree.Node) bool {
	return n.Kind() == xmltree.ElementNode && (t.local == "*" || n.Is(t.space, t.local))
}

var (
	hereSignature = regexp.MustCompile(`^here\(\)\s*/\s*ancestor\s*::\s*([^\s:()]+):Signature\s*(?:\[\s*1\s*\])?$`)
	simplePath    = regexp.MustCompile(`^(?:(//|/descendant::|/descendant-or-self::)|/)((?:child::)?[\pL_*][\pL\pN_.:-]*(?:/(?:child::)?[\pL_*][\pL\pN_.:-]*)*)$`)
)

func parseFilter2(n xmltree.Node) (Transform, *Error) {
	t := Transform{step: stepFilter}
	for child := range n.Elements() {
		filter, ok := parsePathFilter(child)
		if !ok {
			return t, parameterError(n, nsFilter2)
		}
		t.filters = append(t.filters, filter)
	}
	if len(t.filters) == 0 || len(t.filters) > MaxTransforms {
		return t, parameterError(n, nsFilter2)
	}
	return t, nil
}

func parsePathFilter(n xmltree.Node) (f pathFilter, ok bool) {
	text, simple := n.SimpleText()
	switch mode, _ := n.Attr("", "Filter"); {
	case !simple || !n.Is(nsFilter2, "XPath"):
		return f, false
	case mode == "intersect":
		f.keep = true
	case mode != "subtract":
		return f, false
	}
	path := strings.TrimSpace(string(text))
	if match := hereSignature.FindStringSubmatch(path); match != nil {
		uri, _ := n.LookupNamespace(match[1])
		f.here = true
		return f, uri == Namespace && !f.keep
	}
	match := simplePath.FindStringSubmatch(path)
	if match == nil {
		return f, false
	}
	f.anywhere = match[1] != ""
	f.steps, ok = nameTests(n, match[2])
	return f, ok
}

// nameTests reads the steps of a path. A name without prefix is in no
// namespace, whatever the default namespace is (XPath 1.0 2.3).
func nameTests(n xmltree.Node, path string) ([]nameTest, bool) {
	var steps []nameTest
	for step := range strings.SplitSeq(path, "/") {
		step = strings.TrimPrefix(step, "child::")
		prefix, local, prefixed := strings.Cut(step, ":")
		if !prefixed {
			steps = append(steps, nameTest{"", step})
			continue
		}
		uri, ok := n.LookupNamespace(prefix)
		if !ok || local == "" || strings.ContainsAny(local, ":*") {
			return nil, false
		}
		steps = append(steps, nameTest{uri, local})
	}
	return steps, true
}

// selects reports whether the path ends at this element.
func (p pathFilter) selects(n xmltree.Node) bool {
	for i := len(p.steps) - 1; i >= 0; i-- {
		if !p.steps[i].fits(n) {
			return false
		}
		n = n.Parent()
	}
	return p.anywhere || n.Kind() == xmltree.DocumentNode
}

// onlySignatures reports that nothing but ds:Signature elements is taken away.
func (p pathFilter) onlySignatures() bool {
	return !p.keep && (p.here || p.steps[len(p.steps)-1] == nameTest{Namespace, "Signature"})
}

// filter applies the filters in order (XML-Signature XPath Filter 2.0, 3.4).
func (f flow) filter(filters []pathFilter, signature xmltree.Node) (flow, error) {
	for _, p := range filters {
		var err error
		switch {
		case p.here:
			f, err = f.enveloped(signature)
		case p.keep:
			f, err = f.intersect(p)
		default:
			f, err = f.subtract(p)
		}
		if err != nil {
			return f, err
		}
	}
	return f, nil
}

func (f flow) subtract(p pathFilter) (flow, error) {
	for n := f.apex; !n.IsZero(); n = n.Parent() {
		if p.selects(n) {
			return f, errNothing
		}
	}
	f.covers.Whole = f.covers.Whole && p.onlySignatures()
	return f.omit(p.selects), nil
}

// intersect keeps the one subtree that the path selects: an inclusive
// canonical form of several would run their octets together.
func (f flow) intersect(p pathFilter) (flow, error) {
	var kept xmltree.Node
	end := f.apex.End()
	for n := f.apex; !n.IsZero() && n.Order() < end; {
		switch {
		case !p.selects(n):
			n = n.Next()
			continue
		case !kept.IsZero():
			return f, errMany
		}
		kept = n
		n = following(n)
	}
	if kept.IsZero() {
		return f, errNothing
	}
	f.apex = kept
	if kept.Document() == f.covers.Target.Document() {
		f.covers.Target = kept
	} else {
		f.covers.Whole = false
	}
	return f, nil
}
