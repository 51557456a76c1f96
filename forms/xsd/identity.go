package xsd

import (
	"strings"

	"okienko/forms/xsd/internal/value"
)

type constraintKind uint8

const (
	uniqueConstraint constraintKind = iota
	keyConstraint
	keyrefConstraint
)

// identityConstraint is unique, key or keyref (3.11.1).
type identityConstraint struct {
	kind     constraintKind
	name     qname
	site     site
	selector []xpath
	fields   [][]xpath
	texts    []string // the fields as written
	refer    *identityConstraint
	referred bool // some keyref asks for its values
}

// xpath is one alternative of the small XPath language (3.11.6): child steps,
// perhaps from any depth, and perhaps an attribute in the end.
type xpath struct {
	anywhere  bool
	steps     []nameTest
	attribute *nameTest
}

// nameTest matches a name; "*" as local name matches all of a namespace, and
// any means all names.
type nameTest struct {
	name qname
	any  bool
}

func (t nameTest) matches(q qname) bool {
	return t.any || t.name.space == q.space && (t.name.local == "*" || t.name.local == q.local)
}

// constraint reads an identity constraint of an element.
func (c *compiler) constraint(e *elementDecl, s site) {
	text, _ := s.attr("name")
	k := &identityConstraint{name: qname{s.doc.target, text}, site: s, kind: constraintKinds[s.local()]}
	if first := c.keys[k.name]; first != nil && first.site.node != s.node {
		c.reportValue(s, CodeXSDDuplicate, "sch-props-correct.2", text, "the identity constraint %s is there already", k.name)
	}
	c.keys[k.name] = k
	for _, child := range s.children() {
		text, _ := child.attr("xpath")
		paths := c.xpaths(child, text, child.local() == "field")
		if child.local() == "selector" {
			k.selector = paths
			continue
		}
		k.fields = append(k.fields, paths)
		k.texts = append(k.texts, text)
	}
	e.constraints = append(e.constraints, k)
}

var constraintKinds = map[string]constraintKind{"unique": uniqueConstraint, "key": keyConstraint, "keyref": keyrefConstraint}

// checkConstraints resolves the refer of each keyref (c-props-correct).
func (c *compiler) checkConstraints(e *elementDecl) {
	for _, k := range e.constraints {
		text, refers := k.site.attr("refer")
		if !refers {
			continue
		}
		q, ok := c.refer(k.site, "key", text)
		if !ok {
			continue
		}
		k.refer = c.keys[q]
		switch {
		case k.refer == nil || k.refer.kind == keyrefConstraint:
			c.unknown(k.site, "key or unique", q)
			k.refer = nil
		case len(k.refer.fields) != len(k.fields):
			c.report(k.site, CodeXSDIdentity, "c-props-correct.2", "%s has %d fields, %s has %d", k.name, len(k.fields), q, len(k.refer.fields))
		default:
			k.refer.referred = true
		}
	}
}

// xpaths parses alternatives separated by '|'.
func (c *compiler) xpaths(s site, text string, field bool) []xpath {
	var out []xpath
	for _, part := range strings.Split(text, "|") {
		p, ok := s.xpath(strings.TrimSpace(part), field)
		if !ok {
			c.reportValue(s, CodeXSDIdentity, "c-fields-xpaths", text, "%q is not of the XPath that %s may have", shorten(text), s.local())
			return nil
		}
		out = append(out, p)
	}
	return out
}

// xpath parses ('.//')? step ('/' step)*, for a field with an attribute as the
// last step.
func (s site) xpath(text string, field bool) (p xpath, ok bool) {
	if rest, found := strings.CutPrefix(text, "."); found {
		if rest, found = strings.CutPrefix(strings.TrimSpace(rest), "//"); found {
			p.anywhere, text = true, strings.TrimSpace(rest)
		}
	}
	steps := strings.Split(text, "/")
	for i, step := range steps {
		step = strings.TrimSpace(step)
		if step == "." {
			continue
		}
		attribute, isAttribute := cutAxis(step, "@", "attribute")
		if isAttribute {
			if !field || i < len(steps)-1 {
				return p, false
			}
			test, ok := s.nameTest(attribute)
			p.attribute = &test
			return p, ok
		}
		child, _ := cutAxis(step, "", "child")
		test, ok := s.nameTest(child)
		if !ok {
			return p, false
		}
		p.steps = append(p.steps, test)
	}
	return p, true
}

// cutAxis removes "short" or "axis ::" from a step.
func cutAxis(step, short, axis string) (rest string, found bool) {
	if short != "" {
		if rest, found = strings.CutPrefix(step, short); found {
			return strings.TrimSpace(rest), true
		}
	}
	if rest, found = strings.CutPrefix(step, axis); found {
		if rest, found = strings.CutPrefix(strings.TrimSpace(rest), "::"); found {
			return strings.TrimSpace(rest), true
		}
	}
	return step, false
}

// nameTest reads *, prefix:* or a QName. No prefix means no namespace, as XPath has it.
func (s site) nameTest(text string) (t nameTest, ok bool) {
	if text == "*" {
		return nameTest{any: true}, true
	}
	prefix, local, found := strings.Cut(text, ":")
	if !found {
		return nameTest{name: qname{local: text}}, value.IsNCName([]byte(text))
	}
	space, ok := s.node.LookupNamespace(prefix)
	return nameTest{name: qname{space, local}}, ok && (local == "*" || value.IsNCName([]byte(local)))
}
