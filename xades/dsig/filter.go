package dsig

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"okienko/xades/xmltree"
	"okienko/xades/xpath"
)

// XPath Filter 2.0 takes away, keeps or adds whole subtrees. A transform that
// only takes away what plain child steps name, or the signature it stands in,
// is told apart here: that needs no set of nodes, and is what real letters do.

const nsFilter2 = "http://www.w3.org/2002/06/xmldsig-filter2"

// pathFilter is one XPath element that takes away, with a path of plain child steps.
type pathFilter struct {
	here     bool // here()/ancestor::ds:Signature[1]
	anywhere bool // the path begins with //
	steps    []nameTest
}

// setFilter is one XPath element of any kind.
type setFilter struct {
	mode string // intersect, subtract or union
	expr *xpath.Expr
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
	plain := true
	for child := range n.Elements() {
		if len(t.sets) == maxFilters {
			return t, parameterError(n, nsFilter2)
		}
		set, err := parseSetFilter(child)
		if err != nil {
			return t, expressionError(n, nsFilter2, err)
		}
		t.sets = append(t.sets, set)
		t.length += len(child.StringValue())
		filter, ok := parsePathFilter(child)
		plain = plain && ok
		t.filters = append(t.filters, filter)
	}
	if !plain {
		t.filters = nil
	}
	if len(t.sets) == 0 {
		return t, parameterError(n, nsFilter2)
	}
	return t, nil
}

func parseSetFilter(n xmltree.Node) (f setFilter, err error) {
	f.mode, _ = n.Attr("", "Filter")
	switch f.mode {
	case "intersect", "subtract", "union":
	default:
		return f, fmt.Errorf("the filter %q", f.mode)
	}
	if !n.Is(nsFilter2, "XPath") {
		return f, fmt.Errorf("the element %s", n.Local())
	}
	if f.expr, err = compile(n); err == nil && !f.expr.SelectsNodes() {
		err = errors.New("an expression that gives no nodes from the document's root")
	}
	return f, err
}

// parsePathFilter reads the plain kind; ok is false for all others.
func parsePathFilter(n xmltree.Node) (f pathFilter, ok bool) {
	text, simple := n.SimpleText()
	if mode, _ := n.Attr("", "Filter"); !simple || mode != "subtract" {
		return f, false
	}
	path := strings.TrimSpace(string(text))
	if match := hereSignature.FindStringSubmatch(path); match != nil {
		uri, _ := n.LookupNamespace(match[1])
		f.here = true
		return f, uri == Namespace
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
	return p.here || p.steps[len(p.steps)-1] == nameTest{Namespace, "Signature"}
}

// filter applies the plain filters in order (XML-Signature XPath Filter 2.0, 3.4).
func (f flow) filter(filters []pathFilter, signature xmltree.Node) (flow, error) {
	for _, p := range filters {
		var err error
		if p.here {
			f, err = f.enveloped(signature)
		} else {
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
	if err := f.checker.spend(workPerStep * len(p.steps) * (f.apex.End() - f.apex.Order())); err != nil {
		return f, err
	}
	f.covers.Whole = f.covers.Whole && p.onlySignatures()
	return f.omit(p.selects), nil
}

// filterSets applies filters of any kind: the filter node-set begins as the whole
// document, and what it ends as is intersected with the input (3.4).
func (f flow) filterSets(filters []setFilter) (flow, error) {
	tree, err := f.tree()
	if err != nil {
		return f, err
	}
	kept, err := tree.All()
	if err != nil {
		return f, err
	}
	for _, filter := range filters {
		selected, err := tree.Select(filter.expr)
		if err != nil {
			return f, err
		}
		selected.Subtrees()
		switch filter.mode {
		case "intersect":
			kept.Intersect(selected)
		case "subtract":
			kept.Subtract(selected)
		case "union":
			kept.Union(selected)
		}
	}
	return f.keepOnly(kept)
}
