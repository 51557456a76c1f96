package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestDemoLetters posts every sample of the demo office and looks at everything
// that must follow: the answer, the identical receipt for the same bytes, the
// queue of the right department, and nothing of a refused letter anywhere.
func TestDemoLetters(t *testing.T) {
	dir := t.TempDir()
	p := startDemo(t, dir)
	o := readOffice(t, dir)
	accepted := 0
	for _, l := range o.letters {
		t.Run(l.File, func(t *testing.T) {
			data := o.letter(t, l.File)
			first := p.post(l.Box, data)
			if first.status != l.Status {
				t.Fatalf("%s: status %d, want %d: %s", l.Why, first.status, l.Status, short(first.body))
			}
			switch {
			case l.Status == http.StatusCreated:
				accepted++
				checkAccepted(t, p, o, l, data, first)
			case l.Status >= 400:
				if codes := reasonsOf(t, first); len(codes) == 0 || codes[0] != l.Code {
					t.Errorf("%s: reasons %v, want %s first", l.Why, codes, l.Code)
				}
				checkNothingQueued(t, p, o, data)
			}
		})
	}
	if accepted < 30 || len(o.letters)-accepted < 60 {
		t.Errorf("%d letters accepted of %d: want at least 30 good and 60 bad", accepted, len(o.letters))
	}
	checkNumbers(t, p, o, accepted)
}

func checkAccepted(t *testing.T, p *program, o office, l demoLetter, data []byte, first answer) {
	t.Helper()
	again := p.post(l.Box, data)
	if again.status != http.StatusOK || !bytes.Equal(again.body, first.body) {
		t.Errorf("the same bytes again: status %d, identical receipt %v", again.status, bytes.Equal(again.body, first.body))
	}
	location := first.header.Get("Location")
	if again.header.Get("Location") != location || !strings.HasPrefix(location, "/api/v1/letters/") {
		t.Errorf("Location %q and then %q", location, again.header.Get("Location"))
	}
	var found []string
	for _, department := range []string{"or", "so", "km", "usc", "pl", "dg"} {
		token := o.tokens["urzednik-"+department]
		document, receipt := p.get(location+"/document", token), p.get(location+"/receipt", token)
		if document.status == http.StatusNotFound && receipt.status == http.StatusNotFound {
			continue
		}
		found = append(found, department)
		if !bytes.Equal(document.body, data) || !bytes.Equal(receipt.body, first.body) {
			t.Errorf("%s: document or receipt differ from what was sent and answered", department)
		}
		if list := p.get("/api/v1/letters?sha256="+hexSHA256(data), token); !strings.Contains(string(list.body), filepath.Base(location)) {
			t.Errorf("%s: the letter is not found by its digest: %s", department, short(list.body))
		}
	}
	if len(found) != 1 {
		t.Errorf("the letter is in the queues of %v", found)
	}
	if a := p.mustCall(http.MethodGet, location, nil); a.status != http.StatusUnauthorized {
		t.Errorf("nobody asks for the letter: status %d", a.status)
	}
	var trace struct{ Received, Outcome string }
	p.mustCall(http.MethodGet, "/api/v1/receipts?sha256="+hexSHA256(data), nil).json(t, &trace)
	if trace.Outcome != "accepted" || trace.Received == "" {
		t.Errorf("receipts by digest: %+v", trace)
	}
}

func checkNothingQueued(t *testing.T, p *program, o office, data []byte) {
	t.Helper()
	list := p.get("/api/v1/letters?sha256="+hexSHA256(data), o.tokens["kancelaria"])
	var found struct{ Letters []any }
	list.json(t, &found)
	if list.status != http.StatusOK || len(found.Letters) != 0 {
		t.Errorf("a refused letter is in a queue: %s", short(list.body))
	}
}

// listed is a letter in a list of the REST door.
type listed struct {
	Letter int
	Number string
	SHA256 string
}

