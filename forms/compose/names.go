package compose

import (
	"maps"
	"strconv"
	"strings"

	"okienko/forms/xsd"
)

// The name of a field is the place of its answer below the root:
//
//	TrescDokumentu/Dziecko[2]/Imie      an element; [2] where it may repeat
//	TrescDokumentu/Cena/text()          the text of an element with attributes, or that repeats
//	TrescDokumentu/Cena/@waluta         an attribute
//	TrescDokumentu/Strona/choice(1)     which alternative of the first part of the content
//	TrescDokumentu/Wpis/group(2)[1]     a group that repeats
//	TrescDokumentu/Pojazd/element()     which element of a substitution group
//	TrescDokumentu/Pojazd/@xsi:type     which type
//
// An element that stands at two places of one content model has ~2 behind its
// name at the second.
const (
	textStep    = "text()"
	elementStep = "element()"
	typeStep    = "@xsi:type"
)

func join(parent, step string) string {
	if parent == "" {
		return step
	}
	return parent + "/" + step
}

func item(name string, i int) string { return name + "[" + strconv.Itoa(i) + "]" }

// position is where a particle stands in a content model: "2.1" is the first
// part of the second part; "" is the model itself.
type position string

func (p position) part(i int) position {
	if p == "" {
		return position(strconv.Itoa(i + 1))
	}
	return p + "." + position(strconv.Itoa(i+1))
}

func (p position) step(kind string) string { return kind + "(" + string(p) + ")" }

// steps names the elements of a content model by their position. Alternatives
// may share a name, for only one of them is there at a time.
type steps map[position]string

func stepsOf(model xsd.Particle) steps {
	s := steps{}
	s.add(model, "", &tally{own: map[string]int{}})
	return s
}

// add names what stands in p; used counts how often each name stands before.
func (s steps) add(p xsd.Particle, at position, used *tally) {
	if p.Kind() == xsd.ElementParticle {
		local := p.Element().Name().Local
		n := used.of(local) + 1
		used.own[local], s[at] = n, local
		if n > 1 {
			s[at] = local + "~" + strconv.Itoa(n)
		}
		return
	}
	if p.Kind() != xsd.ChoiceParticle {
		for i, part := range p.Parts() {
			s.add(part, at.part(i), used)
		}
		return
	}
	most := map[string]int{}
	for i, part := range p.Parts() {
		alternative := &tally{around: used, own: map[string]int{}}
		s.add(part, at.part(i), alternative)
		for local, n := range alternative.own {
			most[local] = max(most[local], n)
		}
	}
	maps.Copy(used.own, most)
}

// tally counts names; an alternative of a choice counts on from what stands
// before the choice, and on its own.
type tally struct {
	around *tally
	own    map[string]int
}

func (t *tally) of(name string) int {
	for ; t != nil; t = t.around {
		if n, ok := t.own[name]; ok {
			return n
		}
	}
	return 0
}

// parentPath is a path without its last step.
func parentPath(path string) string {
	return path[:max(strings.LastIndexByte(path, '/'), 0)]
}
