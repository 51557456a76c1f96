package jobs_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/boxes"
	"okienko/inbox/fetch"
	"okienko/inbox/intake"
	"okienko/inbox/jobs"
	"okienko/inbox/receipt"
	"okienko/inbox/store"
	"okienko/xades"
	"okienko/xades/trust"
)

// office is an intake that requires evidence, in a box that holds letters without,
// and an issuer whose responder may be down.
type office struct {
	pki       *pkitest.PKI
	responder *pkitest.Responder
	signer    *pkitest.Credential
	box       inbox.Box
	store     *store.Store
	intake    *intake.Intake
	evidence  *fetch.Cache
	ahead     atomic.Int64 // of the clock
	down      atomic.Bool
	asked     atomic.Int64
	wake      chan struct{}
	log       *slog.Logger
}

func (o *office) now() time.Time { return time.Now().Add(time.Duration(o.ahead.Load())) }

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{wake: make(chan struct{}, 1), log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	var err error
	if o.pki, err = pkitest.New(pkitest.Options{}); err != nil {
		t.Fatal(err)
	}
	o.responder = o.pki.Responder(o.pki.QualifiedCA, o.pki.QualifiedCA)
	o.responder.Edit = func(a *pkitest.OCSPAnswer) {
		a.ThisUpdate, a.ProducedAt, a.NextUpdate = o.now(), o.now(), o.now().Add(day)
	}
	answers := &pkitest.Server{Responder: o.responder}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.asked.Add(1)
		if o.down.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		answers.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	if o.signer, err = o.pki.Issue(o.pki.QualifiedCA, pkitest.Request{Subject: pkitest.TestPerson(), QcCompliance: true, QcSSCD: true, OCSPServers: []string{server.URL + "/ocsp"}}); err != nil {
		t.Fatal(err)
	}
	folder, err := fetch.OpenFolder(t.TempDir(), fetch.MaxEvidence)
	if err != nil {
		t.Fatal(err)
	}
	o.evidence = fetch.NewCache(fetch.CacheOptions{Client: fetch.New(fetch.Options{Private: true}), Folder: folder, Now: o.now, Log: o.log})
	o.open(t)
	return o
}

