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
	Awaits   string      // login whose password was right and whose second factor is awaited; "" = none
	Enrol    bool        // Awaits has to set up a second factor first
	Name     string
	Receipts []int32
	Expires  time.Time
}

// Start begins an anonymous session.
func (p *Profile) Start(ctx context.Context) (Session, error) {
	return p.begin(ctx, store.Session{})
}

// begin makes and stores a session with a new cookie and a new CSRF value, for
// the Login, Awaits and Receipts of s.
func (p *Profile) begin(ctx context.Context, s store.Session) (Session, error) {
	cookie, err := p.secret()
	if err != nil {
		return Session{}, err
	}
	if s.CSRF, err = p.secret(); err != nil {
		return Session{}, err
	}
	s.IDSHA256 = digest(cookie)
	s.Expires = p.now().Add(lifetime).UTC().Truncate(time.Microsecond)
	if err := p.store.PutSession(ctx, s); err != nil {
		return Session{}, err
	}
	session, ok, err := p.session(ctx, cookie, s)
	if err == nil && !ok {
		err = loginRequired("the account is gone")
	}
	return session, err
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
	return p.session(ctx, cookie, stored)
}

// session is a stored session as pages see it.
func (p *Profile) session(ctx context.Context, cookie string, stored store.Session) (s Session, ok bool, err error) {
	s = Session{Cookie: cookie, CSRF: stored.CSRF, Receipts: stored.Receipts, Expires: stored.Expires}
	login := stored.Login + stored.Awaits // one of them is empty
	if login == "" {
		return s, true, nil
	}
	account, ok, err := p.store.AccountByLogin(ctx, login)
	if err != nil || !ok || account.Disabled {
		return Session{}, false, err
	}
	if stored.Awaits != "" {
		return p.awaiting(ctx, s, account)
	}
	s.Name = account.Name
	s.Actor, err = p.actorOf(ctx, account, &s.Name)
	return s, err == nil, err
}

// awaiting is a session of which the second factor is awaited. When it was turned
// off meanwhile, the session is over: it was begun with the password alone, and
// must not set up a factor of its own where none is demanded.
func (p *Profile) awaiting(ctx context.Context, s Session, a inbox.Account) (Session, bool, error) {
	factor, _, err := p.store.SecondFactorOf(ctx, a.Login)
	if err != nil || !factor.On && !p.mustEnrol(a) {
		return Session{}, false, err
	}
	s.Awaits, s.Enrol = a.Login, !factor.On
	return s, true, nil
}

// Login checks a password and rotates the session (the old cookie dies). For an
// account with a second factor nobody is signed in yet: the session Awaits it.
// inbox.CodeAuthRequired for a wrong login or password alike; inbox.CodeQuota,
// with the wait, after too many failures for a login. Receipts of an anonymous
// session come along; those of another account do not.
func (p *Profile) Login(ctx context.Context, cookie, login, password string) (Session, error) {
	account, err := p.authenticate(ctx, login, password)
	if err != nil {
		return Session{}, err
	}
	return p.enter(ctx, cookie, account, "login")
}

// mustEnrol reports that an account is good for nothing before it has a second
// factor.
func (p *Profile) mustEnrol(a inbox.Account) bool {
	return p.staffTOTP && a.Role != inbox.RoleResident && a.Role != inbox.RoleIntegrator
}

// SecondFactor signs in whose second factor is awaited, with a code of it or a
// recovery code, and rotates the session once more.
func (p *Profile) SecondFactor(ctx context.Context, cookie, code string) (Session, error) {
	s, ok, err := p.BySession(ctx, cookie)
	if err != nil {
		return Session{}, err
	}
	if !ok || s.Awaits == "" || s.Enrol {
		return Session{}, loginRequired("no second factor is awaited")
	}
	if err := p.proveFactor(ctx, s.Awaits, code); err != nil {
		return Session{}, err
	}
	return p.signIn(ctx, cookie, s.Awaits, "login-second-factor")
}

// signIn begins the session of an account in place of the one before.
func (p *Profile) signIn(ctx context.Context, cookie, login, kind string) (Session, error) {
	s, err := p.rotate(ctx, cookie, store.Session{Login: login})
	if err != nil {
		return Session{}, err
	}
	return s, p.store.AddPersonEvent(ctx, p.event(login, kind, ""))
}

// rotate puts a new session in place of the one of a cookie, whose value is worth
// nothing afterwards.
func (p *Profile) rotate(ctx context.Context, cookie string, next store.Session) (Session, error) {
	before, had, err := p.BySession(ctx, cookie)
	if err != nil {
		return Session{}, err
	}
	if had && before.Actor.IsZero() {
		next.Receipts = before.Receipts
	}
	s, err := p.begin(ctx, next)
	if err != nil {
		return Session{}, err
	}
	return s, p.Logout(ctx, cookie)
}

func (p *Profile) authenticate(ctx context.Context, login, password string) (inbox.Account, error) {
	if len(login) > maxLogin || len(password) > maxPassword {
		return inbox.Account{}, loginRequired("login or password too long")
	}
	if err := p.fromSource(ctx); err != nil {
		return inbox.Account{}, err
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
	p.sources.forgive(inbox.SourceOf(ctx))
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

// Speak keeps the language an account's owner reads, for what is written to him.
func (p *Profile) Speak(ctx context.Context, a inbox.Actor, language string) error {
	return p.store.SetLanguage(ctx, a.Login, language)
}
