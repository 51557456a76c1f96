package forms

import "time"

// ValidPESEL reports whether s is a PESEL: eleven digits, a day of birth that
// the calendar has, and the check digit (Act on population registration,
// art. 15).
func ValidPESEL(s string) bool {
	if !digits(s, 11) || !birthDay(s) {
		return false
	}
	return (10-weighted(s, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3)%10)%10 == digit(s, 10)
}

// birthDay reads the first six digits; the month carries the century.
func birthDay(pesel string) bool {
	centuries := [...]int{1900, 2000, 2100, 2200, 1800} // month + 0, 20, 40, 60, 80
	month := 10*digit(pesel, 2) + digit(pesel, 3)
	year := centuries[month/20] + 10*digit(pesel, 0) + digit(pesel, 1)
	return calendarDay(year, month%20, 10*digit(pesel, 4)+digit(pesel, 5))
}

// calendarDay reports whether there is such a day.
func calendarDay(year, month, day int) bool {
	y, m, d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Date()
	return y == year && int(m) == month && d == day
}

// ValidNIP reports whether s is a NIP: ten digits, the first three of which
// were a tax office (never 0xx or x00), and the check digit.
func ValidNIP(s string) bool {
	if !digits(s, 10) || s[0] == '0' || s[1:3] == "00" {
		return false
	}
	return weighted(s, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == digit(s, 9)
}

// ValidREGON reports whether s is a REGON: nine digits, or fourteen for a local
// unit, whose first nine are the REGON of the body it belongs to. Zeros alone
// have the right check digit and yet are nobody's number.
func ValidREGON(s string) bool {
	switch {
	case digits(s, 9):
		return s != "000000000" && weighted(s, 8, 9, 2, 3, 4, 5, 6, 7)%11%10 == digit(s, 8)
	case digits(s, 14):
		return ValidREGON(s[:9]) && weighted(s, 2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)%11%10 == digit(s, 13)
	}
	return false
}

// digits reports whether s is n ASCII digits.
func digits(s string, n int) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) == n
}

func digit(s string, i int) int { return int(s[i] - '0') }

func weighted(s string, weights ...int) (sum int) {
	for i, w := range weights {
		sum += w * digit(s, i)
	}
	return sum
}
