package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"okienko/forms"
	"okienko/inbox/config"
	"okienko/inbox/keys"
	"okienko/xades"
)

const letterBox = "/umprzykladowo/skrytka"

// TestFormsAreReadAgain adds a form to a running office, breaks it and takes it
// away, by SIGHUP alone.
func TestFormsAreReadAgain(t *testing.T) {
	dir := t.TempDir()
	own := filepath.Join(dir, "own-forms")
	if err := os.Mkdir(own, 0o755); err != nil {
		t.Fatal(err)
	}
	startDemo(t, dir).stop(syscall.SIGTERM)
	useFormsDir(t, dir, own)
	p := startDemo(t, dir)
	o := readOffice(t, dir)
	letter := signDocument(t, dir, ownForm(t)["sample.xml"])

	if a := p.post(letterBox, letter); a.status != http.StatusUnprocessableEntity || !slices.Contains(reasonsOf(t, a), "form.unknown") {
		t.Fatalf("a form nobody has: %d %s", a.status, short(a.body))
	}
	writeOwnForm(t, own, ownForm(t))
	p.hangup(true)
	accepted := p.post(letterBox, letter)
	if accepted.status != http.StatusCreated {
		t.Fatalf("the form is there now: %d %s", accepted.status, short(accepted.body))
	}

	broken := ownForm(t)
	broken["schema.xsd"] = bytes.Replace(broken["schema.xsd"], []byte(`type="ska:`), []byte(`type="skb:`), 1)
	writeOwnForm(t, own, broken)
	p.hangup(true)
	if a := p.post(letterBox, letter); a.status != http.StatusOK || !bytes.Equal(a.body, accepted.body) {
		t.Fatalf("a broken form: %d %s", a.status, short(a.body))
	}

	if err := os.RemoveAll(filepath.Join(own, "skarga-wlasna")); err != nil {
		t.Fatal(err)
	}
	p.hangup(false)
	location := accepted.header.Get("Location")
	for _, path := range []string{location, location + "/document", location + "/receipt"} {
		if a := p.get(path, o.tokens["urzednik-or"]); a.status != http.StatusOK {
			t.Errorf("%s of a form that is gone: %d", path, a.status)
		}
	}
	if a := p.post(letterBox, letter); a.status != http.StatusOK || !bytes.Equal(a.body, accepted.body) {
		t.Errorf("the same letter when its form is gone: %d", a.status)
	}
}

// hangup sends SIGHUP and waits until the list of forms has the own form, or
// has it no longer. When the list is as wished at once, the signal was for
// nothing to change: then it waits for a time in which it would have.
func (p *program) hangup(wantOwn bool) {
	p.t.Helper()
	before := p.listsOwnForm()
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		p.t.Fatal(err)
	}
	if before == wantOwn {
		time.Sleep(time.Second)
	}
	for deadline := time.Now().Add(20 * time.Second); p.listsOwnForm() != wantOwn; {
		if time.Now().After(deadline) {
			p.t.Fatalf("the own form is listed: %v, for twenty seconds", !wantOwn)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (p *program) listsOwnForm() bool {
	return strings.Contains(string(p.mustCall(http.MethodGet, "/api/v1/forms", nil).body), `"skarga-wlasna"`)
}

func useFormsDir(t *testing.T, dir, own string) {
	t.Helper()
	var cfg map[string]any
	readJSON(t, filepath.Join(dir, demoConfig), &cfg)
	cfg["forms_dir"] = own
	data, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, demoConfig), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// ownForm is a form no catalogue has: the complaint under a name of its own.
func ownForm(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, name := range []string{"form.json", "schema.xsd", "sample.xml"} {
		data, err := os.ReadFile(filepath.Join("../../forms/catalogue/skarga-wniosek/1", name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = bytes.ReplaceAll(data, []byte("wzor:skarga-wniosek:1"), []byte("wzor:skarga-wlasna:1"))
	}
	return files
}

func writeOwnForm(t *testing.T, own string, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		if err := writeFileBelow(own, "skarga-wlasna/1/"+name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// signDocument signs with the demo's resident key.
func signDocument(t *testing.T, dir string, document []byte) []byte {
	t.Helper()
	resident, err := keys.LoadSeal(keys.Source{Key: filepath.Join(dir, "pki/resident.key"), Certificate: filepath.Join(dir, "pki/resident.pem")})
	if err != nil {
		t.Fatal(err)
	}
	letter, err := xades.Sign(document, xades.SignOptions{Signer: resident.Signer, Certificate: resident.Certificate, Time: time.Now(), Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return letter
}

// What is wrong with a form reaches the log, with its place, and nothing changes.
func TestReloadSaysWhatIsWrong(t *testing.T) {
	own := t.TempDir()
	var log bytes.Buffer
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	a := &app{catalogue: catalogue, log: slog.New(slog.NewTextHandler(&log, nil))}
	cfg := demoSettings()
	cfg.FormsDir = own
	count := len(catalogue.Forms())
	for _, c := range []struct {
		name   string
		change func()
		forms  int
		says   string
	}{
		{"a new form", func() { writeOwnForm(t, own, ownForm(t)) }, count + 1, "forms=" + strconv.Itoa(count+1)},
		{"a box takes a form nobody has", func() {
			cfg.BoxSections = []config.Box{{Name: "skrytka", Policy: config.Policy{Forms: []string{"nie-ma"}}}}
		}, count + 1, "nie-ma"},
		{"the schema is broken", func() {
			cfg.BoxSections = nil
			broken := ownForm(t)
			broken["schema.xsd"] = []byte("<a/>")
			writeOwnForm(t, own, broken)
		}, count + 1, "skarga-wlasna/1/schema.xsd"},
		{"the form is gone", func() { _ = os.RemoveAll(filepath.Join(own, "skarga-wlasna")) }, count, "forms=" + strconv.Itoa(count)},
		{"the folder is gone", func() { _ = os.RemoveAll(own) }, count, "not read again"},
	} {
		log.Reset()
		c.change()
		a.reloadForms(cfg)
		if got := len(catalogue.Forms()); got != c.forms || !strings.Contains(log.String(), c.says) {
			t.Errorf("%s: %d forms, want %d; the log: %s", c.name, got, c.forms, log.String())
		}
	}
}
