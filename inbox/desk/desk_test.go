package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

var (
	clerk     = inbox.Actor{Login: "urzednik-so", Role: inbox.RoleClerk, Department: "so"}
	colleague = inbox.Actor{Login: "urzednik-so-2", Role: inbox.RoleClerk, Department: "so"}
	head      = inbox.Actor{Login: "kierownik-so", Role: inbox.RoleHead, Department: "so"}
	stranger  = inbox.Actor{Login: "urzednik-km", Role: inbox.RoleClerk, Department: "km"}
	registrar = inbox.Actor{Login: "kancelaria", Role: inbox.RoleRegistrar}
	auditor   = inbox.Actor{Login: "audytor", Role: inbox.RoleAuditor}
	poster    = inbox.Actor{Login: "system-testowy", Role: inbox.RoleIntegrator}
	other     = inbox.Actor{Login: "system-obcy", Role: inbox.RoleIntegrator}
	admin     = inbox.Actor{Login: "admin", Role: inbox.RoleAdministrator}
	nobody    = inbox.Actor{}
)

var today = time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)

func open(t *testing.T) (*Desk, *store.Store) {
	t.Helper()
	o := openOffice(t)
	return o.desk, o.store
}

func put(t *testing.T, s *store.Store, text, department string) inbox.Letter {
	t.Helper()
	a := storetest.Sample(t, s, []byte(text))
	a.Letter.Department = department
	return *storetest.Accept(t, s, a).Letter
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if got := inbox.ErrorCode(err); got != code {
		t.Errorf("%s: code %q, want %q (%v)", what, got, code, err)
	}
}

func TestWhoReadsALetter(t *testing.T) {
	d, s := open(t)
	ctx := context.Background()
	l := put(t, s, "<a/>", "so")
	for _, a := range []inbox.Actor{clerk, head, registrar, auditor, poster} {
		got, err := d.Letter(ctx, a, l.ID)
		if err != nil || got.ID != l.ID || got.Number.N != 1 {
			t.Errorf("%s: letter %d %s, %v", a.Login, got.ID, got.Number, err)
		}
		raw, err := d.Document(ctx, a, l.ID)
		if err != nil || !bytes.Equal(raw, []byte("<a/>")) {
			t.Errorf("%s: document %q, %v", a.Login, raw, err)
		}
		if r, err := d.Receipt(ctx, a, l.ID); err != nil || r.ID != l.ReceiptID {
			t.Errorf("%s: receipt %d, %v", a.Login, r.ID, err)
		}
	}
	for _, a := range []inbox.Actor{stranger, other, admin, nobody} {
		_, letterErr := d.Letter(ctx, a, l.ID)
		_, documentErr := d.Document(ctx, a, l.ID)
		_, receiptErr := d.Receipt(ctx, a, l.ID)
		_, historyErr := d.History(ctx, a, l.ID)
		_, claimErr := d.Claim(ctx, a, l.ID)
		for i, err := range []error{letterErr, documentErr, receiptErr, historyErr, claimErr} {
			wantCode(t, fmt.Sprintf("%q, call %d", a.Login, i), err, inbox.CodeLetterNotFound)
		}
	}
	_, err := d.Letter(ctx, registrar, l.ID+100)
	wantCode(t, "no such letter", err, inbox.CodeLetterNotFound)
}

func TestEveryViewOfTheOfficeIsLogged(t *testing.T) {
	d, s := open(t)
	ctx := context.Background()
	l := put(t, s, "<a/>", "so")
	for _, a := range []inbox.Actor{clerk, poster, stranger} { // the last two leave no line
		_, _ = d.Letter(ctx, a, l.ID)
		_, _ = d.Document(ctx, a, l.ID)
		_, _ = d.Receipt(ctx, a, l.ID)
	}
	events, err := d.History(ctx, auditor, l.ID)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range events {
		lines = append(lines, e.Kind+" "+e.Actor+" "+e.Detail)
	}
	want := []string{"viewed urzednik-so letter", "viewed urzednik-so document", "viewed urzednik-so receipt"}
	if len(lines) < 3 || !reflect.DeepEqual(lines[len(lines)-3:], want) || len(lines) != 4 {
		t.Errorf("history %q, want received and then %q", lines, want)
	}
	if !events[len(events)-1].At.Equal(today) {
		t.Errorf("viewed at %v", events[len(events)-1].At)
	}
	_, err = d.History(ctx, poster, l.ID)
	wantCode(t, "the sender asks for the history", err, inbox.CodeForbidden)
}

