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

// MendDays is how long a sender has to mend his letter after a call was
// delivered to him: not less than seven days (KPA 64 §2).
const MendDays = 7

// MendBy is the rule for the last day to mend a letter after a call; "" while the
// call is not delivered.
func MendBy(delivered Day) Day {
	day, err := time.Parse(time.DateOnly, string(delivered))
	if err != nil {
		return ""
	}
	year, month, dom := day.Date()
	return DueDay(time.Date(year, month, dom, 12, 0, 0, 0, warsaw), Term{Days: MendDays})
}

// How many days a reply waits before its addressee is reminded, and before it
// counts as delivered although he never confirmed its receipt.
const (
	RemindAfter = 7
	DeemedAfter = 14
)

// RemindOn is the rule for the day of the second notice of a reply: seven days
// after the day of the first; "" while there was none.
func RemindOn(noticed time.Time) Day { return daysAfter(noticed, RemindAfter) }

// DeemedOn is the rule for the last of the fourteen days that a reply waits, the
// day of the first notice not counted; when it is over, the reply counts as
// delivered on it. It does not move to a workday: nobody has to do anything on
// that day. "" while there was no notice: who was told nothing has let nothing pass.
//
// KPA 46 §4-6, where the rule stood for electronic letters, was repealed with the
// Act on electronic delivery of 18 November 2020; whether the effect follows in a
// matter is for the office to say. The program counts the days and shows them.
func DeemedOn(noticed time.Time) Day { return daysAfter(noticed, DeemedAfter) }

// WaitingSince returns the instants before which the first notice must have gone
// out for the days of waiting to be over at now, and for the second notice to be due.
func WaitingSince(now time.Time) (deemed, remind time.Time) {
	return startOfDay(now, -DeemedAfter), startOfDay(now, 1-RemindAfter)
}

func daysAfter(t time.Time, days int) Day {
	if t.IsZero() {
		return ""
	}
	year, month, day := t.In(warsaw).Date()
	return Day(time.Date(year, month, day+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}

// startOfDay is the first instant of the Warsaw day that is so many days from now.
func startOfDay(now time.Time, days int) time.Time {
	year, month, day := now.In(warsaw).Date()
	return time.Date(year, month, day+days, 0, 0, 0, 0, warsaw)
}
