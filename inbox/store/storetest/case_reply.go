package storetest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

// claimed puts a letter into anna's hand.
func claimed(t *testing.T, s *store.Store, raw string) int32 {
	t.Helper()
	letter := Accept(t, s, Sample(t, s, []byte(raw))).Document
	move(t, s, store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Queued}, To: inbox.Claimed, Clerk: "anna",
		Event: inbox.Event{At: Arrived, Actor: "anna", Kind: inbox.EventClaimed}})
	return letter
}

// aReply makes a reply of anna's to a letter, and the transition that goes with it.
func aReply(t *testing.T, s *store.Store, letter int32, sent time.Time) (inbox.Reply, []byte, store.Transition) {
	t.Helper()
	id := DrawID(t, s)
	raw := fmt.Appendf(nil, "<odpowiedz n=%q/>", fmt.Sprint(id))
	r := inbox.Reply{ID: id, Letter: letter, Kind: inbox.Answer, Form: "pismo-ogolne/4566", Subject: "Odpowiedź testowa", Clerk: "anna",
		Signer: "Olga Testowa", SignerKind: "qualified", SignerIssuer: "CN=Testowe CA,C=PL", Sent: sent, SHA256: sha256.Sum256(raw), Size: int64(len(raw))}
	return r, raw, store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Claimed, inbox.Answered}, To: inbox.Answered, ByClerk: "anna", Clerk: "anna",
		Event: inbox.Event{At: sent, Actor: "anna", Kind: inbox.EventAnswered, Detail: fmt.Sprint(id)}}
}

func send(t *testing.T, s *store.Store, letter int32, sent time.Time) inbox.Reply {
	t.Helper()
	r, raw, move := aReply(t, s, letter, sent)
	l, err := s.SendReply(context.Background(), r, raw, move)
	noError(t, err)
	equal(t, "answered", []any{l.State, l.Clerk}, []any{inbox.Answered, "anna"})
	return r
}

func replySent(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	letter := claimed(t, s, "<pismo/>")
	first, second := send(t, s, letter, Arrived.Add(time.Hour)), send(t, s, letter, Arrived.Add(2*time.Hour))
	list, err := s.Replies(ctx, letter)
	noError(t, err)
	equal(t, "replies", list, []inbox.Reply{first, second})
	one, err := s.Reply(ctx, second.ID)
	noError(t, err)
	equal(t, "reply", one, second)
	raw, err := s.ReplyBytes(ctx, first.ID)
	noError(t, err)
	equal(t, "bytes", sha256.Sum256(raw), first.SHA256)

	r, raw, tr := aReply(t, s, letter, Arrived)
	tr.ByClerk = "jan"
	_, err = s.SendReply(ctx, r, raw, tr)
	wantState(t, err, inbox.Answered)
	r.ID, tr.ByClerk = first.ID, "anna"
	_, err = s.SendReply(ctx, r, raw, tr)
	wantCode(t, "an id twice", err, inbox.CodeInternal)
	events, err := s.Events(ctx, letter)
	noError(t, err)
	equal(t, "events", len(events), 4) // what failed left none
	_, err = s.Reply(ctx, 9999)
	wantCode(t, "no such reply", err, inbox.CodeLetterNotFound)
	_, err = s.ReplyBytes(ctx, 9999)
	wantCode(t, "no such bytes", err, inbox.CodeLetterNotFound)
	last, err := s.LastEventOf(ctx, letter, "anna")
	noError(t, err)
	equal(t, "last event of anna", last, Arrived.Add(2*time.Hour))
	last, err = s.LastEventOf(ctx, letter, "nikt")
	noError(t, err)
	equal(t, "last event of nobody", last.IsZero(), true)
}

// upd makes a confirmation of receipt, each another one.
func upd(t *testing.T, s *store.Store, r inbox.Reply) (inbox.Receipt, inbox.Event) {
	t.Helper()
	id := DrawID(t, s)
	return inbox.Receipt{ID: id, Kind: inbox.UPD, Document: r.ID, Made: Arrived, Bytes: fmt.Appendf(nil, "<UPD n=%q/>", fmt.Sprint(id))},
		inbox.Event{Letter: r.Letter, At: Arrived, Kind: inbox.EventOpened, Detail: fmt.Sprint(r.ID)}
}

