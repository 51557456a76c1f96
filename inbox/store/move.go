package store

import (
	"context"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// Transition moves a letter from one of the states From to To by one guarded
// UPDATE and writes the event. inbox.CodeLetterState when it is in no such
// state (or in another department, or claimed by another clerk, where these are
// asked), with the present state in args.
type Transition struct {
	Letter     int32
	From       []inbox.LetterState
	To         inbox.LetterState
	In         string // when not empty: only if it still is in this department
	ByClerk    string // when not empty: only if this clerk has it claimed
	Clerk      string // new claimant; "" = none
	Department string // new department; "" = unchanged
	Event      inbox.Event
	Along      Along // what becomes of the letters that joined it; nil = nothing
}

// Move carries out a transition and returns the letter after it.
func (s *Store) Move(ctx context.Context, t Transition) (inbox.Letter, error) {
	var after inbox.Letter
	err := s.write(ctx, "move", func(ctx context.Context, tx *sqlx.Tx) (err error) {
		after, err = t.carryOut(ctx, tx)
		return err
	})
	if err != nil {
		return inbox.Letter{}, err
	}
	return after, nil
}

// carryOut updates, writes the event, takes along what joined, and reads the letter
// back.
func (t Transition) carryOut(ctx context.Context, tx *sqlx.Tx) (inbox.Letter, error) {
	if err := t.update(ctx, tx); err != nil {
		return inbox.Letter{}, err
	}
	t.Event.Letter = t.Letter
	if err := insertEvent(ctx, tx, t.Event); err != nil {
		return inbox.Letter{}, err
	}
	if err := dropUpload(ctx, tx, t.Letter); err != nil {
		return inbox.Letter{}, err
	}
	if err := t.takeAlong(ctx, tx); err != nil {
		return inbox.Letter{}, err
	}
	return findLetter(ctx, tx, t.Letter)
}

// update is the guard: of two transitions from the same state one changes a row.
func (t Transition) update(ctx context.Context, tx *sqlx.Tx) error {
	where := conditions{args: []any{string(t.To), t.Clerk, t.Department}}
	where.add("id = $%d", t.Letter)
	where.addText("department = $%d", t.In)
	where.addText("clerk = $%d", t.ByClerk)
	result, err := tx.ExecContext(ctx, `UPDATE letters SET state = $1, clerk = $2, department = coalesce(nullif($3, ''), department)`+
		where.sql()+` AND state IN (`+t.fromStates()+`)`, where.args...)
	if err != nil {
		return err
	}
	changed, err := result.RowsAffected()
	if err != nil || changed == 1 {
		return err
	}
	now, err := findLetter(ctx, tx, t.Letter)
	if err != nil {
		return err
	}
	return stateError(string(now.State))
}

// fromStates lists the states as literals; a word outside the closed list never
// reaches the SQL, and no state at all matches no letter.
func (t Transition) fromStates() string {
	literals := []string{"''"}
	for _, state := range t.From {
		switch state {
		case inbox.Queued, inbox.Claimed, inbox.Answered, inbox.Closed:
			literals = append(literals, "'"+string(state)+"'")
		}
	}
	return strings.Join(literals, ", ")
}

// stateError says that something is not in the state it would have to be in.
func stateError(present string) error {
	err := inbox.Errorf(inbox.CodeLetterState, "store: the state is %s", strconv.Quote(present))
	err.Args = map[string]string{"state": present}
	return err
}
