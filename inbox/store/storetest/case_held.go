package storetest

import (
	"context"
	"crypto/sha256"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

func hold(t *testing.T, s *store.Store, sub inbox.Submission, raw []byte) inbox.Submission {
	t.Helper()
	held, err := s.Hold(context.Background(), sub, raw)
	noError(t, err)
	return held
}

// decide makes the acceptance of a held submission.
func decide(t *testing.T, s *store.Store, held inbox.Submission, raw []byte) store.Acceptance {
	t.Helper()
	a := At(Acceptance(held.Document, DrawID(t, s), raw), held.Arrived)
	a.HeldID = held.ID
	return a
}

func refusal(t *testing.T, s *store.Store, document int32) *inbox.Receipt {
	t.Helper()
	return &inbox.Receipt{ID: DrawID(t, s), Kind: inbox.Refusal, Document: document, Made: Arrived, Bytes: []byte("<Odmowa/>")}
}

func heldDocuments(t *testing.T, s *store.Store) []int32 {
	t.Helper()
	var documents []int32
	for last := int64(0); ; {
		list, err := s.HeldSubmissions(context.Background(), last, 1)
		noError(t, err)
		if len(list) == 0 {
			return documents
		}
		documents, last = append(documents, list[0].Document), list[0].ID
	}
}

// heldInOrder: page by page all that are held, and no others, come in their order.
func heldInOrder(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	var want []int32
	for _, text := range []string{"<c/>", "<a/>", "<b/>"} {
		raw := []byte(text)
		want = append(want, hold(t, s, Held(t, s, raw), raw).Document)
		Accept(t, s, Acceptance(DrawID(t, s), DrawID(t, s), []byte(text+"!")))
	}
	equal(t, "held documents", heldDocuments(t, s), want)
}

func heldThenAccepted(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	raw := []byte("<wstrzymane/>")
	sub := Held(t, s, raw)
	held := hold(t, s, sub, raw)
	sub.ID = held.ID
	equal(t, "held", held, sub)
	equal(t, "held documents", heldDocuments(t, s), []int32{sub.Document})
	wantLetters(t, s, 0)

	a := decide(t, s, held, raw)
	out := Accept(t, s, a)
	equal(t, "number", out.Letter.Number.N, 1)
	now, err := s.Submission(ctx, held.Document)
	noError(t, err)
	equal(t, "decided", []any{now.ID, now.State, now.Reasons}, []any{held.ID, inbox.Accepted, []inbox.Reason(nil)})
	equal(t, "held documents", heldDocuments(t, s), []int32(nil))
	stored, err := s.SubmissionBytes(ctx, held.Document)
	noError(t, err)
	equal(t, "bytes", stored, raw)

	again := Accept(t, s, decide(t, s, held, raw))
	equal(t, "decided again", again.Receipt, out.Receipt)
	wantCode(t, "refused after", s.Refuse(ctx, held, nil, refusal(t, s, held.Document), held.ID), inbox.CodeLetterState)
}

func heldThenRefused(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	raw := []byte("<wstrzymane/>")
	held := hold(t, s, Held(t, s, raw), raw)
	held.Reasons = []inbox.Reason{{Code: "certificate.revoked"}}
	answer := refusal(t, s, held.Document)
	noError(t, s.Refuse(ctx, held, nil, answer, held.ID))
	now, err := s.Submission(ctx, held.Document)
	noError(t, err)
	equal(t, "decided", []any{now.State, now.Reasons}, []any{inbox.Refused, held.Reasons})
	receipt, err := s.ReceiptOf(ctx, held.Document)
	noError(t, err)
	equal(t, "refusal", receipt, *answer)

	_, err = s.Accept(ctx, decide(t, s, held, raw))
	wantCode(t, "accepted after", err, inbox.CodeLetterState)
	wantCode(t, "refused twice", s.Refuse(ctx, held, nil, refusal(t, s, held.Document), held.ID), inbox.CodeLetterState)
	stranger := decide(t, s, held, raw)
	stranger.Submission.Document, stranger.Letter.ID, stranger.Receipt.Document = 9999, 9999, 9999
	_, err = s.Accept(ctx, stranger)
	wantCode(t, "unknown document", err, inbox.CodeLetterNotFound)
	wantLetters(t, s, 0)
	equal(t, "posted anew", Accept(t, s, Sample(t, s, raw)).Letter.Number.N, 1)
}

func heldThenAcceptedElsewhere(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	raw := []byte("<wstrzymane/>")
	held := hold(t, s, Held(t, s, raw), raw)
	out := Accept(t, s, Sample(t, s, raw))
	equal(t, "duplicate", out.Duplicate, false)
	now, err := s.Submission(ctx, held.Document)
	noError(t, err)
	equal(t, "ended", []any{now.State, now.Reasons[0].Code}, []any{inbox.Refused, inbox.CodeCopy})
	late := Accept(t, s, decide(t, s, held, raw))
	equal(t, "late decision", []any{late.Duplicate, late.Document}, []any{true, out.Document})
}

func heldTwice(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{})
	raw := []byte("<wstrzymane/>")
	subs := make([]inbox.Submission, 20)
	for i := range subs {
		subs[i] = Held(t, s, raw)
	}
	parallel(len(subs), func(i int) {
		held, err := s.Hold(context.Background(), subs[i], raw)
		if err != nil {
			t.Error(err)
		}
		subs[i] = held
	})
	for _, sub := range subs {
		equal(t, "held", sub, subs[0])
	}
	out := Accept(t, s, decide(t, s, subs[0], raw))
	after := hold(t, s, Held(t, s, raw), raw)
	equal(t, "held after acceptance", []any{after.State, after.Document}, []any{inbox.Accepted, out.Document})
}

