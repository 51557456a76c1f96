package storetest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

const (
	anna = "anna.testowa@example.pl"
	jan  = "jan.probny@example.pl"
)

func personEvent(login, kind string, at time.Time) inbox.PersonEvent {
	return inbox.PersonEvent{Login: login, At: at, Kind: kind, Detail: "szczegół"}
}

func newAccounts(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	account := inbox.Account{Login: anna, Role: inbox.RoleResident, PasswordHash: "$argon2id$1", Language: "uk"}
	var made atomic.Int32
	parallel(8, func(int) {
		ok, err := s.AddAccount(ctx, account, personEvent(anna, "registered", Arrived))
		if err != nil {
			t.Error(err)
		}
		if ok {
			made.Add(1)
		}
	})
	equal(t, "accounts made", made.Load(), int32(1))
	got, _, err := s.AccountByLogin(ctx, anna)
	noError(t, err)
	equal(t, "account", got, account)
	for id, session := range map[string]store.Session{
		"here": {Login: anna}, "there": {Login: anna}, "half": {Awaits: anna}, "other": {Login: jan}, "nobody": {},
	} {
		session.IDSHA256, session.Expires = id, Arrived.Add(time.Hour)
		noError(t, s.PutSession(ctx, session))
	}
	done, err := s.SetPassword(ctx, anna, "$argon2id$2", "here", personEvent(anna, "password", Arrived))
	noError(t, err)
	equal(t, "password set", done, true)
	for id, live := range map[string]bool{"here": true, "there": false, "half": false, "other": true, "nobody": true} {
		session, ok, err := s.SessionByID(ctx, id, Arrived)
		noError(t, err)
		equal(t, "session "+id, ok, live)
		equal(t, "awaits", session.Awaits, "")
	}
	noError(t, s.SetLanguage(ctx, anna, "en"))
	account.PasswordHash, account.Language = "$argon2id$2", "en"
	got, _, err = s.AccountByLogin(ctx, anna)
	noError(t, err)
	equal(t, "account afterwards", got, account)
	account.Disabled = true
	noError(t, s.PutAccount(ctx, account))
	done, err = s.SetPassword(ctx, anna, "$argon2id$3", "", personEvent(anna, "password", Arrived))
	noError(t, err)
	equal(t, "password of a disabled account", done, false)
	wantKinds(t, s, anna, "password", "registered")
}

// wantKinds compares an account's history, newest first.
func wantKinds(t *testing.T, s *store.Store, login string, want ...string) {
	t.Helper()
	events, err := s.PersonEvents(context.Background(), login)
	noError(t, err)
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	equal(t, "history", kinds, want)
}

func personEvents(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	signed := personEvent(anna, "signed", Arrived)
	signed.SHA256 = [32]byte{1, 2, 3}
	noError(t, s.AddPersonEvent(ctx, signed))
	noError(t, s.AddPersonEvent(ctx, personEvent(jan, "login", Arrived)))
	got, err := s.PersonEvents(ctx, anna)
	noError(t, err)
	equal(t, "events", got, []inbox.PersonEvent{signed})
}

