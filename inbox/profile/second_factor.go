package profile

import (
	"context"
	"crypto/subtle"
	"encoding/base32"
	"io"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"okienko/inbox"
	"okienko/inbox/store"
)

// Time-based codes as authenticator programs make them (RFC 6238): six digits,
// steps of thirty seconds, one step late or early for clocks that differ.
const (
	totpPeriod = 30
	totpSkew   = 1
	totpSecret = 20 // octets, what RFC 4226 section 4 recommends
)

// recoveryCodes is how many one-time codes go with a second factor, each of
// eighty bits: more than anybody can try.
const (
	recoveryCodes = 10
	recoveryBytes = 10
)

// Offer is a second factor to be set up.
type Offer struct {
	Secret string // base32, to type
	URI    string // otpauth, for a QR code
}

// offerTOTP gives an account a secret to put into an authenticator program. It
// is on only after confirmTOTP has seen a code of it. inbox.CodeForbidden when one
// is on: it has to be turned off first. The same offer is made again until then.
func (p *Profile) offerTOTP(ctx context.Context, login string) (Offer, error) {
	factor, known, err := p.store.SecondFactorOf(ctx, login)
	if err != nil {
		return Offer{}, err
	}
	if factor.On {
		return Offer{}, inbox.Errorf(inbox.CodeForbidden, "profile: a second factor is on")
	}
	if !known {
		if factor.Secret, err = p.newTOTPSecret(ctx, login); err != nil {
			return Offer{}, err
		}
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Okienko", AccountName: login, Secret: decodeSecret(factor.Secret)})
	if err != nil {
		return Offer{}, inbox.Errorf(inbox.CodeInternal, "profile: second factor: %w", err)
	}
	return Offer{Secret: factor.Secret, URI: key.URL()}, nil
}

func (p *Profile) newTOTPSecret(ctx context.Context, login string) (string, error) {
	secret, err := p.drawBase32(totpSecret)
	if err != nil {
		return "", err
	}
	offered, err := p.store.OfferSecondFactor(ctx, login, secret)
	if err == nil && !offered {
		err = inbox.Errorf(inbox.CodeForbidden, "profile: a second factor is on")
	}
	return secret, err
}

func (p *Profile) drawBase32(bytes int) (string, error) {
	raw := make([]byte, bytes)
	if _, err := io.ReadFull(p.random, raw); err != nil {
		return "", inbox.Errorf(inbox.CodeInternal, "profile: no randomness: %w", err)
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), nil
}

func decodeSecret(secret string) []byte {
	raw, _ := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret) // written by drawBase32
	return raw
}

// confirmTOTP turns the offered second factor on when code is one of it and prove
// says who asks, and returns the recovery codes, which are shown this once. prove
// is asked second: a mistyped code must not cost a mailed one.
func (p *Profile) confirmTOTP(ctx context.Context, login, code string, prove func() error) (recovery []string, err error) {
	if wait := p.codes.begin(login, p.now()); wait > 0 {
		return nil, &inbox.Error{Code: inbox.CodeQuota, RetryAfter: wait}
	}
	factor, offered, err := p.store.SecondFactorOf(ctx, login)
	if err != nil {
		return nil, err
	}
	if !offered || factor.On {
		return nil, inbox.Errorf(inbox.CodeForbidden, "profile: no second factor is offered")
	}
	if _, ok := p.stepOf(factor.Secret, plainCode(code)); !ok {
		return nil, wrongCode(uncounted)
	}
	if err := prove(); err != nil {
		return nil, err
	}
	if err := p.useStepOf(ctx, login, factor, code, uncounted); err != nil {
		return nil, err
	}
	recovery, digests, err := p.drawRecovery(login)
	if err != nil {
		return nil, err
	}
	done, err := p.store.TurnOnSecondFactor(ctx, login, factor.Secret, digests, p.event(login, "second-factor-on", ""))
	if err != nil {
		return nil, err
	}
	if !done {
		return nil, inbox.Errorf(inbox.CodeForbidden, "profile: another second factor was set up meanwhile")
	}
	p.codes.succeeded(login)
	p.tell(ctx, login, NoticeSecondFactorOn)
	return recovery, nil
}

