package clerk

import (
	"net/http"
	"strconv"
	"time"

	"okienko/inbox"
	"okienko/inbox/web"
)

// listData is the queue as its page shows it.
type listData struct {
	Query       query
	Letters     []listed
	Departments []inbox.Department // to choose from; empty for those of one department
	States      []inbox.LetterState
	Next        string // address of the following page
	First       string // address of the first page, when this is another one
	Done        string // key of what was just done
	Filtered    bool
}

// listed is one line of the queue.
type listed struct {
	inbox.Letter
	Days    int  // since arrival
	Overdue bool // the due day has passed and nobody has answered
}

// listLetters shows the queue, narrowed as asked.
func (d *door) listLetters(w http.ResponseWriter, r *http.Request) error {
	actor := web.Actor(r)
	q := parseQuery(r.URL.Query())
	v := web.NewView(r, "queue.title", nil)
	if actor.Department != "" {
		v.Title = v.T("queue.title-of", "department", d.Site.DepartmentName(actor.Department))
	}
	filter, faults := q.filter(v, d.Site.Now())
	data := listData{Query: q, States: states, Done: doneKey(r), Filtered: q.narrows()}
	if actor.Department == "" {
		data.Departments = d.Site.Departments
	}
	if len(faults) > 0 {
		v.Status, v.Errors, v.Data = http.StatusUnprocessableEntity, faults, data
		return d.render(w, r, "list", v)
	}
	letters, next, err := d.Desk.Queue(r.Context(), actor, filter)
	if err != nil {
		return err
	}
	data.Letters = lines(letters, d.Site.Now())
	data.Next, data.First = q.page(next), q.first()
	v.Data = data
	return d.render(w, r, "list", v)
}

var states = []inbox.LetterState{inbox.Queued, inbox.Claimed, inbox.Answered, inbox.Closed}

func lines(letters []inbox.Letter, now time.Time) []listed {
	today := inbox.DayOf(now)
	var out []listed
	for _, l := range letters {
		open := l.State == inbox.Queued || l.State == inbox.Claimed
		out = append(out, listed{
			Letter:  l,
			Days:    daysBetween(inbox.DayOf(l.Arrived), today),
			Overdue: open && l.Due != "" && l.Due < today,
		})
	}
	return out
}

// daysBetween counts calendar days, which have 23 to 25 hours.
func daysBetween(from, to inbox.Day) int {
	a, errA := time.Parse(time.DateOnly, string(from))
	b, errB := time.Parse(time.DateOnly, string(to))
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// page is the address of the page after a cursor, "" for cursor 0.
func (q query) page(after int32) string {
	if after == 0 {
		return ""
	}
	q.After = strconv.FormatInt(int64(after), 10)
	return lettersPath + "?" + q.values().Encode()
}

// first is the address of the first page, "" when this is it.
func (q query) first() string {
	if q.After == "" {
		return ""
	}
	q.After = ""
	return web.LocalPath(lettersPath, q.values().Encode())
}
