package profile

import (
	"context"

	"okienko/inbox"
	"okienko/inbox/store"
)

// LoginExternal signs in whoever a provider vouches for. A sign-in that opens no
// account yet makes one for a resident, when the provider has checked his e-mail
// address and no account has it: an address alone never opens an account that
// somebody else may have made. An account with a second factor awaits it here,
// too.
//
// inbox.CodeNotLinked: sign in as before and link the provider on the account's
// page.
func (p *Profile) LoginExternal(ctx context.Context, cookie string, id inbox.ExternalIdentity, language string) (Session, error) {
	account, known, err := p.store.AccountByExternalIdentity(ctx, id.Issuer, id.Subject)
	if err != nil {
		return Session{}, err
	}
	if !known {
		if account, err = p.newcomer(ctx, id, language); err != nil {
			return Session{}, err
		}
	}
	if account.Disabled {
		return Session{}, loginRequired("the account is disabled")
	}
	return p.enter(ctx, cookie, account, "login-external")
}

// newcomer makes the account of a resident who signs in for the first time.
func (p *Profile) newcomer(ctx context.Context, id inbox.ExternalIdentity, language string) (inbox.Account, error) {
	address, ok := PlainAddress(id.Email)
	if !ok || !id.EmailVerified || !p.Provides() {
		return inbox.Account{}, inbox.Errorf(inbox.CodeNotLinked, "profile: the sign-in opens no account")
	}
	account := inbox.Account{Login: address, Role: inbox.RoleResident, Language: language}
	made, err := p.store.AddLinkedAccount(ctx, account, id, p.event(address, "registered", ""))
	if err == nil && !made {
		err = inbox.Errorf(inbox.CodeNotLinked, "profile: the address has an account")
	}
	return account, err
}

// LinkExternal lets a sign-in at a provider open the account of who is signed in.
// inbox.CodeLinkTaken when it opens another, or another opens this one.
func (p *Profile) LinkExternal(ctx context.Context, a inbox.Actor, id inbox.ExternalIdentity) error {
	if a.IsZero() {
		return loginRequired("nobody is signed in")
	}
	done, err := p.store.LinkExternalIdentity(ctx, id, p.event(a.Login, "linked", ""))
	if err == nil && !done {
		err = inbox.Errorf(inbox.CodeLinkTaken, "profile: the sign-in or the account is linked already")
	}
	return err
}

// UnlinkExternal takes that back. Whoever has no password sets one by recovery.
func (p *Profile) UnlinkExternal(ctx context.Context, a inbox.Actor, issuer string) error {
	if a.IsZero() {
		return loginRequired("nobody is signed in")
	}
	_, err := p.store.UnlinkExternalIdentity(ctx, issuer, p.event(a.Login, "unlinked", ""))
	return err
}

// LinkedIssuers lists the providers whose sign-in opens the actor's account.
func (p *Profile) LinkedIssuers(ctx context.Context, a inbox.Actor) ([]string, error) {
	return p.store.ExternalIssuers(ctx, a.Login)
}

// enter signs an account in whose first proof was right, or awaits its second
// factor.
func (p *Profile) enter(ctx context.Context, cookie string, account inbox.Account, kind string) (Session, error) {
	factor, _, err := p.store.SecondFactorOf(ctx, account.Login)
	if err != nil {
		return Session{}, err
	}
	if factor.On || p.mustEnrol(account) {
		return p.rotate(ctx, cookie, store.Session{Awaits: account.Login})
	}
	return p.signIn(ctx, cookie, account.Login, kind)
}