func TestQueueShowsOnlyWhatTheActorMayRead(t *testing.T) {
	d, s := open(t)
	ctx := context.Background()
	so, km := put(t, s, "<a/>", "so"), put(t, s, "<b/>", "km")
	for _, c := range []struct {
		name   string
		actor  inbox.Actor
		filter Filter
		want   []int32
	}{
		{"clerk", clerk, Filter{}, []int32{so.ID}},
		{"clerk asks for another department", clerk, Filter{Department: "km"}, nil},
		{"clerk without department", inbox.Actor{Login: "x", Role: inbox.RoleClerk}, Filter{}, nil},
		{"head", head, Filter{Department: "so"}, []int32{so.ID}},
		{"registrar", registrar, Filter{}, []int32{so.ID, km.ID}},
		{"auditor, one department", auditor, Filter{Department: "km"}, []int32{km.ID}},
		{"sender", poster, Filter{}, []int32{so.ID, km.ID}},
		{"another sender", other, Filter{}, nil},
		{"another sender asks for his", other, Filter{PostedBy: poster.Login}, nil},
		{"by number", registrar, Filter{Number: km.Number}, []int32{km.ID}},
		{"by digest, not his department", clerk, Filter{SHA256: &km.SHA256}, nil},
		{"by state", clerk, Filter{State: inbox.Claimed}, nil},
	} {
		letters, next, err := d.Queue(ctx, c.actor, c.filter)
		var ids []int32
		for _, l := range letters {
			ids = append(ids, l.ID)
		}
		if err != nil || next != 0 || !reflect.DeepEqual(ids, c.want) {
			t.Errorf("%s: %v, next %d, %v; want %v", c.name, ids, next, err, c.want)
		}
	}
	for _, a := range []inbox.Actor{nobody, admin} {
		_, _, err := d.Queue(ctx, a, Filter{})
		wantCode(t, "queue of "+string(a.Role), err, inbox.CodeForbidden)
	}
}

func TestPagesOfAQueue(t *testing.T) {
	d, s := open(t)
	var want []int32
	for i := range 6 {
		want = append(want, put(t, s, fmt.Sprintf("<a%d/>", i), "so").ID)
	}
	for size, pages := range map[int]int{1: 6, 2: 3, 3: 2, 4: 2, 6: 1, 7: 1, 0: 1, 9999: 1} {
		var got []int32
		var after int32
		read := 0
		for more := true; more && read < 10; read++ {
			letters, next, err := d.Queue(context.Background(), clerk, Filter{Limit: size, After: after})
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range letters {
				got = append(got, l.ID)
			}
			after, more = next, next != 0
		}
		if read != pages || !reflect.DeepEqual(got, want) {
			t.Errorf("pages of %d: %d pages with %v, want %d with %v", size, read, got, pages, want)
		}
	}
}

