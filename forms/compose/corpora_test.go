//go:build corpora

package compose

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"okienko/forms"
	"okienko/forms/xsd"
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
		if path.Ext(h.Name) != ".xsd" {
			continue
		}
		if files[path.Base(h.Name)], err = io.ReadAll(archive); err != nil {
			t.Fatal(err)
		}
	}
}

// roots lists a form for every global element of every real schema.
func roots(t *testing.T) (list []*forms.Form) {
	t.Helper()
	files := readSchemas(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		schema, problems, err := xsd.Compile([]xsd.Source{{Location: name, Data: files[name]}}, func(_, location, _ string) (xsd.Source, bool) {
			found, ok := files[path.Base(location)]
			return xsd.Source{Location: path.Base(location), Data: found}, ok
		})
		if err != nil || len(problems) > 0 {
			t.Logf("%s is no schema: %v, %d problems", name, err, len(problems))
			continue
		}
		top := parse(t, files[name])
		space, _ := top.Attr("", "targetNamespace")
		for n := range top.Elements() {
			if local, ok := n.Attr("", "name"); ok && n.Local() == "element" {
				list = append(list, &forms.Form{Name: name, Namespace: space, Root: local, Schema: schema})
			}
		}
	}
	if len(list) < 1000 {
		t.Fatalf("only %d roots", len(list))
	}
	return list
}

// TestCorporaSheets: every root of every real schema makes a sheet, and so does
// the sheet with all opened that can be.
func TestCorporaSheets(t *testing.T) {
	sheets, largest, slowest := 0, 0, time.Duration(0)
	for _, f := range roots(t) {
		start := time.Now()
		fields, err := openAll(f)
		took := time.Since(start)
		if took > slowestSheet {
			t.Errorf("%s %s: %v", f.Name, f.Root, took)
		}
		if err != nil {
			t.Logf("%s %s: %v", f.Name, f.Root, err)
			continue
		}
		sheets, largest, slowest = sheets+1, max(largest, fields), max(slowest, took)
	}
	t.Logf("%d sheets, at most %d fields, %v", sheets, largest, slowest)
	if sheets < 1800 {
		t.Errorf("only %d sheets", sheets)
	}
}

// TestCorporaFillings: every root is filled in at random, and composes. The
// schemas of invoices refer to each other without end, so little of them is.
func TestCorporaFillings(t *testing.T) {
	filled := 0
	for i, f := range roots(t) {
		if New(f, nil, nil, office).err != nil || f.Name == "UBL-CommonAggregateComponents-2.1.xsd" && i%20 != 0 {
			continue
		}
		deep := layers
		if strings.HasPrefix(f.Name, "UBL") || strings.Contains(f.Name, "PEF") {
			deep = 1
		}
		for seed := range 3 {
			wrong := rapid.Custom(func(t *rapid.T) string {
				rapid.Bool().Draw(t, "some forms ask nothing")
				return composes(t, f, deep)
			}).Example(seed)
			if wrong != "" {
				t.Errorf("%s %s: %.2000s", f.Name, f.Root, wrong)
			}
			filled++
		}
	}
	t.Logf("%d fillings compose", filled)
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
