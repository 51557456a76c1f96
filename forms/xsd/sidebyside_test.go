//go:build bench

package xsd

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"okienko/xades/xmltree"
)

// rounds is how often each pair is measured in turns; the medians are compared.
const rounds = 5

// TestSideBySide prints our parse and validation beside xmllint's on the same
// documents in the same run, and what hostile documents cost.
func TestSideBySide(t *testing.T) {
	t.Run("validate", validateBesideXmllint)
	t.Run("hostile", hostileDocuments)
}

func validateBesideXmllint(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	fmt.Printf("\nParse and validate with the schema compiled, one core, median of %d rounds; xmllint as its marginal CPU time per further file\n", rounds)
	fmt.Printf("%-34s %12s %12s %8s %14s\n", "document", "okienko", "xmllint", "ratio", "peak memory")
	for _, c := range benchCases() {
		dir := t.TempDir()
		schema, document := filepath.Join(dir, "s.xsd"), filepath.Join(dir, "d.xml")
		write(t, schema, []byte(c.schema))
		write(t, document, c.data)
		s := compileText(t, c.schema)
		copies := max(4, (16<<20)/len(c.data))
		var ours, theirs []time.Duration
		for range rounds {
			ours = append(ours, validateCost(t, s, c.data))
			one, many := xmllintCost(t, schema, document, 1), xmllintCost(t, schema, document, copies+1)
			theirs = append(theirs, (many-one)/time.Duration(copies))
		}
		slices.Sort(ours)
		slices.Sort(theirs)
		o, x := ours[rounds/2], theirs[rounds/2]
		peak := peakOf(func() { outcomeOf(s, c.data) })
		fmt.Printf("%-34s %12v %12v %7.2fx %8d KB = %.2fx the input\n", c.name, o.Round(time.Microsecond), x.Round(time.Microsecond),
			float64(o)/float64(x), peak>>10, float64(peak)/float64(len(c.data)))
	}
}

func write(t *testing.T, file string, data []byte) {
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func validateCost(t *testing.T, s *Schema, data []byte) time.Duration {
	r := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			tree, err := xmltree.Parse(data, xmltree.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if p := s.Validate(tree.Root(), ValidateOptions{}); p != nil {
				t.Fatal(p)
			}
		}
	})
	return time.Duration(r.NsPerOp())
}

func xmllintCost(t *testing.T, schema, document string, copies int) time.Duration {
	cmd := exec.Command("xmllint", append([]string{"--noout", "--huge", "--schema", schema}, slices.Repeat([]string{document}, copies)...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("xmllint: %v %.300s", err, out)
	}
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// hostileDocuments prints what the worst shapes cost: each is to be refused or
// done within a second and 64 MB beside the input.
func hostileDocuments(t *testing.T) {
	s := compileText(t, schemaOf(hostileDeclarations))
	fmt.Printf("\nHostile documents: refused by the reader, by the schema, or valid\n%-34s %10s %12s %14s %s\n", "document", "size", "time", "peak memory", "outcome")
	for _, c := range hostileShapes() {
		var outcome string
		var took time.Duration
		peak := peakOf(func() {
			started := time.Now()
			outcome = outcomeOf(s, c.document)
			took = time.Since(started)
		})
		fmt.Printf("%-34s %7d KB %12v %11d MB %s\n", c.name, len(c.document)>>10, took.Round(time.Microsecond), peak>>20, outcome)
	}
}

// outcomeOf says what becomes of a document with the limits every door has.
func outcomeOf(s *Schema, document []byte) string {
	tree, err := xmltree.Parse(document, xmltree.Options{})
	if err != nil {
		return "refused: " + err.Error()
	}
	problems := s.Validate(tree.Root(), ValidateOptions{})
	if len(problems) == 0 {
		return "valid"
	}
	return fmt.Sprintf("%d problems, first %s", len(problems), problems[0].Code)
}

// peakOf samples how far the resident memory grows while f runs, the input aside.
func peakOf(f func()) uint64 {
	debug.FreeOSMemory()
	base, done := resident(), make(chan struct{})
	peak := base
	go func() { defer close(done); f() }()
	for {
		peak = max(peak, resident())
		select {
		case <-done:
			return max(peak, resident()) - base
		case <-time.After(time.Millisecond):
		}
	}
}

// resident is the memory of this process that is in use, in octets.
func resident() uint64 {
	var size, pages uint64
	data, err := os.ReadFile("/proc/self/statm")
	if err == nil {
		_, err = fmt.Sscan(string(data), &size, &pages)
	}
	if err != nil {
		panic(err)
	}
	return pages * uint64(os.Getpagesize())
}

const hostileDeclarations = `<xs:element name="r"><xs:complexType><xs:sequence>
 <xs:element name="n" type="xs:integer" minOccurs="0" maxOccurs="unbounded"/>
 <xs:element name="e" minOccurs="0" maxOccurs="unbounded"/>
 <xs:element name="p" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(a*)*b"/></xs:restriction></xs:simpleType></xs:element>
 <xs:element name="q" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(\w|\d|a|aa)+[b-[bc]]"/></xs:restriction></xs:simpleType></xs:element>
 <xs:element name="k" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
 <xs:element ref="r" minOccurs="0"/>
 </xs:sequence><xs:anyAttribute processContents="lax"/></xs:complexType>
 <xs:unique name="u"><xs:selector xpath=".//k"/><xs:field xpath="."/></xs:unique></xs:element>`

type shape struct {
	name     string
	document []byte
}

func hostileShapes() []shape {
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	digits := bytes.Repeat([]byte("7"), 5_000_000)
	for i := range digits {
		digits[i] = byte('1' + rand.IntN(9))
	}
	return []shape{
		{"200,000 attributes", []byte("<r" + many(200_000, " a%d=''") + "/>")},
		{"50,000 namespaces", []byte("<r" + many(50_000, " xmlns:p%d='urn:x'") + "/>")},
		{"1,000,000 deep", []byte(strings.Repeat("<r>", 1_000_000) + strings.Repeat("</r>", 1_000_000))},
		{"3,000,000 empty elements", []byte("<r>" + strings.Repeat("<e/>", 3_000_000) + "</r>")},
		{"an integer of 5,000,000 digits", []byte("<r><n>" + string(digits) + "</n></r>")},
		{"200,000 unique keys", []byte("<r>" + many(200_000, "<k>%d</k>") + "</r>")},
		{"pattern (a*)*b over 1 MB of a", []byte("<r><p>" + strings.Repeat("a", 1_000_000) + "</p></r>")},
		{"ambiguous pattern over 1 MB", []byte("<r><q>" + strings.Repeat("a", 1_000_000) + "</q></r>")},
	}
}
