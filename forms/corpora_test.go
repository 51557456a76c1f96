//go:build corpora

package forms

import (
	"os"
	"path/filepath"
	"testing"
)

// Public letters of real systems: OKIENKO_CORPORA names shared/corpora, and the
// samples stand beside it.
func TestCorporaPublicLetters(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(os.Getenv("OKIENKO_CORPORA"), "../facts/samples/pismo-ogolne/*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no letters found (OKIENKO_CORPORA): %v", err)
	}
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		root := parse(t, string(data))
		f, ok := c.Match(root)
		if !ok {
			t.Errorf("%s: unknown form", file)
			continue
		}
		if problems := f.Validate(root); problems != nil {
			t.Errorf("%s: %v", file, places(problems))
		}
		if len(Attachments(root)) != 3 || len(f.Addressees(root)) != 1 {
			t.Errorf("%s: attachments or addressee not read", file)
		}
	}
}
