package forms

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// Each element of each sample is removed, doubled, emptied, filled with text
// and renamed: about a thousand letters, on which our schema verdict must be
// xmllint's.
func TestEveryElementBrokenAsXmllintSeesIt(t *testing.T) {
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Forms() {
		mutants := breakEveryElement(t, string(f.SampleXML))
		verdicts := xmllintAll(t, f, mutants)
		refused := 0
		t.Logf("%s/%s: %d mutants", f.Name, f.Version, len(mutants))
		for name, text := range mutants {
			problems := f.Validate(parse(t, text))
			fits := !slices.ContainsFunc(problems, func(p Problem) bool { return strings.HasPrefix(p.Code, "schema.") })
			if fits != verdicts[name] {
				t.Errorf("%s/%s: %s: fits = %v, xmllint says %v: %q", f.Name, f.Version, name, fits, verdicts[name], places(problems))
			}
			if !fits {
				refused++
			}
		}
		if refused < len(mutants)/3 || refused == len(mutants) {
			t.Errorf("%s/%s: %d of %d refused: the mutations do not tell right from wrong", f.Name, f.Version, refused, len(mutants))
		}
	}
}

// breakEveryElement returns mutants by a name that says what was done where.
func breakEveryElement(t *testing.T, text string) map[string]string {
	mutants := map[string]string{}
	root := parse(t, text)
	for n := range elements(root) {
		if n == root {
			continue
		}
		start, end := n.Range()
		from, to := n.ContentRange()
		add := func(what, new string, start, end int) {
			mutants[fmt.Sprintf("%03d-%s-%s", n.Order(), what, n.Local())] = text[:start] + new + text[end:]
		}
		add("removed", "", start, end)
		add("doubled", text[start:end]+text[start:end], start, end)
		add("emptied", "", from, to)
		add("filled", "x", from, to)
		add("renamed", renamed(text[start:end], n), start, end)
	}
	return mutants
}

// renamed gives an element a local name that no schema knows.
func renamed(text string, n xmltree.Node) string {
	name := n.Prefix() + ":" + n.Local()
	text = strings.Replace(text, "<"+name, "<"+name+"X", 1)
	if at := strings.LastIndex(text, "</"+name+">"); at >= 0 {
		text = text[:at] + "</" + name + "X>" + text[at+len("</"+name+">"):]
	}
	return text
}

// xmllintAll asks xmllint about all documents in one run.
func xmllintAll(t *testing.T, f *Form, documents map[string]string) (valid map[string]bool) {
	t.Helper()
	dir := t.TempDir()
	args := []string{"--noout", "--schema", filepath.Join("catalogue", f.Name, f.Version, schemaFile)}
	for name, text := range documents {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	out, _ := exec.Command("xmllint", args...).CombinedOutput() // exits 3 as soon as one is not valid; each has its line
	valid = map[string]bool{}
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		if file, ok := strings.CutSuffix(line, " fails to validate"); ok {
			valid[filepath.Base(file)] = false
		} else if file, ok := strings.CutSuffix(line, " validates"); ok {
			valid[filepath.Base(file)] = true
		}
	}
	if len(valid) != len(documents) {
		t.Fatalf("xmllint judged %d of %d documents: %.500s", len(valid), len(documents), out)
	}
	return valid
}
