package inbox

import (
	"fmt"
	"time"
	_ "time/tzdata" // the register year and every day of the inbox are Warsaw's, also on machines without zone files
)

// Day is a calendar day of Europe/Warsaw, written YYYY-MM-DD; "" = none.
type Day string

var warsaw = mustWarsaw()

func mustWarsaw() *time.Location {
	loc, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		panic(err) // tzdata is compiled in
	}
	return loc
}

// Warsaw returns the time zone of the register.
func Warsaw() *time.Location { return warsaw }

// DayOf returns the Warsaw day of an instant.
func DayOf(t time.Time) Day { return Day(t.In(warsaw).Format(time.DateOnly)) }

// RegisterYear returns the year of the register an instant belongs to.
func RegisterYear(t time.Time) int { return t.In(warsaw).Year() }

// IsWorkday reports whether offices work: no Saturday, Sunday or public holiday
// (Act of 18 January 1951 on days off, with 24 December since 2025).
func IsWorkday(day time.Time) bool {
	switch day.Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	return !isHoliday(day)
}

func isHoliday(day time.Time) bool {
	year, month, dom := day.Date()
	switch fmt.Sprintf("%02d-%02d", month, dom) {
	case "01-01", "01-06", "05-01", "05-03", "08-15", "11-01", "11-11", "12-25", "12-26":
		return true
	case "12-24":
		return year >= 2025
	}
	easter := easterSunday(year)
	for _, after := range []int{0, 1, 49, 60} { // Easter, Easter Monday, Pentecost, Corpus Christi
		if m, d := movable(easter, after); m == month && d == dom {
			return true
		}
	}
	return false
}

func movable(easter time.Time, after int) (time.Month, int) {
	_, m, d := easter.AddDate(0, 0, after).Date()
	return m, d
}

// easterSunday computes the Gregorian Easter (Meeus/Jones/Butcher).
func easterSunday(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month := (h + l - 7*m + 114) / 31
	day := (h+l-7*m+114)%31 + 1
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
