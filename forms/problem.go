package forms

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"okienko/xades/xmltree"
)

// maxShown is how much of a value a problem quotes, in characters: enough to
// find it, as the schema's own problems do.
const maxShown = 60

// problemAt makes a problem of an element.
func problemAt(n xmltree.Node, code, value, message string, args map[string]string) Problem {
	at := n.Position()
	return Problem{Code: code, Line: at.Line, Column: at.Column, Path: n.Path(), Value: shown(value), Message: message, Args: args}
}

// problemAtAttr makes a problem of an attribute without namespace; of the
// element when it has no such attribute.
func problemAtAttr(n xmltree.Node, attr, code, message string, args map[string]string) Problem {
	p := problemAt(n, code, "", message, args)
	for k := range n.NumAttrs() {
		if a := n.AttrAt(k); a.Space == "" && a.Local == attr {
			at := n.Document().Position(a.Start)
			p.Line, p.Column, p.Path, p.Value = at.Line, at.Column, p.Path+"/@"+attr, shown(a.Value)
		}
	}
	return p
}

// shown cuts a value for quoting and makes what cannot be printed visible.
func shown(value string) string {
	value = value[:min(len(value), utf8.UTFMax*(maxShown+1))] // a letter can hold a name of 20 MB
	runes := []rune(strings.Map(printable, value))
	if len(runes) > maxShown {
		return string(runes[:maxShown-1]) + "…"
	}
	return string(runes)
}

func printable(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return unicode.ReplacementChar
}

// maxText is how much of an element is looked at as one line of text, in
// octets: no number, name or address is longer, and splitting all of a 20 MB
// "name" into words would cost ten times its size.
const maxText = 4096

// text returns an element's text with white space collapsed; one longer than
// maxText is cut and ends in "…", so that it equals nothing short.
func text(n xmltree.Node) string {
	if n.IsZero() {
		return ""
	}
	value, more := n.StringValue(), ""
	if len(value) > maxText {
		value, more = value[:maxText], "…"
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(string(value), "")), " ") + more
}
