package clerk

import (
	"net/http"
	"net/url"
	"strconv"

	"okienko/inbox"
	"okienko/inbox/web"
)

// submissionsData is the worklist of what became no letter.
type submissionsData struct {
	State       inbox.SubmissionState
	Submissions []inbox.Submission
	Next        string // address of the following page
	First       string
}

// listSubmissions shows what was held or refused.
func (d *door) listSubmissions(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	data := submissionsData{State: inbox.Held}
	if query.Get("state") == string(inbox.Refused) {
		data.State = inbox.Refused
	}
	before, _ := strconv.ParseInt(query.Get("before"), 10, 64) // what is no number is the first page
	list, next, err := d.Desk.Undecided(r.Context(), web.Actor(r), data.State, before)
	if err != nil {
		return err
	}
	data.Submissions = list
	if next != 0 {
		data.Next = submissionsPage(data.State, next)
	}
	if before != 0 {
		data.First = submissionsPage(data.State, 0)
	}
	return d.render(w, r, "submissions", web.NewView(r, "submissions.title", data))
}

func submissionsPage(state inbox.SubmissionState, before int64) string {
	query := url.Values{"state": {string(state)}}
	if before != 0 {
		query.Set("before", strconv.FormatInt(before, 10))
	}
	return web.LocalPath(submissionsPath, query.Encode())
}
