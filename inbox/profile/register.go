package profile

import (
	"context"
	"net/mail"
	"strings"

	"okienko/inbox"
)

// Register begins an account for an address and mails a code to it; id names
// what was begun until ConfirmAddress gets the code. An address that has an
// account gets another mail and everything else is the same: who asks does not
// learn which addresses have one.
//
// inbox.CodeRequest names the field (email, password) that cannot be, and for a
// password the problem.
func (p *Profile) Register(ctx context.Context, address, password, language string) (id string, err error) {
	if err := p.providing(); err != nil {
		return "", err
	}
	address, ok := PlainAddress(address)
	if !ok {
		return "", wrongInput("email")
	}
	if err := checkPassword(password, address); err != nil {
		return "", err
	}
	if err := p.fromSource(ctx); err != nil {
		return "", err
	}
	hash, err := p.hasher.hash(ctx, password)
	if err != nil {
		return "", err
	}
	_, taken, err := p.store.AccountByLogin(ctx, address)
	if err != nil {
		return "", err
	}
	n := Notice{To: address, Language: language, Kind: NoticeRegister}
	if taken {
		n.Kind, hash = NoticeRegistered, ""
	}
	return p.mailChallenge(ctx, purposeRegister, language+" "+hash, accountLifetime, n)
}

// ConfirmAddress makes the account that Register began and signs in.
func (p *Profile) ConfirmAddress(ctx context.Context, cookie, id, code string) (Session, error) {
	c, err := p.answer(ctx, purposeRegister, id, code)
	if err != nil {
		return Session{}, err
	}
	language, hash, _ := strings.Cut(c.Payload, " ")
	made := false
	if hash != "" {
		account := inbox.Account{Login: c.Login, Role: inbox.RoleResident, PasswordHash: hash, Language: language}
		if made, err = p.store.AddAccount(ctx, account, p.event(c.Login, "registered", "")); err != nil {
			return Session{}, err
		}
	}
	if !made {
		return Session{}, inbox.Errorf(inbox.CodeCodeOver, "profile: the address has an account")
	}
	return p.signIn(ctx, cookie, c.Login, "login")
}

// PlainAddress is an e-mail address as logins are written, in lower case; ok is
// false for what is none, or none that fits a login.
func PlainAddress(typed string) (address string, ok bool) {
	address = strings.ToLower(strings.TrimSpace(typed))
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || !isLogin(address) || strings.ContainsAny(address, `"<>`) {
		return "", false
	}
	return address, true
}
