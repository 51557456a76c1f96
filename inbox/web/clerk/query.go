package clerk

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/web"
)

// query is what a clerk asked of the queue, as he wrote it.
type query struct {
	State, Number, Sender, SHA256, Department string
	Due, Age, Form, Who, Order                string
	After, AfterDue                           string
}

// fields name a query's parts as they stand in addresses.
func (q *query) fields() map[string]*string {
	return map[string]*string{
		"state": &q.State, "number": &q.Number, "sender": &q.Sender, "sha256": &q.SHA256, "department": &q.Department,
		"due": &q.Due, "age": &q.Age, "form": &q.Form, "who": &q.Who, "order": &q.Order,
		"after": &q.After, "after-due": &q.AfterDue,
	}
}

func parseQuery(v url.Values) (q query) {
	for name, field := range q.fields() {
		*field = strings.TrimSpace(v.Get(name))
	}
	q.SHA256 = strings.ToLower(q.SHA256)
	return q
}

func (q query) values() url.Values {
	v := make(url.Values)
	for name, field := range q.fields() {
		if *field != "" {
			v.Set(name, *field)
		}
	}
	return v
}

// narrows reports whether anything but the page and the order was asked.
func (q query) narrows() bool {
	q.After, q.AfterDue, q.Order = "", "", ""
	return q != query{}
}

// What can be asked of a letter's due day, its clerk, its age in days, and the order.
const (
	dueLate   = "late"
	dueWeek   = "week"
	whoMine   = "mine"
	whoNobody = "nobody"
	orderDue  = "due"
)

var (
	dues = []string{dueLate, dueWeek}
	whos = []string{whoNobody, whoMine}
	ages = []string{"7", "14", "30"}
)

// filter translates what was asked; what cannot be is a fault of its field.
func (q query) filter(v web.View, actor inbox.Actor, now time.Time) (f desk.Filter, faults []web.FieldError) {
	fault := func(field, key string) { faults = append(faults, web.FieldError{Field: field, Text: v.T(key)}) }
	f = desk.Filter{State: inbox.LetterState(q.State), Sender: q.Sender, Department: q.Department, Form: q.Form}
	if q.State != "" && !slices.Contains(states, f.State) {
		fault("state", "queue.bad-state")
	}
	if q.Number != "" {
		var ok bool
		if f.Number, ok = parseNumber(q.Number, inbox.RegisterYear(now)); !ok {
			fault("number", "queue.bad-number")
		}
	}
	if q.SHA256 != "" {
		digest, err := hex.DecodeString(q.SHA256)
		if err != nil || len(digest) != sha256.Size {
			fault("sha256", "queue.bad-digest")
		} else {
			f.SHA256 = (*[sha256.Size]byte)(digest)
		}
	}
	q.filterByDay(&f, now)
	q.filterByClerk(&f, actor)
	q.page(&f)
	return f, faults
}

// filterByDay: what is late or due within a week is so only while nobody has
// answered it.
func (q query) filterByDay(f *desk.Filter, now time.Time) {
	today := inbox.DayOf(now)
	switch q.Due {
	case dueLate:
		f.Open, f.DueUntil = true, inbox.DayOf(now.AddDate(0, 0, -1))
	case dueWeek:
		f.Open, f.DueFrom, f.DueUntil = true, today, inbox.DayOf(now.AddDate(0, 0, 7))
	}
	if days, err := strconv.Atoi(q.Age); err == nil && slices.Contains(ages, q.Age) {
		f.ArrivedBefore = now.AddDate(0, 0, -days)
	}
}

func (q query) filterByClerk(f *desk.Filter, actor inbox.Actor) {
	switch q.Who {
	case whoMine:
		f.Clerk = actor.Login
	case whoNobody:
		f.State = inbox.Queued
	}
}

func (q query) page(f *desk.Filter) {
	f.ByDue = q.Order == orderDue
	if f.ByDue && q.State == "" { // what is settled would stand first for ever
		f.Open = true
	}
	if after, err := strconv.ParseInt(q.After, 10, 32); err == nil && after > 0 {
		f.After, f.AfterDue = int32(after), inbox.Day(q.AfterDue)
	}
}

var registerNumber = regexp.MustCompile(`^(?:(?:[Rr][Pp][Ww][/ ]*)?([0-9]{4})/)?([0-9]{1,9})$`)

// parseNumber reads a register number as people write it: "RPW/2026/17",
// "2026/17", or "17" for this year's.
func parseNumber(text string, year int) (inbox.RegisterNumber, bool) {
	m := registerNumber.FindStringSubmatch(text)
	if m == nil {
		return inbox.RegisterNumber{}, false
	}
	if m[1] != "" {
		year, _ = strconv.Atoi(m[1]) // four digits
	}
	n, _ := strconv.Atoi(m[2]) // at most nine
	return inbox.RegisterNumber{Year: year, N: n}, n > 0
}
