package storetest

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store"
)

// readersDuringWrites wants every list to be whole: letters whose numbers are
// 1..n, each with its receipt, while others are written.
func readersDuringWrites(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	samples := samplesOf(t, s, 150)
	var done atomic.Bool
	reads := 0
	parallel(2, func(side int) {
		if side == 0 {
			acceptAll(t, samples, s)
			done.Store(true)
			return
		}
		for last := false; !last; reads++ {
			last = done.Load()
			readWhole(t, s)
		}
	})
	if reads < 2 {
		t.Errorf("%d reads ran beside the writes", reads)
	}
	wantLetters(t, s, len(samples))
}

func readWhole(t *testing.T, s *store.Store) {
	letters, err := s.Letters(context.Background(), store.LetterFilter{Limit: 200})
	if err != nil {
		t.Error(err)
		return
	}
	numbers := make([]int, 0, len(letters))
	for _, l := range letters {
		numbers = append(numbers, l.Number.N)
		if receipt, err := s.ReceiptOf(context.Background(), l.ID); err != nil || receipt.ID != l.ReceiptID {
			t.Errorf("letter %d stands without its receipt: %v", l.ID, err)
		}
	}
	slices.Sort(numbers)
	for i, n := range numbers {
		if n != i+1 {
			t.Errorf("number %d is missing among %d letters", i+1, len(numbers))
			return
		}
	}
}

func migrationInParallel(t *testing.T, url string) {
	ctx := context.Background()
	stores := make([]*store.Store, 6)
	for i := range stores {
		s, err := store.Open(ctx, url, store.Options{})
		noError(t, err)
		t.Cleanup(func() { noError(t, s.Close()) })
		stores[i] = s
	}
	applied := make([][]string, len(stores))
	parallel(len(stores), func(i int) {
		var err error
		if applied[i], err = stores[i].Migrate(ctx); err != nil {
			t.Error(err)
		}
	})
	database, program, err := stores[0].SchemaVersion(ctx)
	noError(t, err)
	equal(t, "versions", database, program)
	equal(t, "migrations applied", len(slices.Concat(applied...)), program)
	again, err := stores[0].Migrate(ctx)
	noError(t, err)
	equal(t, "applied again", len(again), 0)
	for i, s := range stores {
		equal(t, "number", Accept(t, s, Sample(t, s, []byte{byte(i)})).Letter.Number.N, i+1)
	}
}

func unmigrated(t *testing.T, url string) {
	ctx := context.Background()
	s, err := store.Open(ctx, url, store.Options{})
	noError(t, err)
	defer s.Close()
	noError(t, s.Ping(ctx))
	database, program, err := s.SchemaVersion(ctx)
	noError(t, err)
	equal(t, "version", database, 0)
	if program < 1 {
		t.Errorf("the program has version %d", program)
	}
	everythingFails(t, s)
	_, err = s.Migrate(ctx)
	noError(t, err)
	Accept(t, s, Sample(t, s, []byte("<pismo/>")))

	other, err := store.Open(ctx, url, store.Options{}) // a migrated one needs no Migrate
	noError(t, err)
	defer other.Close()
	wantLetters(t, other, 1)
}

func closedStore(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	noError(t, s.Close())
	noError(t, s.Close())
	wantCode(t, "ping", s.Ping(context.Background()), inbox.CodeUnavailable)
	everythingFails(t, s)
}

