package store

import (
	"context"
	"fmt"
	"strings"
	"time"

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
	Form       string // "pismo-ogolne/4566"
	Clerk      string // who has it claimed, or had it when it was closed
	Open       bool   // neither answered nor closed

	WrittenBy     *inbox.Actor // those that inbox.Wrote says are this actor's
	DueFrom       inbox.Day    // due on this day or later
	DueUntil      inbox.Day    // due on this day or earlier
	ArrivedBefore time.Time

	ByDue    bool      // order of due day and id, not of id alone
	After    int32     // cursor: the last id of the page before
	AfterDue inbox.Day // cursor with ByDue: its due day
	Limit    int       // 0 = 50, at most 200
}

// Letters lists letters in order of arrival (id), or as ByDue says, without their
// Report.
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
	f.selectBy(&where)
	f.selectByDay(&where)
	order := f.page(&where)
	text = `SELECT ` + letterColumns + ` FROM letters` + where.sql() + order + fmt.Sprintf(` LIMIT %d`, f.limit())
	for _, asked := range []string{f.Department, string(f.State), f.PostedBy, f.Sender, f.Form, f.Clerk, string(f.DueFrom), string(f.DueUntil), string(f.AfterDue)} {
		if !isText(asked) {
			return text, nil, false
		}
	}
	return text, where.args, true
}

func (f LetterFilter) selectBy(where *conditions) {
	where.addText("department = $%d", f.Department)
	where.addText("state = $%d", string(f.State))
	where.addText("posted_by = $%d AND posted_by <> ''", f.PostedBy) // the second names the partial index
	where.addText(`sender_fold LIKE $%d ESCAPE '\'`, f.senderPattern())
	where.addText("form = $%d", f.Form)
	where.addText("clerk = $%d", f.Clerk)
	where.addInt("register_year = $%d", f.Number.Year)
	where.addInt("register_n = $%d", f.Number.N)
	if f.Open {
		where.add("state IN ('queued', 'claimed')")
	}
	if f.SHA256 != nil {
		where.add("id IN (SELECT document FROM submissions WHERE sha256 = $%d AND state = 'accepted')", f.SHA256[:])
	}
	if f.WrittenBy != nil { // inbox.Wrote in SQL
		where.add(`((sender_pesel = $%d AND sender_pesel <> '') OR
			(posted_by = $%d AND posted_by <> '' AND sender_pesel = '' AND sender_name = ''))`, f.WrittenBy.PESEL, f.WrittenBy.Login)
	}
}

func (f LetterFilter) selectByDay(where *conditions) {
	where.addText("due >= $%d", string(f.DueFrom))
	where.addText("due <= $%d AND due <> ''", string(f.DueUntil))
	if !f.ArrivedBefore.IsZero() {
		where.add("arrived < $%d", micros(f.ArrivedBefore))
	}
}

// page adds where the page before ended, and returns the order.
func (f LetterFilter) page(where *conditions) (order string) {
	if !f.ByDue {
		where.addInt("id > $%d", int(f.After))
		return ` ORDER BY id`
	}
	if f.After != 0 {
		where.add("(due > $%d OR (due = $%d AND id > $%d))", string(f.AfterDue), string(f.AfterDue), f.After)
	}
	return ` ORDER BY due, id`
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

// add takes a clause with a %d for the number of each argument.
func (c *conditions) add(clause string, args ...any) {
	c.clauses = append(c.clauses, c.numbered(clause, args...))
}

// numbered adds arguments and writes their numbers into a text.
func (c *conditions) numbered(text string, args ...any) string {
	numbers := make([]any, len(args))
	for i := range args {
		numbers[i] = len(c.args) + i + 1
	}
	c.args = append(c.args, args...)
	return fmt.Sprintf(text, numbers...)
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
