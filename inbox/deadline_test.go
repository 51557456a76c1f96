package inbox

import (
	"testing"
	"time"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, Warsaw())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestDueDay(t *testing.T) {
	for _, c := range []struct {
		name, arrived string
		term          Term
		want          Day
	}{
		{"a month, the same day", "2026-03-10 12:00", Term{}, "2026-04-10"},
		{"a month from 31 January ends in February", "2026-01-30 09:00", Term{Months: 1}, "2026-03-02"}, // 28 February is a Saturday
		{"end of a long month into a short one", "2025-08-31 09:00", Term{Months: 1}, "2025-09-30"},
		{"seven days", "2026-11-16 08:00", Term{Days: 7}, "2026-11-23"},
		{"seven days ending on Saturday move to Monday", "2026-11-14 08:00", Term{Days: 7}, "2026-11-23"},
		{"a holiday moves it", "2026-11-04 08:00", Term{Days: 7}, "2026-11-12"},
		{"Corpus Christi moves it", "2026-05-28 08:00", Term{Days: 7}, "2026-06-05"},
		{"Easter Monday moves it", "2026-03-30 08:00", Term{Days: 7}, "2026-04-07"},
		{"Christmas Eve is a day off since 2025", "2026-12-17 08:00", Term{Days: 7}, "2026-12-28"},
		{"in 2024 it was not", "2024-12-17 08:00", Term{Days: 7}, "2024-12-24"},
		{"over the year's end", "2026-12-10 08:00", Term{Months: 1}, "2027-01-11"},
		{"the day is Warsaw's: late evening UTC is the next day", "2026-03-11 00:30", Term{Days: 1}, "2026-03-12"},
	} {
		if got := DueDay(at(t, c.arrived).UTC(), c.term); got != c.want {
			t.Errorf("%s: DueDay(%s, %+v) = %s, want %s", c.name, c.arrived, c.term, got, c.want)
		}
	}
}

func TestRegisterYearIsWarsaws(t *testing.T) {
	utc := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC) // 00:30 on 1 January in Warsaw
	if got := RegisterYear(utc); got != 2027 {
		t.Errorf("RegisterYear = %d, want 2027", got)
	}
	if got := DayOf(utc); got != "2027-01-01" {
		t.Errorf("DayOf = %s", got)
	}
}

func TestEasterSunday(t *testing.T) {
	for year, want := range map[int]string{2000: "2000-04-23", 2008: "2008-03-23", 2011: "2011-04-24", 2024: "2024-03-31", 2026: "2026-04-05", 2038: "2038-04-25"} {
		if got := easterSunday(year).Format(time.DateOnly); got != want {
			t.Errorf("easterSunday(%d) = %s, want %s", year, got, want)
		}
	}
}

func TestDaysOfWaiting(t *testing.T) {
	for _, c := range []struct{ noticed, remind, deemed string }{
		{"2026-03-02 09:00", "2026-03-09", "2026-03-16"},
		{"2026-03-02 23:59", "2026-03-09", "2026-03-16"},
		{"2026-03-21 10:00", "2026-03-28", "2026-04-04"}, // over the change of clocks, to a Saturday, which does not move it
		{"2026-12-20 10:00", "2026-12-27", "2027-01-03"},
	} {
		noticed := at(t, c.noticed)
		if RemindOn(noticed) != Day(c.remind) || DeemedOn(noticed) != Day(c.deemed) {
			t.Errorf("%s: %s and %s, want %s and %s", c.noticed, RemindOn(noticed), DeemedOn(noticed), c.remind, c.deemed)
		}
		for _, rule := range []struct {
			name  string
			first string // instant from which it holds
			after func(now time.Time) time.Time
		}{
			{"deemed", c.deemed + " 23:59", func(now time.Time) time.Time { d, _ := WaitingSince(now); return d }},
			{"remind", string(daysAfter(noticed, RemindAfter-1)) + " 23:59", func(now time.Time) time.Time { _, r := WaitingSince(now); return r }},
		} {
			before := at(t, rule.first)
			if noticed.Before(rule.after(before)) || !noticed.Before(rule.after(before.Add(time.Minute))) {
				t.Errorf("%s, %s: not from the midnight after %s", c.noticed, rule.name, before)
			}
		}
	}
	if RemindOn(time.Time{}) != "" || DeemedOn(time.Time{}) != "" {
		t.Error("without a notice no day passes")
	}
}

func TestMendBy(t *testing.T) {
	for delivered, want := range map[Day]Day{"2026-03-03": "2026-03-10", "2026-03-14": "2026-03-23", "": "", "x": ""} {
		if got := MendBy(delivered); got != want {
			t.Errorf("delivered %s: %s, want %s", delivered, got, want)
		}
	}
}

func TestStateAndDayOfAReply(t *testing.T) {
	opened := at(t, "2026-03-20 10:00")
	for _, c := range []struct {
		reply Reply
		state ReplyState
		day   Day
	}{
		{Reply{}, Waiting, ""}, {Reply{Deemed: "2026-03-16"}, DeemedDelivered, "2026-03-16"},
		{Reply{Opened: opened}, Opened, "2026-03-20"}, {Reply{Opened: opened, Deemed: "2026-03-16"}, Opened, "2026-03-16"},
	} {
		if c.reply.State() != c.state || c.reply.Delivered() != c.day {
			t.Errorf("%+v: %s on %q", c.reply, c.reply.State(), c.reply.Delivered())
		}
	}
}
