package profile_test

import (
	"context"
	"testing"

	"okienko/inbox"
)

func external(subject, email string, verified bool) inbox.ExternalIdentity {
	return inbox.ExternalIdentity{Issuer: "https://id.example", Subject: subject, Email: email, EmailVerified: verified}
}

func TestFirstSignInElsewhere(t *testing.T) {
	for _, c := range []struct {
		name string
		id   inbox.ExternalIdentity
		code string
	}{
		{"new address", external("s-1", "Nowa.Testowa@example.pl", true), ""},
		{"address nobody checked", external("s-1", "nowa.testowa@example.pl", false), inbox.CodeNotLinked},
		{"no address", external("s-1", "", true), inbox.CodeNotLinked},
		{"address of an account", external("s-1", anna, true), inbox.CodeNotLinked},
		{"name of a clerk's account", external("s-1", confirmer, true), inbox.CodeNotLinked},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProvider(t)
			s, err := p.LoginExternal(context.Background(), "", c.id, "pl")
			if inbox.ErrorCode(err) != c.code {
				t.Fatalf("%v, want %q", err, c.code)
			}
			if c.code == "" && (s.Actor.Login != "nowa.testowa@example.pl" || s.Actor.Role != inbox.RoleResident) {
				t.Errorf("%+v", s.Actor)
			}
			if c.code != "" && s.Cookie != "" {
				t.Error("a session for nobody")
			}
		})
	}
}

func TestLinkedSignIn(t *testing.T) {
	p, ctx := newProvider(t), context.Background()
	his := external("s-1", anna, true)
	if err := p.LinkExternal(ctx, resident(anna), his); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"to another account":       p.LinkExternal(ctx, resident(jan), his),
		"a second to this account": p.LinkExternal(ctx, resident(anna), external("s-2", "", false)),
	} {
		if inbox.ErrorCode(err) != inbox.CodeLinkTaken {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := p.LinkExternal(ctx, inbox.Actor{}, external("s-3", "", false)); inbox.ErrorCode(err) != inbox.CodeAuthRequired {
		t.Errorf("nobody: %v", err)
	}
	before, err := p.Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	his.Email, his.EmailVerified = "", false // the subject alone counts now
	s, err := p.LoginExternal(ctx, before.Cookie, his, "pl")
	if err != nil || s.Actor.Login != anna || s.Cookie == before.Cookie {
		t.Errorf("%+v, %v", s, err)
	}
	if _, live, _ := p.BySession(ctx, before.Cookie); live {
		t.Error("the cookie from before the sign-in still lives")
	}
	if issuers, err := p.LinkedIssuers(ctx, resident(anna)); err != nil || len(issuers) != 1 || issuers[0] != his.Issuer {
		t.Errorf("%v, %v", issuers, err)
	}
	if err := p.UnlinkExternal(ctx, resident(anna), his.Issuer); err != nil {
		t.Fatal(err)
	}
	if _, err := p.LoginExternal(ctx, "", his, "pl"); inbox.ErrorCode(err) != inbox.CodeNotLinked {
		t.Errorf("unlinked: %v", err)
	}
}

// A sign-in elsewhere stands for the password, not for the second factor.
func TestSignInElsewhereAwaitsSecondFactor(t *testing.T) {
	p, ctx := newProvider(t), context.Background()
	his := external("s-1", anna, true)
	if err := p.LinkExternal(ctx, resident(anna), his); err != nil {
		t.Fatal(err)
	}
	p.setUpTOTP(t, anna)
	s, err := p.LoginExternal(ctx, "", his, "pl")
	if err != nil || !s.Actor.IsZero() || s.Awaits != anna {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestDisabledAccountStaysShut(t *testing.T) {
	p, ctx := newProvider(t), context.Background()
	his := external("s-1", anna, true)
	if err := p.LinkExternal(ctx, resident(anna), his); err != nil {
		t.Fatal(err)
	}
	p.create(t, inbox.Account{Login: anna, Role: inbox.RoleResident, Disabled: true}, password, "")
	if s, err := p.LoginExternal(ctx, "", his, "pl"); inbox.ErrorCode(err) != inbox.CodeAuthRequired || s.Cookie != "" {
		t.Errorf("%+v, %v", s, err)
	}
}
