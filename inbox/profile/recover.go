package profile

import (
	"context"

	"okienko/inbox"
	"okienko/inbox/store"
)

// Recover mails a code with which the password of an account can be set anew. An
// address without an account gets another mail and everything else is the same.
func (p *Profile) Recover(ctx context.Context, address, language string) (id string, err error) {
	if err := p.providing(); err != nil {
		return "", err
	}
	address, ok := PlainAddress(address)
	if !ok {
		return "", wrongInput("email")
	}
	if err := p.fromSource(ctx); err != nil {
		return "", err
	}
	account, known, err := p.store.AccountByLogin(ctx, address)
	if err != nil {
		return "", err
	}
	n, payload := Notice{To: address, Language: language, Kind: NoticeNobody}, ""
	if known && account.Role == inbox.RoleResident && !account.Disabled {
		n.Kind, payload = NoticeRecover, "known"
	}
	return p.mailChallenge(ctx, purposeRecover, payload, accountLifetime, n)
}

// ResetPassword sets the password that Recover's code allows, ends every session
// of the account, and begins a new one: signed in, or awaiting the second factor,
// which a mailbox alone does not replace.
func (p *Profile) ResetPassword(ctx context.Context, cookie, id, code, password string) (Session, error) {
	if err := checkPassword(password, ""); err != nil { // before the attempt is counted
		return Session{}, err
	}
	c, err := p.answer(ctx, purposeRecover, id, code)
	if err != nil {
		return Session{}, err
	}
	if err := p.setPassword(ctx, c.Login, password, "", "recovered"); err != nil {
		return Session{}, err
	}
	factor, _, err := p.store.SecondFactorOf(ctx, c.Login)
	if err != nil {
		return Session{}, err
	}
	if factor.On {
		return p.rotate(ctx, cookie, store.Session{Awaits: c.Login})
	}
	return p.signIn(ctx, cookie, c.Login, "login")
}

// ChangePassword replaces the password of who is signed in with cookie, and ends
// all his other sessions. inbox.CodeAuthRequired when old is not the password.
func (p *Profile) ChangePassword(ctx context.Context, cookie, old, password string) error {
	s, ok, err := p.BySession(ctx, cookie)
	if err != nil {
		return err
	}
	if !ok || s.Actor.IsZero() {
		return loginRequired("nobody's password")
	}
	if err := checkPassword(password, s.Actor.Login); err != nil {
		return err
	}
	if _, err := p.authenticate(ctx, s.Actor.Login, old); err != nil {
		return err
	}
	return p.setPassword(ctx, s.Actor.Login, password, digest(cookie), "password")
}

func (p *Profile) setPassword(ctx context.Context, login, password, keep, kind string) error {
	hash, err := p.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	done, err := p.store.SetPassword(ctx, login, hash, keep, p.event(login, kind, ""))
	if err != nil {
		return err
	}
	if !done {
		return inbox.Errorf(inbox.CodeCodeOver, "profile: the account is gone")
	}
	p.attempts.succeeded(login)
	p.tell(ctx, login, NoticePassword)
	return nil
}
