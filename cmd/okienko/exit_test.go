package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"okienko/inbox/locale"
)

// TestExitCodes holds the promise of the command line: 0 yes or done, 1 a
// verdict of no, 2 could not evaluate or usage.
func TestExitCodes(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	plain, broken, doctype := file("plain.xml", "<a/>"), file("broken.xml", "<a>"), file("doctype.xml", "<!DOCTYPE a><a/>")
	schema := file("a.xsd", `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"/></xs:schema>`)
	other := file("b.xsd", `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="b"/></xs:schema>`)
	badSchema := file("bad.xsd", `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="absent"/></xs:schema>`)
	for _, c := range []struct {
		args string
		want int
	}{
		{"help", 0}, {"version", 0}, {"", 2}, {"nonsense", 2}, {"version x", 2},
		{"c14n " + plain, 0}, {"c14n " + broken, 2}, {"c14n " + doctype, 2}, {"c14n", 2}, {"c14n " + plain + " " + plain, 2},
		{"c14n --id absent " + plain, 2}, {"c14n --method rot13 " + plain, 2},
		{"verify " + plain, 1}, {"verify " + broken, 1}, {"verify --json " + doctype, 1}, {"verify " + plain + "absent", 2}, {"verify", 2},
		{"verify --at yesterday " + plain, 2}, {"verify --trust " + plain + " " + plain, 2}, {"verify --content x " + plain, 2},
		{"validate --schema " + schema, 0}, {"validate --schema " + schema + " " + plain, 0}, {"validate --schema " + other + " " + plain, 1},
		{"validate --schema " + schema + " " + broken, 1}, {"validate --schema " + badSchema + " " + plain, 2},
		{"validate --schema " + badSchema, 2}, {"validate " + plain, 2}, {"validate --schema " + schema + " " + plain + "absent", 2},
		{"sign " + plain, 2}, {"sign --key " + plain + " --cert " + plain + " " + plain, 2},
		{"form", 2}, {"form check", 2}, {"form check " + plain + "absent", 2}, {"form check " + plain, 2}, {"form new " + plain, 2},
		{"serve", 2}, {"serve --config " + plain, 2}, {"config check --config " + plain, 2}, {"config", 2}, {"migrate", 2}, {"user add", 2},
	} {
		var stdout, stderr bytes.Buffer
		e := env{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: time.Now, lang: locale.English}
		if got := run(context.Background(), e, strings.Fields(c.args)); got != c.want {
			t.Errorf("okienko %s: exit %d, want %d\n%s%s", c.args, got, c.want, stdout.String(), stderr.String())
		}
		if c.want == 2 && stderr.Len() == 0 {
			t.Errorf("okienko %s: exit 2 without a word", c.args)
		}
	}
}

func TestLanguageOfTheCommandLine(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want locale.Lang
	}{
		{nil, locale.Polish},
		{map[string]string{"LANG": "pl_PL.UTF-8"}, locale.Polish},
		{map[string]string{"LANG": "en_GB.UTF-8"}, locale.English},
		{map[string]string{"LANG": "en_GB.UTF-8", "LC_ALL": "uk_UA.UTF-8"}, locale.Ukrainian},
		{map[string]string{"LANG": "de_DE.UTF-8"}, locale.Polish},
	} {
		if got := langOf(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%v: %s, want %s", c.env, got, c.want)
		}
	}
}

// TestSignalsEndWhatWaits stops commands that wait for input which does not
// come, as an interrupted shell pipeline does.
func TestSignalsEndWhatWaits(t *testing.T) {
	for _, args := range [][]string{{"verify", "-"}, {"c14n", "-"}} {
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			cmd := exec.Command(os.Args[0], args...)
			cmd.Env = append(os.Environ(), asProgram+"=1")
			input, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			// The pipe holds 64 KB: once this is written, the program is reading.
			if _, err := input.Write(bytes.Repeat([]byte(" "), 256<<10)); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			late := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
			_ = cmd.Wait()
			if late.Stop(); cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != signal {
				t.Errorf("okienko %v after %v: %v", args, signal, cmd.ProcessState)
			}
		}
	}
}
