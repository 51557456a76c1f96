package profile_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/profile"
)

// Each case tries to sign what must not be signed. prepare returns whose session
// it is, its id and the code that is tried.
func TestWhatMustNotBeSigned(t *testing.T) {
	other := []byte("<pismo>inne</pismo>")
	ready := func(t *testing.T, p *provider) {
		p.confirm(t, anna, annaIdentity, examined)
	}
	for _, c := range []struct {
		name    string
		want    string
		prepare func(t *testing.T, p *provider) (a inbox.Actor, id, code string)
	}{
		{"wrong code", inbox.CodeCodeWrong, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, code := p.begin(t, anna, sample(t), "file:1")
			return resident(anna), s.ID, otherCode(code)
		}},
		{"right code after five wrong ones", inbox.CodeCodeOver, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, code := p.begin(t, anna, sample(t), "file:1")
			for i := range 5 {
				_, _, err := p.Sign(context.Background(), resident(anna), s.ID, otherCode(code))
				if want := []string{inbox.CodeCodeWrong, inbox.CodeCodeOver}[i/4]; inbox.ErrorCode(err) != want {
					t.Errorf("wrong code %d: %v, want %s", i+1, err, want)
				}
			}
			return resident(anna), s.ID, code
		}},
		{"no code was sent", inbox.CodeCodeOver, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, err := p.BeginSigning(context.Background(), resident(anna), sample(t), "Pismo", "file:1")
			wantCode(t, err, "")
			return resident(anna), s.ID, ""
		}},
		{"code five minutes old", inbox.CodeCodeOver, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, code := p.begin(t, anna, sample(t), "file:1")
			p.pass(5 * time.Minute)
			return resident(anna), s.ID, code
		}},
		{"code of another document", inbox.CodeCodeWrong, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			_, code := p.begin(t, anna, sample(t), "file:1")
			s, _ := p.begin(t, anna, other, "file:2")
			return resident(anna), s.ID, code
		}},
		{"code replaced by a newer one", inbox.CodeCodeWrong, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, code := p.begin(t, anna, sample(t), "file:1")
			wantCode(t, p.SendSigningCode(context.Background(), resident(anna), s.ID), "")
			return resident(anna), s.ID, code
		}},
		{"signed already", inbox.CodeSigningState, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, code := p.begin(t, anna, sample(t), "file:1")
			_, _, err := p.Sign(context.Background(), resident(anna), s.ID, code)
			wantCode(t, err, "")
			return resident(anna), s.ID, code
		}},
		{"document changed since it was shown", inbox.CodeSigningState, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, code := p.begin(t, anna, sample(t), "draft:7")
			p.begin(t, anna, other, "draft:7")
			return resident(anna), s.ID, code
		}},
		{"session half an hour old", inbox.CodeSigningState, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, _ := p.begin(t, anna, sample(t), "file:1")
			p.pass(29 * time.Minute)
			wantCode(t, p.SendSigningCode(context.Background(), resident(anna), s.ID), "")
			p.pass(time.Minute)
			return resident(anna), s.ID, p.post.last(t, anna).Code
		}},
		{"temporary profile expired meanwhile", inbox.CodeIdentityNeeded, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			byVideo := examined
			byVideo.Point = "wideo"
			after := p.confirm(t, anna, annaIdentity, byVideo)
			p.pass(after.Expires.Sub(p.now()) - time.Minute)
			s, code := p.begin(t, anna, sample(t), "file:1")
			p.pass(time.Minute)
			return resident(anna), s.ID, code
		}},
		{"profile revoked meanwhile", inbox.CodeIdentityNeeded, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, code := p.begin(t, anna, sample(t), "file:1")
			wantCode(t, p.Revoke(context.Background(), resident(anna)), "")
			return resident(anna), s.ID, code
		}},
		{"somebody else's session", inbox.CodeSigningNotFound, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			p.confirm(t, jan, janIdentity, examined)
			s, code := p.begin(t, anna, sample(t), "file:1")
			return resident(jan), s.ID, code
		}},
		{"nobody", inbox.CodeSigningNotFound, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, code := p.begin(t, anna, sample(t), "file:1")
			return inbox.Actor{}, s.ID, code
		}},
		{"no such session", inbox.CodeSigningNotFound, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			return resident(anna), strings.Repeat("A", 43), "12345678"
		}},
		{"a mailed code once there is a second factor", inbox.CodeCodeWrong, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			s, code := p.begin(t, anna, sample(t), "file:1")
			p.setUpTOTP(t, anna)
			return resident(anna), s.ID, code
		}},
		{"time-based code used to sign in", inbox.CodeCodeOver, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			secret, _ := p.setUpTOTP(t, anna)
			s, _ := p.begin(t, anna, sample(t), "file:1")
			code := p.totp(t, secret)
			waiting, err := p.Login(context.Background(), "", anna, password)
			wantCode(t, err, "")
			_, err = p.SecondFactor(context.Background(), waiting.Cookie, code)
			wantCode(t, err, "")
			return resident(anna), s.ID, code
		}},
		{"recovery code of the second factor", inbox.CodeCodeWrong, func(t *testing.T, p *provider) (inbox.Actor, string, string) {
			ready(t, p)
			_, recovery := p.setUpTOTP(t, anna)
			s, _ := p.begin(t, anna, sample(t), "file:1")
			return resident(anna), s.ID, recovery[0]
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProvider(t)
			a, id, code := c.prepare(t, p)
			signed, _, err := p.Sign(context.Background(), a, id, code)
			if inbox.ErrorCode(err) != c.want || signed != nil {
				t.Errorf("error %v and %d signed octets, want %s", err, len(signed), c.want)
			}
		})
	}
}

