package store_test

import (
	"context"
	"syscall"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

// The reply of these tests, to letter 1, and the child's confirmation of its receipt.
const childReply, childUPD = 50, 51

func childConfirmation() (inbox.Receipt, inbox.Event) {
	return inbox.Receipt{ID: childUPD, Kind: inbox.UPD, Document: childReply, Made: storetest.Arrived, Bytes: []byte("<UPD/>")},
		inbox.Event{Letter: 1, At: storetest.Arrived, Kind: inbox.EventOpened}
}

// sentReply puts a letter and a reply to it into a database.
func sentReply(t *testing.T, s *store.Store) {
	t.Helper()
	storetest.Accept(t, s, storetest.Acceptance(1, 2, childLetter(0)))
	_, err := s.SendReply(context.Background(), inbox.Reply{ID: childReply, Letter: 1, Kind: inbox.Answer, Sent: storetest.Arrived}, []byte("<odpowiedz/>"),
		store.Transition{Letter: 1, From: []inbox.LetterState{inbox.Queued}, To: inbox.Answered})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCrashBeforeAReplyIsOpened(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		ctx := context.Background()
		sentReply(t, storetest.OpenURL(t, url, store.Options{}))
		cmd := child("before opening", url)
		if err := cmd.Run(); cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("the child did not crash: %v", err)
		}
		s := storetest.OpenURL(t, url, store.Options{})
		for table, want := range map[string]string{"delivery_receipts": "0", "log_leaves": "1", "events": "2"} {
			if n := count(t, s, table); n != want {
				t.Errorf("%s rows of %s, want %s", n, table, want)
			}
		}
		if r, err := s.Reply(ctx, childReply); err != nil || r.State() != inbox.Waiting || r.UPD != 0 {
			t.Errorf("%+v, %v", r, err)
		}
		upd, event := childConfirmation()
		upd.ID++
		if standing, err := s.OpenReply(ctx, upd, event.At, event); err != nil || standing.ID != upd.ID {
			t.Errorf("opened again: %+v, %v", standing, err)
		}
	})
}

// TestTheAnswerOfOpeningIsLost: the second attempt finds the confirmation of the
// first.
func TestTheAnswerOfOpeningIsLost(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		s := storetest.OpenURL(t, url, store.Options{})
		sentReply(t, s)
		commit := s.LoseAnswer()
		go commit()
		upd, event := childConfirmation()
		if standing, err := s.OpenReply(context.Background(), upd, event.At, event); err != nil || standing.ID != upd.ID {
			t.Errorf("%+v, %v", standing, err)
		}
		for table, want := range map[string]string{"delivery_receipts": "1", "log_leaves": "2", "events": "3"} {
			if n := count(t, s, table); n != want {
				t.Errorf("%s rows of %s, want %s", n, table, want)
			}
		}
	})
}
