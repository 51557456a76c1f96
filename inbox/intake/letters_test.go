package intake_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/fixtures"
	"okienko/fixtures/pkitest"
	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/boxes"
	"okienko/inbox/intake"
	"okienko/inbox/receipt"
	"okienko/inbox/store"
	"okienko/xades/trust"
)

// office is an intake with everything real beneath it.
type office struct {
	intake *intake.Intake
	store  *store.Store
	boxes  *boxes.Boxes
	file   string
	opt    intake.Options
}

func newOffice(t *testing.T, change ...func(*intake.Options)) *office {
	t.Helper()
	o := &office{file: filepath.Join(t.TempDir(), "okienko.db")}
	o.openStore(t)
	pki, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	issuer, err := receipt.NewIssuer(receipt.Seal{
		Signer: pki.ReceiptSeal.Key, Certificate: pki.ReceiptSeal.Certificate, Chain: append(pki.ReceiptSeal.Chain(), pki.ReceiptCA.Certificate),
	}, rand.Reader, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	believed, err := fixtures.Trust()
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if o.boxes, err = boxes.New(demoBoxes()); err != nil {
		t.Fatal(err)
	}
	o.opt = intake.Options{
		Store: o.store, Boxes: o.boxes, Catalogue: catalogue, Issuer: issuer, Trust: believed,
		Departments: []inbox.Department{{ID: "or"}, {ID: "so"}, {ID: "km"}}, Log: slog.New(slog.DiscardHandler),
	}
	for _, c := range change {
		c(&o.opt)
	}
	o.start(t)
	return o
}

func (o *office) openStore(t *testing.T) {
	t.Helper()
	db, err := store.Open(context.Background(), "sqlite:"+o.file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	o.store = db
}

func (o *office) start(t *testing.T) {
	t.Helper()
	o.opt.Store = o.store
	in, err := intake.New(o.opt)
	if err != nil {
		t.Fatal(err)
	}
	o.intake = in
}

func demoBoxes() []inbox.Box {
	entity := inbox.Entity{ID: "umprzykladowo", Name: pkitest.EntityName, REGON: "123456785", NIP: "1234563218"}
	lenient := inbox.BoxPolicy{Anonymous: true, MaxBytes: fixtures.MaxLetterBytes,
		MissingSignature: inbox.Accept, UnknownIssuer: inbox.Accept, MissingAttachment: inbox.Accept, SignerKind: inbox.Accept}
	return []inbox.Box{
		{Entity: entity, Name: "skrytka", DefaultDepartment: "or", Policy: inbox.BoxPolicy{Anonymous: true, MaxBytes: fixtures.MaxLetterBytes}},
		{Entity: entity, Name: "defekty", DefaultDepartment: "or", Policy: lenient},
		{Entity: entity, Name: "konto", DefaultDepartment: "or", Policy: inbox.BoxPolicy{MaxBytes: fixtures.MaxLetterBytes}},
		{Entity: entity, Name: "wstrzymane", DefaultDepartment: "or", Policy: inbox.BoxPolicy{Anonymous: true, MaxBytes: fixtures.MaxLetterBytes, UnknownIssuer: inbox.Hold, NoRevocation: inbox.Hold}},
	}
}

// post sends bytes to a box by address.
func (o *office) post(address string, raw []byte) (inbox.Outcome, error) {
	box, err := o.boxes.ByAddress(address)
	if err != nil {
		return inbox.Outcome{}, err
	}
	return o.intake.Receive(context.Background(), intake.Request{Channel: inbox.REST, Box: box, Raw: raw, Arrived: time.Now()})
}

func letters(t *testing.T) []fixtures.Letter {
	t.Helper()
	list, err := fixtures.Letters()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// goodLetter is the first letter of the collection that is accepted without a defect.
func goodLetter(t *testing.T) fixtures.Letter {
	t.Helper()
	for _, l := range letters(t) {
		if l.Good() {
			return l
		}
	}
	t.Fatal("no good letter")
	return fixtures.Letter{}
}

// TestEveryReasonHasAPlace: whatever refuses a letter that could be read says
// the line in it.
func TestEveryReasonHasAPlace(t *testing.T) {
	o := newOffice(t)
	for _, l := range letters(t) {
		out, err := o.post(l.Box, l.Data)
		if err != nil || out.State != inbox.Refused {
			continue
		}
		for _, r := range out.Reasons {
			if r.Line == 0 || r.Column == 0 {
				t.Errorf("%s: %s has no place", l.File, r.Code)
			}
		}
	}
}

// TestEveryLetter posts the whole collection and compares outcome, first reason
// and defects with what stands beside each letter.
func TestEveryLetter(t *testing.T) {
	o := newOffice(t)
	numbers := 0
	for _, l := range letters(t) {
		t.Run(l.File, func(t *testing.T) {
			out, err := o.post(l.Box, l.Data)
			want, code := expected(l)
			got := out.State
			var codes []string
			if err != nil {
				codes = []string{inbox.ErrorCode(err)}
			}
			for _, r := range out.Reasons {
				codes = append(codes, r.Code)
			}
			if got != want || code != "" && (len(codes) == 0 || codes[0] != code) {
				t.Fatalf("%s: %s %v (%v), want %s %s", l.Why, got, codes, err, want, code)
			}
			if out.State == inbox.Accepted {
				numbers++
				checkAccepted(t, l, out, numbers)
			}
			if out.State == inbox.Refused && out.Receipt != nil && !bytes.Contains(out.Receipt.Bytes, []byte(receipt.NamespaceRefusal)) {
				t.Error("the refusal has not its own namespace")
			}
		})
	}
	if numbers == 0 {
		t.Fatal("nothing was accepted")
	}
}

func expected(l fixtures.Letter) (inbox.SubmissionState, string) {
	switch {
	case l.Status == 201:
		return inbox.Accepted, ""
	case l.Status == 202:
		return inbox.Held, ""
	case l.Status == 422:
		return inbox.Refused, l.Code
	}
	return "", l.Code // an error of the door's: nothing happened
}

func checkAccepted(t *testing.T, l fixtures.Letter, out inbox.Outcome, number int) {
	t.Helper()
	if out.Duplicate || out.Letter == nil || out.Receipt == nil || out.Letter.Number.N != number {
		t.Fatalf("duplicate %v, letter %+v, want number %d", out.Duplicate, out.Letter, number)
	}
	var defects []string
	for _, d := range out.Letter.Defects {
		if d.Code != inbox.CodeSigningTimeOld { // the letters age; their verdicts do not
			defects = append(defects, d.Code)
		}
	}
	if !slices.Equal(defects, l.Defects) {
		t.Errorf("defects %v, want %v", defects, l.Defects)
	}
	if l.Form != "" && out.Letter.Form != l.Form {
		t.Errorf("form %s, want %s", out.Letter.Form, l.Form)
	}
}

// TestSameBytes: in order, in parallel and after a restart one letter, one receipt.
func TestSameBytes(t *testing.T) {
	o := newOffice(t)
	l := goodLetter(t)
	const posts = 40
	outs := make([]inbox.Outcome, posts)
	var wg sync.WaitGroup
	for i := range posts {
		wg.Go(func() {
			out, err := o.post(l.Box, l.Data)
			if err != nil {
				t.Error(err)
			}
			outs[i] = out
		})
	}
	wg.Wait()
	first := 0
	for _, out := range outs {
		if out.Receipt == nil || !bytes.Equal(out.Receipt.Bytes, outs[0].Receipt.Bytes) {
			t.Fatal("another receipt for the same bytes")
		}
		if !out.Duplicate {
			first++
		}
	}
	if first != 1 {
		t.Errorf("%d of %d posts were told to be the first", first, posts)
	}
	if err := o.store.Close(); err != nil {
		t.Fatal(err)
	}
	o.openStore(t)
	o.start(t)
	out, err := o.post(l.Box, l.Data)
	if err != nil || !out.Duplicate || !bytes.Equal(out.Receipt.Bytes, outs[0].Receipt.Bytes) {
		t.Errorf("after a restart: %v, duplicate %v", err, out.Duplicate)
	}
}

// TestCopy: other bytes with the same signed content are a letter of their own,
// flagged as a copy.
func TestCopy(t *testing.T) {
	o := newOffice(t)
	l := goodLetter(t)
	first, err := o.post(l.Box, l.Data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := o.post(l.Box, append(bytes.Clone(l.Data), '\n'))
	if err != nil || again.State != inbox.Accepted || again.Duplicate {
		t.Fatalf("%v %+v", err, again)
	}
	if again.Letter.CopyOf != first.Letter.ID {
		t.Errorf("copy of %d, want %d", again.Letter.CopyOf, first.Letter.ID)
	}
}

// TestRefusedIsJudgedAnew: a refused submission sent again is not receipted for
// being a duplicate, and is accepted when it has become acceptable.
func TestRefusedIsJudgedAnew(t *testing.T) {
	l := goodLetter(t)
	o := newOffice(t, func(opt *intake.Options) { opt.Trust = trust.Config{} })
	for range 2 {
		out, err := o.post(l.Box, l.Data)
		if err != nil || out.State != inbox.Refused || out.Duplicate {
			t.Fatalf("%v %+v", err, out)
		}
	}
	believed, err := fixtures.Trust()
	if err != nil {
		t.Fatal(err)
	}
	o.opt.Trust = believed
	o.start(t)
	if out, err := o.post(l.Box, l.Data); err != nil || out.State != inbox.Accepted {
		t.Errorf("%v %+v", err, out)
	}
}

// TestHeldIsJudgedAgain: what was held for an unknown issuer is accepted, with
// its own arrival, once the issuer is known; a later post finds that letter.
func TestHeldIsJudgedAgain(t *testing.T) {
	believed, err := fixtures.Trust()
	if err != nil {
		t.Fatal(err)
	}
	l := goodLetter(t)
	o := newOffice(t, func(opt *intake.Options) { opt.Trust = trust.Config{Seals: believed.Seals[:0]} })
	held, err := o.post("/umprzykladowo/wstrzymane", l.Data)
	if err != nil || held.State == inbox.Accepted {
		t.Fatalf("%v %+v", err, held)
	}
	if held.State != inbox.Held {
		t.Fatalf("the first good letter cannot be held: %v", held.Reasons)
	}
	if n, err := o.intake.Rejudge(context.Background(), nil); err != nil || n != 0 {
		t.Fatalf("nothing changed, but %d were decided (%v)", n, err)
	}
	o.opt.Trust = believed
	o.start(t)
	o.opt.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	o.start(t)
	if n, err := o.intake.Rejudge(context.Background(), nil); err != nil || n != 1 {
		t.Fatalf("%d decided, want 1 (%v)", n, err)
	}
	out, err := o.post("/umprzykladowo/wstrzymane", l.Data)
	if err != nil || !out.Duplicate || out.Letter.ID != held.Document || !out.Arrived.Equal(held.Arrived.Truncate(time.Microsecond)) {
		t.Errorf("%v %+v, held %+v", err, out, held)
	}
}

// TestHeldIsPostedAgain: bytes that are held and posted again are the submission
// that arrived first, whatever becomes of it.
func TestHeldIsPostedAgain(t *testing.T) {
	believed, err := fixtures.Trust()
	if err != nil {
		t.Fatal(err)
	}
	l := goodLetter(t)
	o := newOffice(t, func(opt *intake.Options) { opt.Trust = trust.Config{} })
	held, err := o.post("/umprzykladowo/wstrzymane", l.Data)
	if err != nil || held.State != inbox.Held {
		t.Fatalf("%v %+v", err, held)
	}
	again, err := o.post("/umprzykladowo/wstrzymane", l.Data)
	if err != nil || again.State != inbox.Held || again.Document != held.Document || len(again.Reasons) == 0 {
		t.Errorf("held again: %v %+v", err, again)
	}
	o.opt.Trust = believed
	o.start(t)
	out, err := o.post("/umprzykladowo/wstrzymane", l.Data)
	if err != nil || out.State != inbox.Accepted || out.Duplicate || out.Document != held.Document || !out.Letter.Arrived.Equal(held.Arrived) {
		t.Errorf("%v %+v, held %+v", err, out, held)
	}
	sub, err := o.store.Submission(context.Background(), held.Document)
	if err != nil || sub.State != inbox.Accepted || len(sub.Reasons) > 0 {
		t.Errorf("%v %+v", err, sub)
	}
	if n, err := o.intake.Rejudge(context.Background(), nil); err != nil || n != 0 {
		t.Errorf("%d were still held (%v)", n, err)
	}
}

// TestFullDisk: below the free-disk floor nothing happens.
func TestFullDisk(t *testing.T) {
	l := goodLetter(t)
	o := newOffice(t, func(opt *intake.Options) {
		opt.FreeDisk = func() error { return &inbox.Error{Code: inbox.CodeStorageFull} }
	})
	if out, err := o.post(l.Box, l.Data); inbox.ErrorCode(err) != inbox.CodeStorageFull {
		t.Errorf("%v %+v", err, out)
	}
	if err := o.store.Close(); err != nil {
		t.Fatal(err)
	}
	o.opt.FreeDisk = nil
	o.start(t)
	if out, err := o.post(l.Box, l.Data); inbox.ErrorCode(err) != inbox.CodeUnavailable {
		t.Errorf("closed database: %v %+v", err, out)
	}
}

// TestNothingPersonalInLogs reads every line logged for the whole collection.
func TestNothingPersonalInLogs(t *testing.T) {
	var log bytes.Buffer
	var mu sync.Mutex
	o := newOffice(t, func(opt *intake.Options) {
		opt.Log = slog.New(slog.NewTextHandler(lockedWriter{&mu, &log}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	for _, l := range letters(t) {
		_, _ = o.post(l.Box, l.Data)
	}
	if log.Len() == 0 {
		t.Fatal("nothing was logged")
	}
	for _, personal := range []string{"44051401458", "Testowa", "Anna"} {
		if i := strings.Index(log.String(), personal); i >= 0 {
			t.Errorf("the log holds %q: …%s…", personal, log.String()[max(0, i-80):min(log.Len(), i+80)])
		}
	}
}

type lockedWriter struct {
	mu *sync.Mutex
	w  *bytes.Buffer
}

func (l lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}
