package forms

import (
	"regexp"
	"slices"
)

// knownName is a name in braces in a Question's Value.
var knownName = regexp.MustCompile(`\{([^{}]*)\}`)

// Known lists the names a Value may hold in braces: what the office and the
// account of the person who fills the form in are known to be.
func Known() []string {
	return []string{
		"entity.name", "entity.address", "entity.street", "entity.house", "entity.postcode", "entity.town", "entity.regon", "box", "today", "now",
		"person.first", "person.second", "person.last", "person.pesel", "person.email",
	}
}

// Fill replaces the names in a Value by what is known; a name that is not known
// stands for nothing.
func (q Question) Fill(known map[string]string) string {
	return knownName.ReplaceAllStringFunc(q.Value, func(name string) string { return known[name[1:len(name)-1]] })
}

// unknownNames lists the names in a Value that never stand for anything.
func (q Question) unknownNames() (names []string) {
	for _, match := range knownName.FindAllStringSubmatch(q.Value, -1) {
		if !slices.Contains(Known(), match[1]) {
			names = append(names, match[1])
		}
	}
	return names
}
