package clerk

import (
	"testing"

	"okienko/inbox"
)

func TestParseNumber(t *testing.T) {
	tests := map[string]inbox.RegisterNumber{
		"RPW/2026/17": {Year: 2026, N: 17},
		"rpw/2025/1":  {Year: 2025, N: 1},
		"RPW 2026/17": {Year: 2026, N: 17},
		"2024/300":    {Year: 2024, N: 300},
		"17":          {Year: 2030, N: 17},
	}
	for text, want := range tests {
		if got, ok := parseNumber(text, 2030); !ok || got != want {
			t.Errorf("%q is %v, %t, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "0", "RPW", "RPW/2026/", "RPW/26/17", "RPW/2026/17/2", "-1", "1234567890", "17a", "２０２６/1"} {
		if got, ok := parseNumber(text, 2030); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

func TestDaysBetween(t *testing.T) {
	tests := []struct {
		from, to inbox.Day
		want     int
	}{
		{"2026-03-28", "2026-03-30", 2}, // the clocks go forward in between
		{"2026-10-24", "2026-10-26", 2}, // and back
		{"2026-12-31", "2027-01-01", 1},
		{"2026-11-20", "2026-11-20", 0},
		{"", "2026-11-20", 0},
	}
	for _, tt := range tests {
		if got := daysBetween(tt.from, tt.to); got != tt.want {
			t.Errorf("%s to %s: %d, want %d", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestActionsFollowTheRules(t *testing.T) {
	clerk := inbox.Actor{Login: "a", Role: inbox.RoleClerk, Department: "so"}
	head := inbox.Actor{Login: "h", Role: inbox.RoleHead, Department: "so"}
	auditor := inbox.Actor{Login: "x", Role: inbox.RoleAuditor}
	letter := func(state inbox.LetterState, clerk string) inbox.Letter {
		return inbox.Letter{Department: "so", State: state, Clerk: clerk}
	}
	tests := []struct {
		actor  inbox.Actor
		letter inbox.Letter
		want   actions
	}{
		{clerk, letter(inbox.Queued, ""), actions{Claim: true, Forward: true, Note: true}},
		{clerk, letter(inbox.Claimed, "a"), actions{Unclaim: true, Forward: true, Close: true, Note: true, Answer: true, Call: true}},
		{clerk, letter(inbox.Claimed, "b"), actions{Note: true}},
		{head, letter(inbox.Claimed, "b"), actions{Unclaim: true, Forward: true, Close: true, Note: true, Answer: true, Call: true}},
		{clerk, letter(inbox.Answered, "a"), actions{Close: true, Note: true, Answer: true}},
		{clerk, letter(inbox.Closed, "a"), actions{Note: true}},
		{auditor, letter(inbox.Queued, ""), actions{}},
	}
	for _, tt := range tests {
		if got := actionsFor(tt.actor, tt.letter); got != tt.want {
			t.Errorf("%s, %s by %q: %+v, want %+v", tt.actor.Login, tt.letter.State, tt.letter.Clerk, got, tt.want)
		}
	}
}
