package storetest

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"

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
	equal(t, "outcome's letter", *out.Letter, want)
	equal(t, "outcome's receipt", *out.Receipt, a.Receipt)
	equal(t, "outcome", []any{out.State, out.Document, out.Duplicate, out.Erased, out.Arrived}, []any{inbox.Accepted, want.ID, false, false, Arrived})

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
	queue, err := s.Letters(ctx, store.LetterFilter{Department: "so", State: inbox.Queued})
	noError(t, err)
	want.Report = nil
	equal(t, "queue", queue, []inbox.Letter{want})
}

func numbersWithoutGaps(t *testing.T, url string) {
	const letters = 200
	s := OpenURL(t, url, store.Options{})
	samples, outcomes := make([]store.Acceptance, letters), make([]inbox.Outcome, letters)
	for i := range samples {
		samples[i] = Sample(t, s, fmt.Appendf(nil, "<pismo n='%d'/>", i))
	}
	parallel(letters, func(i int) { outcomes[i] = mustAccept(t, s, samples[i]) })
	checkNumbers(t, outcomes, letters)
}

// checkNumbers wants the numbers 1..n once each.
func checkNumbers(t *testing.T, outcomes []inbox.Outcome, n int) {
	t.Helper()
	seen := map[int]bool{}
	for _, out := range outcomes {
		if out.Letter == nil || seen[out.Letter.Number.N] || out.Letter.Number.N > n || out.Letter.Number.N < 1 {
			t.Fatalf("outcome %+v has no number, a doubled one or one out of 1..%d", out, n)
		}
		seen[out.Letter.Number.N] = true
	}
	equal(t, "numbers drawn", len(seen), n)
}

func sameBytesInParallel(t *testing.T, url string) {
	const posts = 50
	s := OpenURL(t, url, store.Options{})
	raw := []byte("<pismo>to samo</pismo>")
	samples, outcomes := make([]store.Acceptance, posts), make([]inbox.Outcome, posts)
	for i := range samples {
		samples[i] = Sample(t, s, raw) // each judged on its own, with ids and receipt of its own
	}
	parallel(posts, func(i int) { outcomes[i] = mustAccept(t, s, samples[i]) })
	first := 0
	for _, out := range outcomes {
		if !out.Duplicate {
			first++
		}
		if out.Document != outcomes[0].Document || !bytes.Equal(out.Receipt.Bytes, outcomes[0].Receipt.Bytes) {
			t.Fatal("the same bytes got another receipt")
		}
	}
	equal(t, "outcomes that are no duplicates", first, 1)
	letters, err := s.Letters(context.Background(), store.LetterFilter{})
	noError(t, err)
	equal(t, "letters", len(letters), 1)
}

// mustAccept may run in any goroutine.
func mustAccept(t *testing.T, s *store.Store, a store.Acceptance) inbox.Outcome {
	out, err := s.Accept(context.Background(), a)
	if err != nil {
		t.Error(err)
	}
	return out
}

func parallel(n int, work func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { work(i) })
	}
	wg.Wait()
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
