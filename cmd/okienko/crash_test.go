package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"math/big"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"okienko/forms"
	"okienko/inbox/keys"
	"okienko/xades"
)

// signLetters makes n different letters, signed with the demo's resident key,
// each with padding octets more than the sample.
func signLetters(t testing.TB, dir string, n, padding int) [][]byte {
	t.Helper()
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	sample, ok := catalogue.File("pismo-ogolne", "4566", "sample.xml")
	if !ok || bytes.Count(sample, []byte("</wnio:Tytul>")) != 1 || !bytes.Contains(sample, []byte("</wnio:Informacja>")) {
		t.Fatal("the sample of pismo-ogolne/4566 has no title or no text")
	}
	sample = bytes.Replace(sample, []byte("</wnio:Informacja>"), append(bytes.Repeat([]byte(" pismo"), padding/6), "</wnio:Informacja>"...), 1)
	resident, err := keys.LoadSeal(keys.Source{Key: filepath.Join(dir, "pki/resident.key"), Certificate: filepath.Join(dir, "pki/resident.pem")})
	if err != nil {
		t.Fatal(err)
	}
	letters := make([][]byte, n)
	for i := range letters {
		document := bytes.Replace(sample, []byte("</wnio:Tytul>"), fmt.Appendf(nil, " %d</wnio:Tytul>", i), 1)
		letters[i], err = xades.Sign(document, xades.SignOptions{Signer: resident.Signer, Certificate: resident.Certificate, Time: time.Now(), Rand: rand.Reader})
		if err != nil {
			t.Fatal(err)
		}
	}
	return letters
}

// TestKilledInTheMiddle kills the program in the middle of 1,000 parallel posts,
// starts it again and posts what was not answered: every receipt a client holds
// has its letter, no letter stands twice, no register number is missing or doubled.
func TestKilledInTheMiddle(t *testing.T) {
	const count, parallel = 1000, 32
	dir := t.TempDir()
	p := startDemo(t, dir)
	o := readOffice(t, dir)
	letters := signLetters(t, dir, count, 0)

	receipts := make([][]byte, count)
	// Somewhere in the middle, not always at the same place.
	offset, err := rand.Int(rand.Reader, big.NewInt(count/2))
	if err != nil {
		t.Fatal(err)
	}
	killAt := count/4 + int(offset.Int64())
	answered := postAll(p, letters, receipts, parallel, func(answered int) {
		if answered == killAt {
			_ = p.cmd.Process.Signal(syscall.SIGKILL)
		}
	})
	p.stop(syscall.SIGKILL)
	if answered == count {
		t.Fatal("every letter was answered before the kill: nothing was tested")
	}
	before := make([][]byte, count)
	copy(before, receipts)

	p = startDemo(t, dir)
	postAll(p, letters, receipts, parallel, func(int) {})
	for i, r := range receipts {
		if r == nil {
			t.Fatalf("letter %d got no receipt after the restart", i)
		}
		if before[i] == nil {
			continue
		}
		again := p.post("/umprzykladowo/skrytka", letters[i])
		if again.status != http.StatusOK || !bytes.Equal(again.body, before[i]) {
			t.Fatalf("letter %d: status %d; the receipt given before the kill is not the one given now", i, again.status)
		}
	}
	checkNumbers(t, p, o, count)
	queued := map[string]bool{}
	for _, l := range allLetters(t, p, o) {
		queued[l.SHA256] = true
	}
	for i := range letters {
		if !queued[hexSHA256(letters[i])] {
			t.Errorf("letter %d has a receipt but stands in no queue", i)
		}
	}
	t.Logf("killed after %d answers of %d", answered, count)
}

// postAll posts every letter that has no receipt yet and notes the receipts; it
// returns how many were answered.
func postAll(p *program, letters, receipts [][]byte, parallel int, progress func(answered int)) int {
	var mu sync.Mutex
	answered := 0
	work := make(chan int)
	var wg sync.WaitGroup
	for range parallel {
		wg.Go(func() {
			for i := range work {
				a, err := p.call(http.MethodPost, "/api/v1/boxes/umprzykladowo/skrytka/letters", letters[i], "Content-Type", "application/xml")
				if err != nil || a.status != http.StatusCreated && a.status != http.StatusOK || !strings.Contains(string(a.body), "</pos:Dokument>") {
					continue
				}
				mu.Lock()
				receipts[i] = a.body
				answered++
				progress(answered)
				mu.Unlock()
			}
		})
	}
	for i := range letters {
		if receipts[i] == nil {
			work <- i
		}
	}
	close(work)
	wg.Wait()
	return answered
}
