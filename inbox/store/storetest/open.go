// Package storetest gives tests a store, and holds the one suite that both
// databases must pass.
package storetest

import (
	"context"
	"path/filepath"
	"testing"

	"okienko/inbox/store"
)

// Open gives a fresh, migrated SQLite store, closed when the test ends: what the
// tests of other rooms work on.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return OpenURL(t, SQLite(t), store.Options{})
}

// SQLite gives the URL of a fresh, empty SQLite database.
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "okienko.db")
}

// OpenURL opens and migrates a database and closes it when the test ends.
func OpenURL(t testing.TB, url string, opt store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), url, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := s.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}