func challenges(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	soon, late := Arrived.Add(5*time.Minute), Arrived.Add(30*time.Minute)
	c := store.Challenge{IDSHA256: "id", Purpose: "sign", Login: anna, Bound: "digest", Payload: "waits", Attempts: 5, Expires: late}
	noError(t, s.AddChallenge(ctx, c))
	live, err := s.SetCode(ctx, "id", "code", soon, Arrived)
	noError(t, err)
	equal(t, "live", live, true)
	var tried atomic.Int32
	parallel(9, func(int) {
		if _, ok, err := s.TryChallenge(ctx, "sign", "id", Arrived); err != nil {
			t.Error(err)
		} else if ok {
			tried.Add(1)
		}
	})
	equal(t, "attempts", tried.Load(), int32(5))
	live, err = s.SetCode(ctx, "id", "another", soon, Arrived)
	noError(t, err)
	equal(t, "a new code without attempts", live, false)

	c.IDSHA256 = "two"
	noError(t, s.AddChallenge(ctx, c))
	_, err = s.SetCode(ctx, "two", "code", soon, Arrived)
	noError(t, err)
	got, ok, err := s.TryChallenge(ctx, "sign", "two", late.Add(-time.Microsecond))
	noError(t, err)
	c.Attempts, c.CodeSHA256, c.CodeExpires = 4, "code", soon
	equal(t, "challenge", []any{got, ok}, []any{c, true})
	for _, wrong := range []struct {
		purpose, id string
		now         time.Time
	}{{"recover", "two", Arrived}, {"sign", "three", Arrived}, {"sign", "two", late}} {
		_, ok, err := s.TryChallenge(ctx, wrong.purpose, wrong.id, wrong.now)
		noError(t, err)
		equal(t, "tried", ok, false)
	}
	var used atomic.Int32
	parallel(8, func(int) {
		if ok, err := s.UseCode(ctx, "two", "code"); err != nil {
			t.Error(err)
		} else if ok {
			used.Add(1)
		}
	})
	equal(t, "uses of one code", used.Load(), int32(1))
	ok, err = s.UseCode(ctx, "two", "")
	noError(t, err)
	equal(t, "no code used", ok, false)
	n, _, err := s.PurgePeople(ctx, late.Add(time.Microsecond))
	noError(t, err)
	equal(t, "purged", n, int64(2))
}

func secondFactors(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	step := func(secret string, step int64, want bool) {
		t.Helper()
		used, err := s.UseStep(ctx, anna, secret, step)
		noError(t, err)
		equal(t, "step", used, want)
	}
	offer := func(secret string, want bool) {
		t.Helper()
		offered, err := s.OfferSecondFactor(ctx, anna, secret)
		noError(t, err)
		equal(t, "offered", offered, want)
	}
	_, ok, err := s.SecondFactorOf(ctx, anna)
	noError(t, err)
	equal(t, "at first", ok, false)
	offer("A", true)
	step("A", 7, true)
	offer("B", true)
	step("A", 8, false)
	step("B", 5, true)
	done, err := s.TurnOnSecondFactor(ctx, anna, "A", nil, personEvent(anna, "on", Arrived))
	noError(t, err)
	equal(t, "the secret before is turned on", done, false)
	done, err = s.TurnOnSecondFactor(ctx, anna, "B", []string{"r1", "r2"}, personEvent(anna, "on", Arrived))
	noError(t, err)
	equal(t, "turned on", done, true)
	got, ok, err := s.SecondFactorOf(ctx, anna)
	noError(t, err)
	equal(t, "factor", []any{got, ok}, []any{store.SecondFactor{Secret: "B", On: true}, true})
	offer("C", false)
	step("B", 5, false)
	step("B", 6, true)
	for want := range 2 {
		used, err := s.UseRecoveryCode(ctx, anna, "r1")
		noError(t, err)
		equal(t, "recovery code", used, want == 0)
	}
	left, err := s.RecoveryCodes(ctx, anna)
	noError(t, err)
	equal(t, "recovery codes left", left, 1)
	for want := range 2 {
		done, err = s.TurnOffSecondFactor(ctx, anna, personEvent(anna, "off", Arrived))
		noError(t, err)
		equal(t, "turned off", done, want == 0)
	}
	left, err = s.RecoveryCodes(ctx, anna)
	noError(t, err)
	equal(t, "recovery codes left when off", left, 0)
	wantKinds(t, s, anna, "off", "on")
}

// apply records an application of somebody for an identity.
func apply(t *testing.T, s *store.Store, id int32, login, code, pesel string, at time.Time) bool {
	t.Helper()
	done, err := s.Apply(context.Background(), inbox.TrustedProfile{ID: id, Login: login, Code: code, CodeUntil: at.Add(time.Hour),
		Identity: inbox.Identity{GivenNames: "Anna", FamilyName: "Testowa", PESEL: pesel}}, personEvent(login, "applied", at))
	noError(t, err)
	return done
}

