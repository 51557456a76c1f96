package main

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"okienko/xades/revocation"
)

// evidenceAge is how old the folder's content may be: revocation lists are
// issued every few hours at most, and a letter judged under yesterday's list is
// judged again only if its box holds it.
const evidenceAge = time.Minute

// evidenceFolder keeps the CRLs and OCSP answers of a folder that another
// program keeps fresh.
type evidenceFolder struct {
	dir string
	now func() time.Time
	log *slog.Logger

	mu   sync.Mutex
	at   time.Time
	list []revocation.Evidence
}

func newEvidenceFolder(dir string, now func() time.Time, log *slog.Logger) *evidenceFolder {
	return &evidenceFolder{dir: dir, now: now, log: log}
}

// read returns what the folder holds. A file that cannot be read is left out and
// logged: its absence has its own consequences, and the others still count.
func (f *evidenceFolder) read() []revocation.Evidence {
	f.mu.Lock()
	defer f.mu.Unlock()
	if age := f.now().Sub(f.at); f.dir == "" || age >= 0 && age < evidenceAge {
		return f.list
	}
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		f.log.Error("evidence folder not read", "err", err)
		return f.list
	}
	f.list = nil
	for _, entry := range entries {
		switch filepath.Ext(entry.Name()) {
		case ".crl", ".ocsp":
			f.add(filepath.Join(f.dir, entry.Name()))
		}
	}
	f.at = f.now()
	return f.list
}

func (f *evidenceFolder) add(name string) {
	pieces, err := readEvidence(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // replaced at this moment: seen in the next minute
		f.log.Error("evidence not read", "err", err)
	}
	for _, p := range pieces {
		f.list = append(f.list, p.read)
	}
}
