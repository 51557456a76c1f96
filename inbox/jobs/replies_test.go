package jobs_test

import (
	"context"
	"crypto/sha256"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/jobs"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

// post counts notices.
type post chan desk.Notice

func (p post) NotifyReply(_ context.Context, n desk.Notice) error {
	p <- n
	return nil
}

// TestRepliesAreTendedTo: a reply whose notice did not go out is told of by a round.
func TestRepliesAreTendedTo(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	letter := storetest.Accept(t, o.store, storetest.Sample(t, o.store, []byte("<pismo/>"))).Document
	raw := []byte("<odpowiedz/>")
	r := inbox.Reply{ID: storetest.DrawID(t, o.store), Letter: letter, Kind: inbox.Answer, Sent: o.now(), SHA256: sha256.Sum256(raw), Size: int64(len(raw))}
	if _, err := o.store.SendReply(ctx, r, raw, store.Transition{Letter: letter, From: []inbox.LetterState{inbox.Queued}, To: inbox.Answered}); err != nil {
		t.Fatal(err)
	}
	told := make(post, 9)
	work, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		jobs.Run(work, jobs.Options{Store: o.store, Intake: o.intake, Desk: desk.New(desk.Options{Store: o.store, Notifier: told, Now: o.now, Log: o.log}),
			Now: o.now, Log: o.log, Every: time.Hour})
	}()
	t.Cleanup(func() { stop(); <-done })
	select {
	case n := <-told:
		if n.Reply != r.ID || n.Letter != letter || n.Second {
			t.Errorf("%+v", n)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("nobody was told")
	}
}
