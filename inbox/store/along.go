package store

import (
	"context"
	"slices"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// Along is what happens to a letter that joined another when that one moves: its
// own transition, whose guard must hold like any other's, and what the history of
// the one that moves says of it. ok is false for a letter that stays.
type Along func(joined inbox.Letter) (t Transition, told inbox.Event, ok bool)

// takeAlong asks Along of every letter that joined this one, or joined one that
// goes along. The letter itself is locked by its own update, so none joins
// meanwhile: FinishJoin locks it too.
func (t Transition) takeAlong(ctx context.Context, tx *sqlx.Tx) error {
	if t.Along == nil {
		return nil
	}
	moved := []int32{t.Letter}
	for i := 0; i < len(moved); i++ {
		var joined []int32
		err := sqlx.SelectContext(ctx, tx, &joined, `SELECT document FROM joins WHERE letter = $1 AND done ORDER BY document`, moved[i])
		if err != nil {
			return err
		}
		for _, id := range joined {
			if slices.Contains(moved, id) { // it joined a later one that joined it: a circle
				continue
			}
			went, err := t.takeOne(ctx, tx, id)
			if err != nil {
				return err
			}
			if went {
				moved = append(moved, id)
			}
		}
	}
	return nil
}

func (t Transition) takeOne(ctx context.Context, tx *sqlx.Tx, id int32) (went bool, err error) {
	joined, err := findLetter(ctx, tx, id)
	if err != nil {
		return false, err
	}
	own, told, ok := t.Along(joined)
	if !ok {
		return false, nil
	}
	own.Letter, own.Along = id, nil
	err = own.update(ctx, tx)
	if inbox.ErrorCode(err) == inbox.CodeLetterState { // somebody took it up just now: it stays with him
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := dropUpload(ctx, tx, id); err != nil {
		return false, err
	}
	own.Event.Letter, told.Letter = id, t.Letter
	if err := insertEvent(ctx, tx, own.Event); err != nil {
		return false, err
	}
	return true, insertEvent(ctx, tx, told)
}
