package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// SecondFactor is an account's time-based code generator (RFC 6238).
type SecondFactor struct {
	Secret string // base32
	On     bool   // false: offered, and no code of it was seen yet
}

// SecondFactorOf returns an account's second factor; ok is false when it has none.
func (s *Store) SecondFactorOf(ctx context.Context, login string) (f SecondFactor, ok bool, err error) {
	var row struct {
		Secret string `db:"secret"`
		State  string `db:"state"`
	}
	ok, err = s.find(ctx, "second factor", &row, `SELECT secret, state FROM second_factors WHERE login = $1`, login)
	return SecondFactor{Secret: row.Secret, On: row.State == "on"}, ok && err == nil, err
}

// OfferSecondFactor keeps the secret of a second factor that is not on yet, in
// place of one offered before; false when one is on.
func (s *Store) OfferSecondFactor(ctx context.Context, login, secret string) (bool, error) {
	rows, err := s.exec(ctx, "offer second factor", `INSERT INTO second_factors (login, secret, state, last_step) VALUES ($1, $2, 'offered', 0)
		ON CONFLICT (login) DO UPDATE SET secret = excluded.secret, last_step = 0 WHERE second_factors.state = 'offered'`, login, secret)
	return rows == 1, err
}

// UseStep takes the code of a time step, once: false when it or a later one was
// taken before, or when another secret stands there now.
func (s *Store) UseStep(ctx context.Context, login, secret string, step int64) (bool, error) {
	rows, err := s.exec(ctx, "use step", `UPDATE second_factors SET last_step = $1 WHERE login = $2 AND secret = $3 AND last_step < $4`,
		step, login, secret, step)
	return rows == 1, err
}

// TurnOnSecondFactor turns an offered second factor on, with its recovery codes
// and the event; false when it is on already or another was offered meanwhile.
func (s *Store) TurnOnSecondFactor(ctx context.Context, login, secret string, recoverySHA256 []string, e inbox.PersonEvent) (done bool, err error) {
	err = s.write(ctx, "turn on second factor", func(ctx context.Context, tx *sqlx.Tx) error {
		done, err = guarded(ctx, tx, e, `UPDATE second_factors SET state = 'on' WHERE login = $1 AND secret = $2 AND state = 'offered'`, login, secret)
		if err != nil || !done {
			return err
		}
		return putRecoveryCodes(ctx, tx, login, recoverySHA256)
	})
	return done && err == nil, err
}

func putRecoveryCodes(ctx context.Context, tx *sqlx.Tx, login string, codes []string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM recovery_codes WHERE login = $1`, login); err != nil {
		return err
	}
	for _, code := range codes {
		if _, err := tx.ExecContext(ctx, `INSERT INTO recovery_codes (login, code_sha256) VALUES ($1, $2)`, login, code); err != nil {
			return err
		}
	}
	return nil
}

// TurnOffSecondFactor removes a second factor and its recovery codes; false when
// there was none.
func (s *Store) TurnOffSecondFactor(ctx context.Context, login string, e inbox.PersonEvent) (done bool, err error) {
	err = s.write(ctx, "turn off second factor", func(ctx context.Context, tx *sqlx.Tx) error {
		done, err = guarded(ctx, tx, e, `DELETE FROM second_factors WHERE login = $1`, login)
		if err != nil || !done {
			return err
		}
		return putRecoveryCodes(ctx, tx, login, nil)
	})
	return done && err == nil, err
}

// UseRecoveryCode takes a recovery code, once; false when it is none.
func (s *Store) UseRecoveryCode(ctx context.Context, login, codeSHA256 string) (bool, error) {
	rows, err := s.exec(ctx, "use recovery code", `DELETE FROM recovery_codes WHERE login = $1 AND code_sha256 = $2`, login, codeSHA256)
	return rows == 1, err
}

// RecoveryCodes counts the recovery codes left.
func (s *Store) RecoveryCodes(ctx context.Context, login string) (n int, err error) {
	_, err = s.find(ctx, "recovery codes", &n, `SELECT COUNT(*) FROM recovery_codes WHERE login = $1`, login)
	return n, err
}
