package tsl

import (
	"encoding/base64"
	"iter"
	"strconv"
	"strings"
	"time"

	"okienko/xades/xmltree"
)

// child returns a mandatory element of the list's own namespace.
func (r *reader) child(n xmltree.Node, local string) xmltree.Node {
	c := n.Child(Namespace, local)
	if c.IsZero() {
		r.fail(n, CodeStructure, "%s has no %s", n.Local(), local)
	}
	return c
}

// each yields the child elements of one name; of no node, none.
func each(n xmltree.Node, space, local string) iter.Seq[xmltree.Node] {
	return func(yield func(xmltree.Node) bool) {
		for c := range n.Elements() {
			if c.Is(space, local) && !yield(c) {
				return
			}
		}
	}
}

// text returns what an element says. A value that a comment or an element
// cuts in pieces could be read in two ways, so it is refused.
func (r *reader) text(n xmltree.Node) string {
	if n.IsZero() {
		return ""
	}
	value, ok := n.SimpleText()
	if !ok {
		r.fail(n, CodeStructure, "%s holds more than text", n.Local())
	}
	return strings.TrimSpace(string(value))
}

func (r *reader) optional(n xmltree.Node, local string) string {
	return r.text(n.Child(Namespace, local))
}

func (r *reader) mandatory(n xmltree.Node, local string) string {
	c := r.child(n, local)
	value := r.text(c)
	if value == "" && r.err == nil {
		r.fail(c, CodeValue, "%s is empty", local)
	}
	return value
}

func (r *reader) number(n xmltree.Node, local string) int64 {
	value, err := strconv.ParseInt(r.mandatory(n, local), 10, 64)
	if err != nil || value < 0 {
		r.fail(n, CodeValue, "%s is no number", local)
	}
	return value
}

// instant reads a time; TS 119 612 5.1.4 wants UTC, another zone says the same.
func (r *reader) instant(n xmltree.Node) time.Time {
	t, err := time.Parse(time.RFC3339Nano, r.text(n))
	if err != nil {
		r.fail(n, CodeValue, "%s is no time", n.Local())
	}
	return t.UTC()
}

func (r *reader) bytes(n xmltree.Node) []byte {
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(r.text(n)), ""))
	if err != nil || len(data) == 0 {
		r.fail(n, CodeValue, "%s is no base64", n.Local())
	}
	return data
}

func (r *reader) boolean(n xmltree.Node) bool {
	switch r.text(n) {
	case "true", "1":
		return true
	case "false", "0":
	default:
		r.fail(n, CodeValue, "%s is neither true nor false", n.Local())
	}
	return false
}

// names reads the Name children of an element that may be missing.
func (r *reader) names(n xmltree.Node) Names {
	var names Names
	for c := range each(n, Namespace, "Name") {
		lang, _ := c.Attr(nsXML, "lang")
		names = append(names, Text{Lang: lang, Text: r.text(c)})
	}
	return names
}
