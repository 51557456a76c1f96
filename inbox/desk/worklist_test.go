package desk

import (
	"context"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store/storetest"
)

func TestSubmissionsThatBecameNoLetter(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	refused := storetest.Held(t, o.store, []byte("<odrzucone/>"))
	check(t, o.store.Refuse(ctx, refused, []byte("<odrzucone/>"), nil, 0))
	held, err := o.store.Hold(ctx, storetest.Held(t, o.store, []byte("<wstrzymane/>")), []byte("<wstrzymane/>"))
	check(t, err)
	letter := put(t, o.store, "<a/>", "so")
	for _, a := range []inbox.Actor{registrar, auditor} {
		for state, document := range map[inbox.SubmissionState]int32{inbox.Refused: refused.Document, inbox.Held: held.Document} {
			list, next, err := o.desk.Undecided(ctx, a, state, 0)
			if err != nil || next != 0 || len(list) != 1 || list[0].Document != document {
				t.Errorf("%s, %s: %+v, %v", a.Login, state, list, err)
			}
			if raw, err := o.desk.SubmissionDocument(ctx, a, document); err != nil || len(raw) == 0 {
				t.Errorf("%s, %s: %v", a.Login, state, err)
			}
		}
		_, err := o.desk.SubmissionDocument(ctx, a, letter.ID)
		wantCode(t, "a letter is read as one", err, inbox.CodeLetterNotFound)
	}
	for _, a := range []inbox.Actor{clerk, head, admin, anna, nobody} {
		_, _, err := o.desk.Undecided(ctx, a, inbox.Refused, 0)
		wantCode(t, "the list for "+a.Login, err, inbox.CodeForbidden)
		_, err = o.desk.SubmissionDocument(ctx, a, refused.Document)
		wantCode(t, "the bytes for "+a.Login, err, inbox.CodeLetterNotFound)
		_, err = o.desk.KeptSubmission(ctx, a, refused.Document)
		wantCode(t, "the page for "+a.Login, err, inbox.CodeLetterNotFound)
	}
	k, err := o.desk.KeptSubmission(ctx, registrar, refused.Document)
	if err != nil || !k.Bytes || len(k.Views) != 2 || k.Answer != nil {
		t.Errorf("%+v, %v", k, err)
	}
	_, _, err = o.store.Purge(ctx, storetest.Arrived.AddDate(0, 0, 1))
	check(t, err)
	if k, err = o.desk.KeptSubmission(ctx, registrar, refused.Document); err != nil || k.Bytes {
		t.Errorf("purged: %+v, %v", k, err)
	}
	_, err = o.desk.SubmissionDocument(ctx, registrar, refused.Document)
	wantCode(t, "purged", err, inbox.CodeLetterNotFound)
}
