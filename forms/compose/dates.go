package compose

import (
	"regexp"
	"strings"
)

// dateSuffixes follow the name of a DateField, in the order of Field.Date.
var dateSuffixes = [3]string{".d", ".m", ".y"}

var isoDate = regexp.MustCompile(`^([0-9]{4,})-([0-9]{2})-([0-9]{2})`)

// answerDate reads the three boxes.
func (b *builder) answerDate(f *Field, l leaf, initial string) {
	any := false
	for i, suffix := range dateSuffixes {
		if v, ok := b.given.value(f.Name + suffix); ok {
			f.Date[i], any = strings.TrimSpace(v), true
		}
	}
	switch {
	case l.reading:
		f.Date = splitDate(l.text)
	case !any:
		f.Date = splitDate(initial)
	}
	for i, suffix := range dateSuffixes {
		b.keep(f.Name+suffix, f.Date[i], (any || l.reading) && (f.Date[i] != "" || l.prefilled()))
	}
	f.Value = joinDate(f.Date)
	l.part.value = f.Value
}

func splitDate(value string) [3]string {
	parts := isoDate.FindStringSubmatch(clean(value))
	if parts == nil {
		return [3]string{}
	}
	return [3]string{strings.TrimPrefix(parts[3], "0"), strings.TrimPrefix(parts[2], "0"), parts[1]}
}

// joinDate makes an xs:date of day, month and year; "" of what are no numbers.
func joinDate(date [3]string) string {
	day, month, year := number(date[0], 2), number(date[1], 2), number(date[2], 4)
	if day == "" || month == "" || year == "" {
		return ""
	}
	return year + "-" + month + "-" + day
}

// number pads digits to a width; "" where there are others, or too many.
func number(s string, width int) string {
	if s == "" || len(s) > width || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	if width == 4 {
		if len(s) < 4 {
			return ""
		}
		return s
	}
	return strings.Repeat("0", width-len(s)) + s
}
