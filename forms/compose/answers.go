package compose

import (
	"maps"
	"slices"
	"sort"
	"strings"
)

// given are the answers a sheet is built from.
type given struct {
	answers Answers
	names   []string // sorted, to find what stands below a name
}

// readAnswers bounds answers: what is too much is not read at all, and said.
func readAnswers(answers Answers) (given, error) {
	if answers.tooMuch() {
		return given{}, ErrAnswers
	}
	return given{answers: answers, names: slices.Sorted(maps.Keys(answers))}, nil
}

func (a Answers) tooMuch() bool {
	size := 0
	for name, values := range a {
		size += len(name)
		for _, v := range values {
			size += len(v)
		}
	}
	return size > maxAnswerBytes
}

// value returns the answer of a name.
func (g given) value(name string) (value string, answered bool) {
	values, ok := g.answers[name]
	if !ok {
		return "", false
	}
	if len(values) == 0 {
		return "", true
	}
	return values[0], true
}

// exists reports whether there is an answer of this name, or of something in it.
func (g given) exists(name string) bool {
	_, ok := g.answers[name]
	if ok {
		return true
	}
	i := sort.SearchStrings(g.names, name+"/")
	return i < len(g.names) && strings.HasPrefix(g.names[i], name+"/")
}

// items counts the items of a Repeat: so many there are anyway, and those that
// follow them without a gap.
func (g given) items(name string, anyway int) int {
	n := anyway
	for n < maxItems && g.exists(item(name, n+1)) {
		n++
	}
	return n
}
