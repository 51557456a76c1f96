package pattern

import (
	"strings"
	"sync"
	"unicode"
)

// The multi-character escapes of XML Schema Part 2, appendix F.1.1.
var multiCharacter = sync.OnceValue(func() map[byte]Set {
	space := newSet(span{' ', ' '}, span{'\t', '\n'}, span{'\r', '\r'})
	word := fromTable(unicode.P).union(fromTable(unicode.Z)).union(other()).complement()
	return map[byte]Set{
		's': space, 'S': space.complement(),
		'i': NameStart(), 'I': NameStart().complement(),
		'c': NameChar(), 'C': NameChar().complement(),
		'd': fromTable(unicode.Nd), 'D': fromTable(unicode.Nd).complement(),
		'w': word, 'W': word.complement(),
	}
})

// NameStart holds Letter, '_' and ':' (XML 1.0, production 5, in the wider
// repertoire of its fifth edition).
var NameStart = sync.OnceValue(func() Set {
	return parseSpans(":: AZ __ az ÀÖ Øö ø\u02FF \u0370\u037D \u037F\u1FFF \u200C\u200D \u2070\u218F " +
		"\u2C00\u2FEF \u3001\uD7FF \uF900\uFDCF \uFDF0\uFFFD \U00010000\U000EFFFF")
})

// NameChar holds the characters of an XML name (XML 1.0, production 4a).
var NameChar = sync.OnceValue(func() Set {
	return NameStart().union(parseSpans("-- .. 09 ·· \u0300\u036F \u203F\u2040"))
})

// other is category C: everything that is in no other category.
func other() Set {
	all := Set{}
	for _, table := range []*unicode.RangeTable{unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z} {
		all = all.union(fromTable(table))
	}
	return all.complement()
}

// property finds the set of \p{name}: a general category or a block ("IsGreek").
func property(name string) (Set, bool) {
	if block, isBlock := strings.CutPrefix(name, "Is"); isBlock {
		s, ok := blocks()[block]
		return s, ok
	}
	switch name {
	case "C":
		return other(), true
	case "Cn":
		return other().minus(fromTable(unicode.C)), true
	}
	// Go knows LC and others that XML Schema does not.
	if len(name) == 0 || len(name) > 2 || strings.IndexByte("LMNPZSC", name[0]) < 0 || name == "LC" || name == "Cs" {
		return nil, false
	}
	table, ok := unicode.Categories[name]
	if !ok {
		return nil, false
	}
	return fromTable(table), true
}
