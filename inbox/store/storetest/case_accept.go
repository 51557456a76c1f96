package storetest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

func acceptWritesEverything(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	raw := []byte("<pismo>dzień dobry</pismo>")
	a := Sample(t, s, raw)
	out := Accept(t, s, a)

	want := a.Letter
	want.Number = inbox.RegisterNumber{Year: 2026, N: 1}
	equal(t, "outcome", out, inbox.Outcome{State: inbox.Accepted, Document: want.ID, Letter: &want, Receipt: &a.Receipt, Arrived: Arrived})
	letter, err := s.Letter(ctx, want.ID)
	noError(t, err)
	equal(t, "letter", letter, want)
	receipt, err := s.ReceiptOf(ctx, want.ID)
	noError(t, err)
	equal(t, "receipt", receipt, a.Receipt)
	stored, err := s.SubmissionBytes(ctx, want.ID)
	noError(t, err)
	equal(t, "bytes", stored, raw)
	sub, err := s.Submission(ctx, want.ID)
	noError(t, err)
	a.Submission.ID = sub.ID
	equal(t, "submission", sub, a.Submission)
	events, err := s.Events(ctx, want.ID)
	noError(t, err)
	equal(t, "events", events, []inbox.Event{{Letter: want.ID, At: Arrived, Kind: "received"}})
	leaves, err := s.LogLeaves(ctx, 0, 10)
	noError(t, err)
	equal(t, "leaves", leaves, [][]byte{store.LogLeaf(a.Receipt)})

	again, ok, err := s.FindAccepted(ctx, Box, a.Submission.SHA256)
	noError(t, err)
	out.Duplicate = true
	equal(t, "found again", []any{ok, again}, []any{true, out})
}

func smallestLetter(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	id, receipt := DrawID(t, s), DrawID(t, s)
	out := Accept(t, s, store.Acceptance{
		Submission: inbox.Submission{Document: id, Box: Box, Arrived: Arrived},
		Letter:     inbox.Letter{ID: id, Box: Box, Arrived: Arrived},
		Receipt:    inbox.Receipt{ID: receipt, Kind: inbox.UPP, Document: id, Made: Arrived, Bytes: []byte("<UPP/>")},
		Raw:        []byte{},
	})
	letter, err := s.Letter(ctx, id)
	noError(t, err)
	equal(t, "letter", letter, inbox.Letter{ID: id, Number: inbox.RegisterNumber{Year: 2026, N: 1}, Box: Box, Arrived: Arrived,
		State: inbox.Queued, ReceiptID: receipt})
	equal(t, "outcome's letter", *out.Letter, letter)
	raw, err := s.SubmissionBytes(ctx, id)
	noError(t, err)
	equal(t, "octets", len(raw), 0)
}

func mismatchedParts(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	for what, mend := range map[string]func(*store.Acceptance){
		"no document":      func(a *store.Acceptance) { a.Submission.Document, a.Letter.ID, a.Receipt.Document = 0, 0, 0 },
		"another letter":   func(a *store.Acceptance) { a.Letter.ID++ },
		"another receipt":  func(a *store.Acceptance) { a.Receipt.Document++ },
		"another box":      func(a *store.Acceptance) { a.Letter.Box = "/inny/skrytka" },
		"another's digest": func(a *store.Acceptance) { a.Letter.SHA256[0]++ },
	} {
		a := Sample(t, s, []byte("<pismo/>"))
		mend(&a)
		_, err := s.Accept(context.Background(), a)
		wantCode(t, what, err, inbox.CodeInternal)
	}
	wantLetters(t, s, 0)
}

func wantLetters(t *testing.T, s *store.Store, want int) {
	t.Helper()
	letters, err := s.Letters(context.Background(), store.LetterFilter{Limit: 200})
	noError(t, err)
	equal(t, "letters", len(letters), want)
}

func sameBytesInParallel(t *testing.T, url string) {
	const posts = 50
	s := OpenURL(t, url, store.Options{Log: complaining(t)})
	samples := make([]store.Acceptance, posts)
	for i := range samples {
		samples[i] = Sample(t, s, []byte("<pismo>to samo</pismo>")) // each judged on its own, with a receipt of its own
	}
	outcomes := acceptAll(t, samples, s)
	oneLetter(t, s, outcomes)
}

