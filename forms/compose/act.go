package compose

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"okienko/forms"
)

// Answers returns what was answered so far, and nothing that belongs to no field.
func (s *Sheet) Answers() Answers { return maps.Clone(s.answers) }

// Files returns the files of the sheet, by the name of their field.
func (s *Sheet) Files() Files { return maps.Clone(s.files) }

// Attach gives a file to a FileField; the zero File takes it away. It returns
// false where the sheet asks for no such file.
func (s *Sheet) Attach(name string, file File) bool {
	f := s.Field(name)
	if f == nil || f.Kind != FileField {
		return false
	}
	delete(s.files, name)
	if file.Name != "" {
		s.files[name] = file
	}
	s.build(noNode)
	return true
}

// Merge takes over what a page posted. Radio buttons that posted nothing are
// unanswered; any other field that posted nothing stays as it was. Files come by
// Attach. The pages are built anew; page stays valid. It returns false, and takes
// nothing over, where all answers together would be more than a sheet takes.
func (s *Sheet) Merge(page *Page, posted Answers) bool {
	before := maps.Clone(s.answers)
	seen := map[string]bool{}
	for _, first := range []bool{true, false} { // then what an answer has brought up
		walk(page.Fields, func(f *Field) bool {
			if !seen[f.Name] {
				s.merge(f, posted, first)
			}
			seen[f.Name] = true
			return true
		})
		if s.answers.tooMuch() {
			s.answers = before
			s.build(noNode)
			return false
		}
		s.build(noNode)
	}
	return true
}

func (s *Sheet) merge(f *Field, posted Answers, radios bool) {
	switch f.Kind {
	case Section, Repeat, FileField:
	case DateField:
		for _, suffix := range dateSuffixes {
			s.take(f.Name+suffix, posted)
		}
	case Optional:
		if len(posted[f.Name]) > 0 && posted[f.Name][0] != "" {
			s.answers[f.Name] = []string{openMark}
		}
	case OneOf, Options, YesNo:
		if !s.take(f.Name, posted) && radios {
			s.answers[f.Name] = []string{""}
		}
	default:
		s.take(f.Name, posted)
	}
}

func (s *Sheet) take(name string, posted Answers) bool {
	values, ok := posted[name]
	if ok && len(values) > 0 {
		s.answers[name] = values[:1:1]
	}
	return ok
}

// Act does what a button asks for and builds the pages anew: add:NAME and
// remove:NAME[2] of a Repeat, open:NAME and close:NAME of an Optional,
// choose:NAME=VALUE of a OneOf, remove:NAME of a file. It returns false for what
// means nothing on this sheet.
func (s *Sheet) Act(action string) bool {
	verb, name, _ := strings.Cut(action, ":")
	name, value, _ := strings.Cut(name, "=")
	f := s.Field(name)
	if f == nil {
		return false
	}
	done := false
	switch verb {
	case "add":
		done = s.addItem(f)
	case "remove":
		done = s.remove(f)
	case "open", "close":
		done = s.open(f, verb == "open")
	case "choose":
		done = s.choose(f, value)
	}
	if done {
		s.build(noNode)
	}
	return done
}

func (s *Sheet) addItem(f *Field) bool {
	n := len(f.Fields)
	if f.Kind != Repeat || f.Max >= 0 && n >= f.Max || n >= maxItems {
		return false
	}
	s.answers[item(f.Name, n+1)] = []string{""}
	return true
}

// remove takes away a file, or an item: those behind it move up.
func (s *Sheet) remove(f *Field) bool {
	if f.Kind == FileField {
		delete(s.files, f.Name)
		return true
	}
	base, index, ok := splitItem(f.Name)
	list := s.Field(base)
	if !ok || list == nil || list.Kind != Repeat || f.Kind != Section {
		return false
	}
	move(s.answers, base, index)
	move(s.files, base, index)
	return true
}

// splitItem reads a name that ends in [index].
func splitItem(name string) (base string, index int, ok bool) {
	at := strings.LastIndexByte(name, '[')
	if at < 0 || !strings.HasSuffix(name, "]") {
		return "", 0, false
	}
	index, err := strconv.Atoi(name[at+1 : len(name)-1])
	return name[:at], index, err == nil
}

// move drops item index of base and renumbers those behind it.
func move[V any](byName map[string]V, base string, index int) {
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		rest, ok := strings.CutPrefix(name, base+"[")
		if !ok {
			continue
		}
		digits, tail, _ := strings.Cut(rest, "]")
		i, err := strconv.Atoi(digits)
		if err != nil || i < index {
			continue
		}
		value := byName[name]
		delete(byName, name)
		if i > index {
			byName[item(base, i-1)+tail] = value
		}
	}
}

func (s *Sheet) open(f *Field, there bool) bool {
	if f.Kind != Optional {
		return false
	}
	if there {
		s.answers[f.Name] = []string{openMark}
		return true
	}
	drop(s.answers, f.Name)
	drop(s.files, f.Name)
	return true
}

func drop[V any](byName map[string]V, name string) {
	maps.DeleteFunc(byName, func(k string, _ V) bool { return k == name || strings.HasPrefix(k, name+"/") })
}

func (s *Sheet) choose(f *Field, value string) bool {
	if f.Kind != OneOf {
		return false
	}
	if value != "" {
		s.answers[f.Name] = []string{value}
	}
	return true
}

// Problems lists what Check found on all pages, in their order.
func (s *Sheet) Problems() (problems []forms.Problem) {
	for f := range s.fields() {
		problems = append(problems, f.Problems...)
	}
	return problems
}
