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
	State, Number, Sender, SHA256, Department, After string
}

func parseQuery(v url.Values) query {
	get := func(name string) string { return strings.TrimSpace(v.Get(name)) }
	return query{
		State: get("state"), Number: get("number"), Sender: get("sender"),
		SHA256: strings.ToLower(get("sha256")), Department: get("department"), After: get("after"),
	}
}

func (q query) values() url.Values {
	v := make(url.Values)
	for name, value := range map[string]string{
		"state": q.State, "number": q.Number, "sender": q.Sender,
		"sha256": q.SHA256, "department": q.Department, "after": q.After,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// narrows reports whether anything but the page was asked.
func (q query) narrows() bool {
	q.After = ""
	return q != query{}
}

// filter translates what was asked; what cannot be is a fault of its field.
func (q query) filter(v web.View, now time.Time) (f desk.Filter, faults []web.FieldError) {
	fault := func(field, key string) { faults = append(faults, web.FieldError{Field: field, Text: v.T(key)}) }
	f = desk.Filter{State: inbox.LetterState(q.State), Sender: q.Sender, Department: q.Department}
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
	if after, err := strconv.ParseInt(q.After, 10, 32); err == nil && after > 0 {
		f.After = int32(after)
	}
	return f, faults
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
