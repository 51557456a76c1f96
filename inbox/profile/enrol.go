package profile

import (
	"context"
	"errors"

	"okienko/inbox"
)

// Proof is what setting up a second factor takes besides the session: a
// resident's mailed code, of BeginEnrol, or the password of staff. A session that
// Awaits its first second factor was begun with the password and needs none.
type Proof struct {
	ID       string // of BeginEnrol
	Code     string // that was mailed
	Password string
}

// BeginEnrol mails a resident the code for setting up a second factor: who only
// found an open session must not make the factor his own. Others get no mail and
// id "".
func (p *Profile) BeginEnrol(ctx context.Context, cookie string) (id string, err error) {
	s, login, err := p.enrolling(ctx, cookie)
	if err != nil || s.Actor.Role != inbox.RoleResident {
		return "", err
	}
	if err := p.providing(); err != nil {
		return "", err
	}
	return p.mailChallenge(ctx, purposeFactor, "", accountLifetime, Notice{To: login, Kind: NoticeFactor})
}

// Offer returns what to put into an authenticator program, for whoever is signed
// in or has to set up a second factor before he is.
func (p *Profile) Offer(ctx context.Context, cookie string) (Offer, error) {
	_, login, err := p.enrolling(ctx, cookie)
	if err != nil {
		return Offer{}, err
	}
	return p.offerTOTP(ctx, login)
}

// Enrol turns the offered second factor on when code is one of it, and signs in
// with a new session. The recovery codes are shown this once.
func (p *Profile) Enrol(ctx context.Context, cookie string, proof Proof, code string) (s Session, recovery []string, err error) {
	s, login, err := p.enrolling(ctx, cookie)
	if err != nil {
		return s, nil, err
	}
	recovery, err = p.confirmTOTP(ctx, login, code, func() error { return p.prove(ctx, s, login, proof) })
	if err != nil {
		return s, nil, err
	}
	s, err = p.signIn(ctx, cookie, login, "login-second-factor")
	return s, recovery, err
}

// enrolling finds whose second factor a session may set up.
func (p *Profile) enrolling(ctx context.Context, cookie string) (s Session, login string, err error) {
	s, ok, err := p.BySession(ctx, cookie)
	if err != nil {
		return s, "", err
	}
	switch {
	case ok && s.Enrol:
		return s, s.Awaits, nil
	case ok && !s.Actor.IsZero():
		return s, s.Actor.Login, nil
	}
	return s, "", loginRequired("nobody's second factor")
}

// notProved marks an error as the proof's, not the new factor's.
type notProved struct{ error }

func (e notProved) Unwrap() error { return e.error }

func mark(err error) error {
	if err == nil {
		return nil
	}
	return notProved{err}
}

// IsProof reports that what Enrol did not believe is the proof.
func IsProof(err error) bool {
	_, ok := errors.AsType[notProved](err)
	return ok
}

func (p *Profile) prove(ctx context.Context, s Session, login string, proof Proof) error {
	switch {
	case s.Enrol:
		return nil
	case s.Actor.Role == inbox.RoleResident:
		c, err := p.answer(ctx, purposeFactor, proof.ID, proof.Code)
		if err == nil && c.Login != login {
			err = inbox.Errorf(inbox.CodeCodeOver, "profile: a code of another account")
		}
		return mark(err)
	}
	_, err := p.authenticate(ctx, login, proof.Password)
	return mark(err)
}
