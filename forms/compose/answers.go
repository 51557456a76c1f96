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
	size := 0
	for name, values := range answers {
		size += len(name)
		for _, v := range values {
			size += len(v)
		}
	}
	if size > maxAnswerBytes {
		return given{}, ErrAnswers
	}
	return given{answers: answers, names: slices.Sorted(maps.Keys(answers))}, nil
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
	return ok || g.begins(name+"/") || g.begins(name+".")
}

func (g given) begins(prefix string) bool {
	i := sort.SearchStrings(g.names, prefix)
	return i < len(g.names) && strings.HasPrefix(g.names[i], prefix)
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