func refused(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	for _, c := range []struct {
		size int
		code string
	}{{store.KeptRefusedBytes, ""}, {store.KeptRefusedBytes + 1, inbox.CodeLetterNotFound}} {
		raw := make([]byte, c.size)
		sub := Held(t, s, raw)
		sub.State = inbox.Refused
		noError(t, s.Refuse(ctx, sub, raw, nil, 0))
		now, err := s.Submission(ctx, sub.Document)
		noError(t, err)
		sub.ID = now.ID
		equal(t, "submission", now, sub)
		_, err = s.ReceiptOf(ctx, sub.Document)
		wantCode(t, "receipt", err, inbox.CodeReceiptNotFound)
		_, err = s.SubmissionBytes(ctx, sub.Document)
		wantCode(t, "bytes", err, c.code)
		_, ok, err := s.FindAccepted(ctx, Box, sub.SHA256)
		noError(t, err)
		equal(t, "accepted", ok, false)
	}
	wantLetters(t, s, 0)
}

func refusedManyTimes(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	raw := []byte("<odrzucone/>")
	accepted := Accept(t, s, Sample(t, s, raw))
	subs := make([]inbox.Submission, 120)
	for i := range subs {
		subs[i] = Held(t, s, raw)
	}
	parallel(len(subs), func(i int) {
		if err := s.Refuse(ctx, subs[i], raw, nil, 0); err != nil {
			t.Error(err)
		}
	})
	list, err := s.SubmissionsByDigest(ctx, sha256.Sum256(raw))
	noError(t, err)
	equal(t, "listed", len(list), 101) // the last hundred and the accepted one
	equal(t, "oldest", list[100].Document, accepted.Document)
	for i := 1; i < len(list); i++ {
		if list[i].ID >= list[i-1].ID {
			t.Fatal("not newest first")
		}
	}
}

func purge(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	refuse := func(text string, arrived time.Time) int32 {
		sub := Held(t, s, []byte(text))
		sub.Arrived = arrived
		noError(t, s.Refuse(ctx, sub, []byte(text), nil, 0))
		return sub.Document
	}
	old, young := refuse("<stare/>", Arrived), refuse("<nowe/>", Arrived.Add(time.Hour))
	letter := Accept(t, s, Sample(t, s, []byte("<pismo/>"))).Document
	held := hold(t, s, Held(t, s, []byte("<wstrzymane/>")), []byte("<wstrzymane/>")).Document
	noError(t, s.PutSession(ctx, store.Session{IDSHA256: "a", Expires: Arrived}))
	noError(t, s.PutSession(ctx, store.Session{IDSHA256: "b", Expires: Arrived.Add(time.Hour)}))

	submissions, sessions, err := s.Purge(ctx, Arrived.Add(time.Microsecond))
	noError(t, err)
	equal(t, "purged", []int64{submissions, sessions}, []int64{1, 1})
	for document, code := range map[int32]string{old: inbox.CodeLetterNotFound, young: "", letter: "", held: ""} {
		_, err := s.SubmissionBytes(ctx, document)
		wantCode(t, "bytes", err, code)
	}
	now, err := s.Submission(ctx, old)
	noError(t, err)
	equal(t, "its reasons stay", now.Reasons[0].Code, "certificate.revocation-unknown")
	submissions, sessions, err = s.Purge(ctx, Arrived.Add(time.Microsecond))
	noError(t, err)
	equal(t, "purged again", []int64{submissions, sessions}, []int64{0, 0})
}
