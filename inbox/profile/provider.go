package profile

import (
	"context"
	"errors"
	"slices"

	"okienko/inbox"
	"okienko/inbox/receipt"
)

// Provider is what makes an installation a provider of trusted profiles: its
// residents register, are confirmed and sign here. All fields are required.
type Provider struct {
	Seal   receipt.Seal // vouches for the identities; never the receipt seal
	Scheme string       // its name, as people are shown it
	Points []inbox.ConfirmationPoint
	Mailer Mailer
}

// Mailer writes to people.
type Mailer interface {
	// Mail sends a notice. It returns once somebody else answers for it: the
	// relay has taken it, or the outbox holds it.
	Mail(ctx context.Context, n Notice) error
}

// Notice is a mail to one person. It tells codes and that something happened,
// never what stands in a document.
type Notice struct {
	To       string
	Language string
	Kind     string // of NoticeKinds
	Code     string // for kinds with a code
}

// The kinds of notices.
const (
	NoticeRegister        = "register"         // code
	NoticeRegistered      = "registered"       // somebody registers an address that has an account
	NoticeRecover         = "recover"          // code
	NoticeNobody          = "nobody"           // recovery was asked for an address without an account
	NoticeSign            = "sign"             // code
	NoticeFactor          = "factor"           // code: a second factor is being set up
	NoticePassword        = "password"         // the password was changed
	NoticeSecondFactorOn  = "second-factor-on" // the second factor was set up
	NoticeSecondFactorOff = "second-factor-off"
	NoticeConfirmed       = "confirmed" // the profile was confirmed
	NoticeExtended        = "extended"
	NoticeRevoked         = "revoked"
	NoticeReply           = "reply" // a letter of the office waits
	NoticeReplyAgain      = "reply-again"
)

// NoticeKinds lists the kinds, for whoever has a text for each.
func NoticeKinds() []string {
	return []string{NoticeRegister, NoticeRegistered, NoticeRecover, NoticeNobody, NoticeSign, NoticeFactor, NoticePassword,
		NoticeSecondFactorOn, NoticeSecondFactorOff, NoticeConfirmed, NoticeExtended, NoticeRevoked, NoticeReply, NoticeReplyAgain}
}

// hasCode reports whether notices of this kind tell a code.
func (n Notice) hasCode() bool {
	switch n.Kind {
	case NoticeRegister, NoticeRecover, NoticeSign, NoticeFactor:
		return true
	}
	return false
}

// Provide makes p a provider. It is called once, before p is used.
func (p *Profile) Provide(provider Provider) error {
	switch {
	case provider.Seal.Signer == nil || provider.Seal.Certificate == nil:
		return errors.New("profile: a provider needs a seal")
	case provider.Scheme == "" || provider.Mailer == nil:
		return errors.New("profile: a provider needs the name of its scheme and a mailer")
	}
	provider.Points = slices.Clone(provider.Points)
	p.provider = &provider
	return nil
}

// RequireStaffTOTP makes staff without a second factor set one up before they are
// let in. It is called before p is used.
func (p *Profile) RequireStaffTOTP() { p.staffTOTP = true }

// Provides reports whether residents can register here.
func (p *Profile) Provides() bool { return p.provider != nil }

// Scheme is the name of the provider's scheme, "" without one.
func (p *Profile) Scheme() string {
	if p.provider == nil {
		return ""
	}
	return p.provider.Scheme
}

// Points lists the confirmation points.
func (p *Profile) Points() []inbox.ConfirmationPoint {
	if p.provider == nil {
		return nil
	}
	return slices.Clone(p.provider.Points)
}

// providing refuses what only a provider does.
func (p *Profile) providing() error {
	if p.provider == nil {
		return inbox.Errorf(inbox.CodeNotFound, "profile: this installation is no trusted-profile provider")
	}
	return nil
}

// tell sends a notice of something that has happened. That it happened does not
// hang on the mail: the history of the account says it too, and the mailer logs
// what it could not send.
func (p *Profile) tell(ctx context.Context, login, kind string) {
	account, known, err := p.store.AccountByLogin(ctx, login)
	if err != nil || !known || account.Role != inbox.RoleResident || p.provider == nil {
		return
	}
	_ = p.provider.Mailer.Mail(ctx, Notice{To: account.Login, Language: account.Language, Kind: kind})
}
