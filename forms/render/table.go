package render

import (
	"maps"
	"slices"
	"unicode/utf8"

	"okienko/forms"
)

const (
	// maxColumns is how many columns a page's width, and a sheet of paper's, has
	// room for.
	maxColumns = 6
	// maxCell is how long the answers in a table are, in characters; where one is
	// longer, blocks below each other are easier to read.
	maxCell = 80
)

// tabulate makes a table of the fields at the front that repeat: two or more
// with the same label, each holding short answers alone. n is how many they are.
func (r Reader) tabulate(fields []Field) (t *table, n int) {
	var columns []forms.Text
	for n < len(fields) && maps.Equal(fields[n].Label, fields[0].Label) {
		wider, ok := widen(columns, fields[n])
		if !ok {
			return nil, 0
		}
		columns, n = wider, n+1
	}
	if n < 2 {
		return nil, 0
	}
	t = &table{Caption: r.words(fields[0].Label)}
	for _, c := range columns {
		t.Columns = append(t.Columns, r.words(c))
	}
	for _, f := range fields[:n] {
		t.Lines = append(t.Lines, r.line(f, columns))
	}
	return t, n
}

// widen adds the columns that a field needs; ok is false for one that is no line
// of a table.
func widen(columns []forms.Text, f Field) (wider []forms.Text, ok bool) {
	if f.Text != "" || len(f.Notes) > 0 || len(f.Fields) == 0 {
		return nil, false
	}
	for i, cell := range f.Fields {
		if len(cell.Fields) > 0 || len(cell.Notes) > 0 || utf8.RuneCountInString(cell.Text) > maxCell || columnOf(cell, f.Fields[:i]) >= 0 {
			return nil, false
		}
		if !slices.ContainsFunc(columns, func(c forms.Text) bool { return maps.Equal(c, cell.Label) }) {
			columns = append(columns, cell.Label)
		}
	}
	return columns, len(columns) <= maxColumns
}

func columnOf(cell Field, others []Field) int {
	return slices.IndexFunc(others, func(o Field) bool { return maps.Equal(o.Label, cell.Label) })
}

func (r Reader) line(f Field, columns []forms.Text) []value {
	values := make([]value, len(columns))
	for i, c := range columns {
		if at := columnOf(Field{Label: c}, f.Fields); at >= 0 {
			values[i] = r.meant(f.Fields[at].Text, f.Fields[at].meaning)
		}
	}
	return values
}
