package drafts_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/forms/compose"
	"okienko/inbox"
	"okienko/inbox/drafts"
	"okienko/inbox/store/storetest"
)

var (
	anna    = drafts.Owner{Login: "anna.testowa@example.pl"}
	browser = drafts.Owner{Browser: "klucz-testowy"}
)

type clock struct{ at time.Time }

func open(t *testing.T) (*drafts.Drafts, *clock) {
	t.Helper()
	c := &clock{time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	return drafts.New(drafts.Options{Store: storetest.Open(t), Now: func() time.Time { return c.at }, Random: rand.Reader}), c
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if inbox.ErrorCode(err) != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func begin(t *testing.T, d *drafts.Drafts, o drafts.Owner) drafts.Draft {
	t.Helper()
	draft, err := d.Begin(context.Background(), o, "pismo-ogolne/4566", "/umprzykladowo/skrytka")
	check(t, err)
	return draft
}

func answer(name, value string) func(*drafts.Draft) error {
	return func(d *drafts.Draft) error {
		if d.Answers == nil {
			d.Answers = compose.Answers{}
		}
		d.Answers[name] = []string{value}
		return nil
	}
}

func attach(field, name, data string) func(*drafts.Draft) error {
	return func(d *drafts.Draft) error {
		if d.Files == nil {
			d.Files = compose.Files{}
		}
		d.Files[field] = compose.File{Name: name, MIME: "text/plain", Data: []byte(data)}
		return nil
	}
}

func TestADraftIsItsOwnersAlone(t *testing.T) {
	ctx := context.Background()
	d, _ := open(t)
	of := map[string]drafts.Draft{"anna": begin(t, d, anna), "browser": begin(t, d, browser)}
	for _, c := range []struct {
		asks  drafts.Owner
		whose string
		want  string
	}{
		{anna, "anna", ""},
		{drafts.Owner{Login: anna.Login, Browser: browser.Browser}, "anna", ""},
		{browser, "browser", ""},
		{browser, "anna", inbox.CodeDraftNotFound},
		{anna, "browser", inbox.CodeDraftNotFound},
		{drafts.Owner{Login: "jan.testowy@example.pl"}, "anna", inbox.CodeDraftNotFound},
		{drafts.Owner{Browser: "inny"}, "browser", inbox.CodeDraftNotFound},
		{drafts.Owner{}, "anna", inbox.CodeDraftNotFound},
		{drafts.Owner{}, "browser", inbox.CodeDraftNotFound},
	} {
		name := fmt.Sprintf("%+v asks for the draft of %s", c.asks, c.whose)
		_, err := d.Find(ctx, c.asks, of[c.whose].ID)
		wantCode(t, name, err, c.want)
		_, err = d.Change(ctx, c.asks, of[c.whose].ID, answer("a", "b"))
		wantCode(t, name, err, c.want)
		if c.want != "" {
			check(t, d.Delete(ctx, c.asks, of[c.whose].ID))
		}
	}
	for name, draft := range of {
		if len(draft.ID) != 32 || strings.Trim(draft.ID, "0123456789abcdef") != "" {
			t.Errorf("id %q of %s", draft.ID, name)
		}
	}
}

func TestAnswersAndFilesAreKept(t *testing.T) {
	ctx := context.Background()
	d, _ := open(t)
	draft := begin(t, d, anna)
	_, err := d.Change(ctx, anna, draft.ID, answer("Imie", "Anna"))
	check(t, err)
	_, err = d.Change(ctx, anna, draft.ID, attach("Zalacznik[1]", "umowa.txt", "treść"))
	check(t, err)
	got, err := d.Find(ctx, anna, draft.ID)
	check(t, err)
	files, err := d.Load(ctx, got)
	check(t, err)
	if got.Answers["Imie"][0] != "Anna" || got.Files["Zalacznik[1]"].Size != 7 || string(files["Zalacznik[1]"].Data) != "treść" {
		t.Errorf("%+v %+v", got, files)
	}
	// Under another field it is the same file; taken away, it is gone.
	_, err = d.Change(ctx, anna, draft.ID, func(d *drafts.Draft) error {
		d.Files = compose.Files{"Zalacznik[2]": d.Files["Zalacznik[1]"]}
		return nil
	})
	check(t, err)
	got, err = d.Find(ctx, anna, draft.ID)
	check(t, err)
	files, err = d.Load(ctx, got)
	check(t, err)
	if string(files["Zalacznik[2]"].Data) != "treść" || len(files) != 1 {
		t.Errorf("moved: %v", files)
	}
	got, err = d.Change(ctx, anna, draft.ID, func(d *drafts.Draft) error { clear(d.Files); return nil })
	check(t, err)
	if stored, err := d.Store.DraftFiles(ctx, draft.ID); err != nil || len(stored) != 0 || len(got.Files) != 0 {
		t.Errorf("left: %v %v", stored, err)
	}
}

// TestADocumentLivesAsLongAsItsAnswers: what was shown to be signed is not what
// the answers say any more.
func TestADocumentLivesAsLongAsItsAnswers(t *testing.T) {
	ctx := context.Background()
	d, _ := open(t)
	for _, c := range []struct {
		name   string
		change func(*drafts.Draft) error
		kept   bool
	}{
		{"sent", func(d *drafts.Draft) error { d.Sent = 5; return nil }, true},
		{"nothing", func(*drafts.Draft) error { return nil }, true},
		{"the same answer", answer("Imie", "Anna"), true},
		{"another answer", answer("Imie", "Maria"), false},
		{"a further answer", answer("Nazwisko", "Testowa"), false},
		{"a file", attach("Zalacznik", "a.txt", "a"), false},
		{"another box", func(d *drafts.Draft) error { d.Box = "/umprzykladowo/defekty"; return nil }, false},
	} {
		draft := begin(t, d, anna)
		draft, err := d.Change(ctx, anna, draft.ID, answer("Imie", "Anna"))
		check(t, err)
		draft, err = d.Fix(ctx, anna, draft, []byte("<Dokument/>"))
		check(t, err)
		after, err := d.Change(ctx, anna, draft.ID, c.change)
		check(t, err)
		if kept := after.Document != nil; kept != c.kept {
			t.Errorf("%s: document kept %v", c.name, kept)
		}
	}
}

func TestADocumentOfOldAnswersIsNotKept(t *testing.T) {
	ctx := context.Background()
	d, _ := open(t)
	old := begin(t, d, anna)
	_, err := d.Change(ctx, anna, old.ID, answer("Imie", "Anna"))
	check(t, err)
	_, err = d.Fix(ctx, anna, old, []byte("<Dokument/>"))
	wantCode(t, "fixing what was shown before", err, inbox.CodeDraftChanged)
}

// TestTwoWindows: each saves a page of its own, and nothing is lost.
func TestTwoWindows(t *testing.T) {
	ctx := context.Background()
	d, _ := open(t)
	draft := begin(t, d, anna)
	var both sync.WaitGroup
	for i := range 2 {
		both.Go(func() {
			for j := range 5 {
				if _, err := d.Change(ctx, anna, draft.ID, answer(fmt.Sprint(i, j), "x")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	both.Wait()
	got, err := d.Find(ctx, anna, draft.ID)
	check(t, err)
	if len(got.Answers) != 10 {
		t.Errorf("%d answers are left", len(got.Answers))
	}
}

func TestDraftsComeAlongAtSignIn(t *testing.T) {
	ctx := context.Background()
	d, _ := open(t)
	draft := begin(t, d, browser)
	check(t, d.Adopt(ctx, browser.Browser, anna.Login))
	if _, err := d.Find(ctx, anna, draft.ID); err != nil {
		t.Error(err)
	}
	_, err := d.Find(ctx, browser, draft.ID)
	wantCode(t, "the browser, after sign-in", err, inbox.CodeDraftNotFound)
}

func TestDraftsExpire(t *testing.T) {
	ctx := context.Background()
	d, c := open(t)
	annas, browsers := begin(t, d, anna), begin(t, d, browser)
	for _, step := range []struct {
		later         time.Duration
		anna, browser string
	}{
		{7*24*time.Hour - time.Second, "", ""},
		{time.Second, "", inbox.CodeDraftNotFound},
		{23*24*time.Hour - time.Second, "", inbox.CodeDraftNotFound},
		{time.Second, inbox.CodeDraftNotFound, inbox.CodeDraftNotFound},
	} {
		c.at = c.at.Add(step.later)
		_, err := d.Find(ctx, anna, annas.ID)
		wantCode(t, "account at "+c.at.String(), err, step.anna)
		_, err = d.Find(ctx, browser, browsers.ID)
		wantCode(t, "browser at "+c.at.String(), err, step.browser)
	}
}

func TestQuotas(t *testing.T) {
	ctx := context.Background()
	d, _ := open(t)
	var last drafts.Draft
	for range 20 {
		last = begin(t, d, browser)
	}
	_, err := d.Begin(ctx, browser, "pismo-ogolne/4566", "/umprzykladowo/skrytka")
	wantCode(t, "the 21st draft", err, inbox.CodeDraftQuota)
	big := strings.Repeat("x", 30<<20)
	_, err = d.Change(ctx, browser, last.ID, attach("a", "a.txt", big))
	check(t, err)
	_, err = d.Change(ctx, browser, last.ID, attach("b", "b.txt", big))
	wantCode(t, "files beyond the share", err, inbox.CodeDraftQuota)
	_, err = d.Change(ctx, browser, last.ID, func(d *drafts.Draft) error { clear(d.Files); return nil })
	check(t, err)
	_, err = d.Change(ctx, browser, last.ID, attach("b", "b.txt", big))
	check(t, err)
	if _, err := d.Begin(ctx, anna, "pismo-ogolne/4566", "/umprzykladowo/skrytka"); err != nil {
		t.Errorf("another owner: %v", err)
	}
}

func TestAFullDiskKeepsNoDraft(t *testing.T) {
	ctx := context.Background()
	d, _ := open(t)
	draft := begin(t, d, anna)
	d.FreeDisk = func() error { return &inbox.Error{Code: inbox.CodeStorageFull} }
	_, err := d.Begin(ctx, anna, "pismo-ogolne/4566", "/umprzykladowo/skrytka")
	wantCode(t, "a new draft", err, inbox.CodeStorageFull)
	_, err = d.Change(ctx, anna, draft.ID, attach("a", "a.txt", "a"))
	wantCode(t, "a file", err, inbox.CodeStorageFull)
}

func TestSentDraftsAreForgottenOnceSeen(t *testing.T) {
	ctx := context.Background()
	d, _ := open(t)
	draft := begin(t, d, anna)
	_, err := d.Change(ctx, anna, draft.ID, func(d *drafts.Draft) error { d.Sent = 17; return nil })
	check(t, err)
	other := begin(t, d, anna)
	list, err := d.List(ctx, anna)
	check(t, err)
	if len(list) != 2 || list[0].Sent+list[1].Sent != 17 {
		t.Errorf("listed: %+v", list)
	}
	check(t, d.Forget(ctx, browser, 17))
	if _, err := d.Find(ctx, anna, draft.ID); err != nil {
		t.Errorf("forgotten by somebody else: %v", err)
	}
	check(t, d.Forget(ctx, anna, 17))
	_, err = d.Find(ctx, anna, draft.ID)
	wantCode(t, "a draft that is forgotten", err, inbox.CodeDraftNotFound)
	if _, err := d.Find(ctx, anna, other.ID); err != nil {
		t.Error(err)
	}
}
