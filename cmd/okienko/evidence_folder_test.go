package main

import (
	"crypto/rand"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
)

func TestEvidenceFolder(t *testing.T) {
	now := time.Now()
	pki, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	crl, err := pki.CRL(pki.QualifiedCA, pkitest.CRL{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := newEvidenceFolder(dir, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	if got := f.read(); len(got) != 0 {
		t.Errorf("an empty folder gave %d pieces", len(got))
	}
	write("a.crl", crl)
	write("broken.crl", []byte("no list"))
	write("note.txt", crl)
	if got := f.read(); len(got) != 0 {
		t.Error("the folder was read again within the minute")
	}
	now = now.Add(evidenceAge)
	if got := f.read(); len(got) != 1 {
		t.Errorf("%d pieces of evidence, want the one list", len(got))
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	now = now.Add(evidenceAge)
	if got := f.read(); len(got) != 1 {
		t.Error("what was known is forgotten when the folder is away")
	}
	if got := newEvidenceFolder("", time.Now, slog.New(slog.DiscardHandler)).read(); got != nil {
		t.Error("no folder gave evidence")
	}
}
