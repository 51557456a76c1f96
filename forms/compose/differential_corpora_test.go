//go:build corpora

package compose

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"okienko/forms"
	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

const (
	rootsPerSchema  = 6  // the last ones: libraries come first in a schema, documents last
	mutantsPerRoot  = 60 // each with one thing changed
	leastComparable = 4000
)

// opinion is one document with what each engine says of it.
type opinion struct {
	form       *forms.Form
	schema     string // file
	file       string
	change     string
	data       []byte
	ours, why  string
	libxml, jd string
}

// TestCorporaMutants: documents of the real schemas, each with one thing changed,
// are judged by us as libxml2 and the JDK judge them, wherever these two agree.
func TestCorporaMutants(t *testing.T) {
	dir := t.TempDir()
	writeSchemas(t, dir)
	list := mutants(t, dir)
	askXmllint(list)
	askJDK(t, dir, list)
	var agreed, split, alone, valid int
	for _, o := range list {
		switch {
		case o.libxml == "" || o.jd == "no":
			alone++
		case o.libxml != o.jd:
			split++
		case o.ours == o.jd:
			agreed++
			if o.ours == "valid" {
				valid++
			}
		default:
			t.Errorf("%s %s %s: ours %s (%s), the others %s\n%.1500s", o.form.Name, o.form.Root, o.change, o.ours, o.why, o.jd, o.data)
		}
	}
	t.Logf("%d documents: %d agreed by all three (%d of them valid), %d on which libxml2 and the JDK differ, %d whose schema one of them refuses", len(list), agreed, valid, split, alone)
	if agreed < leastComparable || valid < agreed/20 || valid > agreed*19/20 {
		t.Errorf("%d agreed, %d valid: too few, or too much of one kind, to tell", agreed, valid)
	}
}

var elsewhere = regexp.MustCompile(`schemaLocation="[^"]*/([^"/]+)"`)