// allLetters pages through every letter of the office.
func allLetters(t *testing.T, p *program, o office) []listed {
	t.Helper()
	var all []listed
	for cursor := ""; ; {
		var page struct {
			Letters []listed
			Next    string
		}
		p.get("/api/v1/letters?limit=200&cursor="+cursor, o.tokens["kancelaria"]).json(t, &page)
		all = append(all, page.Letters...)
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}

// checkNumbers demands register numbers 1..want of one year, each once.
func checkNumbers(t *testing.T, p *program, o office, want int) {
	t.Helper()
	all := allLetters(t, p, o)
	var numbers []int
	seen := map[string]bool{}
	for _, l := range all {
		var year, n int
		if _, err := fmt.Sscanf(l.Number, "RPW/%d/%d", &year, &n); err != nil {
			t.Fatalf("%q: %v", l.Number, err)
		}
		numbers = append(numbers, n)
		if seen[l.SHA256] {
			t.Errorf("letter %d stands twice", l.Letter)
		}
		seen[l.SHA256] = true
	}
	slices.Sort(numbers)
	for i, n := range numbers {
		if n != i+1 {
			t.Fatalf("register number %d stands at place %d of %d", n, i+1, len(numbers))
		}
	}
	if len(numbers) != want {
		t.Errorf("%d letters in the register, want %d", len(numbers), want)
	}
}

// TestReceiptWithPublicTool checks receipts with xmlsec1 alone, and that it
// refuses what was changed.
func TestReceiptWithPublicTool(t *testing.T) {
	if _, err := exec.LookPath("xmlsec1"); err != nil {
		t.Skip("xmlsec1 is not installed")
	}
	dir := t.TempDir()
	p := startDemo(t, dir)
	o := readOffice(t, dir)
	root := filepath.Join(dir, "pki", "receipt-ca.pem")
	other := filepath.Join(dir, "pki", "qualified-ca.pem")
	checked := 0
	for _, l := range o.letters {
		if l.Status != http.StatusCreated {
			continue
		}
		letter := o.letter(t, l.File)
		a := p.post(l.Box, letter)
		id := filepath.Base(a.header.Get("Location"))
		if !xmlsecAccepts(t, root, id, letter, a.body) {
			t.Errorf("%s: xmlsec1 refuses the receipt", l.File)
		}
		if checked++; checked > 3 {
			continue // changes are looked at for the first few; the receipts are made alike
		}
		if xmlsecAccepts(t, other, id, letter, a.body) {
			t.Errorf("%s: xmlsec1 accepts the receipt under another root", l.File)
		}
		for _, at := range []int{0, len(letter) / 2, len(letter) - 1} {
			changed := bytes.Clone(letter)
			changed[at] ^= 1
			if xmlsecAccepts(t, root, id, changed, a.body) {
				t.Errorf("%s: xmlsec1 accepts the receipt for a letter changed at octet %d", l.File, at)
			}
		}
		for _, change := range [][2]string{
			{"Przykładowie", "Innowie"}, {">umprzykladowo<", ">uminnowo<"}, {">" + id + "<", ">9" + id + "<"},
			{"DataDoreczenia>20", "DataDoreczenia>19"}, {"SigningTime>20", "SigningTime>19"}, {"MimeType>", "MimeType>x-"},
		} {
			changed := bytes.Replace(a.body, []byte(change[0]), []byte(change[1]), 1)
			if bytes.Equal(changed, a.body) {
				t.Errorf("the receipt holds no %q to change", change[0])
			} else if xmlsecAccepts(t, root, id, letter, changed) {
				t.Errorf("%s: xmlsec1 accepts a receipt changed at %q", l.File, change[0])
			}
		}
	}
	if checked == 0 {
		t.Fatal("no receipt was checked")
	}
}

func xmlsecAccepts(t *testing.T, root, id string, letter, upp []byte) bool {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string][]byte{"letter.xml": letter, "upp.xml": upp} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("xmlsec1", "--verify", "--trusted-pem", root, "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
		"--url-map:urn:okienko:document:"+id, "letter.xml", "upp.xml")
	cmd.Dir = dir
	return cmd.Run() == nil
}
