package forms

import (
	"maps"
	"slices"
	"strings"
)

// checkAsked finds what must stand in a document and is neither asked on a page
// nor written without asking. covered: a page names the place or one around it;
// hidden: the overlay hides one around it.
func (g *guideCheck) checkAsked(p *place, covered, hidden bool) {
	for _, part := range p.parts {
		q, _ := g.form.Question(part.path)
		if part.optional && !q.Required {
			g.checkPartly(part, covered, hidden)
			continue
		}
		g.checkRequired(part, covered, hidden)
	}
	for _, c := range p.choices {
		if !c.optional {
			g.checkChoice(p, c, covered, hidden)
		}
	}
}

// checkPartly looks into an optional place where a page names it or a part of
// it: who answers that has opened it.
func (g *guideCheck) checkPartly(p *place, covered, hidden bool) {
	q, _ := g.form.Question(p.path)
	covered = covered || g.names(p.path)
	if !hidden && !q.Hidden && (covered || g.reaches(p.path)) {
		g.checkAsked(p, covered, false)
	}
}

func (g *guideCheck) checkRequired(p *place, covered, hidden bool) {
	q, _ := g.form.Question(p.path)
	covered, hidden = covered || g.names(p.path), hidden || q.Hidden
	switch {
	case p.preset.Set, p.opaque:
	case !p.leaf() || q.Value != "":
		g.checkAsked(p, covered, hidden)
	case hidden:
		if !p.takes("") {
			g.fault(CodeUnasked, "%s is required and hidden, but has no value", p.path)
		}
	case !covered:
		g.fault(CodeUnasked, "%s is required, but no page asks for it", p.path)
	}
}

// checkChoice wants a choice nobody is asked to be decided: by the overlay, by
// a page that names an alternative, or by an alternative that has values.
func (g *guideCheck) checkChoice(p *place, c choice, covered, hidden bool) {
	if covered && !hidden {
		return
	}
	q, _ := g.form.Question(p.path)
	for i, lead := range c.leads {
		if q.Choice == lead {
			for _, part := range c.contents[i] {
				g.checkRequired(part, covered, hidden)
			}
			return
		}
	}
	for _, contents := range c.contents {
		for _, part := range contents {
			if g.names(part.path) || g.reaches(part.path) || g.hasValue(part) {
				return
			}
		}
	}
	g.fault(CodeUnasked, "%s needs one of %s, but no page asks which", p.path, strings.Join(c.leads, ", "))
}

// names reports whether a page names the path itself.
func (g *guideCheck) names(path string) bool {
	_, ok := g.asked[path]
	return ok
}

// reaches reports whether a page names something below the path.
func (g *guideCheck) reaches(path string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(g.asked)), func(asked string) bool { return strings.HasPrefix(asked, path+"/") })
}

// hasValue reports whether something in the place is written without asking.
func (g *guideCheck) hasValue(p *place) (found bool) {
	p.all(func(part *place) {
		q, _ := g.form.Question(part.path)
		found = found || q.Value != ""
	})
	return found
}
