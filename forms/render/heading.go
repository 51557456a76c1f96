package render

import (
	"maps"
	"strings"

	"okienko/forms/compose"
)

// drawn is the field that a page shows for another: a structure that holds one
// question, and has nothing to say but a name, would only put a second heading
// above that question's own.
func drawn(f *compose.Field) *compose.Field {
	for f.Kind == compose.Section && len(f.Fields) == 1 && len(f.Problems) == 0 {
		inner := f.Fields[0]
		ownHeading := inner.Kind == compose.Section || inner.Kind == compose.OneOf
		if !ownHeading && !maps.Equal(f.Label, inner.Label) || len(f.Hint) > 0 && !maps.Equal(f.Hint, inner.Hint) {
			return f
		}
		f = inner
	}
	return f
}

// quieten marks the first of some questions when what stands above says the same,
// or needs no second heading below it: a page above its only structure, a structure
// above its only list. Screen readers are told all the same: the group keeps its name.
func quieten(questions []*question, above Words, only compose.Kind) {
	if len(questions) == 0 {
		return
	}
	first := questions[0]
	if says(first.Title, above) || len(questions) == 1 && first.Kind == only {
		first.Silent, first.above = true, above
	}
}

// says reports whether two headings read the same, but for a question mark.
func says(a, b Words) bool {
	trim := func(w Words) string { return strings.TrimRight(w.Text, "?: ") }
	return a.Lang == b.Lang && strings.EqualFold(trim(a), trim(b))
}
