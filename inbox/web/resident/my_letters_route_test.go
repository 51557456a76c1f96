package resident

import (
	"strings"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/desk"
)

// TestRoute: what a sender is told, as "key place" for each step.
func TestRoute(t *testing.T) {
	sent := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	opened := sent.Add(time.Hour)
	reply := func(kind inbox.ReplyKind, opened time.Time) inbox.Reply {
		return inbox.Reply{Kind: kind, Sent: sent, Opened: opened}
	}
	further := func(arrived time.Time) []desk.Beside {
		return []desk.Beside{{Further: true, Kind: inbox.Supplement, Letter: inbox.Letter{Arrived: arrived}}}
	}
	for name, c := range map[string]struct {
		state   inbox.LetterState
		replies []inbox.Reply
		beside  []desk.Beside
		want    string
	}{
		"in the queue":                {inbox.Queued, nil, nil, "received done, department now, decided later"},
		"in hand":                     {inbox.Claimed, nil, nil, "received done, in-hand now, decided later"},
		"a call waits":                {inbox.Claimed, []inbox.Reply{reply(inbox.Call, time.Time{})}, nil, "received done, in-hand done, open-call now, decided later"},
		"a call was opened":           {inbox.Claimed, []inbox.Reply{reply(inbox.Call, opened)}, nil, "received done, in-hand done, mend now, decided later"},
		"followed":                    {inbox.Claimed, []inbox.Reply{reply(inbox.Call, opened)}, further(opened), "received done, in-hand now, decided later"},
		"supplemented before":         {inbox.Claimed, []inbox.Reply{reply(inbox.Call, opened)}, further(sent.Add(-time.Hour)), "received done, in-hand done, mend now, decided later"},
		"it joined another":           {inbox.Claimed, []inbox.Reply{reply(inbox.Call, opened)}, []desk.Beside{{Letter: inbox.Letter{Arrived: opened}}}, "received done, in-hand done, mend now, decided later"},
		"an answer waits":             {inbox.Answered, []inbox.Reply{reply(inbox.Answer, time.Time{})}, nil, "received done, department done, open-answer now, answered done"},
		"an answer was opened":        {inbox.Answered, []inbox.Reply{reply(inbox.Answer, opened)}, nil, "received done, department done, answered done"},
		"answered without the call":   {inbox.Answered, []inbox.Reply{reply(inbox.Call, opened), reply(inbox.Answer, opened)}, nil, "received done, department done, answered done"},
		"closed without a supplement": {inbox.Closed, []inbox.Reply{reply(inbox.Call, opened)}, nil, "received done, department done, closed done"},
		"closed, a call waits":        {inbox.Closed, []inbox.Reply{reply(inbox.Call, time.Time{})}, nil, "received done, department done, open-call now, closed done"},
		"closed":                      {inbox.Closed, nil, nil, "received done, department done, closed done"},
	} {
		var got []string
		for _, s := range route(inbox.Letter{State: c.state, Arrived: sent.AddDate(0, 0, -1)}, c.replies, c.beside) {
			got = append(got, s.Key+" "+s.Place)
			if s.Key == "mend" && s.By != "2026-03-10" {
				t.Errorf("%s: by %q", name, s.By)
			}
		}
		if joined := strings.Join(got, ", "); joined != c.want {
			t.Errorf("%s: %s, want %s", name, joined, c.want)
		}
	}
}
