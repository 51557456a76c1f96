package asic_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/asic"
)

// FuzzOpen: what opens reads the same in archive/zip, which goes by the central
// directory alone; what does not, is refused with a code of the list; and the
// report never calls an object covered that a signature does not name.
func FuzzOpen(f *testing.F) {
	container := create(f, files)
	f.Add(container)
	f.Add(container[:len(container)/2])
	a := recordsOf(f, container)
	a.comment = "comment"
	describe(a.find(skan), "PK\x07\x08")
	f.Add(a.bytes())
	f.Add(archiveOf(asic.TypeS, files[:1], map[string]string{"META-INF/signatures.xml": "<a/>"}).bytes())
	opt := verifyOptions(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := asic.Open(data)
		if err != nil {
			if bad, ok := errors.AsType[*asic.Error](err); !ok || !slices.Contains(asic.Codes(), bad.Code) {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		checkAgainstZip(t, data, c)
		report, err := c.Verify(opt)
		if err != nil {
			t.Fatal(err)
		}
		checkObjects(t, c, report)
	})
}

func checkAgainstZip(t *testing.T, data []byte, c *asic.Container) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("archive/zip refuses what opens: %v", err)
	}
	read := map[string][]byte{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if read[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatalf("%q: %v", f.Name, err)
		}
	}
	for _, f := range slices.Concat(c.Objects, c.Signatures) {
		if content, ok := read[f.Name]; !ok || !bytes.Equal(content, f.Data) {
			t.Errorf("%q reads otherwise in archive/zip", f.Name)
		}
	}
}

func checkObjects(t *testing.T, c *asic.Container, report *asic.Report) {
	if len(report.Container.Objects) != len(c.Objects) {
		t.Fatalf("%d objects of %d", len(report.Container.Objects), len(c.Objects))
	}
	bare := len(c.Objects) == 0
	for _, o := range report.Container.Objects {
		bare = bare || len(o.CoveredBy) == 0
	}
	if bare && report.Verdict == "TOTAL_PASSED" {
		t.Error("passed with an object that no signature covers")
	}
}

// FuzzSignatures: whatever stands where signatures should, an object counts as
// covered only where its very digest is written there.
func FuzzSignatures(f *testing.F) {
	object := asic.File{Name: "a", Data: []byte("A")}
	signature := detached(f, xades.Content{URI: "a", Data: object.Data})
	f.Add([]byte(signature))
	f.Add([]byte(xadesSignatures(signature[strings.Index(signature, "?>")+2:])))
	f.Add([]byte(strings.Replace(signature, `URI="a"`, `URI="./a"`, 1)))
	f.Add([]byte(xadesSignatures("")))
	sum := sha256.Sum256(object.Data)
	digest := base64.StdEncoding.EncodeToString(sum[:])
	opt := verifyOptions(f)
	f.Fuzz(func(t *testing.T, document []byte) {
		container := archiveOf(asic.TypeE, []asic.File{object}, map[string]string{signatures0: string(document)}).bytes()
		report, err := asic.Verify(container, opt)
		if err != nil {
			t.Fatal(err)
		}
		if report.Verdict == xades.TotalPassed && len(report.Container.Objects[0].CoveredBy) == 0 {
			t.Error("passed with an object that no signature covers")
		}
		if len(report.Container.Objects[0].CoveredBy) > 0 && !bytes.Contains(document, []byte(digest)) {
			t.Error("covered by a signature over something else")
		}
	})
}

// FuzzNames: whatever name a file has, it is refused, or signed and found again
// under the same name.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"a", "a b/c:d%", "100%.txt", "ż ó?#.pdf", "a+b&c=d;e", "../a", "%2e%2e/a", "a%2fb"} {
		f.Add(name)
	}
	opt, check := signOptions(f), verifyOptions(f)
	f.Fuzz(func(t *testing.T, name string) {
		container, err := asic.Create([]asic.File{{Name: name, Data: []byte("x")}}, opt)
		if err != nil {
			return
		}
		report, err := asic.Verify(container, check)
		if err != nil {
			t.Fatal(err)
		}
		if report.Verdict != "TOTAL_PASSED" || report.Container.Objects[0].Name != name {
			t.Errorf("%q: %s %+v", name, report.Verdict, report.Container.Objects)
		}
	})
}

// TestNamesAreWritten keeps FuzzNames honest: unusual names are not refused.
func TestNamesAreWritten(t *testing.T) {
	for _, name := range []string{"a b/c:d%", "100%.txt", "ż ó?#.pdf", "a+b&c=d;e", "%2e%2e/a", "a%2fb", "-", "a.b.c", ".hidden", "<&\">"} {
		r := verify(t, create(t, []asic.File{{Name: name, Data: []byte("x")}}))
		if r.Verdict != "TOTAL_PASSED" || r.Container.Objects[0].Name != name {
			t.Errorf("%q: %s %s", name, r.Verdict, codes(r.Reasons))
		}
	}
}
