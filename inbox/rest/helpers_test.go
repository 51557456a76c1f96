package rest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/boxes"
	"okienko/inbox/desk"
	"okienko/inbox/intake"
	"okienko/inbox/profile"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

var arrival = time.Date(2026, 3, 2, 9, 15, 0, 123456000, time.UTC)

// scripted is an intake that decides by what the bytes say, over a real store.
type scripted struct {
	t     *testing.T
	store *store.Store

	mu   sync.Mutex
	seen []intake.Request
}

func (s *scripted) Receive(ctx context.Context, req intake.Request) (inbox.Outcome, error) {
	s.mu.Lock()
	s.seen = append(s.seen, req)
	s.mu.Unlock()
	sub := inbox.Submission{Document: storetest.DrawID(s.t, s.store), Box: req.Box.Address(), Channel: req.Channel, PostedBy: req.Actor.Login,
		Arrived: req.Arrived, SHA256: sha256.Sum256(req.Raw), Size: int64(len(req.Raw))}
	switch {
	case bytes.HasPrefix(req.Raw, []byte("<refuse")):
		return s.refuse(ctx, sub, req.Raw)
	case bytes.HasPrefix(req.Raw, []byte("<hold")):
		sub.State, sub.Reasons = inbox.Held, []inbox.Reason{{Code: "certificate.revocation-unknown"}}
		held, err := s.store.Hold(ctx, sub, req.Raw)
		return inbox.Outcome{State: inbox.Held, Document: held.Document, Arrived: held.Arrived, PostedBy: held.PostedBy, Reasons: sub.Reasons, RetryAfter: 90 * time.Second}, err
	case bytes.HasPrefix(req.Raw, []byte("<busy")):
		return inbox.Outcome{}, &inbox.Error{Code: inbox.CodeUnavailable, RetryAfter: 1500 * time.Millisecond}
	case bytes.HasPrefix(req.Raw, []byte("<full")):
		return inbox.Outcome{}, &inbox.Error{Code: inbox.CodeStorageFull}
	case bytes.HasPrefix(req.Raw, []byte("<broken")):
		return inbox.Outcome{}, io.ErrUnexpectedEOF
	case bytes.HasPrefix(req.Raw, []byte("<erased")):
		return inbox.Outcome{State: inbox.Accepted, Duplicate: true, Erased: true, Arrived: req.Arrived}, nil
	}
	return s.accept(ctx, sub, req.Raw)
}

func (s *scripted) refuse(ctx context.Context, sub inbox.Submission, raw []byte) (inbox.Outcome, error) {
	sub.State = inbox.Refused
	sub.Reasons = []inbox.Reason{
		{Code: "signature.digest", Line: 3, Column: 7, Path: "/Dokument", Args: map[string]string{"uri": "#a"}},
		{Code: inbox.CodeAddressee},
	}
	out := inbox.Outcome{State: inbox.Refused, Document: sub.Document, Arrived: sub.Arrived, Reasons: sub.Reasons}
	if bytes.Contains(raw, []byte("readable")) {
		out.Receipt = &inbox.Receipt{ID: storetest.DrawID(s.t, s.store), Kind: inbox.Refusal, Document: sub.Document, Made: sub.Arrived, Bytes: []byte("<Odmowa/>")}
	}
	return out, s.store.Refuse(ctx, sub, raw, out.Receipt, 0)
}

func (s *scripted) accept(ctx context.Context, sub inbox.Submission, raw []byte) (inbox.Outcome, error) {
	if known, ok, err := s.store.FindAccepted(ctx, sub.Box, sub.SHA256); err != nil || ok {
		return known, err
	}
	a := storetest.Acceptance(sub.Document, storetest.DrawID(s.t, s.store), raw)
	a.Submission.Box, a.Submission.PostedBy, a.Letter.Box, a.Letter.PostedBy = sub.Box, sub.PostedBy, sub.Box, sub.PostedBy
	if bytes.Contains(raw, []byte("km")) {
		a.Letter.Department = "km"
	}
	return s.store.Accept(ctx, a)
}

