package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Session is a browser session. Receipts are the document ids whose receipt
// this browser was shown as the answer to its own posting.
type Session struct {
	IDSHA256 string // hex digest of the cookie value
	Login    string // "" = not signed in
	Awaits   string // whose second factor is awaited before anybody is signed in; "" = nobody's
	CSRF     string
	Receipts []int32
	Expires  time.Time
}

type sessionRow struct {
	IDSHA256 string `db:"id_sha256"`
	Login    string `db:"login"`
	Awaits   string `db:"awaits"`
	CSRF     string `db:"csrf"`
	Receipts string `db:"receipts"`
	Expires  int64  `db:"expires"`
}

func (r sessionRow) session() (Session, error) {
	s := Session{IDSHA256: r.IDSHA256, Login: r.Login, Awaits: r.Awaits, CSRF: r.CSRF, Expires: instant(r.Expires)}
	return s, decodeIDs(r.Receipts, &s.Receipts)
}

func encodeIDs(ids []int32) (string, error) {
	if len(ids) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(ids)
	return string(text), err
}

func decodeIDs(text string, into *[]int32) error {
	if text == "[]" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("stored session: %w", err)
	}
	return nil
}

// PutSession creates or replaces a session.
func (s *Store) PutSession(ctx context.Context, session Session) error {
	receipts, err := encodeIDs(session.Receipts)
	if err != nil {
		return failure("put session", err)
	}
	_, err = s.exec(ctx, "put session", `INSERT INTO sessions (id_sha256, login, awaits, csrf, receipts, expires) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id_sha256) DO UPDATE SET login = excluded.login, awaits = excluded.awaits, csrf = excluded.csrf,
			receipts = excluded.receipts, expires = excluded.expires`,
		session.IDSHA256, session.Login, session.Awaits, session.CSRF, receipts, micros(session.Expires))
	return err
}

// RememberReceipt adds a document id to a session's Receipts and keeps the last
// keep of them. Two tabs may do it at once. No such session: nothing happens.
func (s *Store) RememberReceipt(ctx context.Context, idSHA256 string, document int32, keep int) error {
	return s.write(ctx, "remember receipt", func(ctx context.Context, tx *sqlx.Tx) error {
		var stored string
		// The UPDATE that changes nothing locks the row on PostgreSQL.
		found, err := get(ctx, tx, &stored, `UPDATE sessions SET receipts = receipts WHERE id_sha256 = $1 RETURNING receipts`, idSHA256)
		if err != nil || !found {
			return err
		}
		var ids []int32
		if err := decodeIDs(stored, &ids); err != nil {
			return err
		}
		ids = append(ids, document)
		text, err := encodeIDs(ids[max(0, len(ids)-keep):])
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE sessions SET receipts = $1 WHERE id_sha256 = $2`, text, idSHA256)
		return err
	})
}

// SessionByID returns a live session; ok is false when there is none or it is over at now.
func (s *Store) SessionByID(ctx context.Context, idSHA256 string, now time.Time) (session Session, ok bool, err error) {
	if !isText(idSHA256) {
		return Session{}, false, s.usable()
	}
	var row sessionRow
	found, err := s.find(ctx, "session", &row, `SELECT id_sha256, login, awaits, csrf, receipts, expires FROM sessions
		WHERE id_sha256 = $1 AND expires > $2`, idSHA256, micros(now))
	if err != nil || !found {
		return Session{}, false, err
	}
	session, err = row.session()
	return session, err == nil, failure("session", err)
}

// DeleteSession ends a session.
func (s *Store) DeleteSession(ctx context.Context, idSHA256 string) error {
	_, err := s.exec(ctx, "delete session", `DELETE FROM sessions WHERE id_sha256 = $1`, idSHA256)
	return err
}
