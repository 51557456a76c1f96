package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

const replyColumns = `id, letter, kind, form, subject, clerk, signer, sent, sha256, size, noticed, reminded, opened, deemed, upd, signer_kind, signer_issuer`

const selectReply = `SELECT ` + replyColumns + ` FROM replies WHERE id = $1`

const insertReply = `INSERT INTO replies (` + replyColumns + `) VALUES (:id, :letter, :kind, :form, :subject, :clerk, :signer,
	:sent, :sha256, :size, :noticed, :reminded, :opened, :deemed, :upd, :signer_kind, :signer_issuer)`

type replyRow struct {
	ID       int32  `db:"id"`
	Letter   int32  `db:"letter"`
	Kind     string `db:"kind"`
	Form     string `db:"form"`
	Subject  string `db:"subject"`
	Clerk    string `db:"clerk"`
	Signer   string `db:"signer"`
	Sent     int64  `db:"sent"`
	SHA256   []byte `db:"sha256"`
	Size     int64  `db:"size"`
	Noticed  int64  `db:"noticed"`
	Reminded int64  `db:"reminded"`
	Opened   int64  `db:"opened"`
	Deemed   string `db:"deemed"`
	UPD      int32  `db:"upd"`

	SignerKind   string `db:"signer_kind"`
	SignerIssuer string `db:"signer_issuer"`
}

func toReplyRow(r inbox.Reply) replyRow {
	return replyRow{
		ID: r.ID, Letter: r.Letter, Kind: string(r.Kind), Form: r.Form, Subject: r.Subject, Clerk: r.Clerk, Signer: r.Signer,
		Sent: micros(r.Sent), SHA256: r.SHA256[:], Size: r.Size, Noticed: laterMicros(r.Noticed), Reminded: laterMicros(r.Reminded),
		Opened: laterMicros(r.Opened), Deemed: string(r.Deemed), UPD: r.UPD,
		SignerKind: r.SignerKind, SignerIssuer: r.SignerIssuer,
	}
}

func (r replyRow) reply() inbox.Reply {
	return inbox.Reply{
		ID: r.ID, Letter: r.Letter, Kind: inbox.ReplyKind(r.Kind), Form: r.Form, Subject: r.Subject, Clerk: r.Clerk, Signer: r.Signer,
		Sent: instant(r.Sent), SHA256: digest(r.SHA256), Size: r.Size, Noticed: laterInstant(r.Noticed), Reminded: laterInstant(r.Reminded),
		Opened: laterInstant(r.Opened), Deemed: inbox.Day(r.Deemed), UPD: r.UPD,
		SignerKind: r.SignerKind, SignerIssuer: r.SignerIssuer,
	}
}

// SendReply commits a reply with its bytes and the transition of its letter, all
// or nothing.
func (s *Store) SendReply(ctx context.Context, r inbox.Reply, raw []byte, t Transition) (after inbox.Letter, err error) {
	err = s.write(ctx, "send reply", func(ctx context.Context, tx *sqlx.Tx) error {
		if after, err = t.carryOut(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.NamedExecContext(ctx, insertReply, toReplyRow(r)); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO reply_documents (reply, bytes) VALUES ($1, $2)`, r.ID, raw)
		return err
	})
	if err != nil {
		return inbox.Letter{}, err
	}
	return after, nil
}

// Reply returns a reply, inbox.CodeLetterNotFound when there is none.
func (s *Store) Reply(ctx context.Context, id int32) (inbox.Reply, error) {
	var row replyRow
	found, err := s.find(ctx, "reply", &row, selectReply, id)
	if err == nil && !found {
		err = replyNotFound(id)
	}
	if err != nil {
		return inbox.Reply{}, err
	}
	return row.reply(), nil
}

func replyNotFound(id int32) error {
	return inbox.Errorf(inbox.CodeLetterNotFound, "store: no reply %d", id)
}

// Replies lists the replies to a letter, oldest first.
func (s *Store) Replies(ctx context.Context, letter int32) ([]inbox.Reply, error) {
	return s.listReplies(ctx, `SELECT `+replyColumns+` FROM replies WHERE letter = $1 ORDER BY id`, letter)
}

func (s *Store) listReplies(ctx context.Context, query string, args ...any) ([]inbox.Reply, error) {
	var rows []replyRow
	if err := s.list(ctx, "replies", &rows, query, args...); err != nil {
		return nil, err
	}
	replies := make([]inbox.Reply, 0, len(rows))
	for _, row := range rows {
		replies = append(replies, row.reply())
	}
	return replies, nil
}

// UnopenedCounts counts, for each of these letters that has any, the replies nobody
// has opened.
func (s *Store) UnopenedCounts(ctx context.Context, letters []int32) (map[int32]int, error) {
	if len(letters) == 0 {
		return nil, s.usable()
	}
	query, args, err := sqlx.In(`SELECT letter, COUNT(*) AS replies FROM replies WHERE letter IN (?) AND opened = 0 GROUP BY letter`, letters)
	if err != nil {
		return nil, failure("unopened counts", err)
	}
	var rows []struct {
		Letter  int32 `db:"letter"`
		Replies int   `db:"replies"`
	}
	if err := s.list(ctx, "unopened counts", &rows, sqlx.Rebind(sqlx.DOLLAR, query), args...); err != nil {
		return nil, err
	}
	counts := make(map[int32]int, len(rows))
	for _, row := range rows {
		counts[row.Letter] = row.Replies
	}
	return counts, nil
}

// ReplyBytes returns the signed document of a reply.
func (s *Store) ReplyBytes(ctx context.Context, id int32) ([]byte, error) {
	var raw []byte
	found, err := s.find(ctx, "reply bytes", &raw, `SELECT bytes FROM reply_documents WHERE reply = $1`, id)
	if err == nil && !found {
		return nil, replyNotFound(id)
	}
	return raw, err
}

// laterMicros stores an instant that may not have come yet.
func laterMicros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return micros(t)
}

func laterInstant(stored int64) time.Time {
	if stored == 0 {
		return time.Time{}
	}
	return instant(stored)
}
