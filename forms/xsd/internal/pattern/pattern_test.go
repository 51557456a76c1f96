package pattern

import (
	"errors"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	tests := []struct{ expr, yes, no string }{
		{`\d{11}`, "44051401458", "4405140145 8|4405140145|x4051401458"},
		{`\d+`, "٣", "x"},
		{`[^a-z]+`, "ABC", "a"},
		{`a|b|`, "|a|b", "c"},
		{`^a$`, "^a$", "a"},
		{`[a-z-[aeiou]]+`, "xyz", "xaz"},
		{`[\d-[5]]`, "4", "5"},
		{`[-a]+`, "-a", "b"},
		{`[a-]+`, "-a", "b"},
		{`\i\c*`, "_a-1|:x", "-a|1"},
		{`\p{Lu}\p{IsBasicLatin}*`, "Ła|Za", "za"},
		{`\P{Lu}`, "z", "Z"},
		{`(ab){2,3}`, "abab|ababab", "ab|abababab"},
		{`.{1,5000}`, strings.Repeat("ż", 5000), strings.Repeat("ż", 5001) + "||\n"},
		{`(ab|c){1500}`, strings.Repeat("ab", 1500), strings.Repeat("ab", 1499)},
		{`((a|bc){50}){50}`, strings.Repeat("a", 2500), strings.Repeat("a", 2499)},
		{`(a{2})?`, "|aa", "a"},
		{`a*a`, "a|aaa", "b"},
		{`[\w]+`, "aż1", "a b|a,b"},
		{`.`, "x|\u2028", "\n|\r|xx"},
		{`\.\[\]\{\}`, ".[]{}", "x[]{}"},
		{`a{0}b`, "b", "ab"},
		{`[\^a]`, "^|a", "b"},
		{`[+-\-]+`, "+,-", "."},
		{`[\--/]+`, "-./", "0"},
		{`(\+\d{2}( )?)?\d{3}-\d{3}`, "+48 123-456|123-456", "+4 123-456"},
	}
	for _, tt := range tests {
		p, err := Compile(tt.expr)
		if err != nil {
			t.Errorf("%s: %v", tt.expr, err)
			continue
		}
		for _, s := range strings.Split(tt.yes, "|") {
			if !p.Match([]byte(s)) {
				t.Errorf("%s refuses %.40q", tt.expr, s)
			}
		}
		for _, s := range strings.Split(tt.no, "|") {
			if s != "" && p.Match([]byte(s)) {
				t.Errorf("%s takes %.40q", tt.expr, s)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	for _, expr := range []string{`\b`, `a**`, `(`, `)`, `[`, `[]`, `[z-a]`, `{2}`, `a{2,1}`, `a{,2}`, `\p{Xx}`, `\p{IsNowhere}`, `\`, `a{`, `?`,
		`[a-c-e]`, `[[a]]`, `(?:a)`, `a{x}`, `a{-1}`, `[a-\d]`, `[--a]`, `[!--]`, `]`, `a+?`} {
		if _, err := Compile(expr); err == nil {
			t.Errorf("%s is taken", expr)
		}
	}
}

func TestTooLarge(t *testing.T) {
	for _, expr := range []string{`((ab|c){1000}){1000}`, `(((a|bb){100}){100}){100}`} {
		if _, err := Compile(expr); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v, want ErrTooLarge", expr, err)
		}
	}
}

func FuzzCompile(f *testing.F) {
	for _, seed := range []string{`\d{11}`, `[a-z-[aeiou]]+`, `((a|b){3,}c?)*`, `\p{IsGreek}|[^\i]`, `(((`, `[--z]`} {
		f.Add(seed, "aaa")
	}
	f.Fuzz(func(t *testing.T, expr, text string) {
		p, err := Compile(expr)
		if err != nil {
			return
		}
		twice, err := Compile("(" + expr + ")|(" + expr + ")")
		if err == nil && twice.Match([]byte(text)) != p.Match([]byte(text)) {
			t.Errorf("%q: an alternative with itself matches %q differently", expr, text)
		}
	})
}
