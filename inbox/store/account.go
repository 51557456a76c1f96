package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

const accountColumns = `login, name, role, department, entity, password_hash, token_sha256, disabled, language`

type accountRow struct {
	Login        string `db:"login"`
	Name         string `db:"name"`
	Role         string `db:"role"`
	Department   string `db:"department"`
	Entity       string `db:"entity"`
	PasswordHash string `db:"password_hash"`
	TokenSHA256  string `db:"token_sha256"`
	Disabled     bool   `db:"disabled"`
	Language     string `db:"language"`
}

func (r accountRow) account() inbox.Account {
	return inbox.Account{
		Login: r.Login, Name: r.Name, Role: inbox.Role(r.Role), Department: r.Department, Entity: r.Entity,
		PasswordHash: r.PasswordHash, TokenSHA256: r.TokenSHA256, Disabled: r.Disabled, Language: r.Language,
	}
}

const insertAccount = `INSERT INTO accounts (` + accountColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (login) DO `

func accountValues(a inbox.Account) []any {
	return []any{a.Login, a.Name, string(a.Role), a.Department, a.Entity, a.PasswordHash, a.TokenSHA256, a.Disabled, a.Language}
}

// PutAccount creates or replaces an account. Two accounts cannot share a token.
func (s *Store) PutAccount(ctx context.Context, a inbox.Account) error {
	_, err := s.exec(ctx, "put account", insertAccount+`UPDATE SET name = excluded.name, role = excluded.role, department = excluded.department,
		entity = excluded.entity, password_hash = excluded.password_hash, token_sha256 = excluded.token_sha256,
		disabled = excluded.disabled, language = excluded.language`, accountValues(a)...)
	return err
}

// AddAccount creates an account, with the event; false when there is one with
// its login.
func (s *Store) AddAccount(ctx context.Context, a inbox.Account, e inbox.PersonEvent) (bool, error) {
	return s.change(ctx, "add account", e, insertAccount+`NOTHING`, accountValues(a)...)
}

// SetPassword replaces an account's password and ends all its sessions but one,
// in one commit; keep is that session's id digest, "" for none. False when there
// is no such account or it is disabled.
func (s *Store) SetPassword(ctx context.Context, login, hash, keep string, e inbox.PersonEvent) (done bool, err error) {
	err = s.write(ctx, "set password", func(ctx context.Context, tx *sqlx.Tx) error {
		done, err = guarded(ctx, tx, e, `UPDATE accounts SET password_hash = $1 WHERE login = $2 AND disabled = $3`, hash, login, false)
		if err != nil || !done {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM sessions WHERE (login = $1 OR awaits = $2) AND id_sha256 <> $3`, login, login, keep)
		return err
	})
	return done && err == nil, err
}

// SetLanguage keeps the language an account is written to in.
func (s *Store) SetLanguage(ctx context.Context, login, language string) error {
	_, err := s.exec(ctx, "set language", `UPDATE accounts SET language = $1 WHERE login = $2`, language, login)
	return err
}

// AccountByLogin returns an account; ok is false when there is none.
func (s *Store) AccountByLogin(ctx context.Context, login string) (a inbox.Account, ok bool, err error) {
	return s.findAccount(ctx, `SELECT `+accountColumns+` FROM accounts WHERE login = $1`, login)
}

// AccountByToken returns the account with this token digest (hex SHA-256).
func (s *Store) AccountByToken(ctx context.Context, tokenSHA256 string) (a inbox.Account, ok bool, err error) {
	return s.findAccount(ctx, `SELECT `+accountColumns+` FROM accounts WHERE token_sha256 = $1 AND token_sha256 <> ''`, tokenSHA256)
}

func (s *Store) findAccount(ctx context.Context, query, key string) (inbox.Account, bool, error) {
	if !isText(key) {
		return inbox.Account{}, false, s.usable()
	}
	var row accountRow
	found, err := s.find(ctx, "account", &row, query, key)
	if err != nil || !found {
		return inbox.Account{}, false, err
	}
	return row.account(), true, nil
}
