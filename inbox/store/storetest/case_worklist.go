package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

func undecided(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	Accept(t, s, Sample(t, s, []byte("<pismo/>")))
	var held, refused []int32
	for i := range 3 {
		raw := fmt.Appendf(nil, "<wstrzymane n='%d'/>", i)
		held = append(held, hold(t, s, Held(t, s, raw), raw).Document)
		sub := Held(t, s, append(raw, ' '))
		noError(t, s.Refuse(ctx, sub, append(raw, ' '), nil, 0))
		refused = append(refused, sub.Document)
	}
	list := func(state inbox.SubmissionState, before int64, limit int) (documents []int32, last int64) {
		t.Helper()
		subs, err := s.Undecided(ctx, state, before, limit)
		noError(t, err)
		for _, sub := range subs {
			equal(t, "state", sub.State, state)
			documents, last = append(documents, sub.Document), sub.ID
		}
		return documents, last
	}
	page, last := list(inbox.Held, 0, 2)
	equal(t, "held, newest first", page, []int32{held[2], held[1]})
	page, _ = list(inbox.Held, last, 2)
	equal(t, "held, next page", page, []int32{held[0]})
	page, _ = list(inbox.Refused, 0, 10)
	equal(t, "refused", page, []int32{refused[2], refused[1], refused[0]})
	page, _ = list(inbox.Accepted, 0, 10)
	equal(t, "accepted", page, []int32(nil))

	noError(t, s.AddSubmissionView(ctx, held[0], Arrived, "kancelaria"))
	noError(t, s.AddSubmissionView(ctx, held[0], Arrived.Add(time.Hour), "audytor"))
	views, err := s.SubmissionViews(ctx, held[0])
	noError(t, err)
	equal(t, "views", views, []inbox.Event{{Letter: held[0], At: Arrived, Actor: "kancelaria", Kind: inbox.EventViewed},
		{Letter: held[0], At: Arrived.Add(time.Hour), Actor: "audytor", Kind: inbox.EventViewed}})
}

// writersLetters wants the SQL of WrittenBy to say what inbox.Wrote says.
func writersLetters(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	senders := []inbox.Sender{{Name: "Anna Testowa", PESEL: "44051401458"}, {Name: "Jan Testowy", PESEL: "02070803628"}, {Name: "Firma Testowa"}, {}}
	var letters []inbox.Letter
	for _, sender := range senders {
		for _, poster := range []string{"", "anna", "obcy"} {
			a := Sample(t, s, fmt.Appendf(nil, "<a s=%q p=%q/>", sender.Name, poster))
			a.Letter.Sender, a.Letter.PostedBy, a.Submission.PostedBy = sender, poster, poster
			letters = append(letters, *Accept(t, s, a).Letter)
		}
	}
	for _, actor := range []inbox.Actor{{Login: "anna", PESEL: "44051401458"}, {Login: "anna"}, {Login: "obcy"}, {PESEL: "02070803628"}, {}} {
		var want []int32
		for _, l := range letters {
			if inbox.Wrote(actor, l) {
				want = append(want, l.ID)
			}
		}
		equal(t, fmt.Sprintf("letters of %+v", actor), list(t, s, store.LetterFilter{WrittenBy: &actor}), want)
	}
}

func queueByDue(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	due := []inbox.Day{"2026-04-02", "2026-03-10", "2026-04-02", "2026-03-20", "2026-03-10"}
	ids := make([]int32, len(due))
	for i, a := range samplesOf(t, s, len(due)) {
		a.Letter.Due = due[i]
		ids[i] = Accept(t, s, a).Document
	}
	want := []int32{ids[1], ids[4], ids[3], ids[0], ids[2]}
	equal(t, "by due day", list(t, s, store.LetterFilter{ByDue: true, Department: "so"}), want)
	var got []int32
	f := store.LetterFilter{ByDue: true, Limit: 2}
	for {
		page, err := s.Letters(context.Background(), f)
		noError(t, err)
		if len(page) == 0 {
			break
		}
		for _, l := range page {
			got = append(got, l.ID)
		}
		f.After, f.AfterDue = page[len(page)-1].ID, page[len(page)-1].Due
	}
	equal(t, "by pages", got, want)
}

func queueOfADay(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	samples, ids := samplesOf(t, s, 4), make([]int32, 4)
	for i, a := range samples {
		a.Letter.Due = inbox.Day(fmt.Sprintf("2026-03-%02d", 10+i))
		if i == 3 {
			a.Letter.Form, a.Letter.Due = "inny/1", ""
		}
		a = At(a, Arrived.AddDate(0, 0, i))
		ids[i] = Accept(t, s, a).Document
	}
	move(t, s, store.Transition{Letter: ids[0], From: []inbox.LetterState{inbox.Queued}, To: inbox.Claimed, Clerk: "anna"})
	move(t, s, store.Transition{Letter: ids[1], From: []inbox.LetterState{inbox.Queued}, To: inbox.Closed, Clerk: "anna"})
	for what, c := range map[string]struct {
		filter store.LetterFilter
		want   []int32
	}{
		"open":           {store.LetterFilter{Open: true}, []int32{ids[0], ids[2], ids[3]}},
		"of a clerk":     {store.LetterFilter{Clerk: "anna"}, []int32{ids[0], ids[1]}},
		"open, hers":     {store.LetterFilter{Clerk: "anna", Open: true}, []int32{ids[0]}},
		"of a form":      {store.LetterFilter{Form: "inny/1"}, []int32{ids[3]}},
		"due until":      {store.LetterFilter{DueUntil: "2026-03-11"}, []int32{ids[0], ids[1]}},
		"due between":    {store.LetterFilter{DueFrom: "2026-03-11", DueUntil: "2026-03-12"}, []int32{ids[1], ids[2]}},
		"older than":     {store.LetterFilter{ArrivedBefore: Arrived.AddDate(0, 0, 1)}, []int32{ids[0]}},
		"what no column": {store.LetterFilter{Form: "a\x00b"}, nil},
	} {
		equal(t, what, list(t, s, c.filter), c.want)
	}
}
