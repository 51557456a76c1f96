package main

import (
	"regexp/syntax"
	"strings"
	"unicode"

	"okienko/forms/xsd"
)

// valueOf finds a value of a simple type: the first of what is likely that the
// validator itself takes.
func valueOf(t xsd.Type) (string, bool) {
	for _, candidate := range candidates(t) {
		if _, ok := t.Check(candidate); ok && strings.TrimSpace(candidate) != "" {
			return candidate, true
		}
	}
	return "", false
}

func candidates(t xsd.Type) []string {
	var list []string
	for _, v := range t.Enumeration() {
		list = append(list, v.Value)
	}
	for _, member := range t.Members() {
		list = append(list, candidates(member)...)
	}
	facets := t.Facets()
	for _, pattern := range facets.Patterns {
		list = append(list, matching(pattern)...)
	}
	list = append(list, "Tekst testowy", "Test", "1", "1.00", "true", "2026-03-04", "2026-03-04T10:15:00", "10:15:00", "2026", "2026-03", "--03-04", "--03", "---04",
		"P1Y", "pl", "a", "YQ==", "00", "https://example.pl/", facets.Min, facets.Max)
	for _, n := range []int{facets.Length, facets.MinLength, facets.MaxLength} {
		if n > 0 && n <= maxSampleText {
			list = append(list, strings.Repeat("x", n), strings.Repeat("1", n))
		}
	}
	if facets.MinExclusive {
		list = append(list, facets.Min+"0", facets.Min+".1", "2")
	}
	return list
}

// maxSampleText is the longest text made up for a sample, in characters: a
// sample is for people to read.
const maxSampleText = 5000

// matching lists short texts that match an XML Schema pattern: with as few
// repetitions as it allows, and with some more.
func matching(pattern string) (list []string) {
	re, err := syntax.Parse(goPattern(pattern), syntax.Perl)
	if err != nil {
		return nil
	}
	for more := range 4 {
		var b strings.Builder
		match(&b, re, more)
		list = append(list, b.String())
	}
	return list
}

// goPattern writes an XML Schema pattern for Go: name characters as the letters
// they mostly are, and the two signs that mean something in Go alone as such.
func goPattern(pattern string) string {
	names := strings.NewReplacer(`\i`, `[A-Za-z_]`, `\c`, `[A-Za-z0-9_.-]`).Replace(pattern)
	return strings.NewReplacer("[^", "[^", `\^`, `\^`, `\$`, `\$`, "^", `\^`, "$", `\$`).Replace(names)
}

// match writes a text that the expression matches, each repetition with some
// more than it must have.
func match(b *strings.Builder, re *syntax.Regexp, more int) {
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		b.WriteRune(likely(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('x')
	case syntax.OpCapture, syntax.OpAlternate:
		match(b, re.Sub[0], more)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			match(b, sub, more)
		}
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		for range repetitions(re, more) {
			match(b, re.Sub[0], more)
		}
	}
}

func repetitions(re *syntax.Regexp, more int) int {
	low, high := 0, -1
	switch re.Op {
	case syntax.OpPlus:
		low = 1
	case syntax.OpQuest:
		high = 1
	case syntax.OpRepeat:
		low, high = re.Min, re.Max
	}
	if high >= 0 {
		return min(low+more, high)
	}
	return low + more
}

// likely picks a character of a class, given as pairs of bounds: one that people
// write, where there is one.
func likely(bounds []rune) rune {
	in := func(r rune) bool {
		for i := 0; i+1 < len(bounds); i += 2 {
			if bounds[i] <= r && r <= bounds[i+1] {
				return true
			}
		}
		return false
	}
	for _, r := range "1A0ax9Zz-. /" {
		if in(r) {
			return r
		}
	}
	for i := 0; i+1 < len(bounds); i += 2 {
		if unicode.IsGraphic(bounds[i]) {
			return bounds[i]
		}
	}
	return 'x'
}
