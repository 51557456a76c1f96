package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

const insertExternalIdentity = `INSERT INTO external_identities (issuer, subject, login, linked) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`

// AccountByExternalIdentity returns the account that somebody's sign-in at a
// provider opens; ok is false when there is none.
func (s *Store) AccountByExternalIdentity(ctx context.Context, issuer, subject string) (a inbox.Account, ok bool, err error) {
	if !isText(issuer) || !isText(subject) {
		return inbox.Account{}, false, s.usable()
	}
	var login string
	ok, err = s.find(ctx, "external identity", &login, `SELECT login FROM external_identities WHERE issuer = $1 AND subject = $2`, issuer, subject)
	if err != nil || !ok {
		return inbox.Account{}, false, err
	}
	return s.AccountByLogin(ctx, login)
}

// LinkExternalIdentity lets a sign-in at a provider open an account, with the
// event. False when that sign-in opens an account already, or the account is
// opened by another one of the same provider.
func (s *Store) LinkExternalIdentity(ctx context.Context, id inbox.ExternalIdentity, e inbox.PersonEvent) (bool, error) {
	return s.change(ctx, "link external identity", e, insertExternalIdentity, id.Issuer, id.Subject, e.Login, micros(e.At))
}

// UnlinkExternalIdentity takes that back; false when there was no link.
func (s *Store) UnlinkExternalIdentity(ctx context.Context, issuer string, e inbox.PersonEvent) (bool, error) {
	return s.change(ctx, "unlink external identity", e, `DELETE FROM external_identities WHERE issuer = $1 AND login = $2`, issuer, e.Login)
}

// AddLinkedAccount creates an account together with the sign-in that opens it,
// in one commit; false, and nothing is created, when there is an account with its
// login or the sign-in opens another.
func (s *Store) AddLinkedAccount(ctx context.Context, a inbox.Account, id inbox.ExternalIdentity, e inbox.PersonEvent) (done bool, err error) {
	err = s.write(ctx, "add linked account", func(ctx context.Context, tx *sqlx.Tx) error {
		done = false
		linked, err := tx.ExecContext(ctx, insertExternalIdentity, id.Issuer, id.Subject, a.Login, micros(e.At))
		if err != nil {
			return err
		}
		if rows, err := linked.RowsAffected(); err != nil || rows == 0 {
			return err
		}
		if done, err = guarded(ctx, tx, e, insertAccount+`NOTHING`, accountValues(a)...); err != nil || done {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM external_identities WHERE issuer = $1 AND subject = $2`, id.Issuer, id.Subject)
		return err
	})
	return done && err == nil, err
}

// ExternalIssuers lists the providers whose sign-in opens an account.
func (s *Store) ExternalIssuers(ctx context.Context, login string) (issuers []string, err error) {
	err = s.list(ctx, "external issuers", &issuers, `SELECT issuer FROM external_identities WHERE login = $1 ORDER BY issuer`, login)
	return issuers, err
}
