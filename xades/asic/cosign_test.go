package asic_test

import (
	"archive/zip"
	"bytes"
	"context"
	"testing"

	"okienko/xades"
	"okienko/xades/asic"
)

func cosign(t *testing.T, container []byte) ([]byte, error) {
	t.Helper()
	return asic.Cosign(context.Background(), container, xades.LevelBB, signOptions(t), xades.ExtendOptions{})
}

// TestCosign: a second signature stands beside the first, and every other file
// keeps its octets and its place.
func TestCosign(t *testing.T) {
	a := recordsOf(t, create(t, files))
	a.add("pusty-folder/", "")
	container := a.bytes()
	signed, err := cosign(t, container)
	if err != nil {
		t.Fatal(err)
	}
	r := verify(t, signed)
	if r.Verdict != xades.TotalPassed || len(r.Signatures) != 2 || r.Signatures[1].Document != "META-INF/signatures1.xml" {
		t.Fatalf("%+v", r)
	}
	for _, o := range r.Container.Objects {
		if len(o.CoveredBy) != 2 {
			t.Errorf("%+v", o)
		}
	}
	before, after := filesIn(t, container), filesIn(t, signed)
	if len(after) != len(before)+1 {
		t.Fatalf("%d files of %d", len(after), len(before))
	}
	for i, f := range before {
		if after[i].Name != f.Name || !bytes.Equal(contentOf(t, after[i]), contentOf(t, f)) {
			t.Errorf("%s changed", f.Name)
		}
	}
}

func filesIn(t *testing.T, container []byte) []*zip.File {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(container), int64(len(container)))
	if err != nil {
		t.Fatal(err)
	}
	return z.File
}

func TestCosignRefuses(t *testing.T) {
	container := create(t, files)
	for name, change := range map[string]func(a *archive){
		"a zip file with a lie":       func(a *archive) { a.gap = []byte("x") },
		"another type":                func(a *archive) { a.replace("mimetype", "application/zip") },
		"a manifest that differs":     func(a *archive) { a.add("nowy.txt", "new") },
		"a container of one document": func(a *archive) { a.replace("mimetype", asic.TypeS) },
	} {
		a := recordsOf(t, container)
		change(a)
		if _, err := cosign(t, a.bytes()); err == nil {
			t.Errorf("%s is signed", name)
		}
	}
}

// TestCosignUntilFull: as many documents of signatures are added as are read.
func TestCosignUntilFull(t *testing.T) {
	container := create(t, files[:1])
	for range asic.MaxSignatureFiles - 1 {
		var err error
		if container, err = cosign(t, container); err != nil {
			t.Fatal(err)
		}
	}
	if r := verify(t, container); r.Verdict != xades.TotalPassed || len(r.Signatures) != asic.MaxSignatureFiles {
		t.Errorf("%s with %d signatures", r.Verdict, len(r.Signatures))
	}
	if _, err := cosign(t, container); err == nil {
		t.Error("one document of signatures too many is made")
	}
}