// otherCode is a code that is not this one.
func otherCode(code string) string {
	if code[0] == '0' {
		return "1" + code[1:]
	}
	return "0" + code[1:]
}

func TestWhoMayBeginToSign(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name    string
		actor   inbox.Actor
		prepare func(t *testing.T, p *provider)
	}{
		{"never applied", resident(anna), func(*testing.T, *provider) {}},
		{"unconfirmed", resident(anna), func(t *testing.T, p *provider) { p.apply(t, anna, annaIdentity) }},
		{"expired", resident(anna), func(t *testing.T, p *provider) {
			after := p.confirm(t, anna, annaIdentity, examined)
			p.pass(after.Expires.Sub(p.now()))
		}},
		{"revoked", resident(anna), func(t *testing.T, p *provider) {
			p.confirm(t, anna, annaIdentity, examined)
			wantCode(t, p.RevokeByPESEL(ctx, atPoint, annaIdentity.PESEL), "")
		}},
		{"a clerk", inbox.Actor{Login: anna, Role: inbox.RoleClerk}, func(t *testing.T, p *provider) { p.confirm(t, anna, annaIdentity, examined) }},
		{"nobody", inbox.Actor{}, func(t *testing.T, p *provider) { p.confirm(t, anna, annaIdentity, examined) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProvider(t)
			c.prepare(t, p)
			_, err := p.BeginSigning(ctx, c.actor, sample(t), "Pismo", "file:1")
			wantCode(t, err, inbox.CodeIdentityNeeded)
		})
	}
}

func TestWhatCannotBeSignedInPlace(t *testing.T) {
	p := newProvider(t)
	p.confirm(t, anna, annaIdentity, examined)
	for document, want := range map[string]string{
		"": "xml.", "<pismo>": "xml.", "<!DOCTYPE p><p/>": "xml.",
		"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><p/>": inbox.CodeSigningUnreadable,
	} {
		_, err := p.BeginSigning(context.Background(), resident(anna), []byte(document), "Pismo", "file:1")
		if !strings.HasPrefix(inbox.ErrorCode(err), want) {
			t.Errorf("%q: %v, want %s", document, err, want)
		}
	}
}