// doubledInOneBatch has the same bytes several times in one commit: while the
// first commits, the others gather.
func doubledInOneBatch(t *testing.T, url string) {
	const letters, posts = 12, 5
	s := OpenURL(t, url, store.Options{Log: complaining(t)})
	samples := make([]store.Acceptance, letters*posts)
	for i := range samples {
		samples[i] = Sample(t, s, fmt.Appendf(nil, "<pismo n='%d'/>", i%letters))
		samples[i].Letter.SignedDigest = [32]byte{} // nothing but the bytes tells that they are the same
	}
	answers := map[[32]byte]int32{}
	for _, out := range acceptAll(t, samples, s) {
		if before, ok := answers[out.Letter.SHA256]; ok {
			equal(t, "document of the same bytes", out.Document, before)
		}
		answers[out.Letter.SHA256] = out.Document
	}
	equal(t, "letters answered", len(answers), letters)
	wantLetters(t, s, letters)
}

// complaining fails the test when the store has to warn: of a shared commit that
// was tried again, where nothing was wrong with it.
func complaining(t *testing.T) *slog.Logger {
	return slog.New(slog.NewTextHandler(complaint{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

type complaint struct{ t *testing.T }

func (c complaint) Write(line []byte) (int, error) {
	c.t.Errorf("the store complains: %s", line)
	return len(line), nil
}

// oneLetter wants all outcomes to be the same one, and only its own not a duplicate.
func oneLetter(t *testing.T, s *store.Store, outcomes []inbox.Outcome) {
	t.Helper()
	firsts := 0
	for _, out := range outcomes {
		if !out.Duplicate {
			firsts++
		}
		if out.Receipt == nil || out.Document != outcomes[0].Document || !bytes.Equal(out.Receipt.Bytes, outcomes[0].Receipt.Bytes) {
			t.Fatalf("the same bytes got another answer: %+v", out)
		}
	}
	equal(t, "outcomes that are no duplicates", firsts, 1)
	wantLetters(t, s, 1)
}

func sameBytesInAnotherBox(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	raw := []byte("<pismo>do dwóch skrytek</pismo>")
	first := Accept(t, s, Sample(t, s, raw))
	a := Sample(t, s, raw)
	a.Submission.Box, a.Letter.Box = "/umprzykladowo/inna", "/umprzykladowo/inna"
	second := Accept(t, s, a)
	equal(t, "duplicate", second.Duplicate, false)
	equal(t, "copy of", second.Letter.CopyOf, first.Document)
	subs, err := s.SubmissionsByDigest(context.Background(), a.Submission.SHA256)
	noError(t, err)
	equal(t, "submissions", []any{len(subs), subs[0].Document, subs[1].Document}, []any{2, second.Document, first.Document})
}

func sameSignedContent(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	accept := func(raw string, signed [32]byte) *inbox.Letter {
		a := Sample(t, s, []byte(raw))
		a.Letter.SignedDigest = signed
		return Accept(t, s, a).Letter
	}
	first := accept("<pismo/>", [32]byte{1})
	equal(t, "first", first.CopyOf, int32(0))
	equal(t, "copy", accept("<pismo />", [32]byte{1}).CopyOf, first.ID)
	equal(t, "copy of a copy", accept("<pismo  />", [32]byte{1}).CopyOf, first.ID)
	equal(t, "unsigned", accept("<bez/>", [32]byte{}).CopyOf, int32(0))
	equal(t, "unsigned too", accept("<bez />", [32]byte{}).CopyOf, int32(0))
}

func sameSignedContentInParallel(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{Log: complaining(t)})
	samples := samplesOf(t, s, 40)
	for i := range samples {
		samples[i].Letter.SignedDigest = [32]byte{1, byte(i % 2)}
	}
	firsts := map[[32]byte]int32{}
	outcomes := acceptAll(t, samples, s)
	for _, out := range outcomes {
		if l := out.Letter; l.CopyOf == 0 {
			equal(t, "a first before", firsts[l.SignedDigest], int32(0))
			firsts[l.SignedDigest] = l.ID
		}
	}
	for _, out := range outcomes {
		if l := out.Letter; l.CopyOf != 0 {
			equal(t, "copy of", l.CopyOf, firsts[l.SignedDigest])
		}
	}
}

func badLetterFailsAlone(t *testing.T, url string) {
	const letters, bad = 40, 17
	s := OpenURL(t, url, store.Options{})
	taken := Accept(t, s, Sample(t, s, []byte("<pierwsze/>")))
	samples := samplesOf(t, s, letters)
	samples[bad].Receipt.ID = taken.Receipt.ID // which the database refuses
	errs, outcomes := make([]error, letters), make([]inbox.Outcome, letters)
	parallel(letters, func(i int) { outcomes[i], errs[i] = s.Accept(context.Background(), samples[i]) })
	wantCode(t, "bad letter", errs[bad], inbox.CodeInternal)
	for _, secret := range []string{"44051401458", "Testowa", "Wniosek", "pismo n="} {
		if strings.Contains(errs[bad].Error(), secret) {
			t.Errorf("the error quotes the letter: %v", errs[bad])
		}
	}
	good := append([]inbox.Outcome{taken}, outcomes[:bad]...)
	checkNumbers(t, append(good, outcomes[bad+1:]...), letters)
	_, err := s.Submission(context.Background(), samples[bad].Letter.ID)
	wantCode(t, "bad submission", err, inbox.CodeLetterNotFound)
}

func cancelledCallers(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a := Sample(t, s, []byte("<za-pozno/>"))
	_, err := s.Accept(ctx, a)
	wantCode(t, "cancelled before", err, inbox.CodeUnavailable)
	wantLetters(t, s, 0)

	// Cancelled at any moment: an outcome is durable, an error may be posted again.
	samples := samplesOf(t, s, 60)
	parallel(len(samples), func(i int) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i)*200*time.Microsecond)
		defer cancel()
		if out, err := s.Accept(ctx, samples[i]); err != nil {
			wantCode(t, "cancelled", err, inbox.CodeUnavailable)
		} else if _, err := s.Letter(context.Background(), out.Document); err != nil {
			t.Error(err)
		}
	})
	checkNumbers(t, acceptAll(t, samples, s), len(samples))
}

