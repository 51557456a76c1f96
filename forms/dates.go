package forms

import (
	"fmt"
	"regexp"
	"strconv"
)

// Real letters carry more than xs:date in meta:Czas (a year, "maj 2026"), so
// only what looks like a day or an instant is held against calendar and clock.
var dateLike = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?`)

// dateFault judges the text of a meta:Czas.
func dateFault(value string) (code, message string) {
	parts := dateLike.FindStringSubmatch(value)
	if parts == nil || realInstant(parts[1:]) {
		return "", ""
	}
	return CodeDate, fmt.Sprintf("there is no such day or time: %s", shown(value))
}

// realInstant judges year, month, day, hour, minute, second; an absent part is "".
func realInstant(parts []string) bool {
	var v [6]int
	for i, part := range parts {
		v[i], _ = strconv.Atoi(part) // digits or nothing, by dateLike
	}
	midnight := v[3] == 24 && v[4] == 0 && v[5] == 0 // XML Schema 1.0-2 3.2.7.1
	return calendarDay(v[0], v[1], v[2]) && (v[3] < 24 || midnight) && v[4] < 60 && v[5] < 60
}