// TestOneCodeOneSignature: of many who have the code at once, one signs.
func TestOneCodeOneSignature(t *testing.T) {
	p := newProvider(t)
	p.confirm(t, anna, annaIdentity, examined)
	s, code := p.begin(t, anna, sample(t), "file:1")
	results := make([]error, 5)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() { _, _, results[i] = p.Sign(context.Background(), resident(anna), s.ID, code) })
	}
	wg.Wait()
	signed := 0
	for _, err := range results {
		switch inbox.ErrorCode(err) {
		case "":
			signed++
		case inbox.CodeCodeOver, inbox.CodeSigningState:
		default:
			t.Errorf("a slower one: %v", err)
		}
	}
	if signed != 1 {
		t.Errorf("%d signatures", signed)
	}
}

// TestManySessionsAreNoManyAttempts: wrong codes count by account, whatever
// session they are for.
func TestManySessionsAreNoManyAttempts(t *testing.T) {
	p := newProvider(t)
	p.confirm(t, anna, annaIdentity, examined)
	p.setUpTOTP(t, anna)
	tried := 0
	for i := range 20 {
		s, _ := p.begin(t, anna, sample(t), "file:1")
		_, _, err := p.Sign(context.Background(), resident(anna), s.ID, "000000")
		if inbox.ErrorCode(err) == inbox.CodeQuota {
			if own, _ := errors.AsType[*inbox.Error](err); own.RetryAfter <= 0 {
				t.Error("no word of how long to wait")
			}
			break
		}
		wantCode(t, err, inbox.CodeCodeWrong)
		tried = i + 1
	}
	if tried != 10 {
		t.Errorf("%d codes were looked at, want 10", tried)
	}
}

func TestMailThatIsNotTakenIsNotSaidToBe(t *testing.T) {
	p := newProvider(t)
	p.confirm(t, anna, annaIdentity, examined)
	s, err := p.BeginSigning(context.Background(), resident(anna), sample(t), "Pismo", "file:1")
	wantCode(t, err, "")
	p.post.fail = errors.New("relay away")
	wantCode(t, p.SendSigningCode(context.Background(), resident(anna), s.ID), inbox.CodeUnavailable)
	_, err = p.Register(context.Background(), "nowy@example.pl", password, "pl")
	wantCode(t, err, inbox.CodeUnavailable)
	_, err = p.Register(context.Background(), anna, password, "pl")
	wantCode(t, err, inbox.CodeUnavailable)
}

func TestWithoutAProviderNothingOfIt(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	r.create(t, inbox.Account{Login: anna, Role: inbox.RoleResident}, password, "")
	_, err := r.Register(ctx, "nowy@example.pl", password, "pl")
	wantCode(t, err, inbox.CodeNotFound)
	_, err = r.Recover(ctx, anna, "pl")
	wantCode(t, err, inbox.CodeNotFound)
	_, err = r.Apply(ctx, resident(anna), annaIdentity)
	wantCode(t, err, inbox.CodeNotFound)
	_, err = r.BeginSigning(ctx, resident(anna), sample(t), "Pismo", "file:1")
	wantCode(t, err, inbox.CodeNotFound)
	_, err = r.Application(ctx, atPoint, "abcd2345")
	wantCode(t, err, inbox.CodeNotFound)
	if r.Provides() || r.Scheme() != "" || r.Points() != nil {
		t.Error("it says that it is a provider")
	}
	if err := r.Provide(profile.Provider{}); err == nil {
		t.Error("a provider without anything")
	}
}

// TestStrangersDoNotKeepAnybodyFromSigning by asking for mails in his name; and
// nobody fills the disk with sessions.
func TestStrangersDoNotKeepAnybodyFromSigning(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	p.confirm(t, anna, annaIdentity, examined)
	for range 20 {
		_, _ = p.Recover(ctx, anna, "pl")
	}
	_, code := p.begin(t, anna, sample(t), "file:1")
	if len(code) != 8 {
		t.Errorf("code %q", code)
	}
	begun := 1
	for range 100 {
		if _, err := p.BeginSigning(ctx, resident(anna), sample(t), "Pismo", "file:1"); err == nil {
			begun++
		} else {
			wantCode(t, err, inbox.CodeQuota)
		}
	}
	if begun != 30 {
		t.Errorf("%d sessions in a row, want 30", begun)
	}
}