func confirm(s *store.Store, id int32, login, code, pesel string, state inbox.ProfileState, at time.Time) (bool, error) {
	return s.Confirm(context.Background(), store.Confirmation{Confirmer: "punkt", PointID: "urzad",
		Profile: inbox.TrustedProfile{ID: id, Login: login, Code: code, State: state, Expires: at.AddDate(1, 0, 0), Point: "Urząd",
			Identity: inbox.Identity{PESEL: pesel}},
		Document: inbox.IdentityDocument{Kind: "passport", Number: "X 1"}}, personEvent(login, string(state), at))
}

const (
	annaPESEL = "44051401458"
	janPESEL  = "90090515836"
)

func trustedProfiles(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	equal(t, "applied", apply(t, s, 1, anna, "aaaa", annaPESEL, Arrived), true)
	equal(t, "applied anew", apply(t, s, 2, anna, "bbbb", annaPESEL, Arrived), true)
	got, ok, err := s.ProfileByCode(ctx, "bbbb", Arrived.Add(time.Hour-time.Microsecond))
	noError(t, err)
	want := inbox.TrustedProfile{ID: 1, Login: anna, Identity: inbox.Identity{GivenNames: "Anna", FamilyName: "Testowa", PESEL: annaPESEL},
		State: inbox.ProfileUnconfirmed, Since: Arrived, Code: "bbbb", CodeUntil: Arrived.Add(time.Hour)}
	equal(t, "profile", []any{got, ok}, []any{want, true})
	for code, now := range map[string]time.Time{"aaaa": Arrived, "bbbb": Arrived.Add(time.Hour), "": Arrived, "a\x00b": Arrived} {
		_, ok, err := s.ProfileByCode(ctx, code, now)
		noError(t, err)
		equal(t, "found by "+code, ok, false)
	}
	done, err := confirm(s, 1, anna, "aaaa", annaPESEL, inbox.ProfileConfirmed, Arrived)
	noError(t, err)
	equal(t, "confirmed by a code that was replaced", done, false)
	for i, state := range []inbox.ProfileState{inbox.ProfileTemporary, inbox.ProfileConfirmed} {
		apply(t, s, int32(3+i), anna, "cccc", annaPESEL, Arrived)
		done, err = confirm(s, 1, anna, "cccc", annaPESEL, state, Arrived)
		noError(t, err)
		equal(t, "confirmed", done, true)
	}
	equal(t, "applied while confirmed", apply(t, s, 9, anna, "dddd", annaPESEL, Arrived), false)
	got, ok, err = s.ProfileByPESEL(ctx, annaPESEL, Arrived)
	noError(t, err)
	want.State, want.Expires, want.Point, want.Code, want.CodeUntil = inbox.ProfileConfirmed, Arrived.AddDate(1, 0, 0), "Urząd", "", time.Time{}
	equal(t, "by PESEL", []any{got, ok}, []any{want, true})

	end := want.Expires
	later := end.AddDate(1, 0, 0)
	for at, wantDone := range map[time.Time]bool{end: false, end.Add(-time.Microsecond): true} {
		done, err = s.ExtendProfile(ctx, 1, later, personEvent(anna, "extended", at))
		noError(t, err)
		equal(t, "extended at "+at.String(), done, wantDone)
	}
	done, err = s.ExtendProfile(ctx, 1, later, personEvent(anna, "extended", Arrived))
	noError(t, err)
	equal(t, "extended to the same instant", done, false)

	equal(t, "applied after the end", apply(t, s, 5, anna, "eeee", annaPESEL, later), true)
	got, _, err = s.ProfileOf(ctx, anna)
	noError(t, err)
	equal(t, "the newest", []any{got.ID, got.State}, []any{int32(5), inbox.ProfileUnconfirmed})
	for want := range 2 {
		done, err = s.RevokeProfile(ctx, 5, personEvent(anna, "revoked", later))
		noError(t, err)
		equal(t, "revoked", done, want == 0)
	}
	_, ok, err = s.ProfileOf(ctx, jan)
	noError(t, err)
	equal(t, "never applied", ok, false)
	wantKinds(t, s, anna, "revoked", "applied", "extended", "confirmed", "applied", "temporary", "applied", "applied", "applied")
}

