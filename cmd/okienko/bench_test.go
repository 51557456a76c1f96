//go:build bench

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"okienko/fixtures/pkitest"
	"okienko/inbox"
	"okienko/inbox/config"
	"okienko/inbox/intake"
	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// rounds is how often each pair is measured in turns; the medians are compared,
// so that a neighbour on the machine who slows one round does not decide.
const rounds = 5

// cost is what one verification takes.
type cost struct{ wall, cpu time.Duration }

// TestSideBySide prints one table: our verification beside xmlsec1's on the same
// files in the same run, and letters per second beside the bare durable
// transaction on the same disk.
func TestSideBySide(t *testing.T) {
	t.Run("verify", verifyBesideXmlsec)
	t.Run("worst", worstInputs)
	t.Run("letters", lettersPerSecond)
}

func verifyBesideXmlsec(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // the goals are for one core, garbage collection included
	root, signer := benchSigner(t)
	dir := t.TempDir()
	anchor := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(anchor, root.CertificatePEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("\nVerification of a signed letter, one core, median of %d rounds; xmlsec1 as its marginal time in --repeat\n", rounds)
	fmt.Printf("%-34s %12s %12s %12s %12s %8s %8s\n", "letter", "okienko", "cpu", "xmlsec1", "cpu", "ratio", "cpu")
	for _, c := range []struct {
		name   string
		size   int
		elems  bool
		repeat int
	}{
		{"10 KB, RSA-2048", 10 << 10, false, 2000},
		{"1 MB attachment", 1 << 20, false, 60},
		{"1 MB of 18,000 small elements", 1 << 20, true, 20},
		{"20 MB attachment", 20 << 20, false, 6},
	} {
		file := filepath.Join(dir, strconv.Itoa(c.size)+strconv.FormatBool(c.elems)+".xml")
		letter := benchLetter(t, signer, c.size, c.elems)
		if err := os.WriteFile(file, letter, 0o600); err != nil {
			t.Fatal(err)
		}
		var ours, theirs []cost
		for range rounds {
			ours = append(ours, verifyCost(t, root, letter))
			theirs = append(theirs, xmlsecCost(t, anchor, file, c.repeat))
		}
		o, x := median(ours), median(theirs)
		fmt.Printf("%-34s %12v %12v %12v %12v %7.2fx %7.2fx\n", c.name, round(o.wall), round(o.cpu), round(x.wall), round(x.cpu),
			float64(o.wall)/float64(x.wall), float64(o.cpu)/float64(x.cpu))
		if c.size == 20<<20 {
			floor := floorCost(letter)
			fmt.Printf("%-34s %12v: SHA-256 of the same octets and one scan; ours is %.2fx of it\n", "  floor", round(floor), float64(o.wall)/float64(floor))
		}
	}
}

// benchSigner is a signer under a root, both RSA as those of the qualified
// providers are.
func benchSigner(t *testing.T) (root, signer *pkitest.Credential) {
	pki, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	root, err = pki.Issue(nil, pkitest.Request{Subject: pkitest.Subject{CommonName: "Bench Root (test)"}, Key: pkitest.RSA2048, CA: true})
	if err != nil {
		t.Fatal(err)
	}
	signer, err = pki.Issue(root, pkitest.Request{Subject: pkitest.TestPerson(), Key: pkitest.RSA2048, QcCompliance: true})
	if err != nil {
		t.Fatal(err)
	}
	return root, signer
}

// benchLetter signs a letter of about size octets: one base64 attachment, or
// small elements.
func benchLetter(t *testing.T, signer *pkitest.Credential, size int, elems bool) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<Dokument xmlns="urn:okienko:bench"><Tresc>`)
	if elems {
		for i := range 18000 {
			fmt.Fprintf(&b, `<Pozycja nr="%d"><Kwota>%d.00</Kwota></Pozycja>`, i, i%1000)
		}
	} else {
		raw := make([]byte, (size-4000)/4*3)
		_, _ = rand.Read(raw)
		b.WriteString("<Zalacznik>" + base64.StdEncoding.EncodeToString(raw) + "</Zalacznik>")
	}
	b.WriteString("</Tresc></Dokument>")
	signed, err := xades.Sign(b.Bytes(), xades.SignOptions{Signer: signer.Key, Certificate: signer.Certificate, Time: time.Now(), Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func verifyCost(t *testing.T, root *pkitest.Credential, letter []byte) cost {
	opt := xades.VerifyOptions{At: time.Now(), Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: root.Certificate, Kind: "qualified"}}}}
	var used time.Duration
	var n int
	r := testing.Benchmark(func(b *testing.B) {
		before := cpuTime(syscall.RUSAGE_SELF)
		for b.Loop() {
			doc, err := xmltree.Parse(letter, xmltree.Options{})
			if err != nil {
				t.Fatal(err)
			}
			report, err := xades.Verify(doc, opt)
			if err != nil || report.Verdict != xades.TotalPassed {
				t.Fatalf("%v %+v", err, report)
			}
		}
		used, n = cpuTime(syscall.RUSAGE_SELF)-before, b.N
	})
	return cost{time.Duration(r.NsPerOp()), used / time.Duration(n)}
}

// xmlsecCost is the marginal cost of one verification: many repeats less one.
func xmlsecCost(t *testing.T, anchor, file string, repeat int) cost {
	one, many := xmlsecRun(t, anchor, file, 1), xmlsecRun(t, anchor, file, repeat+1)
	return cost{(many.wall - one.wall) / time.Duration(repeat), (many.cpu - one.cpu) / time.Duration(repeat)}
}

func xmlsecRun(t *testing.T, anchor, file string, repeat int) cost {
	cmd := exec.Command("xmlsec1", "--verify", "--repeat", strconv.Itoa(repeat), "--trusted-pem", anchor,
		"--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", file)
	started := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("xmlsec1: %v\n%s", err, short(out))
	}
	return cost{time.Since(started), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
}

// floorCost is the least any verifier must do: hash every octet and look at it once.
func floorCost(data []byte) time.Duration {
	best := time.Hour
	for range rounds {
		started := time.Now()
		sum := sha256.Sum256(data)
		n := bytes.Count(data, []byte{'<'})
		if took := time.Since(started); took < best && n > 0 && sum[0] >= 0 {
			best = took
		}
	}
	return best
}

func cpuTime(who int) time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(who, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func median(list []cost) cost {
	walls, cpus := make([]time.Duration, 0, len(list)), make([]time.Duration, 0, len(list))
	for _, c := range list {
		walls, cpus = append(walls, c.wall), append(cpus, c.cpu)
	}
	slices.Sort(walls)
	slices.Sort(cpus)
	return cost{walls[len(walls)/2], cpus[len(cpus)/2]}
}

func round(d time.Duration) time.Duration { return d.Round(time.Microsecond) }

// lettersPerSecond measures complete letters through the intake (parse, verify,
// validate, receipt, commit) beside the bare durable transaction on the same
// disk: one row of the same size per commit, as a program without group commit
// would write it.
func lettersPerSecond(t *testing.T) {
	dir := t.TempDir()
	if err := makeOffice(context.Background(), env{stdout: os.Stdout, stderr: os.Stderr, now: time.Now}, dir); err != nil {
		t.Fatal(err)
	}
	const count = 1500
	letters := signLetters(t, dir, count, 5000)
	var bare, whole []float64
	for i := range rounds {
		bare = append(bare, bareRate(t, filepath.Join(dir, fmt.Sprintf("bare%d.db", i)), letters[:200]))
		whole = append(whole, letterRate(t, dir, letters[i*count/rounds:(i+1)*count/rounds]))
	}
	slices.Sort(bare)
	slices.Sort(whole)
	b, w := bare[rounds/2], whole[rounds/2]
	fmt.Printf("\nComplete letters of 10 KB on SQLite, synchronous=FULL, %d senders at once, median of %d rounds\n", senders, rounds)
	fmt.Printf("%-34s %12.0f/s\n%-34s %12.0f/s\n%-34s %12.2fx\n\n", "bare durable transaction", b, "complete letters", w, "ratio", w/b)
}

// senders is how many post at once, as in the crash test.
const senders = 32

func letterRate(t *testing.T, dir string, letters [][]byte) float64 {
	cfg, err := config.Load(filepath.Join(dir, demoConfig))
	if err != nil {
		t.Fatal(err)
	}
	app, err := build(context.Background(), cfg, time.Now, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer app.close()
	box, err := app.boxes.Find("umprzykladowo", "skrytka")
	if err != nil {
		t.Fatal(err)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	started := time.Now()
	for range senders {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(letters)); i = next.Add(1) - 1 {
				out, err := app.intake.Receive(context.Background(), intake.Request{Channel: inbox.REST, Box: box, Raw: letters[i], Arrived: time.Now()})
				if err != nil || out.State != inbox.Accepted || out.Duplicate {
					t.Errorf("letter %d: %v %+v", i, err, out.Reasons)
				}
			}
		})
	}
	wg.Wait()
	return float64(len(letters)) / time.Since(started).Seconds()
}

func bareRate(t *testing.T, file string, rows [][]byte) float64 {
	db, err := sqlx.Open("sqlite", "file:"+file+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.MustExec("CREATE TABLE bare (id INTEGER PRIMARY KEY, data BLOB)")
	started := time.Now()
	for _, row := range rows {
		db.MustExec("INSERT INTO bare (data) VALUES ($1)", row)
	}
	return float64(len(rows)) / time.Since(started).Seconds()
}
