package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

var (
	annas    = store.DraftOwner{Login: "anna", Browser: "ignored"}
	browsers = store.DraftOwner{Browser: "b1"}
)

func draft(id string, saved time.Time) store.Draft {
	return store.Draft{ID: id, Form: "pismo-ogolne/4566", Started: Arrived, Saved: saved, Expires: saved.Add(time.Hour),
		Size: 10, Content: []byte(`{"a":"ż"}`)}
}

func change(d store.Draft, keep []string, add ...store.DraftFile) store.DraftChange {
	return store.DraftChange{Draft: d, Keep: keep, Add: add}
}

func draftsOfAnOwner(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	first, second := draft("d1", Arrived), draft("d2", Arrived.Add(time.Minute))
	noError(t, s.PutDraft(ctx, annas, first))
	noError(t, s.PutDraft(ctx, annas, second))
	noError(t, s.PutDraft(ctx, browsers, draft("d3", Arrived)))
	got, ok, err := s.Draft(ctx, annas, "d1", Arrived)
	noError(t, err)
	equal(t, "draft", []any{got, ok}, []any{first, true})
	for _, stranger := range []store.DraftOwner{{Login: "jan"}, {Browser: "b1"}, {Browser: "ignored"}, {}} {
		_, ok, err := s.Draft(ctx, stranger, "d1", Arrived)
		noError(t, err)
		equal(t, fmt.Sprintf("draft of %+v", stranger), ok, false)
		noError(t, s.DeleteDraft(ctx, stranger, "d1"))
		ok, err = s.ChangeDraft(ctx, stranger, change(first, nil))
		noError(t, err)
		equal(t, fmt.Sprintf("change by %+v", stranger), ok, false)
	}
	list, err := s.Drafts(ctx, annas, Arrived)
	noError(t, err)
	first.Content, second.Content = nil, nil
	equal(t, "list", list, []store.Draft{second, first})
	use, err := s.DraftUse(ctx, annas)
	noError(t, err)
	equal(t, "use", use, store.DraftUse{Count: 2, Bytes: 20})
	use, err = s.AnonymousDraftUse(ctx)
	noError(t, err)
	equal(t, "use of nobody", use, store.DraftUse{Count: 1, Bytes: 10})
	noError(t, s.DeleteDraft(ctx, annas, "d1"))
	_, ok, err = s.Draft(ctx, annas, "d1", Arrived)
	noError(t, err)
	equal(t, "deleted", ok, false)
}

func draftFiles(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	d := draft("d1", Arrived)
	noError(t, s.PutDraft(ctx, annas, d))
	one, two := store.DraftFile{ID: "f1", Data: []byte("jeden")}, store.DraftFile{ID: "f2", Data: []byte{0, 255}}
	ok, err := s.ChangeDraft(ctx, annas, change(d, nil, one, two))
	noError(t, err)
	equal(t, "changed", ok, true)
	d.Revision++
	files, err := s.DraftFiles(ctx, "d1")
	noError(t, err)
	equal(t, "files", files, map[string][]byte{"f1": one.Data, "f2": two.Data})
	d.Document, d.Sent, d.Size = []byte("<a/>"), 7, 99
	ok, err = s.ChangeDraft(ctx, annas, change(d, []string{"f2"}))
	noError(t, err)
	equal(t, "changed again", ok, true)
	d.Revision++
	files, err = s.DraftFiles(ctx, "d1")
	noError(t, err)
	equal(t, "files kept", files, map[string][]byte{"f2": two.Data})
	got, _, err := s.Draft(ctx, annas, "d1", Arrived)
	noError(t, err)
	equal(t, "all of it", got, d)
	stale := d
	stale.Revision--
	ok, err = s.ChangeDraft(ctx, annas, change(stale, nil))
	noError(t, err)
	equal(t, "stale change", ok, false)
	files, err = s.DraftFiles(ctx, "d1")
	noError(t, err)
	equal(t, "files after a stale change", len(files), 1)
	noError(t, s.DeleteSentDrafts(ctx, store.DraftOwner{Login: "jan"}, 7))
	noError(t, s.DeleteSentDrafts(ctx, annas, 8))
	noError(t, s.DeleteSentDrafts(ctx, annas, 7))
	files, err = s.DraftFiles(ctx, "d1")
	noError(t, err)
	equal(t, "files of a deleted draft", len(files), 0)
}

func draftChangesInParallel(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	d := draft("d1", Arrived)
	noError(t, s.PutDraft(ctx, annas, d))
	won := make([]bool, 10)
	parallel(len(won), func(i int) {
		ok, err := s.ChangeDraft(ctx, annas, change(d, nil, store.DraftFile{ID: fmt.Sprint("f", i), Data: []byte("x")}))
		if err != nil {
			t.Error(err)
		}
		won[i] = ok
	})
	changes := 0
	for _, yes := range won {
		if yes {
			changes++
		}
	}
	equal(t, "changes of one revision", changes, 1)
	files, err := s.DraftFiles(ctx, "d1")
	noError(t, err)
	equal(t, "files", len(files), 1)
}

func draftsComeAlong(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	d := draft("d1", Arrived)
	noError(t, s.PutDraft(ctx, browsers, d))
	noError(t, s.PutDraft(ctx, store.DraftOwner{Browser: "b2"}, draft("d2", Arrived)))
	_, err := s.AdoptDrafts(ctx, "", "anna", Arrived)
	wantCode(t, "drafts of no browser", err, inbox.CodeInternal)
	n, err := s.AdoptDrafts(ctx, "b1", "anna", Arrived.Add(5*time.Hour))
	noError(t, err)
	equal(t, "adopted", n, int64(1))
	d.Expires = Arrived.Add(5 * time.Hour)
	got, ok, err := s.Draft(ctx, annas, "d1", Arrived)
	noError(t, err)
	equal(t, "draft", []any{got, ok}, []any{d, true})
	_, ok, err = s.Draft(ctx, browsers, "d1", Arrived)
	noError(t, err)
	equal(t, "still the browser's", ok, false)
}

func draftsExpire(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	for i := range 3 {
		noError(t, s.PutDraft(ctx, annas, draft(fmt.Sprint("d", i), Arrived.Add(time.Duration(i)*time.Hour))))
	}
	_, ok, err := s.Draft(ctx, annas, "d0", Arrived.Add(time.Hour))
	noError(t, err)
	equal(t, "expired draft", ok, false)
	n, err := s.PurgeDrafts(ctx, Arrived.Add(time.Hour+time.Microsecond))
	noError(t, err)
	equal(t, "purged", n, int64(1))
	list, err := s.Drafts(ctx, annas, Arrived)
	noError(t, err)
	equal(t, "left", len(list), 2)
}
