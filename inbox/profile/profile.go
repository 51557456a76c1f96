// Package profile knows accounts: tokens, passwords and browser sessions; the
// trusted profile (confirmation, second factor, signing) joins it here.
package profile

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

// secretBytes is the length of tokens, cookies and CSRF values: 256 bits.
const secretBytes = 32

// Profile is the capability; New makes it. It is safe for concurrent use.
type Profile struct {
	store     *store.Store
	now       func() time.Time
	random    io.Reader
	hasher    *hasher
	attempts  *attempts // at passwords, by login
	codes     *attempts // at codes, by login
	mails     *attempts // mails asked for, by address
	signings  *attempts // signing sessions begun, by login
	sources   *attempts // what strangers ask for, by network address
	staffTOTP bool
	provider  *Provider // nil: this installation is none
}

// New returns the capability over a store. Failed logins are counted in this
// process; a second node counts its own.
func New(s *store.Store, now func() time.Time, random io.Reader) *Profile {
	return &Profile{store: s, now: now, random: random, hasher: newHasher(), attempts: newAttempts(freeAttempts), codes: newAttempts(freeCodes),
		mails: newAttempts(freeMails), signings: newAttempts(freeSignings), sources: newAttempts(freeFromSource)}
}

// secret draws a secret as text.
func (p *Profile) secret() (string, error) {
	raw := make([]byte, secretBytes)
	if _, err := io.ReadFull(p.random, raw); err != nil {
		return "", inbox.Errorf(inbox.CodeInternal, "profile: no randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}

// digest is how secrets are stored: who reads the database can use none. They
// have 256 bits of their own, so they need no slow hash.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// event makes a line of an account's history.
func (p *Profile) event(login, kind, detail string) inbox.PersonEvent {
	return inbox.PersonEvent{Login: login, At: p.now(), Kind: kind, Detail: detail}
}

func loginRequired(why string) error {
	return inbox.Errorf(inbox.CodeAuthRequired, "profile: %s", why)
}

// actorOf is an account as an actor, with the identity that is confirmed for it
// now; name, where it is asked for, becomes that identity's.
func (p *Profile) actorOf(ctx context.Context, a inbox.Account, name *string) (inbox.Actor, error) {
	actor := inbox.Actor{Login: a.Login, Role: a.Role, Department: a.Department, Entity: a.Entity}
	if a.Role != inbox.RoleResident {
		return actor, nil
	}
	t, ok, err := p.store.ProfileOf(ctx, a.Login)
	if err != nil {
		return inbox.Actor{}, err
	}
	if ok && t.MaySign(p.now()) {
		actor.PESEL = t.PESEL
		if name != nil {
			*name = t.Name()
		}
	}
	return actor, nil
}

// NewToken returns 256 random bits as text.
func (p *Profile) NewToken() (string, error) { return p.secret() }

// ByToken returns the actor of a bearer token, inbox.CodeAuthRequired when unknown or disabled.
func (p *Profile) ByToken(ctx context.Context, token string) (inbox.Actor, error) {
	if token == "" {
		return inbox.Actor{}, loginRequired("no token")
	}
	account, ok, err := p.store.AccountByToken(ctx, digest(token))
	if err != nil {
		return inbox.Actor{}, err
	}
	if !ok || account.Disabled {
		return inbox.Actor{}, loginRequired("unknown or disabled token")
	}
	return p.actorOf(ctx, account, nil)
}
