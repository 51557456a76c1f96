package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hostileSize is just below the demo boxes' limit.
const hostileSize = 5<<20 - 1024

// hostile makes inputs of every shape that costs readers most, each of about
// hostileSize octets.
func hostile() map[string][]byte {
	fill := func(head, unit, tail string) []byte {
		n := (hostileSize - len(head) - len(tail)) / len(unit)
		return []byte(head + strings.Repeat(unit, n) + tail)
	}
	numbered := func(head, format, tail string) []byte {
		b := bytes.NewBufferString(head)
		for i := 0; b.Len() < hostileSize-len(tail)-40; i++ {
			fmt.Fprintf(b, format, i)
		}
		return append(b.Bytes(), tail...)
	}
	const dokument = `<Dokument xmlns="http://crd.gov.pl/wzor/2017/10/24/4566/">`
	const signature = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>` +
		`<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>` +
		`<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>`
	return map[string][]byte{
		"empty elements":       fill(dokument, "<a/>", "</Dokument>"),
		"deep nesting":         fill("", "<a>", ""),
		"attributes":           numbered("<Dokument ", `a%d="" `, "/>"),
		"namespaces":           numbered("<Dokument ", `xmlns:a%d="u" `, "/>"),
		"comments":             fill(dokument, "<!---->", "</Dokument>"),
		"instructions":         fill(dokument, "<?a?>", "</Dokument>"),
		"references":           fill(dokument, "&#9;", "</Dokument>"),
		"carriage returns":     fill(dokument, "\r", "</Dokument>"),
		"CDATA":                fill(dokument, "<![CDATA[]]>", "</Dokument>"),
		"one long text":        fill(dokument, "A", "</Dokument>"),
		"one long attribute":   fill(`<Dokument a="`, "&lt;", `"/>`),
		"Ids":                  numbered(dokument, `<a Id="i%d"/>`, "</Dokument>"),
		"distinct names":       numbered(dokument, "<a%d/>", "</Dokument>"),
		"doctype":              fill("<!DOCTYPE a [", `<!ENTITY a "b">`, "]><a/>"),
		"not XML":              fill("", "\x00", ""),
		"unknown elements":     fill(dokument, "<Tytul>a</Tytul>", "</Dokument>"),
		"signatures":           fill(dokument, signature+"</ds:SignedInfo></ds:Signature>", "</Dokument>"),
		"references of one":    fill(dokument+signature, `<ds:Reference URI=""><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AA==</ds:DigestValue></ds:Reference>`, "</ds:SignedInfo></ds:Signature></Dokument>"),
		"UTF-16 without end":   append([]byte{0xfe, 0xff}, fill("", "\x00<\x00a\x00>", "")...),
		"base64 of no meaning": fill(dokument+signature+`</ds:SignedInfo><ds:SignatureValue>`, "AAAA", "</ds:SignatureValue></ds:Signature></Dokument>"),
	}
}

// TestHostileLetters posts each and looks that the program answers with a 4xx
// and reasons, soon, and within 10 times the input and 32 MB.
func TestHostileLetters(t *testing.T) {
	const most = 10*hostileSize + 32<<20
	letters := hostile()
	maps.Copy(letters, hostileSigned(t))
	for name, letter := range letters {
		t.Run(name, func(t *testing.T) {
			p := startDemo(t, t.TempDir()) // a process of its own: the peak is this letter's
			p.mustCall(http.MethodGet, "/readyz", nil)
			before := memoryKB(t, p, "VmHWM") << 10
			started := time.Now()
			a := p.post("/umprzykladowo/skrytka", letter)
			took := time.Since(started)
			if a.status < 400 || a.status > 499 {
				t.Errorf("status %d: %s", a.status, short(a.body))
			} else if codes := reasonsOf(t, a); len(codes) == 0 {
				t.Errorf("no reason: %s", short(a.body))
			}
			grown := memoryKB(t, p, "VmHWM")<<10 - before
			t.Logf("status %d after %v, %d KB more than before, answer of %d octets", a.status, took.Round(time.Millisecond), grown>>10, len(a.body))
			if grown > most {
				t.Errorf("%d MB more memory for %d MB", grown>>20, len(letter)>>20)
			}
			if ready := p.mustCall(http.MethodGet, "/readyz", nil); ready.status != http.StatusOK {
				t.Errorf("not ready afterwards: %d", ready.status)
			}
		})
	}
}

var memoryLine = regexp.MustCompile(`(?m)^(Vm\w+):\s+(\d+) kB$`)

// memoryKB reads a Vm… figure of a running program.
func memoryKB(t *testing.T, p *program, name string) int {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range memoryLine.FindAllSubmatch(data, -1) {
		if string(m[1]) == name {
			kb, err := strconv.Atoi(string(m[2]))
			if err != nil {
				t.Fatal(err)
			}
			return kb
		}
	}
	t.Fatalf("no %s in the process's status", name)
	return 0
}

// TestOversize looks that an ordinary client sees the 413, whether it announces
// the size or not.
func TestOversize(t *testing.T) {
	p := startDemo(t, t.TempDir())
	for _, size := range []int{5<<20 + 1, 40 << 20} {
		a := p.post("/umprzykladowo/skrytka", bytes.Repeat([]byte("a"), size))
		if codes := reasonsOf(t, a); a.status != http.StatusRequestEntityTooLarge || len(codes) == 0 || codes[0] != "box.oversize" {
			t.Errorf("%d octets: %d %s", size, a.status, short(a.body))
		}
	}
	req, err := http.NewRequest(http.MethodPost, p.base+"/api/v1/boxes/umprzykladowo/skrytka/letters", &unannounced{left: 20 << 20})
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/xml")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("chunked: the client does not see the answer: %v", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("chunked: %s", resp.Status)
	}
}

// unannounced is a body whose length the client does not know.
type unannounced struct{ left int }

func (u *unannounced) Read(b []byte) (int, error) {
	if u.left == 0 {
		return 0, io.EOF
	}
	n := min(len(b), u.left)
	u.left -= n
	for i := range b[:n] {
		b[i] = 'a'
	}
	return n, nil
}
