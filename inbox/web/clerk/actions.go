package clerk

import (
	"net/http"

	"okienko/inbox"
)

// actions are the forms a page offers. They follow what inbox/desk allows, which
// decides when a form comes in: a page may be old.
type actions struct {
	Claim, Unclaim, Forward, Close bool
	Note, Answer, Call             bool
	TakeOver                       bool // set by who knows how long the clerk has been away
}

func actionsFor(a inbox.Actor, l inbox.Letter) actions {
	if !inbox.MayWork(a, l) {
		return actions{}
	}
	mine := inbox.HasInHand(a, l)
	switch l.State {
	case inbox.Queued:
		return actions{Claim: true, Forward: true, Note: true}
	case inbox.Claimed:
		return actions{Unclaim: mine, Forward: mine, Close: mine, Answer: mine, Call: mine, Note: true}
	case inbox.Answered:
		return actions{Close: mine, Answer: mine, Note: true}
	}
	return actions{Note: true}
}

// Any reports whether there is something to do.
func (a actions) Any() bool { return a != actions{} }

// Others reports that the letter is somebody else's to work on.
func (a actions) Others() bool { return !a.Claim && !a.Close }

// doneParameter is the parameter by which a page after a POST says what was done.
const doneParameter = "done"

// doneKey is the sentence of what was just done, "" for nothing. The words are a
// closed list: a link cannot make a page say what did not happen in other words.
func doneKey(r *http.Request) string {
	switch done := r.URL.Query().Get(doneParameter); done {
	case "claimed", "unclaimed", "forwarded", "closed", "taken-over", "noted", "answered", "called":
		return "done." + done
	}
	return ""
}
