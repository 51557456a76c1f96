package asic_test

import (
	"bytes"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"okienko/xades"
	"okienko/xades/asic"
)

// ways repeats a signature's reference to the content, each time to be digested
// in another way.
func ways(signature string, n int) string {
	start := strings.Index(signature, `URI="a">`) + len(`URI="a">`)
	end := start + strings.Index(signature[start:], "</ds:Reference>") + len("</ds:Reference>")
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<ds:Reference URI="a"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#base64"/><!-- %d --></ds:Transforms>%s`, i, signature[start:end])
	}
	return signature[:end] + b.String() + signature[end:]
}

// TestTooMuchWork: documents that ask for more digests than the content is worth
// are refused before anything is digested; those within are judged.
func TestTooMuchWork(t *testing.T) {
	big := asic.File{Name: "a", Data: bytes.Repeat([]byte("octets"), 1<<20)}
	signature := detached(t, xades.Content{URI: "a", Data: big.Data})
	for name, c := range map[string]struct {
		document string
		afforded bool
	}{
		"one way":        {signature, true},
		"four ways":      {ways(signature, 4), true},
		"a hundred ways": {ways(signature, 100), false},
		"a hundred time-stamps": {strings.Replace(signature, "</xades:QualifyingProperties>",
			strings.Repeat(`<xades:ArchiveTimeStamp/>`, 100)+"</xades:QualifyingProperties>", 1), false},
		"a reference without a method": {strings.ReplaceAll(signature, `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>`, ""), true},
	} {
		r := verify(t, archiveOf(asic.TypeE, []asic.File{big}, map[string]string{signatures0: c.document}).bytes())
		if refused := strings.Contains(codes(r.Reasons), asic.CodeLimit); refused == c.afforded || len(r.Signatures) == 1 != c.afforded {
			t.Errorf("%s: %s with %d signatures", name, codes(r.Reasons), len(r.Signatures))
		}
	}
}

// TestWorstAccepted: the worst that documents of signatures can ask for within
// the limits costs at most a given multiple of an ordinary container of that size.
func TestWorstAccepted(t *testing.T) {
	big := asic.File{Name: "a", Data: bytes.Repeat([]byte("octets"), 1<<20)}
	ordinary := map[string]string{signatures0: detached(t, xades.Content{URI: "a", Data: big.Data})}
	worst := map[string]string{}
	for i := range asic.MaxSignatureFiles {
		worst[fmt.Sprintf("META-INF/signatures%d.xml", i)] = detached(t, xades.Content{URI: "a", Data: big.Data})
	}
	a, b := fastest(t, big, ordinary), fastest(t, big, worst)
	if ratio := float64(b) / float64(a); ratio > 50 {
		t.Errorf("%v beside %v: %.0f times", b, a, ratio)
	}
}

// fastest is the processor time a verification takes, of three.
func fastest(t *testing.T, file asic.File, signatures map[string]string) time.Duration {
	t.Helper()
	container := archiveOf(asic.TypeE, []asic.File{file}, signatures).bytes()
	best := time.Hour
	for range 3 {
		start := processorTime(t)
		if r := verify(t, container); r.Verdict != xades.TotalPassed {
			t.Fatalf("%s %s", r.Verdict, codes(r.Reasons))
		}
		best = min(best, processorTime(t)-start)
	}
	return best
}

// processorTime does not grow while others have the machine.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
