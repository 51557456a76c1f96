package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

func numbersWithoutGaps(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	samples := samplesOf(t, s, 200)
	checkNumbers(t, acceptAll(t, samples, s), len(samples))
}

func numbersWithoutGroupCommit(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{MaxBatch: 1})
	samples := samplesOf(t, s, 30)
	checkNumbers(t, acceptAll(t, samples, s), len(samples))
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

func twoStores(t *testing.T, url string) {
	first, second := OpenURL(t, url, store.Options{}), OpenURL(t, url, store.Options{MaxBatch: 7})
	samples := samplesOf(t, first, 100)
	for i := range 100 {
		samples = append(samples, Sample(t, second, fmt.Appendf(nil, "<drugie n='%d'/>", i)))
	}
	checkNumbers(t, acceptAll(t, samples, first, second), len(samples))

	same := make([]store.Acceptance, 40)
	for i := range same {
		same[i] = Sample(t, first, []byte("<to-samo/>"))
	}
	outcomes := acceptAll(t, same, first, second)
	for _, out := range outcomes {
		equal(t, "number of the same bytes", out.Letter.Number, inbox.RegisterNumber{Year: 2026, N: 201})
		equal(t, "receipt of the same bytes", out.Receipt, outcomes[0].Receipt)
	}
	checkLog(t, second, 201)
}

func yearChange(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	midnight := time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC) // in Warsaw
	for i, c := range []struct {
		arrived time.Time
		want    inbox.RegisterNumber
	}{
		{midnight.Add(-time.Hour), inbox.RegisterNumber{Year: 2026, N: 1}},
		{midnight, inbox.RegisterNumber{Year: 2027, N: 1}},
		{midnight.Add(-time.Microsecond), inbox.RegisterNumber{Year: 2026, N: 2}}, // judged later, arrived before
		{midnight.Add(time.Hour), inbox.RegisterNumber{Year: 2027, N: 2}},
	} {
		out := Accept(t, s, At(Sample(t, s, fmt.Appendf(nil, "<pismo n='%d'/>", i)), c.arrived))
		equal(t, c.arrived.String(), out.Letter.Number, c.want)
		if !out.Arrived.Equal(c.arrived) {
			t.Errorf("arrived %v, want %v", out.Arrived, c.arrived)
		}
	}
}

func idsAreDrawnOnce(t *testing.T, url string) {
	const each = 700 // more than two blocks
	stores := []*store.Store{OpenURL(t, url, store.Options{}), OpenURL(t, url, store.Options{})}
	ids := make([]int32, 2*each)
	parallel(20, func(worker int) {
		for i := worker; i < len(ids); i += 20 {
			var err error
			if ids[i], err = stores[i%2].DrawID(context.Background()); err != nil {
				t.Error(err)
			}
		}
	})
	seen := map[int32]bool{}
	for _, id := range ids {
		if id < 1 || seen[id] {
			t.Fatalf("id %d is not positive or was drawn before", id)
		}
		seen[id] = true
	}
}
