package profile

import (
	"context"
	"time"

	"okienko/inbox"
)

// sendCode gives a challenge a new code and mails it. A notice whose kind has no
// code goes out without it: that work is the same for all is what counts.
func (p *Profile) sendCode(ctx context.Context, id, bound string, lifetime time.Duration, n Notice) error {
	if err := p.mayMail(n); err != nil {
		return err
	}
	code, err := p.newCode()
	if err != nil {
		return err
	}
	live, err := p.store.SetCode(ctx, digest(id), codeDigest(id, bound, code), p.now().Add(lifetime), p.now())
	if err != nil {
		return err
	}
	if !live {
		return inbox.Errorf(inbox.CodeCodeOver, "profile: the challenge has no attempt left")
	}
	if n.hasCode() {
		n.Code = code
	}
	return p.mail(ctx, n)
}

// mayMail counts a mail that somebody asks for. What strangers ask for in an
// address's name does not keep its owner from signing.
func (p *Profile) mayMail(n Notice) error {
	key := "stranger " + n.To
	if n.Kind == NoticeSign || n.Kind == NoticeFactor {
		key = "owner " + n.To
	}
	if wait := p.mails.begin(key, p.now()); wait > 0 {
		return &inbox.Error{Code: inbox.CodeQuota, RetryAfter: wait}
	}
	return nil
}

// mail sends a notice, in the account's language where it names none.
func (p *Profile) mail(ctx context.Context, n Notice) error {
	if n.Language == "" {
		account, _, err := p.store.AccountByLogin(ctx, n.To)
		if err != nil {
			return err
		}
		n.Language = account.Language
	}
	if err := p.provider.Mailer.Mail(ctx, n); err != nil {
		return inbox.Errorf(inbox.CodeUnavailable, "profile: mail not sent: %w", err)
	}
	return nil
}
