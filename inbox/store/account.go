package store

import (
	"context"

	"okienko/inbox"
)

const accountColumns = `login, name, role, department, entity, password_hash, token_sha256, disabled`

type accountRow struct {
	Login        string `db:"login"`
	Name         string `db:"name"`
	Role         string `db:"role"`
	Department   string `db:"department"`
	Entity       string `db:"entity"`
	PasswordHash string `db:"password_hash"`
	TokenSHA256  string `db:"token_sha256"`
	Disabled     bool   `db:"disabled"`
}

func (r accountRow) account() inbox.Account {
	return inbox.Account{
		Login: r.Login, Name: r.Name, Role: inbox.Role(r.Role), Department: r.Department, Entity: r.Entity,
		PasswordHash: r.PasswordHash, TokenSHA256: r.TokenSHA256, Disabled: r.Disabled,
	}
}

// PutAccount creates or replaces an account. Two accounts cannot share a token.
func (s *Store) PutAccount(ctx context.Context, a inbox.Account) error {
	_, err := s.exec(ctx, "put account", `INSERT INTO accounts (`+accountColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (login) DO UPDATE SET name = excluded.name, role = excluded.role, department = excluded.department,
			entity = excluded.entity, password_hash = excluded.password_hash, token_sha256 = excluded.token_sha256,
			disabled = excluded.disabled`,
		a.Login, a.Name, string(a.Role), a.Department, a.Entity, a.PasswordHash, a.TokenSHA256, a.Disabled)
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
