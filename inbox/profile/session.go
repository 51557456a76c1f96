package profile

import (
	"context"
	"encoding/base64"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

// lifetime of a session, from its beginning and whatever is done in it: a
// working day with a margin.
const lifetime = 12 * time.Hour

// maxReceipts is how many answered documents a session remembers.
const maxReceipts = 50

// Session is a browser session as pages see it.
type Session struct {
	Cookie   string // the cookie's value
	CSRF     string
	Actor    inbox.Actor // zero: not signed in
	Name     string
	Receipts []int32
	Expires  time.Time
}

// Start begins an anonymous session.
func (p *Profile) Start(ctx context.Context) (Session, error) {
	return p.begin(ctx, inbox.Account{}, nil)
}

// begin makes and stores a session with a new cookie and a new CSRF value.
func (p *Profile) begin(ctx context.Context, a inbox.Account, receipts []int32) (Session, error) {
	cookie, err := p.secret()
	if err != nil {
		return Session{}, err
	}
	csrf, err := p.secret()
	if err != nil {
		return Session{}, err
	}
	s := Session{Cookie: cookie, CSRF: csrf, Actor: actorOf(a), Name: a.Name, Receipts: receipts,
		Expires: p.now().Add(lifetime).UTC().Truncate(time.Microsecond)}
	return s, p.store.PutSession(ctx, store.Session{IDSHA256: digest(cookie), Login: a.Login, CSRF: csrf,
		Receipts: receipts, Expires: s.Expires})
}

// BySession finds a live session by its cookie; ok is false when there is none.
// The actor is the account as it is now; a disabled account has no sessions.
func (p *Profile) BySession(ctx context.Context, cookie string) (s Session, ok bool, err error) {
	if len(cookie) != base64.RawURLEncoding.EncodedLen(secretBytes) {
		return Session{}, false, nil
	}
	stored, ok, err := p.store.SessionByID(ctx, digest(cookie), p.now())
	if err != nil || !ok {
		return Session{}, false, err
	}
	s = Session{Cookie: cookie, CSRF: stored.CSRF, Receipts: stored.Receipts, Expires: stored.Expires}
	if stored.Login == "" {
		return s, true, nil
	}
	account, ok, err := p.store.AccountByLogin(ctx, stored.Login)
	if err != nil || !ok || account.Disabled {
		return Session{}, false, err
	}
	s.Actor, s.Name = actorOf(account), account.Name
	return s, true, nil
}

// Login checks a password and rotates the session (the old cookie dies).
// inbox.CodeAuthRequired for a wrong login or password alike; inbox.CodeQuota,
// with the wait, after too many failures for a login. Receipts of an anonymous
// session come along; those of another account do not.
func (p *Profile) Login(ctx context.Context, cookie, login, password string) (Session, error) {
	account, err := p.authenticate(ctx, login, password)
	if err != nil {
		return Session{}, err
	}
	before, had, err := p.BySession(ctx, cookie)
	if err != nil {
		return Session{}, err
	}
	var receipts []int32
	if had && before.Actor.IsZero() {
		receipts = before.Receipts
	}
	s, err := p.begin(ctx, account, receipts)
	if err != nil {
		return Session{}, err
	}
	return s, p.Logout(ctx, cookie)
}

func (p *Profile) authenticate(ctx context.Context, login, password string) (inbox.Account, error) {
	if len(login) > maxLogin || len(password) > maxPassword {
		return inbox.Account{}, loginRequired("login or password too long")
	}
	account, known, err := p.store.AccountByLogin(ctx, login)
	if err != nil {
		return inbox.Account{}, err
	}
	if wait := p.attempts.begin(login, p.now()); wait > 0 {
		return inbox.Account{}, &inbox.Error{Code: inbox.CodeQuota, RetryAfter: wait}
	}
	if !known || account.Disabled {
		account.PasswordHash = ""
	}
	same, err := p.hasher.matches(ctx, password, account.PasswordHash)
	if err != nil {
		return inbox.Account{}, err
	}
	if !same {
		return inbox.Account{}, loginRequired("wrong login or password")
	}
	p.attempts.succeeded(login)
	return account, nil
}

// Logout ends the session.
func (p *Profile) Logout(ctx context.Context, cookie string) error {
	if cookie == "" {
		return nil
	}
	return p.store.DeleteSession(ctx, digest(cookie))
}

// Remember notes that this browser was answered with a document's receipt; the
// last 50 are kept.
func (p *Profile) Remember(ctx context.Context, cookie string, document int32) error {
	return p.store.RememberReceipt(ctx, digest(cookie), document, maxReceipts)
}
