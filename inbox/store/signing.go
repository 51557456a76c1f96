package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

type signingRow struct {
	IDSHA256 string `db:"id_sha256"`
	Login    string `db:"login"`
	Title    string `db:"title"`
	Purpose  string `db:"purpose"`
	State    string `db:"state"`
	Begun    int64  `db:"begun"`
	Expires  int64  `db:"expires"`
	SHA256   []byte `db:"sha256"`
	Document []byte `db:"document"`
	Signed   []byte `db:"signed"`
}

func (r signingRow) signing() inbox.Signing {
	if len(r.Signed) == 0 { // an empty column is nil or empty, as the driver likes
		r.Signed = nil
	}
	return inbox.Signing{Login: r.Login, Title: r.Title, Purpose: r.Purpose, State: inbox.SigningState(r.State), Begun: instant(r.Begun),
		Expires: instant(r.Expires), SHA256: digest(r.SHA256), Document: r.Document, Signed: r.Signed}
}

// BeginSigning opens a signing session with its challenge. An open session of
// the same account for the same purpose is replaced: of what was shown last, and
// of nothing else, there is something to sign.
func (s *Store) BeginSigning(ctx context.Context, g inbox.Signing, c Challenge) error {
	return s.write(ctx, "begin signing", func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE signings SET state = 'replaced' WHERE login = $1 AND purpose = $2 AND state = 'open'`, g.Login, g.Purpose)
		if err != nil {
			return err
		}
		if _, err := tx.NamedExecContext(ctx, insertChallenge, challengeRowOf(c)); err != nil {
			return err
		}
		row := signingRow{IDSHA256: c.IDSHA256, Login: g.Login, Title: g.Title, Purpose: g.Purpose, State: string(inbox.SigningOpen),
			Begun: micros(g.Begun), Expires: micros(g.Expires), SHA256: g.SHA256[:], Document: g.Document, Signed: []byte{}}
		_, err = tx.NamedExecContext(ctx, `INSERT INTO signings (id_sha256, login, title, purpose, state, begun, expires, sha256, document, signed)
			VALUES (:id_sha256, :login, :title, :purpose, :state, :begun, :expires, :sha256, :document, :signed)`, row)
		return err
	})
}

// SigningByID returns a signing session, without its ID; ok is false when there
// is none.
func (s *Store) SigningByID(ctx context.Context, idSHA256 string) (g inbox.Signing, ok bool, err error) {
	var row signingRow
	ok, err = s.find(ctx, "signing", &row, `SELECT id_sha256, login, title, purpose, state, begun, expires, sha256, document, signed
		FROM signings WHERE id_sha256 = $1`, idSHA256)
	if err != nil || !ok {
		return inbox.Signing{}, false, err
	}
	return row.signing(), true, nil
}

// FinishSigning keeps the signed document of an open session, and the event, if
// the signer's profile may still sign at the instant; false when something was
// faster: another signature, a later session, a revocation.
func (s *Store) FinishSigning(ctx context.Context, idSHA256 string, signed []byte, profile int32, e inbox.PersonEvent) (bool, error) {
	return s.change(ctx, "finish signing", e, `UPDATE signings SET state = 'signed', signed = $1 WHERE id_sha256 = $2 AND state = 'open' AND expires > $3
		AND EXISTS (SELECT 1 FROM trusted_profiles WHERE id = $4 AND state IN ('temporary', 'confirmed') AND expires > $5)`,
		signed, idSHA256, micros(e.At), profile, micros(e.At))
}

// PurgePeople deletes challenges and signing sessions, with their documents,
// that ended before an instant.
func (s *Store) PurgePeople(ctx context.Context, before time.Time) (challenges, signings int64, err error) {
	challenges, err = s.purge(ctx, `DELETE FROM challenges WHERE id_sha256 IN
		(SELECT id_sha256 FROM challenges WHERE expires < $1 LIMIT $2)`, before)
	if err != nil {
		return challenges, 0, err
	}
	signings, err = s.purge(ctx, `DELETE FROM signings WHERE id_sha256 IN
		(SELECT id_sha256 FROM signings WHERE expires < $1 LIMIT $2)`, before)
	return challenges, signings, err
}
