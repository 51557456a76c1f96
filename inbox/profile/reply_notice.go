package profile

import (
	"context"

	"okienko/inbox"
)

// TellOfReply mails a resident that a letter of the office waits for him, and nothing
// of what it holds: the owner of the live profile of a PESEL, else, where none is
// given, the account. told is false when there is nobody to mail.
func (p *Profile) TellOfReply(ctx context.Context, login, pesel string, again bool) (told bool, err error) {
	if !p.Provides() {
		return false, nil
	}
	if pesel != "" {
		owner, ok, err := p.store.ProfileByPESEL(ctx, pesel, p.now())
		if err != nil || !ok {
			return false, err
		}
		login = owner.Login
	}
	account, ok, err := p.store.AccountByLogin(ctx, login)
	if err != nil || !ok || account.Disabled || account.Role != inbox.RoleResident {
		return false, err
	}
	kind := NoticeReply
	if again {
		kind = NoticeReplyAgain
	}
	err = p.mail(ctx, Notice{To: login, Language: account.Language, Kind: kind})
	return err == nil, err
}
