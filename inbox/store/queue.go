package store

import (
	"context"
	"fmt"
	"strings"

	"okienko/inbox"
)

// A page of letters: what a person reads at once, and at most what a pull
// client takes in one answer.
const (
	defaultPage = 50
	largestPage = 200
)

// LetterFilter selects letters; zero fields do not select.
type LetterFilter struct {
	Department string
	State      inbox.LetterState
	Number     inbox.RegisterNumber
	SHA256     *[32]byte
	PostedBy   string
	Sender     string // part of the sender's name, without regard to case
	After      int32  // cursor: the last id of the page before; letters come in order of id
	Limit      int    // 0 = 50, at most 200
}

// Letters lists letters in order of arrival (id), without their Report.
func (s *Store) Letters(ctx context.Context, f LetterFilter) ([]inbox.Letter, error) {
	query, args, possible := f.query()
	if !possible {
		return nil, s.usable()
	}
	var rows []letterRow
	if err := s.list(ctx, "letters", &rows, query, args...); err != nil {
		return nil, err
	}
	letters := make([]inbox.Letter, 0, len(rows))
	for _, row := range rows {
		l, err := row.letter()
		if err != nil {
			return nil, failure("letters", err)
		}
		letters = append(letters, l)
	}
	return letters, nil
}

// QueueSize is how many letters of a department are in a state.
type QueueSize struct {
	Department string            `db:"department"`
	State      inbox.LetterState `db:"state"`
	Letters    int               `db:"letters"`
}

// QueueSizes counts the letters that still wait for work; closed ones are not
// counted, for their number grows for ever.
func (s *Store) QueueSizes(ctx context.Context) ([]QueueSize, error) {
	var sizes []QueueSize
	err := s.list(ctx, "queue sizes", &sizes, `SELECT department, state, COUNT(*) AS letters FROM letters
		WHERE state IN ('queued', 'claimed', 'answered') GROUP BY department, state ORDER BY department, state`)
	return sizes, err
}

func (f LetterFilter) limit() int {
	if f.Limit <= 0 {
		return defaultPage
	}
	return min(f.Limit, largestPage)
}

// query is the SELECT of a filter; possible is false when no row can match.
func (f LetterFilter) query() (text string, args []any, possible bool) {
	var where conditions
	where.addText("department = $%d", f.Department)
	where.addText("state = $%d", string(f.State))
	where.addText("posted_by = $%d AND posted_by <> ''", f.PostedBy) // the second names the partial index
	where.addText(`sender_fold LIKE $%d ESCAPE '\'`, f.senderPattern())
	where.addInt("register_year = $%d", f.Number.Year)
	where.addInt("register_n = $%d", f.Number.N)
	where.addInt("id > $%d", int(f.After))
	if f.SHA256 != nil {
		where.add("id IN (SELECT document FROM submissions WHERE sha256 = $%d AND state = 'accepted')", f.SHA256[:])
	}
	text = `SELECT ` + letterColumns + ` FROM letters` + where.sql() + fmt.Sprintf(` ORDER BY id LIMIT %d`, f.limit())
	return text, where.args, isText(f.Department) && isText(string(f.State)) && isText(f.PostedBy) && isText(f.Sender)
}

// senderPattern looks for the name literally: % and _ in it are no wildcards.
func (f LetterFilter) senderPattern() string {
	if f.Sender == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(fold(f.Sender)) + "%"
}

// conditions collects what stands behind WHERE, with numbered placeholders.
type conditions struct {
	clauses []string
	args    []any
}

func (c *conditions) add(clause string, arg any) {
	c.args = append(c.args, arg)
	c.clauses = append(c.clauses, fmt.Sprintf(clause, len(c.args)))
}

func (c *conditions) addText(clause, value string) {
	if value != "" {
		c.add(clause, value)
	}
}

func (c *conditions) addInt(clause string, value int) {
	if value != 0 {
		c.add(clause, value)
	}
}

func (c *conditions) sql() string {
	if len(c.clauses) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.clauses, " AND ")
}
