package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

const profileColumns = `id, login, given_names, family_name, pesel, state, since, expires, point, application, application_expires`

type profileRow struct {
	ID         int32  `db:"id"`
	Login      string `db:"login"`
	GivenNames string `db:"given_names"`
	FamilyName string `db:"family_name"`
	PESEL      string `db:"pesel"`
	State      string `db:"state"`
	Since      int64  `db:"since"`
	Expires    int64  `db:"expires"`
	Point      string `db:"point"`
	Code       string `db:"application"`
	CodeUntil  int64  `db:"application_expires"`
}

func (r profileRow) profile() inbox.TrustedProfile {
	return inbox.TrustedProfile{ID: r.ID, Login: r.Login, Identity: inbox.Identity{GivenNames: r.GivenNames, FamilyName: r.FamilyName, PESEL: r.PESEL},
		State: inbox.ProfileState(r.State), Since: instant(r.Since), Expires: optionalInstant(r.Expires), Point: r.Point, Code: r.Code, CodeUntil: optionalInstant(r.CodeUntil)}
}

// optionalInstant reads 0 as no instant at all.
func optionalInstant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return instant(micros)
}

// ProfileOf returns an account's newest trusted profile; ok is false when it never had one.
func (s *Store) ProfileOf(ctx context.Context, login string) (p inbox.TrustedProfile, ok bool, err error) {
	return s.findProfile(ctx, `SELECT `+profileColumns+` FROM trusted_profiles WHERE login = $1 ORDER BY id DESC LIMIT 1`, login)
}

// ProfileByCode returns the profile whose owner was given this code for a
// confirmation point, while it is good.
func (s *Store) ProfileByCode(ctx context.Context, code string, now time.Time) (p inbox.TrustedProfile, ok bool, err error) {
	if !isText(code) {
		return inbox.TrustedProfile{}, false, s.usable()
	}
	return s.findProfile(ctx, `SELECT `+profileColumns+` FROM trusted_profiles
		WHERE application = $1 AND application <> '' AND application_expires > $2`, code, micros(now))
}

// ProfileByPESEL returns the confirmed or temporary profile of a PESEL.
func (s *Store) ProfileByPESEL(ctx context.Context, pesel string, now time.Time) (p inbox.TrustedProfile, ok bool, err error) {
	if !isText(pesel) {
		return inbox.TrustedProfile{}, false, s.usable()
	}
	return s.findProfile(ctx, `SELECT `+profileColumns+` FROM trusted_profiles
		WHERE pesel = $1 AND state IN ('temporary', 'confirmed') AND expires > $2`, pesel, micros(now))
}

func (s *Store) findProfile(ctx context.Context, query string, args ...any) (inbox.TrustedProfile, bool, error) {
	var row profileRow
	found, err := s.find(ctx, "profile", &row, query, args...)
	if err != nil || !found {
		return inbox.TrustedProfile{}, false, err
	}
	return row.profile(), true, nil
}

// Apply records an application for confirmation with its Code: a new profile, or
// a new code and new data of one that is unconfirmed, or a new code of a
// temporary one, whose data stay. False when the account's profile is confirmed,
// or temporary with other data.
func (s *Store) Apply(ctx context.Context, p inbox.TrustedProfile, e inbox.PersonEvent) (done bool, err error) {
	err = s.write(ctx, "apply", func(ctx context.Context, tx *sqlx.Tx) error {
		if err := endExpired(ctx, tx, "login", p.Login, e.At); err != nil {
			return err
		}
		done, err = guarded(ctx, tx, e, `INSERT INTO trusted_profiles
			(id, login, given_names, family_name, pesel, state, since, expires, point, application, application_expires)
			VALUES ($1, $2, $3, $4, $5, 'unconfirmed', $6, 0, '', $7, $8)
			ON CONFLICT (login) WHERE state IN ('unconfirmed', 'temporary', 'confirmed') DO UPDATE SET
				application = excluded.application, application_expires = excluded.application_expires,
				given_names = excluded.given_names, family_name = excluded.family_name, pesel = excluded.pesel
			WHERE trusted_profiles.state = 'unconfirmed' OR trusted_profiles.state = 'temporary'
				AND trusted_profiles.given_names = excluded.given_names AND trusted_profiles.family_name = excluded.family_name
				AND trusted_profiles.pesel = excluded.pesel`,
			p.ID, p.Login, p.GivenNames, p.FamilyName, p.PESEL, micros(e.At), p.Code, micros(p.CodeUntil))
		return err
	})
	return done && err == nil, err
}

