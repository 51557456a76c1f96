package xsd

import (
	"fmt"
	"unicode/utf8"
)

// report notes a fault of the schema. rule is the clause's name in the standard.
func (c *compiler) report(s site, code, rule, format string, args ...any) {
	p := Problem{Code: code, Message: fmt.Sprintf(format, args...), Args: map[string]string{"rule": rule}}
	if s.doc != nil {
		p.Document = s.doc.source.Location
	}
	if !s.node.IsZero() {
		at := s.node.Position()
		p.Line, p.Column, p.Path = at.Line, at.Column, s.node.Path()
		p.Args["component"] = component(s)
	}
	c.add(p)
}

// reportValue is report with the name or value at fault.
func (c *compiler) reportValue(s site, code, rule, value, format string, args ...any) {
	before := len(c.problems)
	c.report(s, code, rule, format, args...)
	if len(c.problems) > before {
		c.problems[before].Value = shorten(value)
	}
}

// limit notes that the schema is above a named limit; compiling stops there.
func (c *compiler) limit(s site, name, format string, args ...any) {
	before := len(c.problems)
	c.report(s, CodeXSDLimit, name, format, args...)
	if len(c.problems) > before {
		c.problems[before].Args["limit"] = name
	}
}

func (c *compiler) add(p Problem) {
	if len(c.problems) < maxSchemaProblems {
		c.problems = append(c.problems, p)
	}
}

// component names the nearest named component a place belongs to.
func component(s site) string {
	for n := s.node; !n.IsZero(); n = n.Parent() {
		for _, key := range []string{"name", "ref"} {
			if name, ok := n.Attr("", key); ok {
				return n.Local() + " " + name
			}
		}
	}
	return s.node.Local()
}

// shorten cuts a value to what a message shows.
func shorten(s string) string {
	if len(s) <= maxShown {
		return s
	}
	if utf8.RuneCountInString(s[:min(len(s), maxShown*utf8.UTFMax)]) <= maxShown && len(s) <= maxShown*utf8.UTFMax {
		return s
	}
	runes := []rune(s[:min(len(s), maxShown*utf8.UTFMax)])
	return string(runes[:min(len(runes), maxShown-1)]) + "…"
}
