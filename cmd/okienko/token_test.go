//go:build pkcs11

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"okienko/inbox/locale"
)

const (
	softHSMModule = "/usr/lib/softhsm/libsofthsm2.so"
	tokenPIN      = "4711-geheim"
)

// needSoftHSM skips, with the reason, where tokens cannot be had.
func needSoftHSM(t *testing.T) {
	t.Helper()
	if out, err := exec.Command("go", "env", "CGO_ENABLED").Output(); err != nil || strings.TrimSpace(string(out)) != "1" {
		t.Skip("no C compiler: PKCS#11 modules are C libraries")
	}
	if _, err := os.Stat(softHSMModule); err != nil {
		t.Skip("SoftHSM2 is not installed")
	}
}

func writeSoftHSMSettings(dir string) (string, error) {
	file := filepath.Join(dir, "softhsm2.conf")
	return file, os.WriteFile(file, []byte("directories.tokendir = "+dir+"\nlog.level = ERROR\n"), 0o600)
}

// TestTokenScripts runs the commands with keys on a token.
func TestTokenScripts(t *testing.T) {
	needSoftHSM(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/token",
		Setup: func(e *testscript.Env) error {
			tokens := filepath.Join(e.WorkDir, ".tokens")
			if err := os.Mkdir(tokens, 0o700); err != nil {
				return err
			}
			settings, err := writeSoftHSMSettings(tokens)
			e.Setenv("LANG", "en_US.UTF-8")
			e.Setenv("SOFTHSM2_CONF", settings)
			e.Setenv("MODULE", softHSMModule)
			e.Setenv("PIN", tokenPIN)
			return err
		},
	})
}

// TestReceiptSealOnToken: the demo office with its receipt seal's key on a token
// and nowhere else. Receipts made in parallel verify in xmlsec1.
func TestReceiptSealOnToken(t *testing.T) {
	needSoftHSM(t)
	dir := t.TempDir()
	e := env{stdin: strings.NewReader(""), stdout: new(bytes.Buffer), stderr: new(bytes.Buffer), now: time.Now, lang: locale.English}
	if err := makeOffice(context.Background(), e, dir); err != nil {
		t.Fatal(err)
	}
	tokens := moveSealToToken(t, dir)
	p := start(t, "serve", "--config", filepath.Join(dir, demoConfig))
	letters := signLetters(t, dir, 24, 0)
	answers := make([]answer, len(letters))
	var all sync.WaitGroup
	for i, letter := range letters {
		all.Go(func() {
			var err error
			if answers[i], err = p.call(http.MethodPost, "/api/v1/boxes/umprzykladowo/skrytka/letters", letter, "Content-Type", "application/xml"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	root := filepath.Join(dir, "pki", "receipt-ca.pem")
	for i, a := range answers {
		if a.status != http.StatusCreated {
			t.Fatalf("letter %d: %d %s", i, a.status, short(a.body))
		}
		if !xmlsecAccepts(t, root, filepath.Base(a.header.Get("Location")), letters[i], a.body) {
			t.Errorf("letter %d: xmlsec1 refuses the receipt", i)
		}
	}
	postWithoutToken(t, p, dir, tokens)
}

// postWithoutToken: while the token is away nothing is received, and the sender
// is told to come again; once it is back, the same letter is.
func postWithoutToken(t *testing.T, p *program, dir, tokens string) {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(tokens, "*-*-*"))
	if err != nil || len(folders) != 1 {
		t.Fatalf("SoftHSM's folder holds %v", folders)
	}
	away := filepath.Join(t.TempDir(), "away")
	letter := signLetters(t, dir, 1, 60)[0]
	if err := os.Rename(folders[0], away); err != nil {
		t.Fatal(err)
	}
	a := p.post("/umprzykladowo/skrytka", letter)
	if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" || bytes.Contains(a.body, []byte("pkcs11")) {
		t.Errorf("without the token: %d %s", a.status, short(a.body))
	}
	if err := os.Rename(away, folders[0]); err != nil {
		t.Fatal(err)
	}
	if a := p.post("/umprzykladowo/skrytka", letter); a.status != http.StatusCreated {
		t.Errorf("with the token back: %d %s", a.status, short(a.body))
	}
}

// moveSealToToken imports the receipt seal's key into a new token, deletes its
// file, and names the token in the configuration. It returns SoftHSM's folder.
func moveSealToToken(t *testing.T, dir string) (tokens string) {
	t.Helper()
	tokens = t.TempDir()
	settings, err := writeSoftHSMSettings(tokens)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", settings)
	key, pin := filepath.Join(dir, "pki/receipt-seal.key"), filepath.Join(dir, "pin")
	for _, args := range [][]string{
		{"--init-token", "--free", "--label", "Urzad", "--so-pin", "0815-oficer", "--pin", tokenPIN},
		{"--import", key, "--token", "Urzad", "--label", "receipt-seal", "--id", "01", "--pin", tokenPIN},
	} {
		if out, err := exec.Command("softhsm2-util", args...).CombinedOutput(); err != nil {
			t.Fatalf("softhsm2-util %s: %v\n%s", args[0], err, out)
		}
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(pin, []byte(tokenPIN+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, demoConfig)
	var cfg map[string]any
	readJSON(t, file, &cfg)
	cfg["listen"] = "127.0.0.1:0"
	cfg["receipt_seal"].(map[string]any)["key"] = fmt.Sprintf("pkcs11:token=Urzad;object=receipt-seal?module-path=%s&pin-source=file:%s", softHSMModule, pin)
	data, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return tokens
}
