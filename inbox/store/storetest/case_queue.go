package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store"
)

func queueFilters(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	names := []string{"Łucja Żółw-Testowa", "Jan 100% Testowy", "anna_testowa", "ANNA TESTOWA"}
	samples, ids := samplesOf(t, s, len(names)), make([]int32, len(names))
	for i, name := range names {
		samples[i].Letter.Sender.Name = name
		samples[i].Letter.PostedBy = fmt.Sprint("system-", i%2)
		if i == 3 {
			samples[i].Letter.Department = "kom"
		}
		ids[i] = Accept(t, s, samples[i]).Document
	}
	move(t, s, store.Transition{Letter: ids[0], From: []inbox.LetterState{inbox.Queued}, To: inbox.Claimed, Clerk: "k"})
	for what, c := range map[string]struct {
		filter store.LetterFilter
		want   []int
	}{
		"all":               {store.LetterFilter{}, []int{0, 1, 2, 3}},
		"department":        {store.LetterFilter{Department: "kom"}, []int{3}},
		"no such":           {store.LetterFilter{Department: "nie-ma"}, nil},
		"state":             {store.LetterFilter{State: inbox.Claimed}, []int{0}},
		"state, department": {store.LetterFilter{State: inbox.Queued, Department: "so"}, []int{1, 2}},
		"number":            {store.LetterFilter{Number: inbox.RegisterNumber{Year: 2026, N: 2}}, []int{1}},
		"year":              {store.LetterFilter{Number: inbox.RegisterNumber{Year: 2026}}, []int{0, 1, 2, 3}},
		"other year":        {store.LetterFilter{Number: inbox.RegisterNumber{Year: 2025, N: 2}}, nil},
		"digest":            {store.LetterFilter{SHA256: &samples[2].Letter.SHA256}, []int{2}},
		"zero digest":       {store.LetterFilter{SHA256: new([32]byte)}, nil},
		"poster":            {store.LetterFilter{PostedBy: "system-1"}, []int{1, 3}},
		"polish letters":    {store.LetterFilter{Sender: "łUCJA żÓŁW"}, []int{0}},
		"part, any case":    {store.LetterFilter{Sender: "na test"}, []int{3}},
		"percent":           {store.LetterFilter{Sender: "%"}, []int{1}},
		"underscore":        {store.LetterFilter{Sender: "A_T"}, []int{2}},
		"backslash":         {store.LetterFilter{Sender: `\`}, nil},
		"quote":             {store.LetterFilter{Sender: `' OR 1=1 --`}, nil},
	} {
		var want []int32
		for _, i := range c.want {
			want = append(want, ids[i])
		}
		equal(t, what, list(t, s, c.filter), want)
	}
}

func list(t *testing.T, s *store.Store, f store.LetterFilter) (ids []int32) {
	t.Helper()
	letters, err := s.Letters(context.Background(), f)
	noError(t, err)
	for _, l := range letters {
		ids = append(ids, l.ID)
	}
	return ids
}

func queuePages(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	var want []int32
	for _, out := range acceptAll(t, samplesOf(t, s, 210), s) {
		want = append(want, out.Document) // ids were drawn in this order
	}
	equal(t, "default page", list(t, s, store.LetterFilter{}), want[:50])
	equal(t, "negative limit", list(t, s, store.LetterFilter{Limit: -1}), want[:50])
	equal(t, "largest page", list(t, s, store.LetterFilter{Limit: 1000}), want[:200])
	var got []int32
	for after := int32(0); ; after = got[len(got)-1] {
		page := list(t, s, store.LetterFilter{After: after, Limit: 7, State: inbox.Queued})
		if len(page) == 0 {
			break
		}
		got = append(got, page...)
	}
	equal(t, "all pages", got, want)
	letters, err := s.Letters(context.Background(), store.LetterFilter{Limit: 1})
	noError(t, err)
	equal(t, "report in a list", letters[0].Report, []byte(nil))
}

func queueSizes(t *testing.T, url string) {
	var committed []int
	s := OpenURL(t, url, store.Options{Committed: func(writes int) { committed = append(committed, writes) }})
	samples := samplesOf(t, s, 4)
	samples[3].Letter.Department = "kom"
	var ids []int32
	for _, a := range samples {
		ids = append(ids, Accept(t, s, a).Document)
	}
	move(t, s, store.Transition{Letter: ids[0], From: []inbox.LetterState{inbox.Queued}, To: inbox.Claimed, Clerk: "k"})
	move(t, s, store.Transition{Letter: ids[1], From: []inbox.LetterState{inbox.Queued}, To: inbox.Closed})
	sizes, err := s.QueueSizes(context.Background())
	want := []store.QueueSize{{Department: "kom", State: inbox.Queued, Letters: 1}, {Department: "so", State: inbox.Claimed, Letters: 1}, {Department: "so", State: inbox.Queued, Letters: 1}}
	if err != nil || !slices.Equal(sizes, want) {
		t.Errorf("%v, %v; want %v", sizes, err, want)
	}
	if !slices.Equal(committed, []int{1, 1, 1, 1}) {
		t.Errorf("commits of %v writes", committed)
	}
}
