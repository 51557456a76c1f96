package render

import (
	"strings"
	"time"
)

// shape says how a value is written for people.
type shape uint8

const (
	plainShape   shape = iota // as it stands
	booleanShape              // xs:boolean
	dayShape                  // xs:date
	instantShape              // xs:dateTime
)

// shaped writes a value as people do; one that is not what its shape says stands
// as it was written.
func (r Reader) shaped(text string, s shape) value {
	switch s {
	case booleanShape:
		switch text {
		case "true", "1":
			return value{Words: r.own("form.yes")}
		case "false", "0":
			return value{Words: r.own("form.no")}
		}
	case dayShape:
		if day, zone, ok := cutDay(text); ok && (zone == "" || isZone(zone)) {
			return value{Words: Words{Text: r.Day(day) + zoneText(zone)}}
		}
	case instantShape:
		if day, rest, ok := cutDay(text); ok && strings.HasPrefix(rest, "T") {
			if clock, zone, ok := cutClock(rest[1:]); ok {
				return value{Words: Words{Text: r.Day(day) + ", " + clock + zoneText(zone)}}
			}
		}
	}
	return value{Words: Words{Text: text}, Written: true}
}

// cutDay takes a day of the calendar off the front: "2026-07-05".
func cutDay(text string) (day, rest string, ok bool) {
	n := len(time.DateOnly)
	if len(text) < n {
		return "", "", false
	}
	_, err := time.Parse(time.DateOnly, text[:n])
	return text[:n], text[n:], err == nil
}

// cutClock takes the time of day apart from its zone; seconds of zero say nothing
// and go.
func cutClock(text string) (clock, zone string, ok bool) {
	at := strings.IndexAny(text, "Z+-")
	if at < 0 {
		at = len(text)
	}
	clock, zone = text[:at], text[at:]
	if _, err := time.Parse(time.TimeOnly, clock); err != nil || zone != "" && !isZone(zone) {
		return "", "", false // time.Parse takes fractions of a second
	}
	whole, fraction, _ := strings.Cut(clock, ".")
	if strings.Trim(fraction, "0") == "" {
		clock = strings.TrimSuffix(whole, ":00")
	}
	return clock, zone, true
}

func isZone(zone string) bool {
	_, err := time.Parse("Z07:00", zone)
	return err == nil
}

// zoneText: a sender who wrote a zone meant it.
func zoneText(zone string) string {
	switch zone {
	case "":
		return ""
	case "Z":
		return " UTC"
	}
	return " UTC" + zone
}
