package profile_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/profile"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

const password = "poprawne hasło testowe"

// room is a profile with a clock that the test turns.
type room struct {
	*profile.Profile
	store *store.Store
	mu    sync.Mutex
	time  time.Time
}

func newRoom(t *testing.T) *room {
	t.Helper()
	r := &room{store: storetest.Open(t), time: time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)}
	r.Profile = profile.New(r.store, r.now, rand.Reader)
	return r
}

func (r *room) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.time
}

func (r *room) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.time = r.time.Add(d)
}

var clerk = inbox.Account{Login: "a.testowa", Name: "Anna Testowa", Role: inbox.RoleClerk, Department: "so"}

func (r *room) create(t *testing.T, a inbox.Account, password, token string) {
	t.Helper()
	if err := r.Create(context.Background(), a, password, token); err != nil {
		t.Fatal(err)
	}
}

func (r *room) start(t *testing.T) profile.Session {
	t.Helper()
	s, err := r.Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (r *room) live(t *testing.T, cookie string) (profile.Session, bool) {
	t.Helper()
	s, ok, err := r.BySession(context.Background(), cookie)
	if err != nil {
		t.Fatal(err)
	}
	return s, ok
}

func wantCode(t *testing.T, err error, code string) *inbox.Error {
	t.Helper()
	if inbox.ErrorCode(err) != code {
		t.Fatalf("error %v, want %q", err, code)
	}
	own, _ := errors.AsType[*inbox.Error](err)
	return own
}

func TestTokenFindsItsActorUntilDisabled(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	token, err := r.NewToken()
	if err != nil || len(token) != 43 {
		t.Fatalf("token of %d characters, %v", len(token), err)
	}
	system := inbox.Account{Login: "system-testowy", Role: inbox.RoleIntegrator, Entity: "umprzykladowo"}
	r.create(t, system, "", token)
	actor, err := r.ByToken(ctx, token)
	if want := (inbox.Actor{Login: "system-testowy", Role: inbox.RoleIntegrator, Entity: "umprzykladowo"}); err != nil || actor != want {
		t.Errorf("actor %+v, %v", actor, err)
	}
	for _, wrong := range []string{"", token[1:], token + "A", "\x00"} {
		_, err := r.ByToken(ctx, wrong)
		wantCode(t, err, inbox.CodeAuthRequired)
	}
	system.Disabled = true
	r.create(t, system, "", token)
	_, err = r.ByToken(ctx, token)
	wantCode(t, err, inbox.CodeAuthRequired)
}

func TestNothingSecretIsStoredReadably(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	r.create(t, clerk, password, "token-testowy")
	account, ok, err := r.store.AccountByLogin(ctx, clerk.Login)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if !strings.HasPrefix(account.PasswordHash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("password stored as %s", account.PasswordHash)
	}
	if account.TokenSHA256 != "12d5a01f01023fe92cab51b233c377103fe3e70647255b65d59f564362434982" { // printf token-testowy | sha256sum
		t.Errorf("token stored as %s", account.TokenSHA256)
	}
	s := r.start(t)
	if _, ok, err := r.store.SessionByID(ctx, s.Cookie, r.now()); ok || err != nil {
		t.Errorf("the cookie itself is the session's key: %v, %v", ok, err)
	}
}

func TestLoginRotatesTheSession(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	r.create(t, clerk, password, "")
	before := r.start(t)
	if !before.Actor.IsZero() || before.Cookie == before.CSRF {
		t.Fatalf("anonymous session %+v", before)
	}
	if err := r.Remember(ctx, before.Cookie, 17); err != nil {
		t.Fatal(err)
	}
	after, err := r.Login(ctx, before.Cookie, clerk.Login, password)
	if err != nil {
		t.Fatal(err)
	}
	if after.Cookie == before.Cookie || after.CSRF == before.CSRF {
		t.Error("cookie or CSRF value survived the login")
	}
	if _, ok := r.live(t, before.Cookie); ok {
		t.Error("the old cookie still lives")
	}
	s, ok := r.live(t, after.Cookie)
	if !ok || s.Actor != (inbox.Actor{Login: clerk.Login, Role: clerk.Role, Department: "so"}) || s.Name != clerk.Name || s.CSRF != after.CSRF ||
		!slices.Equal(s.Receipts, []int32{17}) || !s.Expires.Equal(after.Expires) {
		t.Errorf("session %+v, want %+v", s, after)
	}
}

func TestReceiptsStayWithTheAccountTheyWereShownTo(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	r.create(t, clerk, password, "")
	first, err := r.Login(ctx, "", clerk.Login, password)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Remember(ctx, first.Cookie, 5); err != nil {
		t.Fatal(err)
	}
	second, err := r.Login(ctx, first.Cookie, clerk.Login, password)
	if err != nil || second.Receipts != nil {
		t.Errorf("receipts %v came along, %v", second.Receipts, err)
	}
}

func TestSessionEnds(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	r.create(t, clerk, password, "")
	login := func() profile.Session {
		s, err := r.Login(ctx, "", clerk.Login, password)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	byTime, byLogout, byDisabling := r.start(t), login(), login()
	if err := r.Logout(ctx, byLogout.Cookie); err != nil {
		t.Fatal(err)
	}
	if _, ok := r.live(t, byLogout.Cookie); ok {
		t.Error("the session outlives its logout")
	}
	disabled := clerk
	disabled.Disabled = true
	r.create(t, disabled, password, "")
	if _, ok := r.live(t, byDisabling.Cookie); ok {
		t.Error("the session outlives its account")
	}
	_, err := r.Login(ctx, "", clerk.Login, password)
	wantCode(t, err, inbox.CodeAuthRequired)
	r.pass(12*time.Hour - time.Second)
	if _, ok := r.live(t, byTime.Cookie); !ok {
		t.Error("the session ended early")
	}
	r.pass(time.Second)
	if _, ok := r.live(t, byTime.Cookie); ok {
		t.Error("the session lives longer than 12 hours")
	}
	for _, cookie := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("\x00", 43)} {
		if _, ok := r.live(t, cookie); ok {
			t.Errorf("cookie %q has a session", cookie)
		}
	}
}

func TestWrongPasswordAndUnknownLoginLookAlike(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	r.create(t, clerk, password, "")
	r.create(t, inbox.Account{Login: "bez-hasla", Role: inbox.RoleIntegrator}, "", "token")
	var texts []string
	for _, login := range []string{clerk.Login, "nikt", "bez-hasla", "\x00"} {
		_, err := r.Login(ctx, "", login, "nobody's password")
		texts = append(texts, wantCode(t, err, inbox.CodeAuthRequired).Error())
	}
	if len(slices.Compact(texts)) != 1 {
		t.Errorf("the answers differ: %q", texts)
	}
	_, err := r.Login(ctx, "", "bez-hasla", "")
	wantCode(t, err, inbox.CodeAuthRequired)
}

func TestFailuresMakeALoginWait(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	r.create(t, clerk, password, "")
	try := func(login, password string) error {
		_, err := r.Login(ctx, "", login, password)
		return err
	}
	for _, login := range []string{clerk.Login, "nikt"} { // who does not exist waits as long
		for range 5 {
			wantCode(t, try(login, "złe"), inbox.CodeAuthRequired)
		}
		for _, wait := range []time.Duration{10, 20, 40, 80} {
			err := wantCode(t, try(login, password), inbox.CodeQuota)
			if err.RetryAfter != wait*time.Second {
				t.Fatalf("%s waits %v, want %v", login, err.RetryAfter, wait*time.Second)
			}
			r.pass(err.RetryAfter)
			wantCode(t, try(login, "złe"), inbox.CodeAuthRequired)
		}
	}
	r.pass(15 * time.Minute)
	if err := try(clerk.Login, password); err != nil {
		t.Fatal(err)
	}
	for range 4 { // the count began anew
		wantCode(t, try(clerk.Login, "złe"), inbox.CodeAuthRequired)
	}
	if err := try(clerk.Login, password); err != nil {
		t.Fatal(err)
	}
}

func TestParallelGuessesAllCount(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	r.create(t, clerk, password, "")
	codes := make([]string, 30)
	var wg sync.WaitGroup
	for i := range codes {
		wg.Go(func() {
			_, err := r.Login(ctx, "", clerk.Login, fmt.Sprint("hasło ", i))
			codes[i] = inbox.ErrorCode(err)
		})
	}
	wg.Wait()
	looked := len(slices.DeleteFunc(codes, func(code string) bool { return code != inbox.CodeAuthRequired }))
	if looked != 5 {
		t.Errorf("%d guesses were looked at, want 5", looked)
	}
}

func TestSessionRemembersFiftyReceipts(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	s := r.start(t)
	for id := range int32(60) {
		if err := r.Remember(ctx, s.Cookie, id+1); err != nil {
			t.Fatal(err)
		}
	}
	now, _ := r.live(t, s.Cookie)
	if len(now.Receipts) != 50 || now.Receipts[0] != 11 || now.Receipts[49] != 60 {
		t.Errorf("remembers %v", now.Receipts)
	}
}

func TestImpossibleAccountsAreRefused(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	long := strings.Repeat("x", 1025)
	for _, c := range []struct{ login, password, field string }{
		{"", "", "login"}, {"dwa słowa", "", "login"}, {"a\x00b", "", "login"}, {"a\xff", "", "login"}, {long, "", "login"}, {"anna", long, "password"},
	} {
		err := wantCode(t, r.Create(ctx, inbox.Account{Login: c.login, Role: inbox.RoleClerk}, c.password, ""), inbox.CodeRequest)
		if err.Args["field"] != c.field {
			t.Errorf("login %.10q: field %q, want %q", c.login, err.Args["field"], c.field)
		}
	}
	err := wantCode(t, r.Create(ctx, inbox.Account{Login: "anna", Role: "boss"}, "", ""), inbox.CodeRequest)
	if err.Args["field"] != "role" {
		t.Errorf("field %q, want role", err.Args["field"])
	}
}

func TestNoRandomnessNoSecret(t *testing.T) {
	p := profile.New(storetest.Open(t), time.Now, strings.NewReader("short"))
	if _, err := p.NewToken(); inbox.ErrorCode(err) != inbox.CodeInternal {
		t.Errorf("token without randomness: %v", err)
	}
	if _, err := p.Start(context.Background()); inbox.ErrorCode(err) != inbox.CodeInternal {
		t.Errorf("session without randomness: %v", err)
	}
}

func TestWaitingForAHashEndsWithTheCaller(t *testing.T) {
	r := newRoom(t)
	r.create(t, clerk, password, "")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := r.Login(ctx, "", clerk.Login, password)
	wantCode(t, err, inbox.CodeUnavailable)
}
