package rest

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"okienko/inbox"
	"okienko/inbox/desk"
)

type letterPage struct {
	Letters []letterJSON `json:"letters"`
	Next    string       `json:"next,omitempty"` // cursor of the following page
}

// letterList answers with a page of a queue, or with what a search finds.
func (d *Door) letterList(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	query, err := queryOf(r)
	if err != nil {
		return err
	}
	filter, err := filterOf(query)
	if err != nil {
		return err
	}
	letters, next, err := d.Desk.Queue(r.Context(), a, filter)
	if err != nil {
		return err
	}
	page := letterPage{Letters: make([]letterJSON, 0, len(letters))}
	for _, l := range letters {
		page.Letters = append(page.Letters, line(langOf(r), a, l))
	}
	if next != 0 {
		page.Next = strconv.Itoa(int(next))
		query.Set("cursor", page.Next)
		w.Header().Set("Link", fmt.Sprintf(`<%s?%s>; rel="next"`, r.URL.Path, query.Encode()))
	}
	return answer(w, langOf(r), http.StatusOK, page)
}

// queryOf reads the parameters of a request; one that stands twice is refused,
// for it is not clear which was meant.
func queryOf(r *http.Request) (url.Values, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, invalid("query", err)
	}
	for name, values := range query {
		if len(values) > 1 {
			return nil, invalid(name, nil)
		}
	}
	return query, nil
}

// filterOf reads a filter. An unknown parameter is refused: a mistyped one
// would widen the search in silence. One that is empty does not select.
func filterOf(query url.Values) (desk.Filter, error) {
	var f desk.Filter
	for _, name := range slices.Sorted(maps.Keys(query)) {
		read, known := filterParameters[name]
		if !known {
			return f, invalid(name, nil)
		}
		if value := query.Get(name); value != "" && !read(&f, value) {
			return f, invalid(name, nil)
		}
	}
	return f, nil
}

var filterParameters = map[string]func(f *desk.Filter, value string) bool{
	"department": func(f *desk.Filter, value string) bool { f.Department = value; return true },
	"state":      readState,
	"number": func(f *desk.Filter, value string) (ok bool) {
		f.Number, ok = inbox.ParseRegisterNumber(value)
		return ok
	},
	"sha256": func(f *desk.Filter, value string) bool {
		digest, ok := parseDigest(value)
		f.SHA256 = &digest
		return ok
	},
	"cursor": func(f *desk.Filter, value string) bool {
		after, err := strconv.ParseInt(value, 10, 32)
		f.After = int32(after)
		return err == nil && after >= 0
	},
	"limit": func(f *desk.Filter, value string) bool {
		limit, err := strconv.Atoi(value)
		f.Limit = limit
		return err == nil && limit >= 1 && limit <= largestPage
	},
}

// largestPage is the longest page a client may ask for: what the desk gives at once.
const largestPage = 200

func readState(f *desk.Filter, value string) bool {
	f.State = inbox.LetterState(value)
	return slices.Contains([]inbox.LetterState{inbox.Queued, inbox.Claimed, inbox.Answered, inbox.Closed}, f.State)
}