// open makes the intake and what is beneath it.
func (o *office) open(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "okienko.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	issuer, err := receipt.NewIssuer(receipt.Seal{
		Signer: o.pki.ReceiptSeal.Key, Certificate: o.pki.ReceiptSeal.Certificate, Chain: []*x509.Certificate{o.pki.ReceiptCA.Certificate},
	}, rand.Reader, o.now)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	o.box = inbox.Box{Entity: inbox.Entity{ID: "umprzykladowo", Name: pkitest.EntityName, REGON: "123456785", NIP: "1234563218"}, Name: "skrytka", DefaultDepartment: "or",
		Policy: inbox.BoxPolicy{Anonymous: true, MaxBytes: 5 << 20, NoRevocation: inbox.Hold, UnknownIssuer: inbox.Hold}}
	all, err := boxes.New([]inbox.Box{o.box})
	if err != nil {
		t.Fatal(err)
	}
	o.store = db
	o.intake, err = intake.New(intake.Options{
		Store: db, Boxes: all, Catalogue: catalogue, Issuer: issuer, Trust: o.believing(), Departments: []inbox.Department{{ID: "or"}},
		RequireRevocation: true, Evidence: o.evidence.Evidence, Now: o.now, Log: o.log,
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) believing() trust.Config {
	return trust.Config{Anchors: []trust.Anchor{{Certificate: o.pki.QualifiedCA.Certificate, Kind: "qualified"}}}
}

func (o *office) letter(t *testing.T, by *pkitest.Credential) []byte {
	t.Helper()
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	sample, ok := catalogue.File("pismo-ogolne", "4566", "sample.xml")
	if !ok {
		t.Fatal("no sample")
	}
	letter, err := xades.Sign(sample, xades.SignOptions{Signer: by.Key, Certificate: by.Certificate, Time: time.Now(), Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return letter
}

func (o *office) post(t *testing.T, letter []byte) inbox.Outcome {
	t.Helper()
	out, err := o.intake.Receive(context.Background(), intake.Request{Channel: inbox.REST, Box: o.box, Raw: letter, Arrived: o.now()})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// run starts the jobs with rounds this far apart; they end with the test.
func (o *office) run(t *testing.T, every time.Duration) {
	ctx, stop := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() {
		jobs.Run(ctx, jobs.Options{Store: o.store, Intake: o.intake, Evidence: o.evidence, Wake: o.wake, Now: o.now, Log: o.log, Every: every})
	})
	t.Cleanup(func() { stop(); done.Wait() })
}

// becomes waits until a submission is in a state.
func (o *office) becomes(t *testing.T, document int32, want inbox.SubmissionState) inbox.Submission {
	t.Helper()
	for range 1500 {
		sub, err := o.store.Submission(context.Background(), document)
		if err != nil {
			t.Fatal(err)
		}
		if sub.State == want {
			return sub
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("document %d is not %s", document, want)
	return inbox.Submission{}
}

const often = 20 * time.Millisecond

// TestHeldLetterIsDecided: the sender does not wait for the responder; the jobs
// ask it, and the next letter needs no asking.
func TestHeldLetterIsDecided(t *testing.T) {
	o := newOffice(t)
	held := o.post(t, o.letter(t, o.signer))
	if held.State != inbox.Held || held.Reasons[0].Code != xades.CodeNoRevocation || o.asked.Load() != 0 {
		t.Fatalf("%s %v, the responder was asked %d times", held.State, held.Reasons, o.asked.Load())
	}
	o.run(t, often)
	o.becomes(t, held.Document, inbox.Accepted)
	if out := o.post(t, o.letter(t, o.signer)); out.State != inbox.Accepted || o.asked.Load() != 1 {
		t.Errorf("the next letter: %s %v, asked %d times", out.State, out.Reasons, o.asked.Load())
	}
	o.ahead.Store(int64(25 * time.Hour))
	if out := o.post(t, o.letter(t, o.signer)); out.State != inbox.Held {
		t.Errorf("expired evidence decides: %s", out.State)
	}
}

// TestHeldLetterOfARevokedSigner is refused.
func TestHeldLetterOfARevokedSigner(t *testing.T) {
	o := newOffice(t)
	o.responder.Set(o.signer.Certificate, pkitest.OCSPState{Revoked: time.Now().Add(-time.Minute), Reason: 1})
	held := o.post(t, o.letter(t, o.signer))
	o.run(t, often)
	if sub := o.becomes(t, held.Document, inbox.Refused); len(sub.Reasons) != 1 || sub.Reasons[0].Code != xades.CodeRevoked {
		t.Errorf("refused for %v", sub.Reasons)
	}
}

// TestDeadResponder: the letter waits, the responder is left alone for a while,
// and once it answers the letter is decided as of its arrival.
func TestDeadResponder(t *testing.T) {
	o := newOffice(t)
	o.down.Store(true)
	held := o.post(t, o.letter(t, o.signer))
	second := o.post(t, o.letter(t, o.signer))
	o.run(t, often)
	for o.asked.Load() == 0 {
		time.Sleep(often)
	}
	time.Sleep(10 * often)
	if n := o.asked.Load(); n != 1 {
		t.Errorf("asked %d times while it is down", n)
	}
	o.becomes(t, held.Document, inbox.Held)
	o.down.Store(false)
	o.ahead.Store(int64(time.Hour))
	sub := o.becomes(t, held.Document, inbox.Accepted)
	if !sub.Arrived.Equal(held.Arrived.Truncate(time.Microsecond)) {
		t.Errorf("arrived %v, decided as of %v", held.Arrived, sub.Arrived)
	}
	o.becomes(t, second.Document, inbox.Accepted)
}

// TestWoken: a letter that is held need not wait for the next round.
func TestWoken(t *testing.T) {
	o := newOffice(t)
	o.run(t, time.Hour)
	time.Sleep(often) // the first round is over
	held := o.post(t, o.letter(t, o.signer))
	o.wake <- struct{}{}
	o.becomes(t, held.Document, inbox.Accepted)
}

// TestNobodyVouches: certificates that nobody configured are not asked about,
// wherever they say to ask.
func TestNobodyVouches(t *testing.T) {
	o := newOffice(t)
	stranger, err := o.pki.Issue(o.pki.StrangerCA, pkitest.Request{Subject: pkitest.TestPerson(), OCSPServers: o.signer.Certificate.OCSPServer})
	if err != nil {
		t.Fatal(err)
	}
	held := o.post(t, o.letter(t, stranger))
	o.run(t, often)
	time.Sleep(10 * often)
	o.becomes(t, held.Document, inbox.Held)
	if n := o.asked.Load(); n != 0 {
		t.Errorf("asked %d times", n)
	}
}

// TestListsWhileLetters: what is believed changes while letters are judged. Each
// is judged under the old or the new, and in the end all under the new.
func TestListsWhileLetters(t *testing.T) {
	o, p := newOffice(t), newPublisher(t)
	p.pki = o.pki
	p.publish("/pl.xml", sign(t, p.polish(1, p.now.Add(-time.Minute), func(l *pkitest.List) { l.Granted = []*x509.Certificate{o.pki.StrangerCA.Certificate} }), p.operator))
	folder, err := fetch.OpenFolder(t.TempDir(), 64<<20)
	if err != nil {
		t.Fatal(err)
	}
	lists := jobs.NewLists(jobs.ListOptions{
		Lists: []jobs.List{p.direct()}, Client: fetch.New(fetch.Options{Private: true}), Folder: folder, Now: o.now, Log: o.log,
		Believe: func(anchors []trust.Anchor) { o.intake.Believe(trust.Config{Anchors: anchors}) },
	})
	if out := o.post(t, o.letter(t, o.signer)); out.Reasons[0].Code != xades.CodeUntrusted {
		t.Errorf("before the first list: %s %v", out.State, out.Reasons)
	}
	letters := make([][]byte, 40)
	for i := range letters {
		letters[i] = o.letter(t, o.signer)
	}
	var work sync.WaitGroup
	for part := range 2 {
		work.Go(func() {
			for i := part; i < len(letters); i += 2 {
				if out := o.post(t, letters[i]); out.State != inbox.Held && out.State != inbox.Accepted {
					t.Errorf("%s %v", out.State, out.Reasons)
				}
			}
		})
	}
	work.Go(func() {
		for number := int64(2); number < 8; number++ {
			lists.Refresh(t.Context())
			p.publish("/pl.xml", sign(t, p.polish(number, p.now.Add(time.Duration(number)*time.Second)), p.operator))
			o.ahead.Add(int64(25 * time.Hour))
		}
	})
	work.Wait()
	lists.Refresh(t.Context())
	o.run(t, often)
	for _, letter := range letters {
		held := o.post(t, letter)
		o.becomes(t, held.Document, inbox.Accepted)
	}
}