func TestWork(t *testing.T) {
	d, s := open(t)
	ctx := context.Background()
	id := put(t, s, "<a/>", "so").ID
	step := func(name string, move func() (inbox.Letter, error), state inbox.LetterState, department, holder string) {
		t.Helper()
		l, err := move()
		if err != nil || l.State != state || l.Department != department || l.Clerk != holder {
			t.Errorf("%s: %s in %s with %q, %v; want %s in %s with %q", name, l.State, l.Department, l.Clerk, err, state, department, holder)
		}
	}
	refused := func(name string, move func() (inbox.Letter, error), code string) {
		t.Helper()
		_, err := move()
		wantCode(t, name, err, code)
	}
	claim := func(a inbox.Actor) func() (inbox.Letter, error) {
		return func() (inbox.Letter, error) { return d.Claim(ctx, a, id) }
	}
	unclaim := func(a inbox.Actor) func() (inbox.Letter, error) {
		return func() (inbox.Letter, error) { return d.Unclaim(ctx, a, id) }
	}
	forward := func(a inbox.Actor, to, reason string) func() (inbox.Letter, error) {
		return func() (inbox.Letter, error) { return d.Forward(ctx, a, id, to, reason) }
	}
	closing := func(a inbox.Actor, reason string) func() (inbox.Letter, error) {
		return func() (inbox.Letter, error) { return d.Close(ctx, a, id, reason) }
	}

	refused("auditor claims", claim(auditor), inbox.CodeForbidden)
	refused("sender claims", claim(poster), inbox.CodeForbidden)
	refused("close while queued", closing(clerk, "załatwione"), inbox.CodeLetterState)
	step("claim", claim(clerk), inbox.Claimed, "so", clerk.Login)
	refused("claim twice", claim(colleague), inbox.CodeLetterState)
	refused("colleague puts back", unclaim(colleague), inbox.CodeLetterState)
	refused("colleague forwards", forward(colleague, "km", "dotyczy pojazdu"), inbox.CodeLetterState)
	refused("colleague closes", closing(colleague, "załatwione"), inbox.CodeLetterState)
	step("head puts back", unclaim(head), inbox.Queued, "so", "")
	refused("forward without reason", forward(clerk, "km", " \t"), inbox.CodeRequest)
	refused("forward to nowhere", forward(clerk, "zz", "dotyczy pojazdu"), inbox.CodeRequest)
	refused("forward to itself", forward(clerk, "so", "dotyczy pojazdu"), inbox.CodeRequest)
	step("forward a queued letter", forward(colleague, "km", "dotyczy pojazdu"), inbox.Queued, "km", "")
	refused("his no more", claim(clerk), inbox.CodeLetterNotFound)
	step("claim there", claim(stranger), inbox.Claimed, "km", stranger.Login)
	step("forward his own", forward(stranger, "so", "jednak nie"), inbox.Queued, "so", "")
	step("registrar claims", claim(registrar), inbox.Claimed, "so", registrar.Login)
	refused("close without reason", closing(registrar, ""), inbox.CodeRequest)
	step("close", closing(registrar, "załatwione"), inbox.Closed, "so", registrar.Login)
	refused("close twice", closing(registrar, "załatwione"), inbox.CodeLetterState)
	refused("claim a closed one", claim(clerk), inbox.CodeLetterState)

	events, err := d.History(ctx, registrar, id)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	want := []string{"received", "claimed", "unclaimed", "forwarded", "claimed", "forwarded", "claimed", "closed"}
	if !reflect.DeepEqual(kinds, want) {
		t.Errorf("history %v, want %v", kinds, want)
	}
}

func TestOneOfManyClaims(t *testing.T) {
	d, s := open(t)
	id := put(t, s, "<a/>", "so").ID
	var wg sync.WaitGroup
	results := make([]error, 20)
	for i := range results {
		wg.Go(func() {
			a := inbox.Actor{Login: fmt.Sprintf("urzednik-%d", i), Role: inbox.RoleClerk, Department: "so"}
			_, results[i] = d.Claim(context.Background(), a, id)
		})
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		if err == nil {
			won++
			continue
		}
		wantCode(t, "a late claim", err, inbox.CodeLetterState)
	}
	if won != 1 {
		t.Errorf("%d clerks hold the letter", won)
	}
}

func TestTrace(t *testing.T) {
	d, s := open(t)
	ctx := context.Background()
	raw := []byte("<held/>")
	_, err := d.ByDigest(ctx, sha256.Sum256(raw))
	wantCode(t, "never seen", err, inbox.CodeReceiptNotFound)
	expect := func(outcome inbox.SubmissionState) {
		t.Helper()
		if trace, err := d.ByDigest(ctx, sha256.Sum256(raw)); err != nil || trace.Outcome != outcome || !trace.Received.Equal(storetest.Arrived) {
			t.Errorf("trace %+v, %v; want %s", trace, err, outcome)
		}
	}
	refused := storetest.Held(t, s, raw)
	refused.State = inbox.Refused
	if err := s.Refuse(ctx, refused, raw, nil, 0); err != nil {
		t.Fatal(err)
	}
	expect(inbox.Refused)
	held, err := s.Hold(ctx, storetest.Held(t, s, raw), raw)
	if err != nil {
		t.Fatal(err)
	}
	expect(inbox.Held)
	for _, a := range []inbox.Actor{poster, registrar, auditor} {
		if sub, err := d.Submission(ctx, a, held.Document); err != nil || sub.State != inbox.Held {
			t.Errorf("%s: %s, %v", a.Login, sub.State, err)
		}
		_, err := d.Answer(ctx, a, held.Document)
		wantCode(t, "no answer yet", err, inbox.CodeReceiptNotFound)
	}
	for _, a := range []inbox.Actor{clerk, other, nobody} {
		_, err := d.Submission(ctx, a, held.Document)
		wantCode(t, "submission for "+a.Login, err, inbox.CodeLetterNotFound)
		_, err = d.Answer(ctx, a, held.Document)
		wantCode(t, "answer for "+a.Login, err, inbox.CodeLetterNotFound)
	}
	storetest.Accept(t, s, storetest.Sample(t, s, raw))
	expect(inbox.Accepted)
}