func replyOpenedOnce(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	letter := claimed(t, s, "<pismo/>")
	r := send(t, s, letter, Arrived)
	_, err := s.DeliveryReceipt(ctx, r.ID)
	wantCode(t, "not opened yet", err, inbox.CodeReceiptNotFound)
	before, err := s.LogSize(ctx)
	noError(t, err)

	standing := make([]inbox.Receipt, 20)
	parallel(len(standing), func(i int) {
		receipt, event := upd(t, s, r)
		var err error
		if standing[i], err = s.OpenReply(ctx, receipt, Arrived.Add(time.Hour), event); err != nil {
			t.Error(err)
		}
	})
	for _, one := range standing {
		equal(t, "the one confirmation", one, standing[0])
	}
	stored, err := s.DeliveryReceipt(ctx, r.ID)
	noError(t, err)
	equal(t, "stored", stored, standing[0])
	now, err := s.Reply(ctx, r.ID)
	noError(t, err)
	equal(t, "opened", []any{now.State(), now.UPD, now.Opened}, []any{inbox.Opened, stored.ID, Arrived.Add(time.Hour)})
	after, err := s.LogSize(ctx)
	noError(t, err)
	equal(t, "leaves", after-before, int64(1))
	index, err := s.LogIndex(ctx, r.ID)
	noError(t, err)
	leaves, err := s.LogLeaves(ctx, index, index+1)
	noError(t, err)
	equal(t, "leaf", string(leaves[0]), string(store.LogLeaf(stored)))
	events, err := s.Events(ctx, letter)
	noError(t, err)
	equal(t, "events", len(events), 4)

	receipt, event := upd(t, s, inbox.Reply{ID: 9999, Letter: letter})
	_, err = s.OpenReply(ctx, receipt, Arrived, event)
	wantCode(t, "no such reply", err, inbox.CodeLetterNotFound)
	receipt, event = upd(t, s, send(t, s, letter, Arrived))
	event.Letter = 9999
	_, err = s.OpenReply(ctx, receipt, Arrived, event)
	wantCode(t, "an event of nothing", err, inbox.CodeInternal)
	_, err = s.DeliveryReceipt(ctx, receipt.Document)
	wantCode(t, "and nothing of it", err, inbox.CodeReceiptNotFound)
}

func repliesThatWait(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	letter := claimed(t, s, "<pismo/>")
	old, young := send(t, s, letter, Arrived), send(t, s, letter, Arrived.Add(time.Hour))
	between := Arrived.Add(time.Minute)
	ids := func(list []inbox.Reply, err error) (ids []int32) {
		t.Helper()
		noError(t, err)
		for _, r := range list {
			ids = append(ids, r.ID)
		}
		return ids
	}
	unopened := func(reminded bool) []int32 {
		t.Helper()
		list, err := s.UnopenedReplies(ctx, between, reminded, 10)
		return ids(list, err)
	}
	counts, err := s.UnopenedCounts(ctx, []int32{letter, 9999})
	noError(t, err)
	equal(t, "unopened", counts, map[int32]int{letter: 2})
	list, err := s.UnnoticedReplies(ctx, 0, 10)
	equal(t, "without notice", ids(list, err), []int32{old.ID, young.ID})
	list, err = s.UnnoticedReplies(ctx, old.ID, 10)
	equal(t, "behind the first", ids(list, err), []int32{young.ID})
	equal(t, "nobody was notified", unopened(true), []int32(nil))
	noError(t, s.MarkNoticed(ctx, old.ID, Arrived))
	noError(t, s.MarkNoticed(ctx, old.ID, between)) // the first stands
	list, err = s.UnnoticedReplies(ctx, 0, 10)
	equal(t, "without notice then", ids(list, err), []int32{young.ID})
	noError(t, s.MarkNoticed(ctx, young.ID, Arrived.Add(time.Hour)))

	event := inbox.Event{Letter: letter, At: between, Kind: inbox.EventReminded, Detail: fmt.Sprint(old.ID)}
	equal(t, "to remind", unopened(false), []int32{old.ID})
	for _, want := range []bool{true, false} {
		marked, err := s.MarkReminded(ctx, old.ID, event)
		noError(t, err)
		equal(t, "reminded", marked, want)
	}
	equal(t, "to remind then", unopened(false), []int32(nil))
	equal(t, "still unopened", unopened(true), []int32{old.ID})
	for _, want := range []bool{true, false} {
		marked, err := s.MarkDeemed(ctx, old.ID, "2026-03-16", event)
		noError(t, err)
		equal(t, "deemed", marked, want)
	}
	equal(t, "unopened then", unopened(true), []int32(nil))
	now, err := s.Reply(ctx, old.ID)
	noError(t, err)
	equal(t, "after all", []any{now.Noticed, now.Reminded, now.Deemed, now.State()}, []any{Arrived, between, inbox.Day("2026-03-16"), inbox.DeemedDelivered})

	receipt, opened := upd(t, s, old) // deemed delivered, it can still be opened
	_, err = s.OpenReply(ctx, receipt, between, opened)
	noError(t, err)
	receipt, opened = upd(t, s, young)
	_, err = s.OpenReply(ctx, receipt, between, opened)
	noError(t, err)
	counts, err = s.UnopenedCounts(ctx, []int32{letter})
	noError(t, err)
	equal(t, "unopened", counts, map[int32]int{})
	for what, mark := range map[string]func() (bool, error){
		"reminded": func() (bool, error) { return s.MarkReminded(ctx, young.ID, event) },
		"deemed":   func() (bool, error) { return s.MarkDeemed(ctx, young.ID, "2026-03-16", event) },
	} {
		marked, err := mark()
		noError(t, err)
		equal(t, what+" after opening", marked, false)
	}
}

