package clerk

import (
	"net/http"
	"strconv"
	"time"

	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/inbox/web"
)

// listData is the queue as its page shows it.
type listData struct {
	Query       query
	Letters     []listed
	Departments []inbox.Department // to choose from; empty for those of one department
	States      []inbox.LetterState
	Forms       []formChoice
	Dues, Whos  []string
	Ages        []string
	ByDue       string // address of the same queue in the order of due days; "" = it is
	ByArrival   string // the same in the order of arrival
	Next        string // address of the following page
	First       string // address of the first page, when this is another one
	Done        string // key of what was just done
	Filtered    bool
}

// listed is one line of the queue.
type listed struct {
	inbox.Letter
	Days int  // since arrival
	Open bool // nobody has answered yet: its due day still counts
	Left int  // days to the due day; negative when it has passed
}

// Late is how many days the due day has passed.
func (l listed) Late() int { return -l.Left }

type formChoice struct{ Name, Title string }

// listLetters shows the queue, narrowed as asked.
func (d *door) listLetters(w http.ResponseWriter, r *http.Request) error {
	actor := web.Actor(r)
	q := parseQuery(r.URL.Query())
	v := web.NewView(r, "queue.title", nil)
	if actor.Department != "" {
		v.Title = v.T("queue.title-of", "department", d.Site.DepartmentName(actor.Department))
	}
	filter, faults := q.filter(v, actor, d.Site.Now())
	data := listData{Query: q, States: states, Forms: d.formChoices(v.Lang), Dues: dues, Whos: whos, Ages: ages, Done: doneKey(r), Filtered: q.narrows()}
	data.ByDue, data.ByArrival = q.ordered(orderDue), q.ordered("")
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
	data.Next, data.First = q.next(letters, next), q.first()
	v.Data = data
	return d.render(w, r, "list", v)
}

var states = []inbox.LetterState{inbox.Queued, inbox.Claimed, inbox.Answered, inbox.Closed}

func lines(letters []inbox.Letter, now time.Time) []listed {
	today := inbox.DayOf(now)
	var out []listed
	for _, l := range letters {
		out = append(out, listed{
			Letter: l,
			Days:   daysBetween(inbox.DayOf(l.Arrived), today),
			Open:   l.Due != "" && (l.State == inbox.Queued || l.State == inbox.Claimed),
			Left:   daysBetween(today, l.Due),
		})
	}
	return out
}

func (d *door) formChoices(l locale.Lang) []formChoice {
	var choices []formChoice
	for _, f := range d.Catalogue.Forms() {
		choices = append(choices, formChoice{f.Name + "/" + f.Version, web.FormTitle(f, l) + " (" + f.Version + ")"})
	}
	return choices
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

// next is the address of the page behind these letters, "" when there is none.
func (q query) next(letters []inbox.Letter, after int32) string {
	if after == 0 {
		return ""
	}
	q.After = strconv.FormatInt(int64(after), 10)
	if q.Order == orderDue {
		q.AfterDue = string(letters[len(letters)-1].Due)
	}
	return lettersPath + "?" + q.values().Encode()
}

// ordered is the address of the same queue in another order, "" when it has it.
func (q query) ordered(order string) string {
	if q.Order == order {
		return ""
	}
	q.Order, q.After, q.AfterDue = order, "", ""
	return web.LocalPath(lettersPath, q.values().Encode())
}

// first is the address of the first page, "" when this is it.
func (q query) first() string {
	if q.After == "" {
		return ""
	}
	q.After, q.AfterDue = "", ""
	return web.LocalPath(lettersPath, q.values().Encode())
}