// office is a door over a real store with two departments.
type office struct {
	t      *testing.T
	url    string
	store  *store.Store
	intake *scripted
	log    *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

var testBoxes = []inbox.Box{
	{Entity: inbox.Entity{ID: "umprzykladowo"}, Name: "skrytka", Title: "Skrzynka", Policy: inbox.BoxPolicy{MaxBytes: 4096, Anonymous: true}},
	{Entity: inbox.Entity{ID: "umprzykladowo"}, Name: "systemy", Title: "Systemy", Policy: inbox.BoxPolicy{MaxBytes: 4096}},
}

const post = "/api/v1/boxes/umprzykladowo/skrytka/letters"

func newDoor(t *testing.T, s *store.Store, in Intake, log *slog.Logger) *Door {
	t.Helper()
	now := func() time.Time { return arrival }
	set, err := boxes.New(testBoxes)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	accounts := profile.New(s, now, strings.NewReader(strings.Repeat("not random at all", 1000)))
	for _, a := range []inbox.Account{
		{Login: "urzednik-so", Role: inbox.RoleClerk, Department: "so"},
		{Login: "urzednik-km", Role: inbox.RoleClerk, Department: "km"},
		{Login: "kancelaria", Role: inbox.RoleRegistrar},
		{Login: "audytor", Role: inbox.RoleAuditor},
		{Login: "system", Role: inbox.RoleIntegrator, Entity: "umprzykladowo"},
		{Login: "system-obcy", Role: inbox.RoleIntegrator, Entity: "gmina"},
		{Login: "admin", Role: inbox.RoleAdministrator},
	} {
		if err := accounts.Create(context.Background(), a, "", "token-"+a.Login); err != nil {
			t.Fatal(err)
		}
	}
	departments := []inbox.Department{{ID: "so"}, {ID: "km"}}
	d, err := New(Options{Intake: in, Accounts: accounts, Desk: desk.New(desk.Options{Store: s, Departments: departments, Catalogue: catalogue, Now: now}), Boxes: set, Catalogue: catalogue,
		XML: XMLLimits{Bytes: 1, Depth: 2, Elements: 3, Attributes: 4, Namespaces: 5}, Now: now, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func openOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, store: storetest.Open(t), log: &lockedBuffer{}}
	o.intake = &scripted{t: t, store: o.store}
	log := slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	server := httptest.NewServer(newDoor(t, o.store, o.intake, log))
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

type reply struct {
	*http.Response
	body []byte
}

// call makes a request as somebody ("" = nobody); headers come as name, value.
func (o *office) call(method, path, who, body string, headers ...string) reply {
	o.t.Helper()
	r, err := http.NewRequest(method, o.url+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	if who != "" {
		r.Header.Set("Authorization", "Bearer token-"+who)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return o.send(r)
}

func (o *office) send(r *http.Request) reply {
	o.t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	documented(o.t, r.Method, r.URL.Path, response.StatusCode)
	return reply{response, body}
}

func (o *office) get(path, who string, headers ...string) reply {
	o.t.Helper()
	return o.call(http.MethodGet, path, who, "", headers...)
}

func (o *office) post(body, who string, headers ...string) reply {
	o.t.Helper()
	return o.call(http.MethodPost, post, who, body, append([]string{"Content-Type", "application/xml"}, headers...)...)
}

func (r reply) json(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal(r.body, into); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
}

// want checks the status and, of a problem, the first reason's code.
func (r reply) want(t *testing.T, what string, status int, code string) {
	t.Helper()
	if r.StatusCode != status {
		t.Errorf("%s: status %d, want %d: %s", what, r.StatusCode, status, r.body)
		return
	}
	if code == "" {
		return
	}
	var p problem
	r.json(t, &p)
	if len(p.Reasons) == 0 || p.Reasons[0].Code != code || p.Status != status || p.Reasons[0].Message == "" || p.Reasons[0].Remedy == "" || p.Title == "" || p.Detail == "" {
		t.Errorf("%s: %s, want the code %s", what, r.body, code)
	}
	if got := r.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("%s: content type %q", what, got)
	}
}
