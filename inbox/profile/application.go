package profile

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"okienko/forms"
	"okienko/inbox"
)

// applicationLifetime is how long somebody has to get to a confirmation point.
const applicationLifetime = 14 * 24 * time.Hour

// The code for a confirmation point is said aloud and typed: eight characters
// that cannot be mistaken for one another. Only a clerk can try it.
const (
	applicationAlphabet = "abcdefghjkmnpqrstuvwxyz23456789"
	applicationLength   = 8
)

// maxName is what the confirmation shows on one line; the longest names of the
// PESEL register are shorter.
const maxName = 100

// Apply asks for confirmation of an identity; the Code of the profile returned is
// to be taken to a confirmation point. Asked again, it takes the new data and the
// old code is void; the data of a temporary profile stay as they were confirmed.
//
// inbox.CodeRequest names the field (given, family, pesel) that cannot be;
// inbox.CodeIdentityState when the identity is confirmed, or differs from the
// temporary one.
func (p *Profile) Apply(ctx context.Context, a inbox.Actor, who inbox.Identity) (inbox.TrustedProfile, error) {
	none := inbox.TrustedProfile{}
	if err := p.providing(); err != nil {
		return none, err
	}
	if a.Role != inbox.RoleResident {
		return none, inbox.Errorf(inbox.CodeForbidden, "profile: %q has no trusted profile", a.Role)
	}
	who = tidyIdentity(who)
	if field := wrongIdentity(who); field != "" {
		return none, wrongInput(field)
	}
	code, err := p.drawApplication()
	if err != nil {
		return none, err
	}
	id, err := p.store.DrawID(ctx)
	if err != nil {
		return none, err
	}
	done, err := p.store.Apply(ctx, inbox.TrustedProfile{ID: id, Login: a.Login, Identity: who, Code: code, CodeUntil: p.now().Add(applicationLifetime)},
		p.event(a.Login, "applied", ""))
	if err != nil {
		return none, err
	}
	if !done {
		return none, p.stateConflict(ctx, a.Login)
	}
	t, _, err := p.store.ProfileOf(ctx, a.Login)
	return t, err
}

// stateConflict says in which state the account's profile is.
func (p *Profile) stateConflict(ctx context.Context, login string) error {
	profile, _, err := p.store.ProfileOf(ctx, login)
	if err != nil {
		return err
	}
	conflict := inbox.Errorf(inbox.CodeIdentityState, "profile: not possible in the profile's state")
	conflict.Args = map[string]string{"state": string(profile.StateAt(p.now()))}
	return conflict
}

// Of returns the account's newest profile; ok is false when it never applied.
func (p *Profile) Of(ctx context.Context, a inbox.Actor) (t inbox.TrustedProfile, ok bool, err error) {
	return p.store.ProfileOf(ctx, a.Login)
}

// History lists what happened in the actor's account, newest first.
func (p *Profile) History(ctx context.Context, a inbox.Actor) ([]inbox.PersonEvent, error) {
	return p.store.PersonEvents(ctx, a.Login)
}

func wrongInput(field string) *inbox.Error {
	err := inbox.Errorf(inbox.CodeRequest, "profile: impossible %s", field)
	err.Args = map[string]string{"field": field}
	return err
}

// tidyIdentity makes one space of many: names are compared and signed as they
// stand.
func tidyIdentity(who inbox.Identity) inbox.Identity {
	return inbox.Identity{
		GivenNames: strings.Join(strings.Fields(who.GivenNames), " "),
		FamilyName: strings.Join(strings.Fields(who.FamilyName), " "),
		PESEL:      plainCode(who.PESEL),
	}
}

func wrongIdentity(who inbox.Identity) string {
	switch {
	case !isName(who.GivenNames):
		return "given"
	case !isName(who.FamilyName):
		return "family"
	case !forms.ValidPESEL(who.PESEL):
		return "pesel"
	}
	return ""
}

// isName takes letters of any language, and what stands between them.
func isName(name string) bool {
	if name == "" || !utf8.ValidString(name) || utf8.RuneCountInString(name) > maxName || !strings.ContainsFunc(name, unicode.IsLetter) {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.M) && !strings.ContainsRune(" -'’.", r)
	})
}

func (p *Profile) drawApplication() (string, error) {
	var code strings.Builder
	for range applicationLength {
		letter, err := p.below(len(applicationAlphabet))
		if err != nil {
			return "", err
		}
		code.WriteByte(applicationAlphabet[letter])
	}
	return code.String(), nil
}
