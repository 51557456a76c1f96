package profile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"okienko/inbox"
	"okienko/xades"
	"okienko/xades/xmltree"
)

// signingLifetime is how long a document that was shown can be signed: long
// enough to read it, short enough that nobody else comes to the open page.
const signingLifetime = 30 * time.Minute

// Signing is a signing session as pages see it.
type Signing struct {
	inbox.Signing
	TOTP bool // the code comes from the signer's second factor, not by mail
}

// BeginSigning opens a session in which the actor, once he has seen document,
// can sign it. purpose says what is done with the signed document: a word, a
// colon and what it is about, such as "draft:17"; it ends an open session of the
// same account and purpose, so that what a page showed before cannot be signed
// any more. title is shown and kept in the signer's history.
//
// inbox.CodeIdentityNeeded unless the actor has a profile that may sign now; the
// codes of xmltree for what is no XML; inbox.CodeSigningUnreadable for XML in
// another encoding than UTF-8; inbox.CodeQuota for many sessions in a row.
func (p *Profile) BeginSigning(ctx context.Context, a inbox.Actor, document []byte, title, purpose string) (Signing, error) {
	if _, err := p.signer(ctx, a); err != nil {
		return Signing{}, err
	}
	if err := signable(document); err != nil {
		return Signing{}, err
	}
	now := p.now()
	if wait := p.signings.begin(a.Login, now); wait > 0 {
		return Signing{}, &inbox.Error{Code: inbox.CodeQuota, RetryAfter: wait}
	}
	id, err := p.secret()
	if err != nil {
		return Signing{}, err
	}
	s := inbox.Signing{ID: id, Login: a.Login, Title: title, Purpose: purpose, State: inbox.SigningOpen, Begun: now, Expires: now.Add(signingLifetime),
		SHA256: sha256.Sum256(document), Document: document}
	challenge := p.challenge(id, purposeSign, a.Login, hex.EncodeToString(s.SHA256[:]), signingLifetime)
	if err := p.store.BeginSigning(ctx, s, challenge); err != nil {
		return Signing{}, err
	}
	return p.withMethod(ctx, s)
}

// signer returns the profile an actor signs with.
func (p *Profile) signer(ctx context.Context, a inbox.Actor) (inbox.TrustedProfile, error) {
	if err := p.providing(); err != nil {
		return inbox.TrustedProfile{}, err
	}
	profile, ok, err := p.store.ProfileOf(ctx, a.Login)
	if err != nil {
		return profile, err
	}
	if a.Role != inbox.RoleResident || !ok || !profile.MaySign(p.now()) {
		return profile, inbox.Errorf(inbox.CodeIdentityNeeded, "profile: the account has no confirmed identity")
	}
	return profile, nil
}

// signable refuses what the seal cannot sign in place.
func signable(document []byte) error {
	doc, err := xmltree.Parse(document, xmltree.Options{})
	if flaw, ok := errors.AsType[*xmltree.Error](err); ok {
		return &inbox.Error{Code: flaw.Code, Cause: err}
	}
	if err == nil && doc.Encoding() != "UTF-8" {
		err = inbox.Errorf(inbox.CodeSigningUnreadable, "profile: a document in %s", doc.Encoding())
	}
	return err
}

// withMethod says where the code comes from now.
func (p *Profile) withMethod(ctx context.Context, s inbox.Signing) (Signing, error) {
	factor, _, err := p.store.SecondFactorOf(ctx, s.Login)
	return Signing{Signing: s, TOTP: factor.On}, err
}

// SigningByID returns a session of the actor's: inbox.CodeSigningNotFound when it
// is another's or nobody's. One whose time is over can still be looked at.
func (p *Profile) SigningByID(ctx context.Context, a inbox.Actor, id string) (Signing, error) {
	s, ok, err := p.store.SigningByID(ctx, digest(id))
	if err != nil {
		return Signing{}, err
	}
	if !ok || a.Login == "" || s.Login != a.Login {
		return Signing{}, inbox.Errorf(inbox.CodeSigningNotFound, "profile: no such signing session of this account")
	}
	s.ID = id
	return p.withMethod(ctx, s)
}

// openSigning is SigningByID for what is done to a session: it must be open.
func (p *Profile) openSigning(ctx context.Context, a inbox.Actor, id string) (Signing, error) {
	s, err := p.SigningByID(ctx, a, id)
	if err != nil {
		return s, err
	}
	if state := s.StateAt(p.now()); state != inbox.SigningOpen {
		return s, signingOver(state)
	}
	return s, nil
}

