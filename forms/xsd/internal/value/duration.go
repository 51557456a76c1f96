package value

import (
	"bytes"
	"fmt"
	"strconv"
)

// durationValue is months and seconds, both of the duration's sign: nothing
// makes one of the other (Part 2, 3.2.6).
type durationValue struct {
	months, seconds int64
	fraction        string // of a second, without trailing zeros
	negative        bool
}

// maxDurationDigits bounds each number of a duration so that sums fit 64 bits.
const maxDurationDigits = 13

func parseDuration(text []byte) (d durationValue, ok bool) {
	text, d.negative = bytes.CutPrefix(text, []byte("-"))
	text, ok = bytes.CutPrefix(text, []byte("P"))
	if !ok {
		return d, false
	}
	date, clock, timed := bytes.Cut(text, []byte("T"))
	if len(date)+len(clock) == 0 || timed && len(clock) == 0 {
		return d, false
	}
	if !d.add(date, "YMD", []int64{12, 1, 0}, []int64{0, 0, 86400}) ||
		!d.add(clock, "HMS", []int64{0, 0, 0}, []int64{3600, 60, 1}) {
		return d, false
	}
	if d.months == 0 && d.seconds == 0 && d.fraction == "" {
		d.negative = false
	}
	return d, true
}

// add reads numbers with their units, each unit once and in order.
func (d *durationValue) add(text []byte, units string, months, seconds []int64) bool {
	for len(text) > 0 {
		end := bytes.IndexAny(text, units)
		if end <= 0 {
			return false
		}
		unit := bytes.IndexByte([]byte(units), text[end])
		number := text[:end]
		if units[unit] == 'S' {
			whole, fraction, found := bytes.Cut(number, []byte("."))
			if found && (len(fraction) == 0 || len(whole) == 0 || !isDigits(fraction)) {
				return false
			}
			number, d.fraction = whole, string(bytes.TrimRight(fraction, "0"))
		}
		if !isDigits(number) || len(bytes.TrimLeft(number, "0")) > maxDurationDigits {
			return false
		}
		n, _ := strconv.ParseInt(string(number), 10, 64)
		d.months += n * months[unit]
		d.seconds += n * seconds[unit]
		text, units, months, seconds = text[end+1:], units[unit+1:], months[unit+1:], seconds[unit+1:]
	}
	return true
}

func (d durationValue) key() string {
	return fmt.Sprintf("%t %d %d.%s", d.negative, d.months, d.seconds, d.fraction)
}

// references are the four months that durations are added to when compared
// (Part 2, 3.2.6.2), as year and month.
var references = [4][2]int64{{1696, 9}, {1697, 2}, {1903, 3}, {1903, 7}}

// compare has an answer where all four references agree.
func (d durationValue) compare(e durationValue) (order int, ok bool) {
	for i, r := range references {
		here := d.from(r[0], r[1]).order(e.from(r[0], r[1]))
		if i > 0 && here != order {
			return 0, false
		}
		order = here
	}
	return order, true
}

// from adds the duration to the first day of a month.
func (d durationValue) from(year, month int64) moment {
	months, seconds, fraction := d.months, d.seconds, d.fraction
	if d.negative {
		months, seconds = -months, -seconds
		if fraction != "" { // -0.25 s is one second less and 0.75 more
			seconds--
			fraction = complement(fraction)
		}
	}
	months += year*12 + month - 1
	day := dayNumber(floorDiv(months, 12), int(months-12*floorDiv(months, 12))+1, 1)
	days := floorDiv(seconds, secondsPerDay)
	return moment{day: day + days, second: int(seconds - days*secondsPerDay), fraction: fraction}
}

// complement returns the digits of 1 - 0.fraction.
func complement(fraction string) string {
	out := []byte(fraction)
	for i := range out {
		out[i] = '9' - (out[i] - '0')
	}
	out[len(out)-1]++ // fraction has no trailing zero, so this digit is below 9
	return string(out)
}