func erasedLetter(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	a := Sample(t, s, []byte("<do-usuniecia/>"))
	out := Accept(t, s, a)
	wantCode(t, "erase a queued letter", s.Erase(ctx, out.Document, Arrived), inbox.CodeLetterState)
	_, err := s.Move(ctx, store.Transition{Letter: out.Document, From: []inbox.LetterState{inbox.Queued}, To: inbox.Closed,
		Event: inbox.Event{At: Arrived, Kind: "closed"}})
	noError(t, err)
	noError(t, s.Erase(ctx, out.Document, Arrived.Add(time.Hour)))
	wantCode(t, "erase again", s.Erase(ctx, out.Document, Arrived), inbox.CodeLetterNotFound)

	_, err = s.SubmissionBytes(ctx, out.Document)
	wantCode(t, "bytes", err, inbox.CodeLetterNotFound)
	_, err = s.ReceiptOf(ctx, out.Document)
	wantCode(t, "receipt", err, inbox.CodeReceiptNotFound)
	plain := inbox.Outcome{State: inbox.Accepted, Document: out.Document, Duplicate: true, Erased: true, Arrived: Arrived}
	found, ok, err := s.FindAccepted(ctx, Box, a.Submission.SHA256)
	noError(t, err)
	equal(t, "found", []any{ok, found}, []any{true, plain})
	equal(t, "posted again", Accept(t, s, Sample(t, s, []byte("<do-usuniecia/>"))), plain)
	erasures, err := s.Erasures(ctx, 2026)
	noError(t, err)
	equal(t, "erasures", erasures, []store.Erasure{{Letter: out.Document, Number: out.Letter.Number, At: Arrived.Add(time.Hour)}})
	equal(t, "next number", Accept(t, s, Sample(t, s, []byte("<nastepne/>"))).Letter.Number.N, 2)
}

// samplesOf makes letters of different bytes.
func samplesOf(t *testing.T, s *store.Store, n int) []store.Acceptance {
	t.Helper()
	samples := make([]store.Acceptance, n)
	for i := range samples {
		samples[i] = Sample(t, s, fmt.Appendf(nil, "<pismo n='%d'/>", i))
	}
	return samples
}

// acceptAll accepts in parallel, spread over the stores.
func acceptAll(t *testing.T, samples []store.Acceptance, stores ...*store.Store) []inbox.Outcome {
	t.Helper()
	outcomes := make([]inbox.Outcome, len(samples))
	parallel(len(samples), func(i int) {
		var err error
		if outcomes[i], err = stores[i%len(stores)].Accept(context.Background(), samples[i]); err != nil {
			t.Error(err)
		}
	})
	return outcomes
}
