package forms

import (
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"okienko/xades/xmltree"
)

// catalogue is the embedded catalogue, loaded once for all tests.
var catalogue = sync.OnceValues(Embedded)

func embeddedForm(t *testing.T, name, version string) *Form {
	t.Helper()
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Forms() {
		if f.Name == name && f.Version == version {
			return f
		}
	}
	t.Fatalf("no form %s/%s", name, version)
	return nil
}

func parse(t *testing.T, text string) xmltree.Node {
	t.Helper()
	doc, err := xmltree.Parse([]byte(text), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc.Root()
}

// change replaces the first old in a document by new; a mutation that changes
// nothing would test nothing.
func change(t *testing.T, text, old, new string) string {
	t.Helper()
	changed := strings.Replace(text, old, new, 1)
	if changed == text {
		t.Fatalf("%q is not in the sample", old)
	}
	return changed
}

// places lists "code path" of problems.
func places(problems []Problem) (list []string) {
	for _, p := range problems {
		list = append(list, p.Code+" "+p.Path)
	}
	return list
}

// xmllint is the second opinion on schema questions.
func xmllint(t *testing.T, f *Form, text string) (valid bool, output string) {
	t.Helper()
	schema := filepath.Join("catalogue", f.Name, f.Version, schemaFile)
	cmd := exec.Command("xmllint", "--noout", "--huge", "--schema", schema, "-")
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.CombinedOutput()
	if exit, ok := err.(*exec.ExitError); ok && (exit.ExitCode() == 3 || exit.ExitCode() == 4) {
		return false, string(out)
	}
	if err != nil {
		t.Fatalf("xmllint: %v\n%s", err, out)
	}
	return true, string(out)
}
