package desk

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"okienko/inbox"
	"okienko/inbox/store"
)

// Claim takes a queued letter.
func (d *Desk) Claim(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
	l, err := d.workable(ctx, a, id)
	if err != nil {
		return inbox.Letter{}, err
	}
	return d.store.Move(ctx, store.Transition{
		Letter: id,
		From:   []inbox.LetterState{inbox.Queued},
		To:     inbox.Claimed,
		In:     l.Department,
		Clerk:  a.Login,
		Event:  d.event(a, id, inbox.EventClaimed, ""),
	})
}

// Unclaim puts a letter the actor has claimed (heads and registrars: anyone) back.
func (d *Desk) Unclaim(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
	l, err := d.workable(ctx, a, id)
	if err != nil {
		return inbox.Letter{}, err
	}
	return d.store.Move(ctx, store.Transition{
		Letter:  id,
		From:    []inbox.LetterState{inbox.Claimed},
		To:      inbox.Queued,
		In:      l.Department,
		ByClerk: onlyOwn(a),
		Event:   d.event(a, id, inbox.EventUnclaimed, ""),
	})
}

// Forward puts a letter that is queued, or that the actor has claimed (heads and
// registrars: anyone), into another department's queue; a reason is required. The
// letters that joined it go along (goesAlong).
func (d *Desk) Forward(ctx context.Context, a inbox.Actor, id int32, department, reason string) (inbox.Letter, error) {
	l, err := d.workable(ctx, a, id)
	if err != nil {
		return inbox.Letter{}, err
	}
	known := slices.ContainsFunc(d.departments, func(x inbox.Department) bool { return x.ID == department })
	if !known || department == l.Department {
		return inbox.Letter{}, invalid("department")
	}
	reason, err = given("reason", reason)
	if err != nil {
		return inbox.Letter{}, err
	}
	t := store.Transition{
		Letter:     id,
		From:       []inbox.LetterState{inbox.Queued, inbox.Claimed},
		To:         inbox.Queued,
		In:         l.Department,
		Department: department,
		Event:      d.event(a, id, inbox.EventForwarded, department+": "+reason),
		Along:      d.goesAlong(a, l, department),
	}
	if own := onlyOwn(a); own != "" { // a queued letter is nobody's, a claimed one must be his
		if l.State == inbox.Queued {
			t.From = []inbox.LetterState{inbox.Queued}
		} else {
			t.From, t.ByClerk = []inbox.LetterState{inbox.Claimed}, own
		}
	}
	return d.store.Move(ctx, t)
}

// goesAlong is the rule for letters that joined one which is forwarded: who takes
// up the matter there needs all of it. What is queued or closed goes, and what the
// actor has in hand; what a colleague works on, or has answered, stays his, as does
// what stands in another department.
func (d *Desk) goesAlong(a inbox.Actor, first inbox.Letter, department string) store.Along {
	return func(l inbox.Letter) (store.Transition, inbox.Event, bool) {
		t := store.Transition{From: []inbox.LetterState{l.State}, To: inbox.Queued, In: first.Department, Department: department,
			Event: d.event(a, l.ID, inbox.EventWentAlong, department+": "+first.Number.String())}
		switch {
		case l.State == inbox.Queued:
		case l.State == inbox.Closed:
			t.To, t.Clerk = inbox.Closed, l.Clerk // who had it stays on record
		case l.State == inbox.Claimed && l.Clerk == a.Login:
			t.ByClerk = a.Login
		default:
			return store.Transition{}, inbox.Event{}, false
		}
		return t, d.event(a, first.ID, inbox.EventTookAlong, l.Number.String()), true
	}
}

// Close ends a letter that is answered, or that the actor has claimed (heads and
// registrars: anyone); a reason is required.
func (d *Desk) Close(ctx context.Context, a inbox.Actor, id int32, reason string) (inbox.Letter, error) {
	l, err := d.workable(ctx, a, id)
	if err != nil {
		return inbox.Letter{}, err
	}
	reason, err = given("reason", reason)
	if err != nil {
		return inbox.Letter{}, err
	}
	return d.store.Move(ctx, store.Transition{
		Letter:  id,
		From:    []inbox.LetterState{inbox.Claimed, inbox.Answered},
		To:      inbox.Closed,
		In:      l.Department,
		ByClerk: onlyOwn(a),
		Clerk:   l.Clerk, // who had it stays on record
		Event:   d.event(a, id, inbox.EventClosed, reason),
	})
}

// workable returns a letter that the actor may work on.
func (d *Desk) workable(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
	l, err := d.readable(ctx, a, id)
	if err != nil {
		return inbox.Letter{}, err
	}
	if !inbox.MayWork(a, l) {
		return inbox.Letter{}, inbox.Errorf(inbox.CodeForbidden, "role %q does not work on letter %d", a.Role, id)
	}
	return l, nil
}

// onlyOwn is the clerk whose claim a transition needs: a clerk's own; heads and
// registrars act on anyone's.
func onlyOwn(a inbox.Actor) string {
	if a.Role == inbox.RoleClerk {
		return a.Login
	}
	return ""
}

// maxReason is the longest reason or note a clerk may give, in octets: some twenty
// lines, which stay readable in the history.
const maxReason = 2000

func given(field, text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxReason || !isText(text) {
		return "", invalid(field)
	}
	return text, nil
}

// isText reports what can be stored: PostgreSQL takes no NUL and no broken UTF-8.
func isText(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsRune(text, 0)
}

func invalid(field string) error {
	return &inbox.Error{Code: inbox.CodeRequest, Args: map[string]string{"field": field}}
}
