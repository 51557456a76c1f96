package pattern

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is an inclusive range of characters.
type span struct{ lo, hi rune }

// Set is a set of characters: sorted, disjoint, non-adjacent spans.
type Set []span

func newSet(spans ...span) Set {
	slices.SortFunc(spans, func(a, b span) int { return int(a.lo - b.lo) })
	var out Set
	for _, s := range spans {
		if n := len(out); n > 0 && s.lo <= out[n-1].hi+1 {
			out[n-1].hi = max(out[n-1].hi, s.hi)
			continue
		}
		out = append(out, s)
	}
	return out
}

func (s Set) union(t Set) Set { return newSet(append(slices.Clone([]span(s)), t...)...) }

func (s Set) complement() Set {
	var out Set
	next := rune(0)
	for _, r := range s {
		if r.lo > next {
			out = append(out, span{next, r.lo - 1})
		}
		next = r.hi + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, span{next, unicode.MaxRune})
	}
	return out
}

func (s Set) minus(t Set) Set { return s.complement().union(t).complement() }

// Has reports whether r is in s.
func (s Set) Has(r rune) bool {
	i := sort.Search(len(s), func(i int) bool { return s[i].hi >= r })
	return i < len(s) && s[i].lo <= r
}

func (s Set) disjoint(t Set) bool {
	for i, j := 0, 0; i < len(s) && j < len(t); {
		switch {
		case s[i].hi < t[j].lo:
			i++
		case t[j].hi < s[i].lo:
			j++
		default:
			return false
		}
	}
	return true
}

// fromTable turns one of Go's Unicode tables into a set.
func fromTable(t *unicode.RangeTable) Set {
	var spans []span
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			spans = append(spans, span{lo, hi})
			return
		}
		for r := lo; r <= hi; r += stride {
			spans = append(spans, span{r, r})
		}
	}
	for _, r := range t.R16 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	for _, r := range t.R32 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	return newSet(spans...)
}

// parseSpans reads "AZ az 09": pairs of characters, separated by spaces.
func parseSpans(text string) Set {
	var spans []span
	for _, pair := range strings.Fields(text) {
		lo, n := utf8.DecodeRuneInString(pair)
		hi, _ := utf8.DecodeRuneInString(pair[n:])
		spans = append(spans, span{lo, hi})
	}
	return newSet(spans...)
}