// Confirmation is what a confirmation point found of the profile Code led to:
// its Code, ID and identity are as the clerk saw them, its State, Expires and
// Point as they are from now on.
type Confirmation struct {
	Profile   inbox.TrustedProfile
	Confirmer string
	PointID   string
	Document  inbox.IdentityDocument
}

// Confirm makes an unconfirmed or temporary profile temporary or confirmed, and
// uses its application up; false when that is not good any more: used, too old,
// or its owner has applied anew. inbox.CodeIdentityTaken when another account
// has a live profile of the PESEL.
func (s *Store) Confirm(ctx context.Context, c Confirmation, e inbox.PersonEvent) (done bool, err error) {
	p := c.Profile
	err = s.write(ctx, "confirm", func(ctx context.Context, tx *sqlx.Tx) error {
		if err := endExpired(ctx, tx, "pesel", p.PESEL, e.At); err != nil {
			return err
		}
		done, err = guarded(ctx, tx, e, `UPDATE trusted_profiles SET state = $1, since = $2, expires = $3, point = $4, application = '', application_expires = 0
			WHERE id = $5 AND state IN ('unconfirmed', 'temporary') AND application = $6 AND application_expires > $7`,
			string(p.State), micros(e.At), micros(p.Expires), p.Point, p.ID, p.Code, micros(e.At))
		if isDuplicate(err) {
			return inbox.Errorf(inbox.CodeIdentityTaken, "store: another account has a live profile of this PESEL")
		}
		if err != nil || !done {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO confirmations (profile, at, confirmer, point, document_kind, document_number, document_until)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, p.ID, micros(e.At), c.Confirmer, c.PointID, c.Document.Kind, c.Document.Number, string(c.Document.Until))
		return err
	})
	return done && err == nil, err
}

// ExtendProfile gives a confirmed profile that is still valid a new end; false
// when it is not any more.
func (s *Store) ExtendProfile(ctx context.Context, id int32, until time.Time, e inbox.PersonEvent) (bool, error) {
	return s.change(ctx, "extend profile", e, `UPDATE trusted_profiles SET expires = $1
		WHERE id = $2 AND state = 'confirmed' AND expires > $3 AND expires < $4`, micros(until), id, micros(e.At), micros(until))
}

// RevokeProfile ends a profile for good; false when it had ended.
func (s *Store) RevokeProfile(ctx context.Context, id int32, e inbox.PersonEvent) (bool, error) {
	return s.change(ctx, "revoke profile", e, `UPDATE trusted_profiles SET state = 'revoked', since = $1, application = '', application_expires = 0
		WHERE id = $2 AND state IN ('unconfirmed', 'temporary', 'confirmed')`, micros(e.At), id)
}

// endExpired writes the state that time has brought, where it stands in the way
// of a new profile: of a login, or of a PESEL.
func endExpired(ctx context.Context, tx *sqlx.Tx, column, value string, now time.Time) error {
	query := `UPDATE trusted_profiles SET state = 'expired', since = expires, application = '', application_expires = 0
		WHERE state IN ('temporary', 'confirmed') AND expires <= $1 AND `
	switch column {
	case "login":
		query += `login = $2`
	case "pesel":
		query += `pesel = $2`
	}
	_, err := tx.ExecContext(ctx, query, micros(now), value)
	return err
}