func joinFinished(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	first := claimed(t, s, "<pismo/>")
	further := Accept(t, s, Sample(t, s, []byte("<dalsze/>"))).Document
	held := hold(t, s, Held(t, s, []byte("<wstrzymane/>")), []byte("<wstrzymane/>")).Document
	move(t, s, store.Transition{Letter: first, From: []inbox.LetterState{inbox.Claimed}, To: inbox.Claimed, Clerk: "anna", Department: "kom"})
	join := inbox.Join{Document: further, Letter: first, Kind: inbox.Supplement, At: Arrived}
	waiting := inbox.Join{Document: held, Letter: first, Kind: inbox.Withdrawal, At: Arrived}
	again := waiting
	again.Kind, again.Letter = inbox.Supplement, further
	for _, ask := range [][2]inbox.Join{{join, join}, {waiting, waiting}, {again, waiting}} { // what was asked first stands
		standing, err := s.AskJoin(ctx, ask[0])
		noError(t, err)
		equal(t, "standing", standing, ask[1])
	}
	list, err := s.WaitingJoins(ctx, 10)
	noError(t, err)
	equal(t, "waiting", list, []inbox.Join{join, waiting})

	events := []inbox.Event{{Letter: further, At: Arrived, Kind: inbox.EventJoined}, {Letter: first, At: Arrived, Kind: inbox.EventSupplemented}}
	for _, want := range []bool{true, false} {
		done, err := s.FinishJoin(ctx, join, events...)
		noError(t, err)
		equal(t, "done", done, want)
	}
	join.Done = true
	l, err := s.Letter(ctx, further)
	noError(t, err)
	equal(t, "department of the further letter", l.Department, "kom")
	for _, id := range []int32{first, further} {
		list, err = s.JoinsOf(ctx, id)
		noError(t, err)
		equal(t, "joins", list[0], join)
		history, err := s.Events(ctx, id)
		noError(t, err)
		if last := history[len(history)-1].Kind; last != inbox.EventJoined && last != inbox.EventSupplemented {
			t.Errorf("the history of %d ends with %s", id, last)
		}
	}
	noError(t, s.DropJoin(ctx, held))
	noError(t, s.DropJoin(ctx, further)) // done: it stays
	list, err = s.JoinsOf(ctx, first)
	noError(t, err)
	equal(t, "joins", list, []inbox.Join{join})
}

func erasedReplies(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	letter := claimed(t, s, "<pismo/>")
	r := send(t, s, letter, Arrived)
	receipt, event := upd(t, s, r)
	_, err := s.OpenReply(ctx, receipt, Arrived, event)
	noError(t, err)
	further := Accept(t, s, Sample(t, s, []byte("<dalsze/>"))).Document
	_, err = s.AskJoin(ctx, inbox.Join{Document: further, Letter: letter, Kind: inbox.Supplement, At: Arrived})
	noError(t, err)
	move(t, s, store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Answered}, To: inbox.Closed})
	noError(t, s.Erase(ctx, letter, Arrived))
	_, err = s.Reply(ctx, r.ID)
	wantCode(t, "reply", err, inbox.CodeLetterNotFound)
	_, err = s.ReplyBytes(ctx, r.ID)
	wantCode(t, "bytes", err, inbox.CodeLetterNotFound)
	_, err = s.DeliveryReceipt(ctx, r.ID)
	wantCode(t, "receipt", err, inbox.CodeReceiptNotFound)
	joins, err := s.JoinsOf(ctx, further)
	noError(t, err)
	equal(t, "joins", len(joins), 0)
	_, err = s.LogIndex(ctx, r.ID) // the leaf of the log stays
	noError(t, err)
}

func uploadKept(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	letter := claimed(t, s, "<pismo/>")
	upload := inbox.ReplyUpload{Letter: letter, Clerk: "anna", Kind: inbox.Answer, At: Arrived, Raw: []byte("<odpowiedz/>")}
	for _, text := range []string{"<pierwsza/>", "<odpowiedz/>"} { // the last one counts
		upload.Raw = []byte(text)
		noError(t, s.KeepUpload(ctx, upload))
	}
	kept, err := s.Upload(ctx, letter, "anna")
	noError(t, err)
	equal(t, "kept", kept, upload)
	_, err = s.Upload(ctx, letter, "jan")
	wantCode(t, "another's", err, inbox.CodeNotFound)
	send(t, s, letter, Arrived)
	_, err = s.Upload(ctx, letter, "anna")
	wantCode(t, "after a reply", err, inbox.CodeNotFound)

	noError(t, s.KeepUpload(ctx, upload)) // answered, it can be answered again
	move(t, s, store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Answered}, To: inbox.Closed})
	_, err = s.Upload(ctx, letter, "anna")
	wantCode(t, "closed", err, inbox.CodeNotFound)
	wantState(t, s.KeepUpload(ctx, upload), inbox.Closed)
	upload.Letter = 9999
	wantCode(t, "no letter", s.KeepUpload(ctx, upload), inbox.CodeLetterNotFound)
}
