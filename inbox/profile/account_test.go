package profile_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/profile"
)

const (
	newcomer    = "nowa.osoba@example.pl"
	newPassword = "zupełnie inne słowa"
)

func TestRegistration(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	before := p.start(t)
	id, err := p.Register(ctx, " Nowa.Osoba@Example.pl ", password, "uk")
	if err != nil {
		t.Fatal(err)
	}
	n := p.post.last(t, newcomer)
	if n.Kind != profile.NoticeRegister || n.Language != "uk" || len(n.Code) != 8 {
		t.Fatalf("notice %+v", n)
	}
	if _, err := p.Login(ctx, "", newcomer, password); inbox.ErrorCode(err) != inbox.CodeAuthRequired {
		t.Errorf("signed in before the address is confirmed: %v", err)
	}
	_, err = p.ConfirmAddress(ctx, before.Cookie, id, otherCode(n.Code))
	if e := wantCode(t, err, inbox.CodeCodeWrong); e.Args["left"] != "4" {
		t.Errorf("args %v", e.Args)
	}
	s, err := p.ConfirmAddress(ctx, before.Cookie, id, n.Code[:4]+" "+n.Code[4:])
	if err != nil || s.Actor != (inbox.Actor{Login: newcomer, Role: inbox.RoleResident}) || s.Cookie == before.Cookie {
		t.Fatalf("%+v, %v", s, err)
	}
	if _, ok := p.live(t, before.Cookie); ok {
		t.Error("the cookie before still lives")
	}
	_, err = p.ConfirmAddress(ctx, "", id, n.Code)
	wantCode(t, err, inbox.CodeCodeOver)
	if _, err := p.Login(ctx, "", newcomer, password); err != nil {
		t.Error(err)
	}
	if got := p.kinds(t, newcomer); !slices.Equal(got, []string{"registered", "login", "login"}) {
		t.Errorf("history %v", got)
	}
}

// TestNobodyLearnsWhoHasAnAccount: registration and recovery answer alike, and
// send one mail each, whether the address has an account or not.
func TestNobodyLearnsWhoHasAnAccount(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	staff := "urzednik@example.pl"
	p.create(t, inbox.Account{Login: staff, Role: inbox.RoleClerk}, "", "")
	for address, kind := range map[string]string{newcomer: profile.NoticeRegister, anna: profile.NoticeRegistered, staff: profile.NoticeRegistered} {
		sent := len(p.post.sent)
		id, err := p.Register(ctx, address, password, "pl")
		if err != nil || len(id) != 43 || len(p.post.sent) != sent+1 {
			t.Errorf("registering: %q, %v, %d mails", id, err, len(p.post.sent)-sent)
		}
		n := p.post.last(t, address)
		if n.Kind != kind || (n.Code != "") != (kind == profile.NoticeRegister) {
			t.Errorf("registering: %s and code %q", n.Kind, n.Code)
		}
		for left := 4; left >= 0; left-- {
			_, err := p.ConfirmAddress(ctx, "", id, "abc")
			if want := codeAfter(left); inbox.ErrorCode(err) != want {
				t.Errorf("%s: %v, want %s", kind, err, want)
			}
		}
	}
	for address, kind := range map[string]string{"nikt@example.pl": profile.NoticeNobody, anna: profile.NoticeRecover, staff: profile.NoticeNobody} {
		sent := len(p.post.sent)
		id, err := p.Recover(ctx, address, "pl")
		if err != nil || len(id) != 43 || len(p.post.sent) != sent+1 {
			t.Errorf("recovering: %q, %v, %d mails", id, err, len(p.post.sent)-sent)
		}
		if n := p.post.last(t, address); n.Kind != kind || (n.Code != "") != (kind == profile.NoticeRecover) {
			t.Errorf("recovering: %s and code %q", n.Kind, n.Code)
		}
		for left := 4; left >= 0; left-- {
			_, err := p.ResetPassword(ctx, "", id, "abc", newPassword)
			if want := codeAfter(left); inbox.ErrorCode(err) != want {
				t.Errorf("%s: %v, want %s", kind, err, want)
			}
		}
	}
}

func codeAfter(left int) string {
	if left == 0 {
		return inbox.CodeCodeOver
	}
	return inbox.CodeCodeWrong
}

func TestRecoveryEndsEverySession(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	p.withPassword(t, anna)
	thief, err := p.Login(ctx, "", anna, password)
	wantCode(t, err, "")
	id, err := p.Recover(ctx, anna, "pl")
	wantCode(t, err, "")
	code := p.post.last(t, anna).Code
	_, err = p.ResetPassword(ctx, "", id, code, "krótkie")
	if e := wantCode(t, err, inbox.CodeRequest); e.Args["problem"] != "short" {
		t.Errorf("args %v", e.Args)
	}
	s, err := p.ResetPassword(ctx, "", id, code, newPassword)
	if err != nil || s.Actor.Login != anna {
		t.Fatalf("%+v, %v", s, err)
	}
	if _, ok := p.live(t, thief.Cookie); ok {
		t.Error("a session from before the recovery lives on")
	}
	_, err = p.ResetPassword(ctx, "", id, code, newPassword)
	wantCode(t, err, inbox.CodeCodeOver)
	_, err = p.Login(ctx, "", anna, password)
	wantCode(t, err, inbox.CodeAuthRequired)
	if n := p.post.last(t, anna); n.Kind != profile.NoticePassword {
		t.Errorf("no word of it: %+v", n)
	}
}

