package value

import (
	"bytes"
	"cmp"
	"fmt"
)

// maxYearDigits bounds a year: days since the epoch must fit 64 bits with room
// to spare. The standard asks for four digits at least to be supported.
const maxYearDigits = 15

// zoneLimit is 14 hours in minutes: the widest zone there is.
const zoneLimit = 14 * 60

// moment is a value of the date and time types: a place on the time line, in
// UTC where it has a zone. What a type lacks has a fixed stand-in.
type moment struct {
	day      int64 // since 0000-03-01, proleptic Gregorian
	second   int   // of the day
	fraction string
	zoned    bool
}

// fields are the parts of a literal before they become a moment.
type fields struct {
	year             int64
	month, day       int
	hour, min, sec   int
	fraction         []byte
	zone             int
	zoned, beforeEra bool
}

// moments lists what each type is made of: Y year, M month, D day, h the clock;
// the rest stands for itself.
var moments = map[Kind]string{
	DateTime: "Y-M-DTh", Date: "Y-M-D", Time: "h", GYearMonth: "Y-M", GYear: "Y",
	GMonthDay: "--M-D", GDay: "---D", GMonth: "--M",
}

func parseMoment(k Kind, text []byte) (moment, bool) {
	f := fields{year: 2000, month: 1, day: 1} // a leap year: --02-29 is a gMonthDay
	s := scanner{rest: text}
	s.parts(&f, moments[k])
	s.zone(&f)
	if s.failed || len(s.rest) > 0 || f.day > daysIn(f.year, f.month) {
		return moment{}, false
	}
	return f.moment(k), true
}

type scanner struct {
	rest   []byte
	failed bool
}

func (s *scanner) literal(c byte) {
	if len(s.rest) == 0 || s.rest[0] != c {
		s.failed = true
		return
	}
	s.rest = s.rest[1:]
}

// two reads two digits between low and high.
func (s *scanner) two(low, high int) int {
	if len(s.rest) < 2 || !isDigits(s.rest[:2]) {
		s.failed = true
		return low
	}
	n := int(s.rest[0]-'0')*10 + int(s.rest[1]-'0')
	if n < low || n > high {
		s.failed = true
	}
	s.rest = s.rest[2:]
	return n
}

func (s *scanner) parts(f *fields, layout string) {
	for _, part := range []byte(layout) {
		switch part {
		case 'Y':
			s.year(f)
		case 'M':
			f.month = s.two(1, 12)
		case 'D':
			f.day = s.two(1, 31)
		case 'h':
			s.clock(f)
		default:
			s.literal(part)
		}
	}
}

// year reads four or more digits; more than four must not start with 0, and
// there is no year 0000 (Part 2, 3.2.7.1).
func (s *scanner) year(f *fields) {
	if len(s.rest) > 0 && s.rest[0] == '-' {
		f.beforeEra = true
		s.rest = s.rest[1:]
	}
	n := 0
	for n < len(s.rest) && s.rest[n] >= '0' && s.rest[n] <= '9' {
		n++
	}
	if n < 4 || n > maxYearDigits || n > 4 && s.rest[0] == '0' {
		s.failed = true
		return
	}
	f.year = 0
	for _, c := range s.rest[:n] {
		f.year = f.year*10 + int64(c-'0')
	}
	if f.year == 0 {
		s.failed = true
	}
	if f.beforeEra {
		f.year = 1 - f.year // the year before 0001 is -0001
	}
	s.rest = s.rest[n:]
}

// clock reads hh:mm:ss(.s+)?; 24:00:00 is the end of the day.
func (s *scanner) clock(f *fields) {
	f.hour = s.two(0, 24)
	s.literal(':')
	f.min = s.two(0, 59)
	s.literal(':')
	f.sec = s.two(0, 59)
	if len(s.rest) > 0 && s.rest[0] == '.' {
		n := 1
		for n < len(s.rest) && s.rest[n] >= '0' && s.rest[n] <= '9' {
			n++
		}
		s.failed = s.failed || n == 1
		f.fraction = bytes.TrimRight(s.rest[1:n], "0")
		s.rest = s.rest[n:]
	}
	if f.hour == 24 && (f.min != 0 || f.sec != 0 || len(f.fraction) > 0) {
		s.failed = true
	}
}

func (s *scanner) zone(f *fields) {
	if s.failed || len(s.rest) == 0 {
		return
	}
	sign := s.rest[0]
	s.rest = s.rest[1:]
	f.zoned = true
	switch sign {
	case 'Z':
		return
	case '+', '-':
		f.zone = s.two(0, 14) * 60
		s.literal(':')
		f.zone += s.two(0, 59)
	default:
		s.failed = true
	}
	if f.zone > zoneLimit {
		s.failed = true
	}
	if sign == '-' {
		f.zone = -f.zone
	}
}

func (f *fields) moment(k Kind) moment {
	m := moment{day: dayNumber(f.year, f.month, f.day), fraction: string(f.fraction), zoned: f.zoned}
	if k == Time {
		f.hour %= 24 // 24:00:00 is the same time of day as 00:00:00
	}
	m.second = (f.hour*60+f.min-f.zone)*60 + f.sec
	m.normalise()
	return m
}

const secondsPerDay = 24 * 60 * 60

func (m *moment) normalise() {
	for m.second < 0 {
		m.second += secondsPerDay
		m.day--
	}
	for m.second >= secondsPerDay {
		m.second -= secondsPerDay
		m.day++
	}
}

func (m moment) key() string {
	return fmt.Sprintf("%d %d.%s %t", m.day, m.second, m.fraction, m.zoned)
}

// compare orders two moments; where only one has a zone, the other may lie
// anywhere within 14 hours (Part 2, 3.2.7.4).
func (m moment) compare(n moment) (int, bool) {
	if m.zoned == n.zoned {
		return m.order(n), true
	}
	if n.zoned {
		order, ok := n.compare(m)
		return -order, ok
	}
	switch {
	case m.order(n.shifted(-zoneLimit)) < 0:
		return -1, true
	case m.order(n.shifted(zoneLimit)) > 0:
		return 1, true
	}
	return 0, false
}

func (m moment) shifted(minutes int) moment {
	m.second += minutes * 60
	m.normalise()
	return m
}

func (m moment) order(n moment) int {
	return cmp.Or(cmp.Compare(m.day, n.day), cmp.Compare(m.second, n.second), cmp.Compare(m.fraction, n.fraction))
}

func daysIn(year int64, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// dayNumber counts the days from 1 March of year 0, so that the leap day ends
// a year.
func dayNumber(year int64, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return 365*year + floorDiv(year, 4) - floorDiv(year, 100) + floorDiv(year, 400) + int64((153*(month-3)+2)/5+day-1)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
