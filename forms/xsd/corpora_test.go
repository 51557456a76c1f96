//go:build corpora

package xsd

import (
	"archive/tar"
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"okienko/xades/xmltree"
)

// The counts reached so far: fewer right verdicts are a regression.
const (
	suiteRightAtLeast  = 20_294
	polishCompileCount = 107
)

// explained gives the reason for each verdict that stays different from the suite's.
var explained = map[string]string{
	"sunMeta/ElemDecl.testSet#targetns00101m": "the declaration stands in a document that the archive does not hold",
	"sunMeta/SType.testSet#st_targetns00101m": "as above",
	"msMeta/Particles_w3c.xml#particlesB013":  "as above",
	"msMeta/Schema_w3c.xml#schA1":             "as above",
	"msMeta/Attribute_w3c.xml#attP031":        "a prohibited use in a type without a base declares nothing (3.2.2), so the attribute is unexpected",
	"msMeta/DataTypes_w3c.xml#gMonth004_2063": "--MM-- was the first edition's gMonth; the second has --MM (3.2.14)",
	"msMeta/Regex_w3c.xml#reJ25":              "U+1D172 is in Mc",
	"msMeta/Regex_w3c.xml#reJ77":              "planes 15 and 16 are in Co",
	"msMeta/Regex_w3c.xml#reT63":              "U+1D7CD is no decimal digit",
	"msMeta/Regex_w3c.xml#reT84":              "U+1D800 is no decimal digit",
}

// slowest is how long one case may take before it counts as hanging.
const slowest = 20 * time.Second

// readArchive reads a tar.gz of the corpora folder into memory.
func readArchive(t *testing.T, name string) map[string][]byte {
	t.Helper()
	f, err := os.Open(filepath.Join(os.Getenv("OKIENKO_CORPORA"), name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for archive := tar.NewReader(z); ; {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		files[path.Clean(h.Name)] = data
	}
	if len(files) == 0 {
		t.Fatalf("%s is empty", name)
	}
	return files
}

// beside resolves locations against the asking document.
func beside(files map[string][]byte) Resolver {
	return func(_, location, base string) (Source, bool) {
		if location == "" {
			return Source{}, false
		}
		name := path.Join(path.Dir(base), location)
		data, ok := files[name]
		return Source{Location: name, Data: data}, ok
	}
}

type suiteCase struct {
	ID, Set string
	Schema  struct {
		Docs     []string
		Expected string
	}
	Instances []struct{ File, Expected string }
}

// tally counts verdicts of one set.
type tally struct{ right, wrong, unsupported int }

func (t *tally) note(got, want string) bool {
	switch got {
	case want:
		t.right++
	case "unsupported":
		t.unsupported++
	default:
		t.wrong++
	}
	return got == want
}

func TestCorporaSuite(t *testing.T) {
	files := readArchive(t, "xsts-dev.tar.gz")
	var differences []string
	table := map[string]*tally{}
	total := tally{}
	for lines := bufio.NewScanner(bytes.NewReader(files["manifest.jsonl"])); lines.Scan(); {
		var c suiteCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		for _, v := range judge(files, c) {
			key := c.Set + " " + v.kind + " " + v.want
			if table[key] == nil {
				table[key] = &tally{}
			}
			total.note(v.got, v.want)
			if !table[key].note(v.got, v.want) {
				differences = append(differences, fmt.Sprintf("%s %s: want %s, got %s: %s (%s)", c.ID, v.file, v.want, v.got, v.why, cmp.Or(explained[c.ID], "not explained")))
			}
		}
		if took := time.Since(started); took > slowest {
			t.Errorf("%s took %v", c.ID, took)
		}
	}
	for _, key := range slices.Sorted(func(yield func(string) bool) {
		for k := range table {
			if !yield(k) {
				return
			}
		}
	}) {
		row := table[key]
		t.Logf("%-28s right %6d  wrong %4d  unsupported %4d", key, row.right, row.wrong, row.unsupported)
	}
	t.Logf("%-28s right %6d  wrong %4d  unsupported %4d", "all", total.right, total.wrong, total.unsupported)
	for _, d := range differences {
		t.Log(d)
	}
	if total.right < suiteRightAtLeast {
		t.Errorf("%d right verdicts, there were %d", total.right, suiteRightAtLeast)
	}
}

type judged struct{ kind, file, want, got, why string }

// judge compiles the schema of a case and validates its instances.
func judge(files map[string][]byte, c suiteCase) []judged {
	var docs []Source
	for _, name := range c.Schema.Docs {
		docs = append(docs, Source{Location: name, Data: files[name]})
	}
	s, problems, err := Compile(docs, beside(files))
	schema := judged{kind: "schema", file: strings.Join(c.Schema.Docs, " "), want: c.Schema.Expected, got: "valid"}
	switch {
	case err != nil:
		schema.got, schema.why = "unsupported", err.Error()
	case len(problems) > 0:
		schema.got, schema.why = verdictOf(problems), fmt.Sprintf("%s:%d %s %s", problems[0].Document, problems[0].Line, problems[0].Args["rule"], problems[0].Message)
	}
	var out []judged
	if c.Schema.Expected != "" {
		out = append(out, schema)
	}
	for _, instance := range c.Instances {
		v := judged{kind: "instance", file: instance.File, want: instance.Expected, got: "valid"}
		tree, err := xmltree.Parse(files[instance.File], xmltree.Options{KeepDuplicateIDs: true})
		switch {
		case s == nil:
			v.got, v.why = "no schema", schema.why
		case err != nil:
			v.got, v.why = "invalid", err.Error()
			if strings.Contains(err.Error(), "DOCTYPE") {
				v.got = "unsupported"
			}
		default:
			if problems := s.Validate(tree.Root(), ValidateOptions{}); len(problems) > 0 {
				v.got, v.why = "invalid", problems[0].Code+" "+problems[0].Message
			}
		}
		out = append(out, v)
	}
	return out
}

func verdictOf(problems []Problem) string {
	if problems[0].Code == CodeXSDLimit || problems[0].Args["code"] == xmltree.CodeDoctype {
		return "unsupported"
	}
	return "invalid"
}

func TestCorporaPolishSchemas(t *testing.T) {
	files := readArchive(t, "pl-schemas.tar.gz")
	local := func(_, location, base string) (Source, bool) {
		name := path.Join(path.Dir(base), path.Base(location))
		data, ok := files[name]
		return Source{Location: name, Data: data}, ok
	}
	compiled := 0
	for name, data := range files {
		if !strings.HasSuffix(name, ".xsd") {
			continue
		}
		_, problems, err := Compile([]Source{{Location: name, Data: data}}, local)
		if err != nil || len(problems) > 0 {
			t.Logf("%s: %v %+v", name, err, problems[:min(len(problems), 2)])
			continue
		}
		compiled++
	}
	t.Logf("%d schemas compile", compiled)
	if compiled < polishCompileCount {
		t.Errorf("%d schemas compile, want %d", compiled, polishCompileCount)
	}
}