func signingOver(state inbox.SigningState) error {
	err := inbox.Errorf(inbox.CodeSigningState, "profile: the signing session is %s", state)
	err.Args = map[string]string{"state": string(state)}
	return err
}

// SendSigningCode mails the actor a code for this session, in place of one sent
// before. Whoever has a second factor gets none: it would be the weaker way in.
func (p *Profile) SendSigningCode(ctx context.Context, a inbox.Actor, id string) error {
	s, err := p.openSigning(ctx, a, id)
	if err != nil {
		return err
	}
	if _, err := p.signer(ctx, a); err != nil {
		return err
	}
	if s.TOTP {
		return inbox.Errorf(inbox.CodeForbidden, "profile: the account has a second factor")
	}
	return p.sendCode(ctx, id, hex.EncodeToString(s.SHA256[:]), codeLifetime, Notice{To: a.Login, Kind: NoticeSign})
}

// Sign checks the code and signs the document with the provider's seal, with
// exactly the confirmed identity in it; it returns the signed document once it is
// kept. The profile must be good at this instant, whenever the session began.
//
// inbox.CodeCodeWrong, with the attempts left, or inbox.CodeCodeOver for the
// code; inbox.CodeSigningState when the session is signed, replaced or over;
// inbox.CodeQuota after many wrong codes, whatever session they were for.
func (p *Profile) Sign(ctx context.Context, a inbox.Actor, id, code string) ([]byte, Signing, error) {
	s, err := p.openSigning(ctx, a, id)
	if err != nil {
		return nil, s, err
	}
	profile, err := p.signer(ctx, a)
	if err != nil {
		return nil, s, err
	}
	if sha256.Sum256(s.Document) != s.SHA256 {
		return nil, s, inbox.Errorf(inbox.CodeInternal, "profile: the stored document is not the one that was shown")
	}
	if err := p.proveSigning(ctx, s, code); err != nil {
		return nil, s, err
	}
	signed, err := p.seal(s.Document, profile)
	if err != nil {
		return nil, s, err
	}
	event := inbox.PersonEvent{Login: a.Login, At: p.now(), Kind: "signed", Detail: s.Title, SHA256: s.SHA256}
	done, err := p.store.FinishSigning(ctx, digest(id), signed, profile.ID, event)
	if err != nil {
		return nil, s, err
	}
	if !done {
		return nil, s, p.whyNotSigned(ctx, a, id)
	}
	s.State, s.Signed = inbox.SigningSigned, signed
	return signed, s, nil
}

// whyNotSigned says what was faster than a signature that was made: another one,
// a later session, or the end of the profile.
func (p *Profile) whyNotSigned(ctx context.Context, a inbox.Actor, id string) error {
	if _, err := p.openSigning(ctx, a, id); err != nil {
		return err
	}
	_, err := p.signer(ctx, a)
	if err == nil {
		err = inbox.Errorf(inbox.CodeUnavailable, "profile: the signature was not kept")
	}
	return err
}

// proveSigning checks the second factor. A time-based code cannot itself be bound
// to a document; it is taken once, for this session, which has one document.
func (p *Profile) proveSigning(ctx context.Context, s Signing, code string) error {
	if wait := p.codes.begin(s.Login, p.now()); wait > 0 {
		return &inbox.Error{Code: inbox.CodeQuota, RetryAfter: wait}
	}
	challenge, err := p.try(ctx, purposeSign, s.ID)
	if err != nil {
		return err
	}
	if s.TOTP {
		err = p.useTOTP(ctx, s.Login, code, challenge.Attempts)
	} else {
		err = p.useCode(ctx, challenge, s.ID, code)
	}
	if err == nil {
		p.codes.succeeded(s.Login)
	}
	return err
}

// seal signs a document for a profile.
func (p *Profile) seal(document []byte, profile inbox.TrustedProfile) ([]byte, error) {
	role, err := podpisZP(profile)
	if err != nil {
		return nil, inbox.Errorf(inbox.CodeInternal, "profile: identity not written: %w", err)
	}
	seal := p.provider.Seal
	signed, err := xades.Sign(document, xades.SignOptions{
		Signer: seal.Signer, Certificate: seal.Certificate, Chain: seal.Chain, Time: p.now(), Rand: p.random, XPath: true, ClaimedRole: role,
	})
	if own, ok := errors.AsType[*inbox.Error](err); ok {
		return nil, own
	}
	if err != nil {
		return nil, inbox.Errorf(inbox.CodeInternal, "profile: sealing failed: %w", err)
	}
	return signed, nil
}
