package desk

import (
	"context"

	"okienko/inbox"
)

// Note writes something down in a letter's history, for the office alone, whatever
// its state.
func (d *Desk) Note(ctx context.Context, a inbox.Actor, id int32, text string) error {
	if _, err := d.workable(ctx, a, id); err != nil {
		return err
	}
	text, err := given("note", text)
	if err != nil {
		return err
	}
	return d.store.AddEvent(ctx, d.event(a, id, inbox.EventNoted, text))
}