// everythingFails wants inbox.CodeUnavailable from each method.
func everythingFails(t *testing.T, s *store.Store) {
	t.Helper()
	ctx, event := context.Background(), inbox.PersonEvent{Login: "a"}
	for what, call := range map[string]func() error{
		"DrawID":              func() error { _, err := s.DrawID(ctx); return err },
		"Accept":              func() error { _, err := s.Accept(ctx, Acceptance(1, 2, []byte("<pismo/>"))); return err },
		"Refuse":              func() error { return s.Refuse(ctx, inbox.Submission{}, nil, nil, 0) },
		"Hold":                func() error { _, err := s.Hold(ctx, inbox.Submission{}, nil); return err },
		"FindAccepted":        func() error { _, _, err := s.FindAccepted(ctx, Box, [32]byte{}); return err },
		"HeldSubmissions":     func() error { _, err := s.HeldSubmissions(ctx, 0, 1); return err },
		"Submission":          func() error { _, err := s.Submission(ctx, 1); return err },
		"SubmissionBytes":     func() error { _, err := s.SubmissionBytes(ctx, 1); return err },
		"SubmissionsByDigest": func() error { _, err := s.SubmissionsByDigest(ctx, [32]byte{}); return err },
		"ReceiptOf":           func() error { _, err := s.ReceiptOf(ctx, 1); return err },
		"Letter":              func() error { _, err := s.Letter(ctx, 1); return err },
		"Letters":             func() error { _, err := s.Letters(ctx, store.LetterFilter{}); return err },
		"QueueSizes":          func() error { _, err := s.QueueSizes(ctx); return err },
		"Move":                func() error { _, err := s.Move(ctx, store.Transition{Letter: 1}); return err },
		"AddEvent":            func() error { return s.AddEvent(ctx, inbox.Event{Letter: 1}) },
		"Events":              func() error { _, err := s.Events(ctx, 1); return err },
		"SendReply":           func() error { _, err := s.SendReply(ctx, inbox.Reply{}, nil, store.Transition{}); return err },
		"Reply":               func() error { _, err := s.Reply(ctx, 1); return err },
		"Replies":             func() error { _, err := s.Replies(ctx, 1); return err },
		"ReplyBytes":          func() error { _, err := s.ReplyBytes(ctx, 1); return err },
		"KeepUpload":          func() error { return s.KeepUpload(ctx, inbox.ReplyUpload{}) },
		"Upload":              func() error { _, err := s.Upload(ctx, 1, "a"); return err },
		"UnopenedCounts":      func() error { _, err := s.UnopenedCounts(ctx, []int32{1}); return err },
		"OpenReply":           func() error { _, err := s.OpenReply(ctx, inbox.Receipt{}, Arrived, inbox.Event{}); return err },
		"DeliveryReceipt":     func() error { _, err := s.DeliveryReceipt(ctx, 1); return err },
		"UnnoticedReplies":    func() error { _, err := s.UnnoticedReplies(ctx, 0, 1); return err },
		"UnopenedReplies":     func() error { _, err := s.UnopenedReplies(ctx, Arrived, true, 1); return err },
		"MarkNoticed":         func() error { return s.MarkNoticed(ctx, 1, Arrived) },
		"MarkReminded":        func() error { _, err := s.MarkReminded(ctx, 1, inbox.Event{}); return err },
		"MarkDeemed":          func() error { _, err := s.MarkDeemed(ctx, 1, "2026-03-16", inbox.Event{}); return err },
		"AskJoin":             func() error { _, err := s.AskJoin(ctx, inbox.Join{}); return err },
		"DropJoin":            func() error { return s.DropJoin(ctx, 1) },
		"FinishJoin":          func() error { _, err := s.FinishJoin(ctx, inbox.Join{}); return err },
		"JoinsOf":             func() error { _, err := s.JoinsOf(ctx, 1); return err },
		"WaitingJoins":        func() error { _, err := s.WaitingJoins(ctx, 1); return err },
		"Undecided":           func() error { _, err := s.Undecided(ctx, inbox.Held, 0, 1); return err },
		"LastEventOf":         func() error { _, err := s.LastEventOf(ctx, 1, "a"); return err },
		"SubmissionViews":     func() error { _, err := s.SubmissionViews(ctx, 1); return err },
		"AddSubmissionView":   func() error { return s.AddSubmissionView(ctx, 1, Arrived, "a") },
		"PutAccount":          func() error { return s.PutAccount(ctx, inbox.Account{Login: "a"}) },
		"AccountByLogin":      func() error { _, _, err := s.AccountByLogin(ctx, "a"); return err },
		"AccountByToken":      func() error { _, _, err := s.AccountByToken(ctx, "a"); return err },
		"AddAccount":          func() error { _, err := s.AddAccount(ctx, inbox.Account{Login: "a"}, event); return err },
		"SetPassword":         func() error { _, err := s.SetPassword(ctx, "a", "h", "", event); return err },
		"SetLanguage":         func() error { return s.SetLanguage(ctx, "a", "pl") },
		"AddPersonEvent":      func() error { return s.AddPersonEvent(ctx, event) },
		"PersonEvents":        func() error { _, err := s.PersonEvents(ctx, "a"); return err },
		"AddChallenge":        func() error { return s.AddChallenge(ctx, store.Challenge{IDSHA256: "a"}) },
		"SetCode":             func() error { _, err := s.SetCode(ctx, "a", "b", Arrived, Arrived); return err },
		"TryChallenge":        func() error { _, _, err := s.TryChallenge(ctx, "sign", "a", Arrived); return err },
		"UseCode":             func() error { _, err := s.UseCode(ctx, "a", "b"); return err },
		"SecondFactorOf":      func() error { _, _, err := s.SecondFactorOf(ctx, "a"); return err },
		"OfferSecondFactor":   func() error { _, err := s.OfferSecondFactor(ctx, "a", "b"); return err },
		"UseStep":             func() error { _, err := s.UseStep(ctx, "a", "b", 1); return err },
		"TurnOnSecondFactor":  func() error { _, err := s.TurnOnSecondFactor(ctx, "a", "b", nil, event); return err },
		"TurnOffSecondFactor": func() error { _, err := s.TurnOffSecondFactor(ctx, "a", event); return err },
		"UseRecoveryCode":     func() error { _, err := s.UseRecoveryCode(ctx, "a", "b"); return err },
		"RecoveryCodes":       func() error { _, err := s.RecoveryCodes(ctx, "a"); return err },
		"ProfileOf":           func() error { _, _, err := s.ProfileOf(ctx, "a"); return err },
		"ProfileByCode":       func() error { _, _, err := s.ProfileByCode(ctx, "a", Arrived); return err },
		"ProfileByPESEL":      func() error { _, _, err := s.ProfileByPESEL(ctx, "a", Arrived); return err },
		"Apply":               func() error { _, err := s.Apply(ctx, inbox.TrustedProfile{ID: 1}, event); return err },
		"Confirm":             func() error { _, err := s.Confirm(ctx, store.Confirmation{}, event); return err },
		"ExtendProfile":       func() error { _, err := s.ExtendProfile(ctx, 1, Arrived, event); return err },
		"RevokeProfile":       func() error { _, err := s.RevokeProfile(ctx, 1, event); return err },
		"BeginSigning":        func() error { return s.BeginSigning(ctx, inbox.Signing{}, store.Challenge{}) },
		"SigningByID":         func() error { _, _, err := s.SigningByID(ctx, "a"); return err },
		"FinishSigning":       func() error { _, err := s.FinishSigning(ctx, "a", nil, 1, event); return err },
		"PurgePeople":         func() error { _, _, err := s.PurgePeople(ctx, Arrived); return err },
		"PutSession":          func() error { return s.PutSession(ctx, store.Session{IDSHA256: "a"}) },
		"RememberReceipt":     func() error { return s.RememberReceipt(ctx, "a", 1, 1) },
		"SessionByID":         func() error { _, _, err := s.SessionByID(ctx, "a", Arrived); return err },
		"DeleteSession":       func() error { return s.DeleteSession(ctx, "a") },
		"LogLeaves":           func() error { _, err := s.LogLeaves(ctx, 0, 1); return err },
		"LogHashes":           func() error { _, err := s.LogHashes(ctx, []int64{0}); return err },
		"LogIndex":            func() error { _, err := s.LogIndex(ctx, 1); return err },
		"LogSize":             func() error { _, err := s.LogSize(ctx); return err },
		"Erase":               func() error { return s.Erase(ctx, 1, Arrived) },
		"Erasures":            func() error { _, err := s.Erasures(ctx, 2026); return err },
		"Purge":               func() error { _, _, err := s.Purge(ctx, Arrived); return err },
	} {
		wantCode(t, what, call(), inbox.CodeUnavailable)
	}
}

// closeDuringLetters wants each letter that was answered, and no other, to be
// there afterwards.
func closeDuringLetters(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{MaxBatch: 5})
	samples := samplesOf(t, s, 60)
	answered := make([]bool, len(samples))
	parallel(len(samples)+1, func(i int) {
		if i == len(samples) {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			return
		}
		_, err := s.Accept(ctx, samples[i])
		answered[i] = err == nil
		if err != nil {
			wantCode(t, "closing", err, inbox.CodeUnavailable)
		}
	})
	again := OpenURL(t, url, store.Options{})
	for i, a := range samples {
		_, found, err := again.FindAccepted(ctx, Box, a.Submission.SHA256)
		noError(t, err)
		equal(t, "letter after closing", found, answered[i])
	}
	readWhole(t, again)
}