// oneProfileForAPESEL confirms two accounts with the same PESEL at once, many times.
func oneProfileForAPESEL(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	for round := range 5 {
		at := Arrived.AddDate(2*round, 0, 0) // the profile of the round before is over
		ids := []int32{int32(2*round + 1), int32(2*round + 2)}
		logins := []string{anna, jan}
		for i, id := range ids {
			equal(t, "applied", apply(t, s, id, logins[i], logins[i], janPESEL, at), true)
		}
		var confirmed, taken atomic.Int32
		parallel(2, func(i int) {
			done, err := confirm(s, ids[i], logins[i], logins[i], janPESEL, inbox.ProfileConfirmed, at)
			switch {
			case done:
				confirmed.Add(1)
			case inbox.ErrorCode(err) == inbox.CodeIdentityTaken:
				taken.Add(1)
			default:
				t.Errorf("neither: %v", err)
			}
		})
		equal(t, "confirmed and taken", []int32{confirmed.Load(), taken.Load()}, []int32{1, 1})
		left, _, err := s.ProfileOf(context.Background(), anna)
		noError(t, err)
		if left.State == inbox.ProfileUnconfirmed {
			_, err = s.RevokeProfile(context.Background(), left.ID, personEvent(anna, "revoked", at))
			noError(t, err)
			continue
		}
		left, _, err = s.ProfileOf(context.Background(), jan)
		noError(t, err)
		_, err = s.RevokeProfile(context.Background(), left.ID, personEvent(jan, "revoked", at))
		noError(t, err)
	}
}

func signings(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	apply(t, s, 1, anna, "aaaa", annaPESEL, Arrived)
	_, err := confirm(s, 1, anna, "aaaa", annaPESEL, inbox.ProfileConfirmed, Arrived)
	noError(t, err)
	end := Arrived.Add(30 * time.Minute)
	begin := func(id, purpose string) inbox.Signing {
		t.Helper()
		g := inbox.Signing{Login: anna, Title: "Pismo", Purpose: purpose, State: inbox.SigningOpen, Begun: Arrived, Expires: end,
			SHA256: [32]byte{1}, Document: []byte("<pismo/>")}
		noError(t, s.BeginSigning(ctx, g, store.Challenge{IDSHA256: id, Purpose: "sign", Login: anna, Attempts: 5, Expires: end}))
		return g
	}
	finish := func(id string, profile int32, at time.Time, want bool) {
		t.Helper()
		done, err := s.FinishSigning(ctx, id, []byte("<podpisane/>"), profile, personEvent(anna, "signed", at))
		noError(t, err)
		equal(t, "finished "+id, done, want)
	}
	state := func(id string, want inbox.SigningState) {
		t.Helper()
		g, ok, err := s.SigningByID(ctx, id)
		noError(t, err)
		equal(t, "state of "+id, []any{g.State, ok}, []any{want, true})
	}
	want := begin("one", "draft:1")
	got, ok, err := s.SigningByID(ctx, "one")
	noError(t, err)
	equal(t, "signing", []any{got, ok}, []any{want, true})
	begin("two", "draft:1")
	begin("three", "draft:2")
	state("one", inbox.SigningReplaced)
	finish("one", 1, Arrived, false)
	finish("two", 1, end, false)
	finish("two", 2, Arrived, false)
	finish("two", 1, Arrived, true)
	finish("two", 1, Arrived, false)
	got, _, err = s.SigningByID(ctx, "two")
	noError(t, err)
	equal(t, "signed", string(got.Signed), "<podpisane/>")
	begin("four", "draft:1")
	state("two", inbox.SigningSigned)
	_, err = s.RevokeProfile(ctx, 1, personEvent(anna, "revoked", Arrived))
	noError(t, err)
	finish("three", 1, Arrived, false)
	wantKinds(t, s, anna, "revoked", "signed", "confirmed", "applied")
	_, purged, err := s.PurgePeople(ctx, end)
	noError(t, err)
	equal(t, "purged before their end", purged, int64(0))
	_, purged, err = s.PurgePeople(ctx, end.Add(time.Microsecond))
	noError(t, err)
	equal(t, "purged", purged, int64(4))
	_, ok, err = s.SigningByID(ctx, "two")
	noError(t, err)
	equal(t, "after the purge", ok, false)
}
