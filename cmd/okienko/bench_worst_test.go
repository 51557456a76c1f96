//go:build bench

package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// worstFactor is what the worst accepted input of a size may cost beside an
// ordinary document of that size.
const worstFactor = 50

// worstShapes are documents of about a megabyte, each as laborious as the limits allow.
func worstShapes() map[string]string {
	const size = 1 << 20
	fill := func(head, unit, tail string) string {
		return head + strings.Repeat(unit, (size-len(head)-len(tail))/len(unit)) + tail
	}
	var attributes, namespaces strings.Builder
	for i := range 990 {
		fmt.Fprintf(&attributes, ` a%d="%d"`, 990-i, i)
	}
	for i := range 240 {
		fmt.Fprintf(&namespaces, ` xmlns:n%d="urn:n:%d"`, 240-i, i)
	}
	deep := strings.Repeat("<d>", 240) + strings.Repeat("<e/>", 1000) + strings.Repeat("</d>", 240)
	return map[string]string{
		"comments":          fill("<r>", "<!---->", "</r>"),
		"empty elements":    fill("<r>", "<e/>", "</r>"),
		"deep nesting":      fill("<r>", deep, "</r>"),
		"many attributes":   fill("<r>", "<e"+attributes.String()+"/>", "</r>"),
		"many namespaces":   fill("<r>", "<e"+namespaces.String()+"/>", "</r>"),
		"namespaces in use": fill("<r"+namespaces.String()+">", "<n1:e/><n240:e/>", "</r>"),
		"escapes":           fill("<r>", "&amp;&#13;", "</r>"),
		"processing instr.": fill("<r>", "<?p?>", "</r>"),
	}
}

// worstInputs prints what each shape costs beside an ordinary letter of a megabyte,
// and what the verification of 20 MB allocates.
func worstInputs(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	root, signer := benchSigner(t)
	ordinary := verifyCost(t, root, benchLetter(t, signer, 1<<20, false)).wall
	fmt.Printf("\nWorst accepted inputs of a megabyte beside an ordinary letter of that size (%v); the goal is %dx\n", round(ordinary), worstFactor)
	for name, document := range worstShapes() {
		signed, err := xades.Sign([]byte(document), xades.SignOptions{Signer: signer.Key, Certificate: signer.Certificate, Time: time.Now(), Rand: rand.Reader})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		took := verifyCost(t, root, signed).wall
		fmt.Printf("%-34s %12v %7.1fx\n", name, round(took), float64(took)/float64(ordinary))
	}
	for _, shape := range laboriousReferences() {
		took := attemptCost(t, shape.document(t))
		fmt.Printf("%-34s %12v %7.1fx\n", shape.name, round(took), float64(took)/float64(ordinary))
	}
	took := thousandReferences(t, root, signer)
	fmt.Printf("%-34s %12v %7.1fx\n", "1,000 references", round(took), float64(took)/float64(ordinary))
	printMemory(t, root, benchLetter(t, signer, 20<<20, false))
}

// thousandReferences verifies a document with as many detached references as are
// allowed, over a megabyte of content together.
func thousandReferences(t *testing.T, root, signer *pkitest.Credential) time.Duration {
	content := bytes.Repeat([]byte("x"), 1<<10)
	sum := sha256.Sum256(content)
	opt := xades.SignOptions{Signer: signer.Key, Certificate: signer.Certificate, Time: time.Now(), Rand: rand.Reader}
	for i := range 998 { // with the document and the SignedProperties a thousand
		opt.Detached = append(opt.Detached, xades.Detached{URI: fmt.Sprintf("urn:bench:%d", i), Digest: sum[:]})
	}
	signed, err := xades.Sign([]byte("<r/>"), opt)
	if err != nil {
		t.Fatal(err)
	}
	verify := xades.VerifyOptions{At: time.Now(), Content: func(string) ([]byte, bool) { return content, true },
		Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: root.Certificate}}}}
	return time.Duration(testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			verifyOnce(t, signed, verify)
		}
	}).NsPerOp())
}

func verifyOnce(t *testing.T, signed []byte, opt xades.VerifyOptions) {
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if report, err := xades.Verify(doc, opt); err != nil || report.Verdict != xades.TotalPassed {
		t.Fatalf("%v %+v", err, report)
	}
}

// printMemory prints all that a verification allocates: its peak is no more.
func printMemory(t *testing.T, root *pkitest.Credential, letter []byte) {
	opt := xades.VerifyOptions{At: time.Now(), Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: root.Certificate}}}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	verifyOnce(t, letter, opt)
	runtime.ReadMemStats(&after)
	allocated := after.TotalAlloc - before.TotalAlloc
	fmt.Printf("%-34s %9d KB: %.3fx the input, all that is allocated beside it\n", "memory for 20 MB", allocated>>10, float64(allocated)/float64(len(letter)))
}
