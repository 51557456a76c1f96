//go:build corpora

package c14n

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

func corpora(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("OKIENKO_CORPORA")
	if folder == "" {
		t.Fatal("OKIENKO_CORPORA does not name the corpora folder")
	}
	return folder
}

func glob(t *testing.T, parts ...string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(parts...))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files at %v: %v", parts, err)
	}
	return files
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// tally counts outcomes and remembers the files of each.
type tally map[string][]string

func (c tally) add(outcome, file string) { c[outcome] = append(c[outcome], file) }

func (c tally) report(t *testing.T) {
	t.Helper()
	var outcomes []string
	for outcome := range c {
		outcomes = append(outcomes, outcome)
	}
	sort.Strings(outcomes)
	for _, outcome := range outcomes {
		t.Logf("%4d %s", len(c[outcome]), outcome)
		if outcome != "agreed" {
			t.Logf("       %s", strings.Join(c[outcome], " "))
		}
	}
}

var folders = map[string]Options{
	"without-comments":     {Method: C14N10},
	"with-comments":        {Method: C14N10, Comments: true},
	"1-1-without-comments": {Method: C14N11},
	"exc-without-comments": {Method: Exclusive},
}

// TestPairs holds our output against the expected files of W3C and merlin.
func TestCorporaPairs(t *testing.T) {
	counts := tally{}
	pairs := 0
	root := filepath.Join(corpora(t), "c14n")
	for folder, opt := range folders {
		for _, result := range glob(t, root, "result", folder, "*") {
			pairs++
			name := filepath.Join(folder, filepath.Base(result))
			input := filepath.Join(root, "test", name)
			if list, err := os.ReadFile(input + ".ns"); err == nil {
				opt.Prefixes = strings.Fields(string(list))
			} else {
				opt.Prefixes = nil
			}
			counts.add(judgePair(t, input, read(t, result), opt), name)
		}
	}
	counts.report(t)
	if pairs == 0 || len(counts["agreed"]) == 0 {
		t.Error("no pair was compared")
	}
}

func judgePair(t *testing.T, input string, want []byte, opt Options) string {
	t.Helper()
	d, err := xmltree.Parse(read(t, input+".xml"), xmltree.Options{})
	if err != nil {
		return "refused: " + code(err)
	}
	set, ok := readXPath(t, input+".xpath")
	if !ok {
		return "XPath that tells attributes or namespaces from their element (issue 3)"
	}
	var got bytes.Buffer
	if err := write(&got, d.Node(), opt, set); err != nil {
		return "refused: " + code(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s:\n got %q\nwant %q", input, got.Bytes(), want)
		return "disagreed"
	}
	return "agreed"
}

func code(err error) string {
	var e *xmltree.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return err.Error()
}

var (
	predicate = regexp.MustCompile(`(?s)\[(.*)\]`)
	simple    = regexp.MustCompile(`^((?:ancestor-or-)?self::[\w:]+(?: or ancestor-or-self::[\w:]+)*)(?: and not\((.*)\))?$`)
	step      = regexp.MustCompile(`(ancestor-or-)?self::(?:(\w+):)?(\w+)`)
)

// readXPath reads the predicates that choose whole elements: one or more self or
// ancestor-or-self steps, perhaps with others negated. A missing file is the
// set of all nodes.
func readXPath(t *testing.T, file string) (set nodeSet, ok bool) {
	t.Helper()
	src, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true
	}
	d, err := xmltree.Parse(src, xmltree.Options{})
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	inside := predicate.FindSubmatch(d.Root().StringValue())
	if inside == nil {
		return nil, false
	}
	m := simple.FindStringSubmatch(strings.Join(strings.Fields(string(inside[1])), " "))
	if m == nil {
		return nil, false
	}
	within, without := steps(d.Root(), m[1]), steps(d.Root(), m[2])
	return func(n xmltree.Node) selection {
		if within(n) && !without(n) {
			return keep
		}
		return skip
	}, true
}

// steps reports whether a node or an ancestor has one of the names in an expression.
func steps(xpath xmltree.Node, expression string) func(xmltree.Node) bool {
	found := step.FindAllStringSubmatch(expression, -1)
	return func(self xmltree.Node) bool {
		for n := self; !n.IsZero(); n = n.Parent() {
			for _, m := range found {
				space, _ := xpath.LookupNamespace(m[2])
				if n.Is(space, m[3]) && (m[1] != "" || n == self) {
					return true
				}
			}
		}
		return false
	}
}

// TestExclusivePairs holds the exclusive method against the in/out pairs.
func TestCorporaExclusivePairs(t *testing.T) {
	counts := tally{}
	for _, in := range glob(t, corpora(t), "c14n-exc", "*", "in.xml") {
		want := read(t, filepath.Join(filepath.Dir(in), "out.xml"))
		d, err := xmltree.Parse(read(t, in), xmltree.Options{})
		if err != nil {
			counts.add("refused: "+code(err), in)
			continue
		}
		var got bytes.Buffer
		if err := Write(&got, d.Node(), Options{Method: Exclusive}); err != nil {
			counts.add("refused: "+code(err), in)
			continue
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s:\n got %q\nwant %q", in, got.Bytes(), want)
		}
		counts.add("agreed", in)
	}
	counts.report(t)
	if len(counts["agreed"]) == 0 {
		t.Error("no pair was compared")
	}
}

var xmllint = map[string]Options{
	"--c14n":     {Method: C14N10, Comments: true},
	"--c14n11":   {Method: C14N11, Comments: true},
	"--exc-c14n": {Method: Exclusive, Comments: true},
}

// TestXmllint holds every document of both folders against libxml2.
func TestCorporaXmllint(t *testing.T) {
	counts := tally{}
	for _, folder := range []string{"c14n", "c14n-exc", "xmlsec-tests", "xades4j", "xml-crypto"} {
		err := filepath.WalkDir(filepath.Join(corpora(t), folder), func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			src := read(t, file)
			if !bytes.HasPrefix(bytes.TrimLeft(src, "\xef\xbb\xbf\xff\xfe \n"), []byte("<")) {
				return nil // keys, certificates, readmes
			}
			for flag, opt := range xmllint {
				counts.add(compareXmllint(t, file, src, flag, opt), flag+" "+file)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	counts.report(t)
	if len(counts["agreed"]) == 0 {
		t.Error("no document was compared")
	}
}

func compareXmllint(t *testing.T, file string, src []byte, flag string, opt Options) string {
	t.Helper()
	cmd := exec.Command("xmllint", "--nonet", flag, file)
	want, theirs := cmd.Output()
	d, err := xmltree.Parse(src, xmltree.Options{})
	var got bytes.Buffer
	if err == nil {
		err = Write(&got, d.Node(), opt)
	}
	switch {
	case err != nil && theirs != nil:
		return "refused by both: " + code(err)
	case err != nil:
		return "refused: " + code(err)
	case theirs != nil:
		t.Errorf("%s %s: xmllint refuses what we accept: %v", flag, file, theirs)
		return "accepted by us alone"
	case !bytes.Equal(got.Bytes(), want):
		t.Errorf("%s %s:\n got %q\nwant %q", flag, file, got.Bytes(), want)
		return "disagreed"
	}
	return "agreed"
}
