package profile

import (
	"context"

	"okienko/inbox"
)

// sendCode gives a challenge a new code and mails it.
func (p *Profile) sendCode(ctx context.Context, id, bound string, n Notice) error {
	if err := p.mayMail(n.To); err != nil {
		return err
	}
	code, err := p.newCode()
	if err != nil {
		return err
	}
	live, err := p.store.SetCode(ctx, digest(id), codeDigest(id, bound, code), p.now().Add(codeLifetime), p.now())
	if err != nil {
		return err
	}
	if !live {
		return inbox.Errorf(inbox.CodeCodeOver, "profile: the challenge has no attempt left")
	}
	n.Code = code
	return p.mail(ctx, n)
}

// mayMail counts a mail that somebody asks for.
func (p *Profile) mayMail(to string) error {
	if wait := p.mails.begin(to, p.now()); wait > 0 {
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
