package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestContents asks for detached content as the documents of strangers do.
func TestContents(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(dir, "outside")
	if err := os.MkdirAll(filepath.Join(dir, "in", "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"outside", "in/a b", "in/c", "in/sub/d"} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "in", "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "in", "link")); err != nil {
		t.Fatal(err)
	}
	c, err := newContents([]string{"urn:x=y=" + outside, "c=" + outside}, filepath.Join(dir, "in"))
	if err != nil {
		t.Fatal(err)
	}
	source := c.source()
	for _, want := range []struct {
		uri, data string
		ok        bool
	}{
		{"urn:x=y", "outside", true}, {"c", "outside", true}, // named ones go before the folder
		{"a%20b", "in/a b", true}, {"a%20b", "in/a b", true}, {"./a%20b", "", false}, {"%61%20b", "", false}, // one spelling
		{"sub/../sub/d", "in/sub/d", true}, {"sub/d", "", false},
		{"pipe", "", false}, {"link", "", false}, {"sub", "", false}, {"absent", "", false},
		{"../outside", "", false}, {outside, "", false}, {"file://" + outside, "", false}, {"//host/c", "", false}, {"c?", "in/c", true}, {"c?x", "", false}, {"", "", false}, {".", "", false},
	} {
		if data, ok := source(want.uri); ok != want.ok || string(data) != want.data {
			t.Errorf("%q: %q %v", want.uri, data, ok)
		}
	}
	if data, ok := c.source()("./a%20b"); !ok || string(data) != "in/a b" {
		t.Errorf("another document, another spelling: %q %v", data, ok)
	}
}
