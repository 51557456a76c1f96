package xsd

import (
	"math"
	"strconv"
)

// groupDef is a named model group (3.7.1).
type groupDef struct {
	name  qname
	site  site
	state buildState
	group *modelGroup
}

// particleAt reads a particle; nil for one that occurs zero times or is wrong.
func (c *compiler) particleAt(s site) *particle {
	p := &particle{site: s, min: count(s, "minOccurs"), max: count(s, "maxOccurs")}
	if p.max != unbounded && p.min > p.max {
		c.report(s, CodeXSDOccurs, "p-props-correct.2.1", "minOccurs %d is above maxOccurs %d", p.min, p.max)
		return nil
	}
	switch s.local() {
	case "element":
		p.element = c.elementUse(s)
	case "any":
		p.wildcard = newWildcard(s)
	case "group":
		p.group = c.groupRef(s)
		if p.group != nil && p.group.kind == all && p.max != 1 && p.max != 0 {
			c.report(s, CodeXSDOccurs, "cos-all-limited.2", "an all group occurs once at most")
		}
	default:
		p.group = c.groupAt(s)
	}
	if p.max == 0 || p.element == nil && p.wildcard == nil && p.group == nil {
		return nil
	}
	return p
}

// count reads minOccurs or maxOccurs. What exceeds 31 bits is no limit in practice.
func count(s site, name string) int {
	text, ok := s.attr(name)
	if !ok {
		return 1
	}
	if text == "unbounded" {
		return unbounded
	}
	n, err := strconv.Atoi(text)
	if err != nil || n > math.MaxInt32 {
		return math.MaxInt32
	}
	return n
}

// elementUse is a local declaration or a reference to a global one.
func (c *compiler) elementUse(s site) *elementDecl {
	text, isRef := s.attr("ref")
	if isRef == s.has("name") {
		c.report(s, CodeXSDStructure, "src-element.2.1", "an element has either a name or a ref")
		return nil
	}
	if !isRef {
		return c.localElement(s)
	}
	for _, name := range []string{"nillable", "default", "fixed", "form", "block", "type"} {
		if s.has(name) {
			c.report(s, CodeXSDStructure, "src-element.2.2", "an element with ref has no attribute %s", name)
		}
	}
	if len(s.children()) > 0 {
		c.report(s, CodeXSDStructure, "src-element.2.2", "an element with ref has nothing inside")
	}
	q, ok := c.refer(s, "element", text)
	if !ok {
		return nil
	}
	e := c.elements[q]
	if e == nil {
		c.unknown(s, "element", q)
		return nil
	}
	return e
}

// groupAt reads a sequence, choice or all.
func (c *compiler) groupAt(s site) *modelGroup {
	kind := compositors[s.local()]
	var parts []*particle
	for _, child := range s.children() {
		p := c.particleAt(child)
		if p == nil {
			continue
		}
		if kind == all && (p.max == unbounded || p.max > 1) {
			c.report(child, CodeXSDOccurs, "cos-all-limited.2", "an element in xs:all occurs once at most")
		}
		if p.group != nil && p.group.kind == all {
			c.report(child, CodeXSDStructure, "cos-all-limited.1", "an all group must be the whole content of a type")
		}
		parts = append(parts, p)
	}
	return newGroup(kind, parts...)
}

var compositors = map[string]compositor{"sequence": sequence, "choice": choice, "all": all}

func (c *compiler) groupRef(s site) *modelGroup {
	text, _ := s.attr("ref")
	q, ok := c.refer(s, "group", text)
	if !ok {
		return nil
	}
	g := c.groups[q]
	if g == nil {
		c.unknown(s, "group", q)
		return nil
	}
	return c.buildGroup(g, s)
}

func (c *compiler) buildGroup(g *groupDef, from site) *modelGroup {
	switch g.state {
	case building:
		c.report(from, CodeXSDCircular, "mg-props-correct.2", "the group %s holds itself", g.name)
		return nil
	case unbuilt:
		if !c.descend(from) {
			return nil
		}
		defer c.ascend()
		g.state = building
		g.group = newGroup(sequence)
		for _, child := range g.site.children() {
			if child.has("minOccurs") || child.has("maxOccurs") {
				c.structure(child, "the content of a named group has no minOccurs and maxOccurs")
			}
			g.group = c.groupAt(child)
		}
		g.state = built
	}
	return g.group
}

// newGroup makes a model group and measures it: groups can hold each other so
// often that nobody could count them out.
func newGroup(kind compositor, particles ...*particle) *modelGroup {
	g := &modelGroup{kind: kind, particles: particles, size: 1}
	for i, p := range particles {
		low, high := p.totalRange()
		g.size = min(g.size+p.size(), maxParticles+1)
		switch {
		case kind != choice:
			g.low, g.high = saturate(g.low+low), add(g.high, high)
		case i == 0:
			g.low, g.high = low, high
		default:
			g.low, g.high = min(g.low, low), widest(g.high, high)
		}
	}
	return g
}

func (p *particle) size() int {
	if p.group != nil {
		return p.group.size
	}
	return 1
}

// emptiable reports whether the particle can match nothing (cos-group-emptiable).
func (p *particle) emptiable() bool {
	low, _ := p.totalRange()
	return low == 0
}

// totalRange is the effective total range (3.8.6): how many elements at least
// and at most; saturating.
func (p *particle) totalRange() (low, high int) {
	if p.group == nil {
		return p.min, p.max
	}
	low, high = p.group.low, p.group.high
	switch {
	case high == 0:
		return 0, 0
	case high == unbounded || p.max == unbounded:
		return saturate(low * p.min), unbounded
	}
	return saturate(low * p.min), saturate(high * p.max)
}

func saturate(n int) int { return min(n, math.MaxInt32) }

func add(a, b int) int {
	if a == unbounded || b == unbounded {
		return unbounded
	}
	return saturate(a + b)
}

func widest(a, b int) int {
	if a == unbounded || b == unbounded {
		return unbounded
	}
	return max(a, b)
}