func TestACodeIsForOneThing(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	p.confirm(t, anna, annaIdentity, examined)
	recovery, err := p.Recover(ctx, anna, "pl")
	wantCode(t, err, "")
	code := p.post.last(t, anna).Code
	_, err = p.ConfirmAddress(ctx, "", recovery, code)
	wantCode(t, err, inbox.CodeCodeOver)
	_, _, err = p.Sign(ctx, resident(anna), recovery, code)
	wantCode(t, err, inbox.CodeSigningNotFound)
	signing, signCode := p.begin(t, anna, sample(t), "file:1")
	_, err = p.ResetPassword(ctx, "", signing.ID, signCode, newPassword)
	wantCode(t, err, inbox.CodeCodeOver)
	p.pass(30 * time.Minute)
	_, err = p.ResetPassword(ctx, "", recovery, code, newPassword)
	wantCode(t, err, inbox.CodeCodeOver)
}

func TestRecoveryDoesNotReplaceTheSecondFactor(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	secret, _ := p.setUpTOTP(t, anna)
	id, err := p.Recover(ctx, anna, "pl")
	wantCode(t, err, "")
	s, err := p.ResetPassword(ctx, "", id, p.post.last(t, anna).Code, newPassword)
	if err != nil || !s.Actor.IsZero() || s.Awaits != anna {
		t.Fatalf("%+v, %v", s, err)
	}
	if s, err = p.SecondFactor(ctx, s.Cookie, p.totp(t, secret)); err != nil || s.Actor.Login != anna {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestChangeOfPasswordKeepsOneSession(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	p.withPassword(t, anna)
	here, err := p.Login(ctx, "", anna, password)
	wantCode(t, err, "")
	there, err := p.Login(ctx, "", anna, password)
	wantCode(t, err, "")
	wantCode(t, p.ChangePassword(ctx, here.Cookie, "nie to hasło", newPassword), inbox.CodeAuthRequired)
	wantCode(t, p.ChangePassword(ctx, here.Cookie, password, "anna.testowa 1944"), inbox.CodeRequest)
	wantCode(t, p.ChangePassword(ctx, p.start(t).Cookie, password, newPassword), inbox.CodeAuthRequired)
	wantCode(t, p.ChangePassword(ctx, here.Cookie, password, newPassword), "")
	if _, ok := p.live(t, here.Cookie); !ok {
		t.Error("the session that changed it ended")
	}
	if _, ok := p.live(t, there.Cookie); ok {
		t.Error("another session lives on")
	}
}

func TestPasswordsThatAreGuessedFirst(t *testing.T) {
	p := newProvider(t)
	for given, problem := range map[string]string{
		"":                          "short",
		"jedenaście1":               "short",
		strings.Repeat("a", 11):     "short",
		strings.Repeat("a", 12):     "common",
		"abababababab1":             "common",
		"1234567890123":             "common",
		"qwertyuiop[]1234":          "", // signs among the runs are no run
		"qwertyuiopasdf":            "common",
		"abcdefghijkl":              "common",
		"0987654321098":             "common",
		"zaq12wsxcde3":              "common",
		"Password12345!":            "common",
		"p@ssw0rd p@ssw0rd":         "common",
		"HasłoHasło123!":            "common",
		"polska polska 2026":        "common",
		"nowaosoba2026!":            "common",
		"okienko-urzad-1":           "common",
		"koń bateria zszywka":       "",
		"correct horse battery":     "",
		strings.Repeat("aB3 ", 300): "long",
	} {
		_, err := p.Register(context.Background(), newcomer, given, "pl")
		got := ""
		if err != nil {
			got = wantCode(t, err, inbox.CodeRequest).Args["problem"]
		}
		if got != problem {
			t.Errorf("%.30q: %q, want %q", given, got, problem)
		}
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	p := newProvider(t)
	for _, address := range []string{"", "anna", "anna@", "@example.pl", "a b@example.pl", "Anna <anna@example.pl>", "anna@example.pl, jan@example.pl",
		"anna@example.pl\r\nBcc: jan@example.pl", `"a b"@example.pl`, strings.Repeat("a", 100) + "@example.pl"} {
		_, err := p.Register(context.Background(), address, password, "pl")
		if own := wantCode(t, err, inbox.CodeRequest); own.Args["field"] != "email" {
			t.Errorf("%q: args %v", address, own.Args)
		}
		_, err = p.Recover(context.Background(), address, "pl")
		wantCode(t, err, inbox.CodeRequest)
	}
	if len(p.post.sent) != 0 {
		t.Error("mail was sent")
	}
}

func TestHowOftenMailsAreAskedFor(t *testing.T) {
	ctx := context.Background()
	p := newProvider(t)
	sent := 0
	for range 10 {
		if _, err := p.Recover(ctx, anna, "pl"); err == nil {
			sent++
		} else {
			wantCode(t, err, inbox.CodeQuota)
		}
	}
	if sent != 5 || len(p.post.sent) != 5 {
		t.Errorf("%d mails, want 5", sent)
	}
	from := inbox.WithSource(ctx, "192.0.2.7")
	asked := 0
	for i := range 100 {
		if _, err := p.Recover(from, fmt.Sprintf("osoba%d@example.pl", i), "pl"); err == nil {
			asked++
		} else {
			wantCode(t, err, inbox.CodeQuota)
		}
	}
	if asked != 60 {
		t.Errorf("%d mails to as many addresses from one network address, want 60", asked)
	}
	if _, err := p.Recover(inbox.WithSource(ctx, "192.0.2.8"), jan, "pl"); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
}
