package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"okienko/inbox/locale"
)

// endless is a stream that never ends.
type endless struct{}

func (endless) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestReadUpTo(t *testing.T) {
	for _, c := range []struct {
		name string
		from io.Reader
		size int64
		want int
	}{
		{"endless", endless{}, 0, 1001},
		{"endless and said to be short", endless{}, 10, 1001},
		{"endless and said to be enormous", endless{}, 1 << 50, 1001},
		{"short", strings.NewReader("abc"), 3, 3},
		{"shorter than said", strings.NewReader("abc"), 900, 3},
		{"just allowed", bytes.NewReader(make([]byte, 1000)), 1000, 1000},
	} {
		data, err := readUpTo(c.from, c.size, 1000)
		if err != nil || len(data) != c.want {
			t.Errorf("%s: %d octets, %v", c.name, len(data), err)
		}
	}
}

// TestEnormousFiles has files that no memory holds: they are refused by name.
func TestEnormousFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "enormous.xml")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, 1<<38); err != nil { // takes no room on the disk
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	e := env{stdin: endless{}, stdout: &stdout, stderr: &stderr, now: time.Now, lang: locale.English}
	if code := run(t.Context(), e, []string{"verify", "--json", file}); code != 1 || !strings.Contains(stdout.String(), `"xml.limit-bytes"`) {
		t.Errorf("%d %s %s", code, stdout.String(), stderr.String())
	}
}
