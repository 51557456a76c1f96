package locale

import (
	"strconv"
	"strings"
	"time"

	"okienko/inbox"
)

// Size writes a number of octets as people do: "312 B", "4,5 kB", "3 MB". Units
// are binary (1 MB = 1,048,576 octets), as offices state their limits.
func Size(l Lang, octets int64) string {
	value, unit := float64(octets), "B"
	for _, next := range []string{"kB", "MB", "GB"} {
		if value < 1024 {
			break
		}
		value, unit = value/1024, next
	}
	number := strings.TrimSuffix(strconv.FormatFloat(value, 'f', 1, 64), ".0")
	if l != English {
		number = strings.Replace(number, ".", ",", 1)
	}
	return number + noBreak + unit
}

// noBreak keeps a number and its unit on one line.
const noBreak = "\u00a0"

// DateTime writes an instant as Warsaw's wall clock shows it: "20 listopada 2026, 09:32".
func DateTime(l Lang, t time.Time) string {
	t = t.In(inbox.Warsaw())
	return date(l, t) + ", " + t.Format("15:04")
}

// Day writes a calendar day: "20 listopada 2026"; "" for no day, and a day that
// is none as it stands.
func Day(l Lang, d inbox.Day) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return date(l, t)
}

func date(l Lang, t time.Time) string {
	month := Text(l, "month."+strconv.Itoa(int(t.Month())))
	return strconv.Itoa(t.Day()) + noBreak + month + noBreak + strconv.Itoa(t.Year())
}

// Count returns the sentence key.one, key.few or key.many, whichever the
// language uses with the number n, which stands in it as {n}.
func Count(l Lang, key string, n int, args ...string) string {
	return Text(l, key+"."+plural(l, n), append(args, "n", strconv.Itoa(n))...)
}

// plural is the plural form of the Unicode CLDR for whole numbers; English
// knows one and many (there "other") only.
func plural(l Lang, n int) string {
	last, lastTwo := n%10, n%100
	few := last >= 2 && last <= 4 && (lastTwo < 12 || lastTwo > 14)
	switch {
	case n == 1, l == Ukrainian && last == 1 && lastTwo != 11:
		return "one"
	case few && l != English:
		return "few"
	}
	return "many"
}
