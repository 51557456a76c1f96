package c14n_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
)

// TestMutations changes documents at random places, the same ones in each run,
// and asks libxml2 whether it also refuses what we refuse and, of some, whether
// it writes the same canonical form.
func TestMutations(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed (libxml2-utils)")
	}
	dir := t.TempDir()
	mutants := writeMutants(t, dir, 2000)
	theirs := refusedByXmllint(t, dir, mutants)
	accepted, compared := 0, 0
	for file, src := range mutants {
		d, err := xmltree.Parse([]byte(src), xmltree.Options{KeepDuplicateIDs: true})
		if (err != nil) != (theirs[file] != "") && !lenientXmllint(err) {
			t.Errorf("%q\nours: %v\nxmllint: %s", src, err, theirs[file])
		}
		if err != nil || theirs[file] != "" {
			continue
		}
		if accepted++; accepted%10 == 0 && comparedWithXmllint(t, filepath.Join(dir, file), d) {
			compared++
		}
	}
	t.Logf("%d mutants: %d accepted by both, %d of them compared", len(mutants), accepted, compared)
	if accepted == 0 || accepted == len(mutants) || compared == 0 {
		t.Error("the mutations tell nothing")
	}
}

// lenientXmllint reports a refusal that is right though libxml2 does not share
// it: it takes any version 1.x, needs no space before standalone, and strips
// hyphens from names of encodings.
func lenientXmllint(err error) bool {
	e, ok := err.(*xmltree.Error)
	return ok && (e.Code == xmltree.CodeEncoding || strings.Contains(e.Detail, "XML declaration"))
}

var (
	seeds = []string{
		`<?xml version="1.0" encoding="UTF-8" standalone='yes'?><?p q?><!-- c --><a xmlns="u:a" xmlns:p='u:p' p:x="1" y='2&amp;&#65;'>` +
			`<p:b>t&lt;x]]<![CDATA[<z>]]></p:b><c/><!--d--><?e f?></a><?g?>`,
		`<a:r xmlns:a="u:1" xmlns:b="u:1"><b:e a:x="1" b:y="2" xml:lang="pl"/><e xmlns="u:3" xmlns:a="u:4" a:q="&quot;'"/>&#x1F5B9;</a:r>`,
		"<a b=\"1\r\n2\t3\">x\r\ny\rz<b/>\u017c\uFFFD</a>",
	}
	insertions = []string{
		"<", ">", "&", ";", `"`, "'", "=", " ", "/", "!", "?", "-", ":", "x", "xmlns", "xml", "]]>", "--", "]", "[", "#", "\r", "\n", "\t",
		"\x01", "\u00b7", "\u0301", "\uFFFE", "a", "p:", "b:", "1", "<!--", "-->", "<![CDATA[", "<?", "?>", "&lt;", "&#9;", "&#13;",
		`xmlns:p="u:q"`, `xmlns=""`, `xmlns:p=""`, "</a>", "<a>", "\xff",
	}
)

func mutant(random *rand.Rand) string {
	s := seeds[random.IntN(len(seeds))]
	for range random.IntN(3) + 1 {
		at := random.IntN(len(s) + 1)
		deleted, inserted := 0, ""
		if random.IntN(2) == 0 {
			deleted = min(random.IntN(4), len(s)-at)
		}
		if random.IntN(3) > 0 {
			inserted = insertions[random.IntN(len(insertions))]
		}
		s = s[:at] + inserted + s[at+deleted:]
	}
	return s
}

func writeMutants(t *testing.T, dir string, n int) map[string]string {
	t.Helper()
	random := rand.New(rand.NewPCG(1410, 966))
	mutants := make(map[string]string, n)
	for i := range n {
		file := fmt.Sprintf("m%05d.xml", i)
		mutants[file] = mutant(random)
		if err := os.WriteFile(filepath.Join(dir, file), []byte(mutants[file]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return mutants
}

// refusedByXmllint returns the first fault of each file. That a namespace is no
// valid URI is to libxml2 an error of the document; to Namespaces in XML it is not.
func refusedByXmllint(t *testing.T, dir string, mutants map[string]string) map[string]string {
	t.Helper()
	args := []string{"--noout", "--nonet"}
	for file := range mutants {
		args = append(args, file)
	}
	cmd := exec.Command("xmllint", args...)
	cmd.Dir = dir
	output, _ := cmd.CombinedOutput() // fails as soon as one file does
	faults := map[string]string{}
	for line := range strings.Lines(string(output)) {
		file, fault, _ := strings.Cut(line, ":")
		if _, known := mutants[file]; known && faults[file] == "" &&
			!strings.Contains(fault, "is not a valid URI") && !strings.Contains(fault, "warning") {
			faults[file] = fault
		}
	}
	return faults
}

// comparedWithXmllint compares the three forms; false when one of the two has
// none, as libxml2 where a namespace is no valid URI.
func comparedWithXmllint(t *testing.T, file string, d *xmltree.Document) bool {
	t.Helper()
	all := true
	for flag, method := range map[string]c14n.Method{"--c14n": c14n.C14N10, "--c14n11": c14n.C14N11, "--exc-c14n": c14n.Exclusive} {
		got, err := canonical(d.Node(), c14n.Options{Method: method, Comments: true})
		want, failed := exec.Command("xmllint", "--nonet", flag, file).Output()
		if err != nil || failed != nil {
			all = false
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s of %q:\n got %q\nwant %q", flag, d.Text(), got, want)
		}
	}
	return all
}