func (p *Profile) drawRecovery(login string) (codes, digests []string, err error) {
	for range recoveryCodes {
		raw, err := p.drawBase32(recoveryBytes)
		if err != nil {
			return nil, nil, err
		}
		raw = strings.ToLower(raw)
		codes = append(codes, strings.Join([]string{raw[:4], raw[4:8], raw[8:12], raw[12:]}, "-"))
		digests = append(digests, recoveryDigest(login, raw))
	}
	return codes, digests, nil
}

func recoveryDigest(login, code string) string { return codeDigest("recovery", login, code) }

// RemoveTOTP turns the second factor off; code is one of it, or a recovery code.
func (p *Profile) RemoveTOTP(ctx context.Context, login, code string) error {
	if err := p.proveFactor(ctx, login, code); err != nil {
		return err
	}
	if _, err := p.store.TurnOffSecondFactor(ctx, login, p.event(login, "second-factor-off", "")); err != nil {
		return err
	}
	p.tell(ctx, login, NoticeSecondFactorOff)
	return nil
}

// ForgetTOTP turns off the second factor of somebody who has lost it, on the word
// of whoever administers the installation; false when there was none.
func (p *Profile) ForgetTOTP(ctx context.Context, login string) (bool, error) {
	return p.store.TurnOffSecondFactor(ctx, login, p.event(login, "second-factor-off", ""))
}

// HasTOTP reports whether an account has a second factor on, and how many
// recovery codes are left.
func (p *Profile) HasTOTP(ctx context.Context, login string) (on bool, recovery int, err error) {
	factor, _, err := p.store.SecondFactorOf(ctx, login)
	if err != nil || !factor.On {
		return false, 0, err
	}
	recovery, err = p.store.RecoveryCodes(ctx, login)
	return true, recovery, err
}

// proveFactor takes a code of the second factor, or a recovery code.
func (p *Profile) proveFactor(ctx context.Context, login, code string) error {
	if wait := p.codes.begin(login, p.now()); wait > 0 {
		return &inbox.Error{Code: inbox.CodeQuota, RetryAfter: wait}
	}
	var err error
	if plain := plainCode(code); len(plain) > int(otp.DigitsSix) {
		err = p.useRecoveryCode(ctx, login, plain)
	} else {
		err = p.useTOTP(ctx, login, code, uncounted)
	}
	if err == nil {
		p.codes.succeeded(login)
	}
	return err
}

func (p *Profile) useRecoveryCode(ctx context.Context, login, plain string) error {
	used, err := p.store.UseRecoveryCode(ctx, login, recoveryDigest(login, plain))
	if err != nil {
		return err
	}
	if !used {
		return wrongCode(uncounted)
	}
	return p.store.AddPersonEvent(ctx, p.event(login, "recovery-code", ""))
}

// useTOTP takes a code of the account's second factor; left is how many attempts
// the caller has left after this one.
func (p *Profile) useTOTP(ctx context.Context, login, code string, left int) error {
	factor, _, err := p.store.SecondFactorOf(ctx, login)
	if err != nil {
		return err
	}
	if !factor.On {
		return inbox.Errorf(inbox.CodeCodeOver, "profile: the second factor was turned off")
	}
	return p.useStepOf(ctx, login, factor, code, left)
}

// useStepOf takes a code once: neither it nor an older one is good again (RFC 6238
// section 5.2).
func (p *Profile) useStepOf(ctx context.Context, login string, factor store.SecondFactor, code string, left int) error {
	step, ok := p.stepOf(factor.Secret, plainCode(code))
	if !ok {
		return wrongCode(left)
	}
	used, err := p.store.UseStep(ctx, login, factor.Secret, step)
	if err == nil && !used {
		err = inbox.Errorf(inbox.CodeCodeOver, "profile: this code, or a later one, was used")
	}
	return err
}

// stepOf finds the time step a code belongs to.
func (p *Profile) stepOf(secret, code string) (step int64, ok bool) {
	now := p.now().Unix() / totpPeriod
	for s := now - totpSkew; s <= now+totpSkew; s++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(s), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}
