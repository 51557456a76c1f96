package profile

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

// Codes sent by mail: eight digits, good for one use. Five attempts at one find
// it once in twenty million times.
const (
	codeDigits   = 8
	codeAttempts = 5
	// codeLifetime of what is done now; accountLifetime of what begins or saves
	// an account: the first mail to an address is the one that servers delay.
	codeLifetime    = 5 * time.Minute
	accountLifetime = 30 * time.Minute
)

// The purposes of challenges.
const (
	purposeRegister = "register"
	purposeRecover  = "recover"
	purposeFactor   = "factor"
	purposeSign     = "sign"
)

// newCode draws a code.
func (p *Profile) newCode() (string, error) {
	n, err := p.below(100_000_000)
	return fmt.Sprintf("%0*d", codeDigits, n), err
}

// below draws a number below n, each as likely.
func (p *Profile) below(n int) (int, error) {
	drawn, err := rand.Int(p.random, big.NewInt(int64(n)))
	if err != nil {
		return 0, inbox.Errorf(inbox.CodeInternal, "profile: no randomness: %w", err)
	}
	return int(drawn.Int64()), nil
}

// plainCode is a code as it was meant: people type the spaces and hyphens it is
// shown with, or lose them.
func plainCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' || r == '\t' {
			return -1
		}
		return r
	}, strings.ToLower(typed))
}

// codeDigest is how a code is stored. The secret id of its challenge is in it, so
// that who reads the database cannot try all codes; what it is bound to is in it,
// so that it is good for nothing else.
func codeDigest(id, bound, code string) string {
	return digest(strings.Join([]string{id, bound, code}, "\x00"))
}

// challenge begins a challenge without a code yet.
func (p *Profile) challenge(id, purpose, login, bound string, lifetime time.Duration) store.Challenge {
	return store.Challenge{IDSHA256: digest(id), Purpose: purpose, Login: login, Bound: bound, Attempts: codeAttempts, Expires: p.now().Add(lifetime)}
}

// mailChallenge begins a challenge whose code goes out at once, and returns its
// secret id.
func (p *Profile) mailChallenge(ctx context.Context, purpose, payload string, lifetime time.Duration, n Notice) (id string, err error) {
	if id, err = p.secret(); err != nil {
		return "", err
	}
	c := p.challenge(id, purpose, n.To, n.To, lifetime)
	c.Payload = payload
	if err := p.store.AddChallenge(ctx, c); err != nil {
		return "", err
	}
	return id, p.sendCode(ctx, id, c.Bound, lifetime, n)
}

// answer takes the code of a challenge whose code went out with it.
func (p *Profile) answer(ctx context.Context, purpose, id, code string) (store.Challenge, error) {
	c, err := p.try(ctx, purpose, id)
	if err != nil {
		return c, err
	}
	return c, p.useCode(ctx, c, id, code)
}

// try counts an attempt at a challenge; CodeCodeOver when there is none to try.
func (p *Profile) try(ctx context.Context, purpose, id string) (store.Challenge, error) {
	c, ok, err := p.store.TryChallenge(ctx, purpose, digest(id), p.now())
	if err != nil {
		return c, err
	}
	if !ok {
		return c, inbox.Errorf(inbox.CodeCodeOver, "profile: no %s challenge to try", purpose)
	}
	return c, nil
}

// useCode checks the code of a challenge that was tried, and uses it up.
func (p *Profile) useCode(ctx context.Context, c store.Challenge, id, code string) error {
	if c.CodeSHA256 == "" || !p.now().Before(c.CodeExpires) {
		return inbox.Errorf(inbox.CodeCodeOver, "profile: no code is out, or it is too old")
	}
	given := codeDigest(id, c.Bound, plainCode(code))
	if subtle.ConstantTimeCompare([]byte(given), []byte(c.CodeSHA256)) != 1 {
		return wrongCode(c.Attempts)
	}
	used, err := p.store.UseCode(ctx, c.IDSHA256, c.CodeSHA256)
	if err == nil && !used {
		err = inbox.Errorf(inbox.CodeCodeOver, "profile: the code was used meanwhile")
	}
	return err
}

// uncounted is for codes whose attempts are limited by waiting, not by number.
const uncounted = -1

// wrongCode says how many attempts are left; with none, another code is needed.
func wrongCode(left int) error {
	if left == 0 {
		return inbox.Errorf(inbox.CodeCodeOver, "profile: the last attempt was wrong too")
	}
	err := inbox.Errorf(inbox.CodeCodeWrong, "profile: wrong code")
	if left != uncounted {
		err.Args = map[string]string{"left": strconv.Itoa(left)}
	}
	return err
}
