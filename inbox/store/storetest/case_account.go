package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

func accounts(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	anna := inbox.Account{Login: "anna", Name: "Anna Testowa", Role: inbox.RoleClerk, Department: "so", PasswordHash: "$argon2id$", TokenSHA256: "aa"}
	bot := inbox.Account{Login: "system", Role: inbox.RoleIntegrator, Entity: "umprzykladowo"}
	noError(t, s.PutAccount(ctx, anna))
	noError(t, s.PutAccount(ctx, bot))
	noError(t, s.PutAccount(ctx, inbox.Account{Login: "bez-tokenu", Role: inbox.RoleAuditor}))
	for _, want := range []inbox.Account{anna, bot} {
		got, ok, err := s.AccountByLogin(ctx, want.Login)
		noError(t, err)
		equal(t, want.Login, []any{got, ok}, []any{want, true})
	}
	got, ok, err := s.AccountByToken(ctx, "aa")
	noError(t, err)
	equal(t, "by token", []any{got, ok}, []any{anna, true})
	for _, token := range []string{"", "bb", "AA"} {
		_, ok, err = s.AccountByToken(ctx, token)
		noError(t, err)
		equal(t, "token "+token, ok, false)
	}
	anna.Disabled, anna.TokenSHA256, anna.Role = true, "cc", inbox.RoleHead
	noError(t, s.PutAccount(ctx, anna))
	got, _, err = s.AccountByLogin(ctx, "anna")
	noError(t, err)
	equal(t, "replaced", got, anna)
	bot.TokenSHA256 = "cc"
	wantCode(t, "shared token", s.PutAccount(ctx, bot), inbox.CodeInternal)
}

func sessions(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	want := store.Session{IDSHA256: "ab", Login: "anna", CSRF: "c", Receipts: []int32{7, 3}, Expires: Arrived}
	noError(t, s.PutSession(ctx, want))
	for _, c := range []struct {
		now  time.Time
		live bool
	}{{Arrived.Add(-time.Microsecond), true}, {Arrived, false}} {
		got, ok, err := s.SessionByID(ctx, "ab", c.now)
		noError(t, err)
		equal(t, "live", ok, c.live)
		if ok {
			equal(t, "session", got, want)
		}
	}
	want.Receipts, want.Login = nil, ""
	noError(t, s.PutSession(ctx, want))
	noError(t, s.RememberReceipt(ctx, "ab", 5, 2))
	noError(t, s.RememberReceipt(ctx, "ab", 6, 2))
	noError(t, s.RememberReceipt(ctx, "ab", 7, 2))
	noError(t, s.RememberReceipt(ctx, "no such session", 7, 2))
	want.Receipts = []int32{6, 7}
	got, _, err := s.SessionByID(ctx, "ab", Arrived.Add(-time.Hour))
	noError(t, err)
	equal(t, "replaced", got, want)
	noError(t, s.DeleteSession(ctx, "ab"))
	noError(t, s.DeleteSession(ctx, "ab"))
	_, ok, err := s.SessionByID(ctx, "ab", Arrived.Add(-time.Hour))
	noError(t, err)
	equal(t, "live after its end", ok, false)
}

func sessionReceiptsInParallel(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	noError(t, s.PutSession(ctx, store.Session{IDSHA256: "ab", Expires: Arrived}))
	parallel(30, func(i int) {
		if err := s.RememberReceipt(ctx, "ab", int32(i+1), 50); err != nil {
			t.Error(err)
		}
	})
	got, _, err := s.SessionByID(ctx, "ab", Arrived.Add(-time.Hour))
	noError(t, err)
	equal(t, "remembered", len(got.Receipts), 30)
}

func impossibleTexts(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	for _, text := range []string{"a\x00b", "a\xffb"} {
		_, ok, err := s.AccountByLogin(ctx, text)
		equal(t, fmt.Sprintf("login %q", text), []any{ok, err}, []any{false, nil})
		_, ok, err = s.AccountByToken(ctx, text)
		equal(t, fmt.Sprintf("token %q", text), []any{ok, err}, []any{false, nil})
		_, ok, err = s.SessionByID(ctx, text, Arrived)
		equal(t, fmt.Sprintf("session %q", text), []any{ok, err}, []any{false, nil})
		_, ok, err = s.Draft(ctx, store.DraftOwner{Login: "anna"}, text, Arrived)
		equal(t, fmt.Sprintf("draft %q", text), []any{ok, err}, []any{false, nil})
		equal(t, fmt.Sprintf("draft %q deleted", text), s.DeleteDraft(ctx, store.DraftOwner{Login: "anna"}, text), nil)
		_, ok, err = s.FindAccepted(ctx, text, [32]byte{})
		equal(t, fmt.Sprintf("box %q", text), []any{ok, err}, []any{false, nil})
		for _, f := range []store.LetterFilter{{Sender: text}, {Department: text}, {PostedBy: text}, {State: inbox.LetterState(text)}} {
			letters, err := s.Letters(ctx, f)
			equal(t, fmt.Sprintf("filter %+v", f), []any{len(letters), err}, []any{0, nil})
		}
	}
}
