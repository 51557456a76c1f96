package profile

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"okienko/inbox"
)

// Limits of what is typed: a login is a key of tables and of the failure counts;
// a password is hashed whole, so its length is work.
const (
	maxLogin    = 100
	maxPassword = 1024
)

// Create makes an account, or replaces the one with its login. password and
// token may be empty; token is stored as its digest, the password as argon2id.
// inbox.CodeRequest names the field (login, role, password) that cannot be.
func (p *Profile) Create(ctx context.Context, a inbox.Account, password, token string) error {
	if field := wrongField(a, password); field != "" {
		return wrongInput(field)
	}
	a.PasswordHash, a.TokenSHA256 = "", ""
	if token != "" {
		a.TokenSHA256 = digest(token)
	}
	if password != "" {
		hash, err := p.hasher.hash(ctx, password)
		if err != nil {
			return err
		}
		a.PasswordHash = hash
	}
	return p.store.PutAccount(ctx, a)
}

func wrongField(a inbox.Account, password string) string {
	switch {
	case !isLogin(a.Login):
		return "login"
	case !isRole(a.Role):
		return "role"
	case len(password) > maxPassword:
		return "password"
	}
	return ""
}

// isLogin wants a name that reads the same wherever it is shown: printable, no
// spaces.
func isLogin(login string) bool {
	return login != "" && len(login) <= maxLogin && utf8.ValidString(login) &&
		!strings.ContainsFunc(login, func(r rune) bool { return !unicode.IsPrint(r) || unicode.IsSpace(r) })
}

func isRole(role inbox.Role) bool {
	switch role {
	case inbox.RoleResident, inbox.RoleIntegrator, inbox.RoleClerk, inbox.RoleHead, inbox.RoleRegistrar,
		inbox.RoleConfirmer, inbox.RoleAuditor, inbox.RoleAdministrator:
		return true
	}
	return false
}
