package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Folder keeps what was fetched across restarts, a file for each address and
// kind. Every node has its own. The bytes are as they came, so that other tools
// read them too; a file's modification time is when it was fetched.
type Folder struct {
	dir string
	max int64

	mu    sync.Mutex
	sizes map[string]int64
	total int64
}

// ErrFull means that what was to be kept would take more room than the folder may.
var ErrFull = errors.New("the folder of fetched evidence is full")

// unfinished is the ending of a file that is being written.
const unfinished = ".part"

// OpenFolder makes the folder if need be; max bounds what its files hold
// together, in octets.
func OpenFolder(dir string, max int64) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{dir: dir, max: max, sizes: map[string]int64{}}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), unfinished) {
			_ = os.Remove(f.path(entry.Name())) // a crash left it
			continue
		}
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		f.sizes[entry.Name()] = info.Size()
		f.total += info.Size()
	}
	return f, nil
}

// FileName is where the answer of an address to a request, nil for none, is
// kept. A request about a person's certificate does not show in it.
func FileName(kind Kind, address string, request []byte) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", kind, address)
	h.Write(request)
	return hex.EncodeToString(h.Sum(nil)[:20]) + "." + string(kind)
}

func (f *Folder) path(name string) string { return filepath.Join(f.dir, name) }

// Put keeps data that was fetched at a time, in place of what had the name. A
// crash leaves the old file or the new one.
func (f *Folder) Put(name string, data []byte, at time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	size := int64(len(data))
	if f.total-f.sizes[name]+size > f.max {
		return ErrFull
	}
	if err := f.write(name, data, at); err != nil {
		return err
	}
	f.total += size - f.sizes[name]
	f.sizes[name] = size
	return nil
}

func (f *Folder) write(name string, data []byte, at time.Time) error {
	part, err := os.CreateTemp(f.dir, name+".*"+unfinished)
	if err != nil {
		return err
	}
	_, err = part.Write(data)
	err = errors.Join(err, part.Sync(), part.Close())
	if err == nil {
		err = os.Chtimes(part.Name(), at, at)
	}
	if err == nil {
		err = os.Rename(part.Name(), f.path(name))
	}
	if err != nil {
		_ = os.Remove(part.Name())
	}
	return err
}

// Get returns what has the name and when it was fetched, or fs.ErrNotExist.
func (f *Folder) Get(name string) (data []byte, at time.Time, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path(name))
	if err != nil {
		return nil, time.Time{}, err
	}
	data, err = os.ReadFile(f.path(name))
	return data, info.ModTime(), err
}

// Remove forgets what has the name.
func (f *Folder) Remove(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := os.Remove(f.path(name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f.total -= f.sizes[name]
	delete(f.sizes, name)
	return nil
}

// Names lists what is kept, in no order.
func (f *Folder) Names() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	names := make([]string, 0, len(f.sizes))
	for name := range f.sizes {
		names = append(names, name)
	}
	return names
}
