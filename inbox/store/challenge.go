package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"
)

// Challenge is something a person has to prove with a code, in a few attempts.
type Challenge struct {
	IDSHA256    string // hex digest of the secret id
	Purpose     string
	Login       string
	Bound       string // what the code is for, such as a document's digest
	Payload     string // what waits for the proof, such as a password hash
	Attempts    int    // left
	Expires     time.Time
	CodeSHA256  string // "" = no code is out
	CodeExpires time.Time
}

const challengeColumns = `id_sha256, purpose, login, bound, payload, attempts, expires, code_sha256, code_expires`

type challengeRow struct {
	IDSHA256    string `db:"id_sha256"`
	Purpose     string `db:"purpose"`
	Login       string `db:"login"`
	Bound       string `db:"bound"`
	Payload     string `db:"payload"`
	Attempts    int    `db:"attempts"`
	Expires     int64  `db:"expires"`
	CodeSHA256  string `db:"code_sha256"`
	CodeExpires int64  `db:"code_expires"`
}

func (r challengeRow) challenge() Challenge {
	return Challenge{IDSHA256: r.IDSHA256, Purpose: r.Purpose, Login: r.Login, Bound: r.Bound, Payload: r.Payload, Attempts: r.Attempts,
		Expires: instant(r.Expires), CodeSHA256: r.CodeSHA256, CodeExpires: instant(r.CodeExpires)}
}

func challengeRowOf(c Challenge) challengeRow {
	return challengeRow{IDSHA256: c.IDSHA256, Purpose: c.Purpose, Login: c.Login, Bound: c.Bound, Payload: c.Payload, Attempts: c.Attempts,
		Expires: micros(c.Expires), CodeSHA256: c.CodeSHA256, CodeExpires: micros(c.CodeExpires)}
}

const insertChallenge = `INSERT INTO challenges (` + challengeColumns + `) VALUES
	(:id_sha256, :purpose, :login, :bound, :payload, :attempts, :expires, :code_sha256, :code_expires)`

// AddChallenge writes a new challenge.
func (s *Store) AddChallenge(ctx context.Context, c Challenge) error {
	return s.write(ctx, "add challenge", func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.NamedExecContext(ctx, insertChallenge, challengeRowOf(c))
		return err
	})
}

// SetCode gives a live challenge a code in place of the one before; false when
// there is no such challenge, or no attempt left in it.
func (s *Store) SetCode(ctx context.Context, idSHA256, codeSHA256 string, until, now time.Time) (bool, error) {
	rows, err := s.exec(ctx, "set code", `UPDATE challenges SET code_sha256 = $1, code_expires = $2
		WHERE id_sha256 = $3 AND attempts > 0 AND expires > $4`, codeSHA256, micros(until), idSHA256, micros(now))
	return rows == 1, err
}

// TryChallenge counts an attempt at a live challenge before the code is looked
// at, so that many at once are many, and returns the challenge after it; ok is
// false when there is none, it is over, or no attempt is left.
func (s *Store) TryChallenge(ctx context.Context, purpose, idSHA256 string, now time.Time) (c Challenge, ok bool, err error) {
	var row challengeRow
	err = s.write(ctx, "try challenge", func(ctx context.Context, tx *sqlx.Tx) error {
		ok, err = get(ctx, tx, &row, `UPDATE challenges SET attempts = attempts - 1
			WHERE id_sha256 = $1 AND purpose = $2 AND attempts > 0 AND expires > $3 RETURNING `+challengeColumns,
			idSHA256, purpose, micros(now))
		return err
	})
	if err != nil || !ok {
		return Challenge{}, false, err
	}
	return row.challenge(), true, nil
}

// UseCode takes a code back that was right; false when it was used already. Of
// two who know the same code one uses it.
func (s *Store) UseCode(ctx context.Context, idSHA256, codeSHA256 string) (bool, error) {
	rows, err := s.exec(ctx, "use code", `UPDATE challenges SET code_sha256 = ''
		WHERE id_sha256 = $1 AND code_sha256 = $2 AND code_sha256 <> ''`, idSHA256, codeSHA256)
	return rows == 1, err
}
