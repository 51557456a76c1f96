package profile_test

import (
	"context"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/profile"
)

func TestSignInWithASecondFactor(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	secret, recovery := p.setUpTOTP(t, anna)
	anonymous := p.start(t)
	waiting, err := p.Login(ctx, anonymous.Cookie, anna, password)
	if err != nil || !waiting.Actor.IsZero() || waiting.Awaits != anna || waiting.Enrol {
		t.Fatalf("%+v, %v", waiting, err)
	}
	if s, ok := p.live(t, waiting.Cookie); !ok || !s.Actor.IsZero() || s.Name != "" {
		t.Errorf("half signed in: %+v", s)
	}
	if _, err := p.SecondFactor(ctx, waiting.Cookie, "000000"); inbox.ErrorCode(err) != inbox.CodeCodeWrong {
		t.Errorf("wrong code: %v", err)
	}
	code := p.totp(t, secret)
	signedIn, err := p.SecondFactor(ctx, waiting.Cookie, code)
	if err != nil || signedIn.Actor.Login != anna {
		t.Fatalf("%+v, %v", signedIn, err)
	}
	seen := map[string]bool{}
	for _, s := range []profile.Session{anonymous, waiting, signedIn} {
		if seen[s.Cookie] || seen[s.CSRF] {
			t.Error("a cookie or token came twice: it does not rotate")
		}
		seen[s.Cookie], seen[s.CSRF] = true, true
	}
	for _, old := range []profile.Session{anonymous, waiting} {
		if _, ok := p.live(t, old.Cookie); ok {
			t.Error("a cookie from before lives on")
		}
	}
	waiting, err = p.Login(ctx, "", anna, password)
	wantCode(t, err, "")
	_, err = p.SecondFactor(ctx, waiting.Cookie, code)
	wantCode(t, err, inbox.CodeCodeOver) // used
	if _, err = p.SecondFactor(ctx, waiting.Cookie, recovery[0]); err != nil {
		t.Error(err)
	}
	waiting, err = p.Login(ctx, "", anna, password)
	wantCode(t, err, "")
	_, err = p.SecondFactor(ctx, waiting.Cookie, recovery[0])
	wantCode(t, err, inbox.CodeCodeWrong) // used
	if on, left, err := p.HasTOTP(ctx, anna); !on || left != 9 || err != nil {
		t.Errorf("on %v, %d codes left, %v", on, left, err)
	}
}

