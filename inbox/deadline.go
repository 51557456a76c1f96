package inbox

import "time"

// Term is how long the office has for a letter: days, months or both. The zero
// Term means the month of KPA 35 §3.
type Term struct {
	Days, Months int
}

// DueDay is the rule for a letter's due date. The day of arrival is not
// counted (KPA 57 §1); a term in months ends on the same day of the month, or
// its last day (KPA 57 §3); a term that would end on a Saturday or a day off
// ends on the next workday (KPA 57 §4).
func DueDay(arrived time.Time, term Term) Day {
	if term == (Term{}) {
		term.Months = 1
	}
	year, month, day := arrived.In(warsaw).Date()
	due := addMonths(year, month, day, term.Months).AddDate(0, 0, term.Days)
	for !IsWorkday(due) {
		due = due.AddDate(0, 0, 1)
	}
	return Day(due.Format(time.DateOnly))
}

// addMonths does not spill over as time.AddDate does: 31 January and a month is
// the last day of February.
func addMonths(year int, month time.Month, day, months int) time.Time {
	last := time.Date(year, month+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	if day < last.Day() {
		return time.Date(last.Year(), last.Month(), day, 0, 0, 0, 0, time.UTC)
	}
	return last
}
