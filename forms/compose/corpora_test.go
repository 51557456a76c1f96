//go:build corpora

package compose

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"testing"
	"time"

	"okienko/forms"
	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// slowestSheet is how long an empty sheet of any real schema may take, on a
// machine that does other things, too.
const slowestSheet = 2 * time.Second

func readSchemas(t *testing.T) map[string][]byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(os.Getenv("OKIENKO_CORPORA"), "pl-schemas.tar.gz"))
	if err != nil {
		t.Fatalf("OKIENKO_CORPORA: %v", err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for archive := tar.NewReader(z); ; {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files
		} else if err != nil {
			t.Fatal(err)
		}
		if files[path.Base(h.Name)], err = io.ReadAll(archive); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCorporaSheets: every root of every real schema makes a sheet, and the
// sheet with every Optional opened one, too.
func TestCorporaSheets(t *testing.T) {
	files := readSchemas(t)
	sheets, largest, slowest := 0, 0, time.Duration(0)
	for name, data := range files {
		if path.Ext(name) != ".xsd" {
			continue
		}
		schema, problems, err := xsd.Compile([]xsd.Source{{Location: name, Data: data}}, func(_, location, _ string) (xsd.Source, bool) {
			found, ok := files[path.Base(location)]
			return xsd.Source{Location: path.Base(location), Data: found}, ok
		})
		if err != nil || len(problems) > 0 {
			t.Logf("%s is no schema: %v %d", name, err, len(problems))
			continue
		}
		doc, err := xmltree.Parse(data, xmltree.Options{KeepDuplicateIDs: true})
		if err != nil {
			t.Fatal(err)
		}
		space, _ := doc.Root().Attr("", "targetNamespace")
		for n := range doc.Root().Elements() {
			if local, _ := n.Attr("", "name"); n.Local() == "element" {
				f := &forms.Form{Name: name, Namespace: space, Root: local, Schema: schema}
				start := time.Now()
				fields, err := openAll(f)
				if took := time.Since(start); took > slowestSheet {
					t.Errorf("%s %s: %v", name, local, took)
				} else {
					slowest = max(slowest, took)
				}
				if err != nil {
					t.Logf("%s %s: %v", name, local, err)
				}
				sheets++
				largest = max(largest, fields)
			}
		}
	}
	t.Logf("%d sheets, at most %d fields, %v", sheets, largest, slowest)
	if sheets < 100 {
		t.Errorf("only %d sheets", sheets)
	}
}

// openAll builds a sheet, opens all that can be and chooses the first of each
// choice, twice; it returns how many fields there are then.
func openAll(f *forms.Form) (fields int, err error) {
	answers := Answers{}
	for range 3 {
		s := New(f, answers, nil, office)
		fields = 0
		for field := range s.fields() {
			fields++
			switch field.Kind {
			case Optional:
				answers[field.Name] = []string{openMark}
			case OneOf:
				answers[field.Name] = []string{field.Options[0].Value}
			}
		}
		err = s.err
	}
	return fields, err
}