func TestSecondFactorIsAwaitedOfNobodyElse(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	secret, _ := p.setUpTOTP(t, anna)
	for name, cookie := range map[string]string{"none": "", "anonymous": p.start(t).Cookie} {
		if _, err := p.SecondFactor(ctx, cookie, p.totp(t, secret)); inbox.ErrorCode(err) != inbox.CodeAuthRequired {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestClocksThatDiffer: one step early or late is good, two are not.
func TestClocksThatDiffer(t *testing.T) {
	ctx := context.Background()
	for steps, want := range map[int]string{-2: inbox.CodeCodeWrong, -1: "", 1: "", 2: inbox.CodeCodeWrong} {
		p := newProvider(t)
		secret, _ := p.setUpTOTP(t, anna)
		p.pass(2 * time.Minute)
		waiting, err := p.Login(ctx, "", anna, password)
		wantCode(t, err, "")
		p.pass(time.Duration(steps) * 30 * time.Second)
		code := p.totp(t, secret)
		p.pass(time.Duration(-steps) * 30 * time.Second)
		_, err = p.SecondFactor(ctx, waiting.Cookie, code)
		if inbox.ErrorCode(err) != want {
			t.Errorf("%d steps: %v, want %q", steps, err, want)
		}
	}
}

// TestAnOpenSessionIsNotEnoughForASecondFactor of an attacker's own.
func TestAnOpenSessionIsNotEnoughForASecondFactor(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	p.withPassword(t, anna)
	p.create(t, inbox.Account{Login: "urzednik", Role: inbox.RoleClerk}, password, "")
	theirs, err := p.BeginEnrol(ctx, p.signIn(t, anna).Cookie)
	wantCode(t, err, "")
	mailed := p.post.last(t, anna).Code
	for name, c := range map[string]struct {
		login string
		proof profile.Proof
		want  string
	}{
		"resident without the mailed code": {anna, profile.Proof{Password: password}, inbox.CodeCodeOver},
		"resident with another code":       {anna, profile.Proof{ID: theirs, Code: otherCode(mailed)}, inbox.CodeCodeWrong},
		"staff without the password":       {"urzednik", profile.Proof{}, inbox.CodeAuthRequired},
		"staff with a resident's code":     {"urzednik", profile.Proof{ID: theirs, Code: mailed}, inbox.CodeAuthRequired},
	} {
		session := p.signIn(t, c.login)
		offer, err := p.Offer(ctx, session.Cookie)
		wantCode(t, err, "")
		_, _, err = p.Enrol(ctx, session.Cookie, c.proof, p.totp(t, offer.Secret))
		if inbox.ErrorCode(err) != c.want || !profile.IsProof(err) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if on, _, _ := p.HasTOTP(ctx, c.login); on {
			t.Errorf("%s: the factor is on", name)
		}
	}
	session := p.signIn(t, anna)
	_, _, err = p.Enrol(ctx, session.Cookie, profile.Proof{ID: theirs, Code: mailed}, "000000")
	if wantCode(t, err, inbox.CodeCodeWrong); profile.IsProof(err) {
		t.Error("the app's wrong code is said to be the mailed one")
	}
	offer, err := p.Offer(ctx, session.Cookie)
	wantCode(t, err, "")
	if _, _, err = p.Enrol(ctx, session.Cookie, profile.Proof{ID: theirs, Code: mailed}, p.totp(t, offer.Secret)); err != nil {
		t.Errorf("the mailed code was used up by a mistyped one: %v", err)
	}
	_, err = p.Offer(ctx, session.Cookie)
	wantCode(t, err, inbox.CodeAuthRequired) // rotated
}

func (p *provider) signIn(t *testing.T, login string) profile.Session {
	t.Helper()
	s, err := p.Login(context.Background(), "", login, password)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTurningTheSecondFactorOff(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	secret, _ := p.setUpTOTP(t, anna)
	wantCode(t, p.RemoveTOTP(ctx, anna, "000000"), inbox.CodeCodeWrong)
	wantCode(t, p.RemoveTOTP(ctx, anna, p.totp(t, secret)), "")
	if s := p.signIn(t, anna); s.Actor.Login != anna {
		t.Errorf("still awaited: %+v", s)
	}
	if n := p.post.last(t, anna); n.Kind != profile.NoticeSecondFactorOff {
		t.Errorf("no word of it: %+v", n)
	}
	wantCode(t, p.RemoveTOTP(ctx, anna, "000000"), inbox.CodeCodeOver)
}

// TestStaffWithoutASecondFactorSetOneUpFirst where that is required: until then
// their password opens nothing.
func TestStaffWithoutASecondFactorSetOneUpFirst(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	p.RequireStaffTOTP()
	p.withPassword(t, anna)
	p.create(t, inbox.Account{Login: "urzednik", Role: inbox.RoleClerk, Department: "so"}, password, "")
	if s := p.signIn(t, anna); s.Actor.Login != anna {
		t.Errorf("required of a resident: %+v", s)
	}
	waiting := p.signIn(t, "urzednik")
	if !waiting.Actor.IsZero() || !waiting.Enrol {
		t.Fatalf("%+v", waiting)
	}
	_, err := p.SecondFactor(ctx, waiting.Cookie, "000000")
	wantCode(t, err, inbox.CodeAuthRequired)
	offer, err := p.Offer(ctx, waiting.Cookie)
	wantCode(t, err, "")
	s, recovery, err := p.Enrol(ctx, waiting.Cookie, profile.Proof{}, p.totp(t, offer.Secret))
	if err != nil || s.Actor.Login != "urzednik" || len(recovery) != 10 || s.Cookie == waiting.Cookie {
		t.Fatalf("%+v, %v", s, err)
	}
	if again := p.signIn(t, "urzednik"); again.Awaits != "urzednik" || again.Enrol {
		t.Errorf("next time: %+v", again)
	}
}

// TestAWaitingSessionEndsWithTheFactor: who knows the password alone and waits
// must not set up a factor of his own once the owner has turned his off.
func TestAWaitingSessionEndsWithTheFactor(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	secret, _ := p.setUpTOTP(t, anna)
	waiting := p.signIn(t, anna)
	wantCode(t, p.RemoveTOTP(ctx, anna, p.totp(t, secret)), "")
	if s, ok := p.live(t, waiting.Cookie); ok {
		t.Errorf("it lives on: %+v", s)
	}
	_, err := p.Offer(ctx, waiting.Cookie)
	wantCode(t, err, inbox.CodeAuthRequired)
	_, _, err = p.Enrol(ctx, waiting.Cookie, profile.Proof{}, "000000")
	wantCode(t, err, inbox.CodeAuthRequired)
}
