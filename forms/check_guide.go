package forms

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// guideCheck holds an overlay against the schema of its form.
type guideCheck struct {
	*checker
	dir  string
	form *Form
	over overlay
	root *place

	byPath map[string]*place
	ends   map[string]bool   // every end of every path
	asked  map[string]string // paths that pages name, with the page's id
	opaque bool              // there may be more paths than these
}

func (g *guideCheck) fault(code, format string, args ...any) {
	g.add(g.dir, formFile, code, format, args...)
}

func (g *guideCheck) run() {
	g.byPath, g.ends, g.asked = map[string]*place{}, map[string]bool{}, map[string]string{}
	g.root.all(func(p *place) {
		g.byPath[p.path] = p
		g.opaque = g.opaque || p.opaque
		for end := range endsOf(p.path) {
			g.ends[end] = true
		}
		for _, c := range p.choices {
			for end := range endsOf(c.path) {
				g.ends[end] = true
			}
		}
	})
	g.checkPages()
	g.checkKeys()
	g.root.all(g.checkWords)
	if len(g.over.Guide.Pages) > 0 {
		g.checkAsked(g.root, false, false)
	}
	g.checkTexts()
}

// pageID is what stands in the address of a page.
var pageID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// lost says that a path names nothing, as far as the places of the form can be
// told: for certain only where none may hold more than they show.
func (g *guideCheck) lost(format string, args ...any) {
	if g.opaque {
		g.warn(g.dir, formFile, CodePath, format, args...)
		return
	}
	g.fault(CodePath, format, args...)
}

func (g *guideCheck) checkPages() {
	ids := map[string]bool{}
	for i, page := range g.over.Guide.Pages {
		at := "guide.pages[" + strconv.Itoa(i) + "]"
		switch {
		case !pageID.MatchString(page.ID):
			g.fault(CodePage, "%s: id %q may have only letters a-z, digits and hyphens", at, page.ID)
		case ids[page.ID]:
			g.fault(CodePage, "%s: id %q is that of another page", at, page.ID)
		}
		ids[page.ID] = true
		if len(page.Fields) == 0 {
			g.fault(CodePage, "%s: asks nothing", at)
		}
		for _, path := range page.Fields {
			if g.byPath[path] == nil {
				g.lost("%s.fields: the schema has no %s", at, path)
			}
			if other, twice := g.asked[path]; twice {
				g.fault(CodePage, "%s.fields: %s is on page %q already", at, path, other)
			}
			g.asked[path] = page.ID
		}
	}
}

// checkKeys finds entries that are never read.
func (g *guideCheck) checkKeys() {
	for _, key := range slices.Sorted(maps.Keys(g.over.Labels)) {
		if !g.ends[key] {
			g.lost("labels: the schema has nothing that ends with %s", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(g.over.Guide.Questions)) {
		q := g.over.Guide.Questions[key]
		g.checkQuestion(key, q)
		for _, name := range q.unknownNames() {
			g.fault(CodeValue, "guide.questions[%s].value: nothing is known by the name {%s}", key, name)
		}
		if q.Purpose != "" && !slices.Contains(purposes(), q.Purpose) {
			g.fault(CodePurpose, "guide.questions[%s].purpose: autocomplete knows no %q", key, q.Purpose)
		}
	}
	if path := g.form.Policy.Addressee; path != "" && g.byPath[path] == nil {
		g.lost("policy.addressee: the schema has no %s", path)
	}
}

// purposes are the values of autocomplete that WCAG 1.3.5 lists, as far as
// forms of an office ask for them.
func purposes() []string {
	return []string{
		"name", "honorific-prefix", "given-name", "additional-name", "family-name", "nickname", "organization", "organization-title",
		"street-address", "address-line1", "address-line2", "address-line3", "address-level1", "address-level2", "address-level3", "address-level4",
		"country", "country-name", "postal-code", "language", "bday", "bday-day", "bday-month", "bday-year", "sex", "url", "tel", "tel-national", "email",
	}
}

// checkQuestion holds an entry against the places it is read for: what it says
// must mean something at one of them.
func (g *guideCheck) checkQuestion(key string, q Question) {
	var places []*place
	g.root.all(func(p *place) {
		if p.path == key || strings.HasSuffix(p.path, "/"+key) {
			places = append(places, p)
		}
	})
	if !g.ends[key] {
		g.lost("guide.questions: the schema has nothing that ends with %s", key)
	}
	if len(places) == 0 { // unknown, or a choice
		return
	}
	somewhere := func(holds func(*place) bool) bool { return slices.ContainsFunc(places, holds) }
	if q.Value != "" && !knownName.MatchString(q.Value) && !somewhere(func(p *place) bool { return p.takes(q.Value) }) {
		g.fault(CodeValue, "guide.questions[%s].value: the schema does not take %q", key, q.Value)
	}
	if q.Choice != "" && !somewhere(func(p *place) bool { return p.leadsWith(q.Choice) }) {
		g.fault(CodeOption, "guide.questions[%s].choice: there is no %s to choose", key, q.Choice)
	}
	for _, value := range slices.Sorted(maps.Keys(q.Options)) {
		if !somewhere(func(p *place) bool { return p.opaque || p.leadsWith(value) || slices.Contains(p.values(), value) }) {
			g.fault(CodeOption, "guide.questions[%s].options: the schema has no %q", key, value)
		}
	}
}

// checkWords warns of places people are asked about in the schema's own names.
func (g *guideCheck) checkWords(p *place) {
	if !g.isAsked(p.path) || p.preset.Fixed {
		return
	}
	if _, ok := g.form.label(p.path); !ok {
		g.warn(g.dir, formFile, CodeText, "%s has no label and is shown by its name", p.path)
	}
	q, _ := g.form.Question(p.path)
	for _, c := range p.choices {
		if _, ok := g.form.label(c.path); !ok && !c.repeats && q.Choice == "" {
			g.warn(g.dir, formFile, CodeText, "%s, where people choose between %s, has no label", c.path, strings.Join(c.leads, " and "))
		}
	}
	for _, value := range p.values() {
		if len(q.Options[value]) == 0 {
			g.warn(g.dir, formFile, CodeOption, "option %q of %s has no label", value, p.path)
		}
	}
}

// isAsked reports whether a page names the path or something around it, and
// nothing on the way hides it. A form without pages asks all of its content.
func (g *guideCheck) isAsked(path string) bool {
	named := false
	for at, name := range stepsOf(path) {
		if q, _ := g.form.Question(at); q.Hidden {
			return false
		}
		named = named || g.names(at) || len(g.over.Guide.Pages) == 0 && name == "TrescDokumentu"
	}
	return named
}

// stepsOf yields a path's beginnings, the root first, with the name each ends in.
func stepsOf(path string) func(yield func(at, name string) bool) {
	return func(yield func(at, name string) bool) {
		for end := 0; end < len(path); {
			start := end
			if next := strings.IndexByte(path[end:], '/'); next < 0 {
				end = len(path)
			} else {
				end += next
			}
			if !yield(path[:end], path[start:end]) {
				return
			}
			end++
		}
	}
}
