package compose

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"okienko/forms"
	"okienko/forms/xsd"
)

// plan is what is asked where: the overlay's pages, or, without any, a page for
// each part of the content.
type plan struct {
	form   *forms.Form
	pages  []forms.GuidePage
	fields map[string][]*Field // by the paths that pages name: what is asked there
	reach  map[string]bool     // the paths that pages name, and all above them
	values map[string]bool     // the keys of questions that settle something, and what they begin with
	known  map[string]bool     // those among them that the office or the account answers
}

func newPlan(f *forms.Form, root xsd.Element, known Known) *plan {
	p := &plan{form: f, pages: f.Guide.Pages, fields: map[string][]*Field{}, reach: map[string]bool{}, values: map[string]bool{}, known: map[string]bool{}}
	if len(p.pages) == 0 {
		p.pages = []forms.GuidePage{{Fields: contentPaths(f.Root, root)}}
	}
	for _, page := range p.pages {
		for _, path := range page.Fields {
			p.fields[path] = nil
			mark(p.reach, path)
		}
	}
	for key, q := range f.Guide.Questions {
		value := q.Fill(known)
		if value != "" || q.Choice != "" {
			mark(p.values, key)
		}
		if value != "" && isTemplate(q) {
			mark(p.known, key)
		}
	}
	return p
}

// mark enters a path and all above it.
func mark(set map[string]bool, path string) {
	for ; path != ""; path = parentPath(path) {
		set[path] = true
	}
}

// isTemplate reports a value that takes something known in.
func isTemplate(q forms.Question) bool { return strings.Contains(q.Value, "{") }

// contentPaths are the parts of a form that hold its content: in a CRD document
// all but the description and the data of the document, which no person should
// have to fill in; else the whole.
func contentPaths(name string, root xsd.Element) []string {
	var paths []string
	crd := false
	if model, ok := root.Type().Particle(); ok {
		leads(model, func(local string) bool {
			switch crd = crd || local == "TrescDokumentu"; local {
			case "OpisDokumentu", "DaneDokumentu":
			default:
				paths = append(paths, join(name, local))
			}
			return false
		})
	}
	if !crd {
		return []string{name}
	}
	return paths
}

// lists reports whether a page names the path.
func (p *plan) lists(path string) bool {
	_, ok := p.fields[path]
	return ok
}

// reaches reports whether a page names the path or something in it.
func (p *plan) reaches(path string) bool { return p.reach[path] }

// opens reports whether a question that settles something begins as the path
// ends: then something in it is settled.
func (p *plan) opens(path string) bool { return endsIn(p.values, path) }

// knows reports whether something in the path is answered by what is known.
func (p *plan) knows(path string) bool { return endsIn(p.known, path) }

// endsIn reports whether the set has the end of a path.
func endsIn(set map[string]bool, path string) bool {
	for {
		if set[path] {
			return true
		}
		_, rest, found := strings.Cut(path, "/")
		if !found {
			return false
		}
		path = rest
	}
}

// show puts fields on the page that names their path; false where none does.
func (p *plan) show(path string, fields []*Field) bool {
	if !p.lists(path) {
		return false
	}
	p.fields[path] = append(p.fields[path], fields...)
	return true
}

// lead puts a field before what the first page asks that names something in
// one of the paths.
func (p *plan) lead(paths []string, f *Field) {
	for _, page := range p.pages {
		for _, listed := range page.Fields {
			for _, path := range paths {
				if listed == path || strings.HasPrefix(listed, path+"/") {
					p.fields[listed] = append([]*Field{f}, p.fields[listed]...)
					return
				}
			}
		}
	}
}

// layout makes the pages; one that asks nothing now is left out.
func (p *plan) layout() []*Page {
	if len(p.form.Guide.Pages) == 0 {
		return p.own()
	}
	var pages []*Page
	for _, g := range p.pages {
		page := &Page{ID: g.ID, Title: g.Title}
		for _, path := range slices.Compact(g.Fields) {
			page.Fields = append(page.Fields, p.fields[path]...)
		}
		if len(page.Fields) > 0 {
			pages = append(pages, page)
		}
	}
	return pages
}

// own makes a page for each part of the content, and one for single questions
// that follow each other.
func (p *plan) own() []*Page {
	pages := &ownPages{ids: map[string]bool{}}
	for _, path := range p.pages[0].Fields {
		for _, f := range p.fields[path] {
			if f.Kind != Section {
				pages.add(f, f.Label)
				continue
			}
			for _, inner := range f.Fields {
				pages.add(inner, f.Label)
			}
			pages.last = nil
		}
	}
	return pages.list
}

type ownPages struct {
	list []*Page
	last *Page // that takes further single questions
	ids  map[string]bool
}

func (o *ownPages) add(f *Field, around forms.Text) {
	switch f.Kind {
	case Section, OneOf, Optional, Repeat:
		o.last = nil
		o.list = append(o.list, &Page{ID: o.id(f.Name), Title: f.Label, Fields: []*Field{f}})
		return
	}
	if o.last == nil {
		o.last = &Page{ID: o.id(f.Name), Title: around}
		o.list = append(o.list, o.last)
	}
	o.last.Fields = append(o.last.Fields, f)
}

// id makes an id of the last step of a name.
func (o *ownPages) id(name string) string {
	base := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name[strings.LastIndexByte(name, '/')+1:])
	if base == "" {
		base = "dane"
	}
	id := base
	for n := 2; o.ids[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	o.ids[id] = true
	return id
}