// writeSchemas writes the schemas into one folder and makes them look for each
// other there alone.
func writeSchemas(t *testing.T, dir string) {
	for name, data := range readSchemas(t) {
		if err := os.WriteFile(filepath.Join(dir, name), elsewhere.ReplaceAll(data, []byte(`schemaLocation="$1"`)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// mutants fills roots of every schema in, changes one thing at a time and judges.
func mutants(t *testing.T, dir string) (list []*opinion) {
	random := rand.New(rand.NewPCG(4, 2))
	perSchema := map[string]int{}
	all := roots(t)
	slices.Reverse(all)
	for _, f := range all {
		if perSchema[f.Name] == rootsPerSchema || New(f, nil, nil, office).err != nil {
			continue
		}
		perSchema[f.Name]++
		original := filled(f)
		if original == nil {
			continue
		}
		for range mutantsPerRoot {
			data, change := mutated(t, random, original)
			tree, err := xmltree.Parse(data, xmltree.Options{})
			if err != nil {
				continue
			}
			o := &opinion{form: f, schema: filepath.Join(dir, f.Name), change: change, data: data, ours: "valid", file: filepath.Join(dir, fmt.Sprintf("%06d.xml", len(list)))}
			if problems := f.Schema.Validate(tree.Root(), xsd.ValidateOptions{}); len(problems) > 0 {
				o.ours, o.why = "invalid", fmt.Sprintf("%d:%d %s %s", problems[0].Line, problems[0].Column, problems[0].Code, problems[0].Message)
			}
			if err := os.WriteFile(o.file, data, 0o600); err != nil {
				t.Fatal(err)
			}
			list = append(list, o)
		}
	}
	slices.SortStableFunc(list, func(a, b *opinion) int { return strings.Compare(a.schema, b.schema) })
	return list
}

// filled is a document of a form; nil where what was drawn makes none.
func filled(f *forms.Form) (document []byte) {
	return rapid.Custom(func(t *rapid.T) []byte {
		rapid.Bool().Draw(t, "some forms ask nothing")
		data, _, _ := fill(t, f, 2).Document()
		return data
	}).Example(7)
}

// texts stand where another value was: edges of the types that forms use.
var texts = []string{"", " ", "x", "0", "-0", "1", "+1", "01", "1.0", ".5", "5.", "-1.50", "1e3", "INF", "NaN", "true", "false", " 1 ", "2000-02-29", "1999-02-29", "2000-01-01Z", "2000-01-01+14:00",
	"2000-01-01+14:01", "-0001-01-01", "12000-01-01", "24:00:00", "2000-01-01T24:00:00", "2000-01-01T10:00:00.5Z", "P1Y", "PT", "2000", "2000-12", "2000-13", "abc", "a b", "QUJD", "QUJ", "QQ==", "Q Q = =",
	"99999999999999999999", "123456789012345678.99", "0.001", "-0.01", "44051401458", "5260001246", "PL", "pl", "PLN", strings.Repeat("a", 300), strings.Repeat("9", 40), "\u00a0", "ąć", "a\tb", "a&#13;b", "&#10;"}

// mutated changes one thing of a document, and says what.
func mutated(t *testing.T, random *rand.Rand, document []byte) (data []byte, change string) {
	var nodes []xmltree.Node
	root := parse(t, document)
	nodes = append(nodes, root)
	for n := range root.Descendants() {
		if n.Kind() == xmltree.ElementNode {
			nodes = append(nodes, n)
		}
	}
	n := nodes[random.IntN(len(nodes))]
	start, end := n.Range()
	from, to := n.ContentRange()
	with := func(from, to int, text string) []byte {
		return slices.Concat(document[:from], []byte(text), document[to:])
	}
	whole := string(document[start:end])
	open := strings.HasSuffix(whole, "/>")
	value := texts[random.IntN(len(texts))]
	switch kind := random.IntN(7); {
	case kind == 0 && n != root:
		return with(start, end, ""), "without " + n.Local()
	case kind == 1 && n != root:
		return with(start, end, whole+whole), "twice " + n.Local()
	case kind == 2 && n.NumAttrs() > 0:
		a := n.AttrAt(random.IntN(n.NumAttrs()))
		changed := strings.Replace(whole, a.Local+`="`+a.Value+`"`, a.Local+`="`+value+`"`, 1)
		return with(start, end, changed), fmt.Sprintf("@%s = %q", a.Local, value)
	case kind == 3:
		return with(start+1, start+1, "obcy"), "renamed " + n.Local() // the end tag keeps its name: not well-formed, unless empty
	case kind == 4 && n != root:
		other := nodes[random.IntN(len(nodes))]
		a, b := other.Range()
		return with(end, end, string(document[a:b])), "after " + n.Local() + " also " + other.Local()
	case kind == 5:
		name := strings.FieldsFunc(whole[1:], func(r rune) bool { return strings.ContainsRune(" \t\r\n/>", r) })[0]
		at := start + 1 + len(name)
		return with(at, at, ` dodany="1"`), "attribute in " + n.Local()
	}
	if open || from == to && !bytes.HasSuffix(document[start:from], []byte(">")) {
		return document, "as it is"
	}
	return with(from, to, value), fmt.Sprintf("%s = %q", n.Local(), value)
}

// askXmllint asks libxml2 about all documents of a schema at a time; a schema it
// refuses leaves no verdict.
func askXmllint(list []*opinion) {
	bySchema := map[string][]*opinion{}
	for _, o := range list {
		bySchema[o.schema] = append(bySchema[o.schema], o)
	}
	for schema, group := range bySchema {
		args, byFile := []string{"--nonet", "--noout", "--schema", schema}, map[string]*opinion{}
		for _, o := range group {
			args, byFile[o.file] = append(args, o.file), o
		}
		out, _ := exec.Command("xmllint", args...).CombinedOutput() // exits 3 as soon as one is not valid; each has its line
		for line := range strings.Lines(string(out)) {
			line = strings.TrimSpace(line)
			if file, ok := strings.CutSuffix(line, " fails to validate"); ok && byFile[file] != nil {
				byFile[file].libxml = "invalid"
			} else if file, ok := strings.CutSuffix(line, " validates"); ok && byFile[file] != nil {
				byFile[file].libxml = "valid"
			}
		}
	}
}

func askJDK(t *testing.T, dir string, list []*opinion) {
	lines := &strings.Builder{}
	for _, o := range list {
		fmt.Fprintf(lines, "%s\t%s\n", o.schema, o.file)
	}
	pairs := filepath.Join(dir, "pairs.txt")
	if err := os.WriteFile(pairs, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("java", "testdata/Validate.java", pairs).Output()
	if err != nil {
		t.Fatalf("java: %v", err)
	}
	verdicts := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(verdicts) != len(list) {
		t.Fatalf("the JDK judged %d of %d documents", len(verdicts), len(list))
	}
	for i, o := range list {
		o.jd = strings.Fields(verdicts[i])[0]
	}
}
