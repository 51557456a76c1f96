package clerk

import (
	"net/http"

	"okienko/inbox"
)

// actions are the forms a page offers. They follow what inbox/desk allows, which
// decides when a form comes in: a page may be old.
type actions struct {
	Claim, Unclaim, Forward, Close bool
}

func actionsFor(a inbox.Actor, l inbox.Letter) actions {
	if !inbox.MayWork(a, l) {
		return actions{}
	}
	mine := a.Role != inbox.RoleClerk || l.Clerk == a.Login
	switch l.State {
	case inbox.Queued:
		return actions{Claim: true, Forward: true}
	case inbox.Claimed:
		return actions{Unclaim: mine, Forward: mine, Close: mine}
	case inbox.Answered:
		return actions{Close: mine}
	}
	return actions{}
}

// Any reports whether there is something to do.
func (a actions) Any() bool { return a != actions{} }

// done is the parameter by which a page after a POST says what was done.
const doneParameter = "done"

// doneKey is the sentence of what was just done, "" for nothing. The words are a
// closed list: a link cannot make a page say what did not happen in other words.
func doneKey(r *http.Request) string {
	switch done := r.URL.Query().Get(doneParameter); done {
	case "claimed", "unclaimed", "forwarded", "closed":
		return "done." + done
	}
	return ""
}
