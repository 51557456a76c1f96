// Package profile knows accounts: tokens, passwords and browser sessions; the
// trusted profile (confirmation, second factor, signing) joins it here.
package profile

import (
	"context"
	"io"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

// Profile is the capability; New makes it.
type Profile struct{ impl }

type impl struct{}

// New returns the capability over a store.
func New(s *store.Store, now func() time.Time, random io.Reader) *Profile { panic("room profile") }

// Create makes an account. password and token may be empty; token is stored as
// its digest, the password as argon2id.
func (p *Profile) Create(ctx context.Context, a inbox.Account, password, token string) error {
	panic("room profile")
}

// NewToken returns 256 random bits as text.
func (p *Profile) NewToken() (string, error) { panic("room profile") }

// ByToken returns the actor of a bearer token, inbox.CodeAuthRequired when unknown or disabled.
func (p *Profile) ByToken(ctx context.Context, token string) (inbox.Actor, error) {
	panic("room profile")
}

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
func (p *Profile) Start(ctx context.Context) (Session, error) { panic("room profile") }

// BySession finds a live session by its cookie; ok is false when there is none.
func (p *Profile) BySession(ctx context.Context, cookie string) (s Session, ok bool, err error) {
	panic("room profile")
}

// Login checks a password and rotates the session (the old cookie dies).
// inbox.CodeAuthRequired for a wrong login or password alike; inbox.CodeQuota
// after too many failures for a login.
func (p *Profile) Login(ctx context.Context, cookie, login, password string) (Session, error) {
	panic("room profile")
}

// Logout ends the session.
func (p *Profile) Logout(ctx context.Context, cookie string) error { panic("room profile") }

// Remember notes that this browser was answered with a document's receipt.
func (p *Profile) Remember(ctx context.Context, cookie string, document int32) error {
	panic("room profile")
}
