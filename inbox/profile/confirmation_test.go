package profile_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/profile"
)

func (p *provider) state(t *testing.T, login string) inbox.ProfileState {
	t.Helper()
	profile, ok, err := p.Of(context.Background(), resident(login))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return profile.StateAt(p.now())
}

// kinds are the kinds of an account's history, oldest first.
func (p *provider) kinds(t *testing.T, login string) []string {
	t.Helper()
	events, err := p.History(context.Background(), resident(login))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range slices.Backward(events) {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// TestTheWayOfAProfile walks every arrow of STATES.md.
func TestTheWayOfAProfile(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	code := p.apply(t, anna, annaIdentity)
	if p.state(t, anna) != inbox.ProfileUnconfirmed {
		t.Fatal("not unconfirmed after applying")
	}
	seen, err := p.Application(ctx, atPoint, strings.ToUpper(code[:4]+" - "+code[4:]))
	if err != nil || seen.Identity != annaIdentity {
		t.Fatalf("%+v, %v", seen, err)
	}
	byVideo := examined
	byVideo.Point = "wideo"
	after, err := p.Confirm(ctx, atPoint, code, byVideo)
	if err != nil || after.State != inbox.ProfileTemporary || !after.Expires.Equal(p.now().AddDate(0, 3, 0)) || after.Point != "Rozmowa wideo" {
		t.Fatalf("%+v, %v", after, err)
	}
	_, err = p.BeginExtension(ctx, resident(anna), "Przedłużenie")
	if e := wantCode(t, err, inbox.CodeIdentityState); e.Args["state"] != "temporary" {
		t.Errorf("args %v", e.Args)
	}
	_, err = p.Apply(ctx, resident(anna), janIdentity)
	wantCode(t, err, inbox.CodeIdentityState)
	after = p.confirm(t, anna, annaIdentity, examined)
	if after.State != inbox.ProfileConfirmed || !after.Expires.Equal(p.now().AddDate(3, 0, 0)) {
		t.Fatalf("%+v", after)
	}
	_, err = p.Apply(ctx, resident(anna), annaIdentity)
	if e := wantCode(t, err, inbox.CodeIdentityState); e.Args["state"] != "confirmed" {
		t.Errorf("args %v", e.Args)
	}
	p.pass(after.Expires.Sub(p.now()) - time.Microsecond)
	if p.state(t, anna) != inbox.ProfileConfirmed {
		t.Error("expired early")
	}
	p.pass(time.Microsecond)
	if p.state(t, anna) != inbox.ProfileExpired {
		t.Error("not expired in time")
	}
	wantCode(t, p.RevokeByPESEL(ctx, atPoint, annaIdentity.PESEL), inbox.CodeApplication)
	p.confirm(t, anna, annaIdentity, examined)
	wantCode(t, p.Revoke(ctx, resident(anna)), "")
	if p.state(t, anna) != inbox.ProfileRevoked {
		t.Error("not revoked")
	}
	if e := wantCode(t, p.Revoke(ctx, resident(anna)), inbox.CodeIdentityState); e.Args["state"] != "revoked" {
		t.Errorf("args %v", e.Args)
	}
	p.confirm(t, anna, annaIdentity, examined)
	want := []string{"applied", "application-seen", "temporary", "applied", "confirmed", "applied", "confirmed", "revoked", "applied", "confirmed"}
	if got := p.kinds(t, anna); !slices.Equal(got, want) {
		t.Errorf("history %v", got)
	}
}

func TestExtensionIsSignedWithTheProfileItself(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	before := p.confirm(t, anna, annaIdentity, examined)
	p.pass(700 * 24 * time.Hour)
	s, err := p.BeginExtension(ctx, resident(anna), "Przedłużenie")
	if err != nil || !strings.Contains(string(s.Document), annaIdentity.PESEL) {
		t.Fatal(err)
	}
	_, err = p.Extend(ctx, resident(anna), s.ID)
	wantCode(t, err, inbox.CodeSigningState)
	wantCode(t, p.SendSigningCode(ctx, resident(anna), s.ID), "")
	signed, _, err := p.Sign(ctx, resident(anna), s.ID, p.post.last(t, anna).Code)
	wantCode(t, err, "")
	p.checkSignature(t, signed, annaIdentity)
	for range 2 {
		after, err := p.Extend(ctx, resident(anna), s.ID)
		if err != nil || !after.Expires.Equal(s.Begun.AddDate(3, 0, 0)) || !after.Expires.After(before.Expires) {
			t.Fatalf("until %v, %v", after.Expires, err)
		}
		p.pass(time.Hour)
	}
	file, code := p.begin(t, anna, sample(t), "file:1")
	_, _, err = p.Sign(ctx, resident(anna), file.ID, code)
	wantCode(t, err, "")
	_, err = p.Extend(ctx, resident(anna), file.ID)
	wantCode(t, err, inbox.CodeSigningState)
	_, err = p.Extend(ctx, resident(jan), s.ID)
	wantCode(t, err, inbox.CodeSigningNotFound)
	if got := p.kinds(t, anna); !slices.Equal(got, []string{"applied", "confirmed", "signed", "extended", "signed"}) {
		t.Errorf("history %v", got)
	}
}

func TestOneLiveProfileForAPESEL(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	first := p.confirm(t, anna, annaIdentity, examined)
	code := p.apply(t, jan, annaIdentity)
	_, err := p.Confirm(ctx, atPoint, code, examined)
	wantCode(t, err, inbox.CodeIdentityTaken)
	if p.state(t, jan) != inbox.ProfileUnconfirmed || p.state(t, anna) != inbox.ProfileConfirmed {
		t.Error("a refused confirmation changed something")
	}
	p.pass(first.Expires.Sub(p.now()))
	p.confirm(t, jan, annaIdentity, examined)
	code = p.apply(t, anna, annaIdentity)
	_, err = p.Confirm(ctx, atPoint, code, examined)
	wantCode(t, err, inbox.CodeIdentityTaken)
	wantCode(t, p.Revoke(ctx, resident(jan)), "")
	if _, err = p.Confirm(ctx, atPoint, code, examined); err != nil {
		t.Error(err)
	}
}

func TestApplicationsThatAreNotGood(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	old := p.apply(t, anna, janIdentity)
	code := p.apply(t, anna, annaIdentity)
	late := p.apply(t, jan, janIdentity)
	for name, given := range map[string]string{"replaced": old, "none": "", "invented": "aaaabbbb", "no text": "a\x00\xff"} {
		_, err := p.Application(ctx, atPoint, given)
		if inbox.ErrorCode(err) != inbox.CodeApplication {
			t.Errorf("%s: %v", name, err)
		}
		_, err = p.Confirm(ctx, atPoint, given, examined)
		wantCode(t, err, inbox.CodeApplication)
	}
	if _, err := p.Confirm(ctx, atPoint, code, examined); err != nil {
		t.Fatal(err)
	}
	_, err := p.Confirm(ctx, atPoint, code, examined)
	wantCode(t, err, inbox.CodeApplication)
	p.pass(14 * 24 * time.Hour)
	_, err = p.Application(ctx, atPoint, late)
	wantCode(t, err, inbox.CodeApplication)
}

func TestOnlyConfirmersConfirm(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	code := p.apply(t, anna, annaIdentity)
	for _, role := range []inbox.Role{inbox.RoleResident, inbox.RoleClerk, inbox.RoleHead, inbox.RoleRegistrar, inbox.RoleAuditor, inbox.RoleAdministrator, inbox.RoleIntegrator, ""} {
		a := inbox.Actor{Login: "kto", Role: role}
		_, err := p.Application(ctx, a, code)
		wantCode(t, err, inbox.CodeForbidden)
		_, err = p.Confirm(ctx, a, code, examined)
		wantCode(t, err, inbox.CodeForbidden)
		_, err = p.ByPESEL(ctx, a, annaIdentity.PESEL)
		wantCode(t, err, inbox.CodeForbidden)
		wantCode(t, p.RevokeByPESEL(ctx, a, annaIdentity.PESEL), inbox.CodeForbidden)
		if role != inbox.RoleResident {
			_, err = p.Apply(ctx, a, annaIdentity)
			wantCode(t, err, inbox.CodeForbidden)
		}
	}
}

func TestWhatAClerkMustHaveSeen(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	code := p.apply(t, anna, annaIdentity)
	for field, spoil := range map[string]func(e *profile.Examination){
		"point":   func(e *profile.Examination) { e.Point = "nie-ma" },
		"kind":    func(e *profile.Examination) { e.Document.Kind = "library-card" },
		"number":  func(e *profile.Examination) { e.Document.Number = " " },
		"until":   func(e *profile.Examination) { e.Document.Until = "2026-05-03" },
		"checked": func(e *profile.Examination) { e.Face = false },
	} {
		e := examined
		spoil(&e)
		_, err := p.Confirm(ctx, atPoint, code, e)
		if own := wantCode(t, err, inbox.CodeRequest); own.Args["field"] != field {
			t.Errorf("%s: args %v", field, own.Args)
		}
	}
	if p.state(t, anna) != inbox.ProfileUnconfirmed {
		t.Error("confirmed all the same")
	}
}

func TestImpossibleIdentities(t *testing.T) {
	p := newProvider(t)
	for _, c := range []struct {
		who   inbox.Identity
		field string
	}{
		{inbox.Identity{FamilyName: "Testowa", PESEL: "44051401458"}, "given"},
		{inbox.Identity{GivenNames: "Anna<", FamilyName: "Testowa", PESEL: "44051401458"}, "given"},
		{inbox.Identity{GivenNames: "-", FamilyName: "Testowa", PESEL: "44051401458"}, "given"},
		{inbox.Identity{GivenNames: "Anna", FamilyName: "Test\u202eowa", PESEL: "44051401458"}, "family"},
		{inbox.Identity{GivenNames: "Anna", FamilyName: strings.Repeat("x", 101), PESEL: "44051401458"}, "family"},
		{inbox.Identity{GivenNames: "Anna", FamilyName: "Testowa", PESEL: "44051401459"}, "pesel"},
		{inbox.Identity{GivenNames: "Anna", FamilyName: "Testowa", PESEL: "44053201458"}, "pesel"},
	} {
		_, err := p.Apply(context.Background(), resident(anna), c.who)
		if own := wantCode(t, err, inbox.CodeRequest); own.Args["field"] != c.field {
			t.Errorf("%+v: args %v", c.who, own.Args)
		}
	}
	got := p.confirm(t, anna, inbox.Identity{GivenNames: " Anna   Maria ", FamilyName: "d’Example-Próbna", PESEL: "440514 01458"}, examined)
	if got.GivenNames != "Anna Maria" || got.PESEL != "44051401458" {
		t.Errorf("%+v", got.Identity)
	}
	s, code := p.begin(t, anna, sample(t), "file:1")
	signed, _, err := p.Sign(context.Background(), resident(anna), s.ID, code)
	wantCode(t, err, "")
	p.checkSignature(t, signed, got.Identity)
}

// TestAnActorHasTheIdentityThatIsConfirmedNow by cookie and by token alike.
func TestAnActorHasTheIdentityThatIsConfirmedNow(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	p.create(t, inbox.Account{Login: anna, Role: inbox.RoleResident}, password, "token-anny")
	session, err := p.Login(ctx, "", anna, password)
	wantCode(t, err, "")
	want := func(when, pesel, name string) {
		t.Helper()
		s, ok := p.live(t, session.Cookie)
		a, err := p.ByToken(ctx, "token-anny")
		if err != nil || !ok || s.Actor.PESEL != pesel || a != s.Actor || s.Name != name {
			t.Errorf("%s: %+v %q, %+v, %v", when, s.Actor, s.Name, a, err)
		}
	}
	want("at first", "", "")
	p.apply(t, anna, annaIdentity)
	want("unconfirmed", "", "")
	p.confirm(t, anna, annaIdentity, examined)
	want("confirmed", annaIdentity.PESEL, "Anna Maria Testowa")
	wantCode(t, p.Revoke(ctx, resident(anna)), "")
	want("revoked", "", "")
}
