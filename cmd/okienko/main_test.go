package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// asProgram makes the test binary behave as okienko itself, so that tests can
// start, stop and kill the real program.
const asProgram = "OKIENKO_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"okienko": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "en_US.UTF-8")
			wd, err := os.Getwd()
			e.Setenv("MODULE", filepath.Dir(filepath.Dir(wd)))
			return err
		},
	})
}

// program is a running okienko.
type program struct {
	t    *testing.T
	cmd  *exec.Cmd
	base string // http://127.0.0.1:port
	done chan struct{}
}

var servesAt = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// start runs okienko with these arguments until it says where it serves.
func start(t *testing.T, args ...string) *program {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "LANG=en_US.UTF-8")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, cmd: cmd, done: make(chan struct{})}
	found := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			if url := servesAt.FindString(lines.Text()); url != "" {
				select {
				case found <- url:
				default:
				}
			}
		}
		close(found)
		_, _ = io.Copy(io.Discard, stdout)
		_ = cmd.Wait()
		close(p.done)
	}()
	select {
	case url, ok := <-found:
		if !ok {
			t.Fatalf("okienko %v ended before it served:\n%s", args, stderr.String())
		}
		p.base = url
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		t.Fatalf("okienko %v does not serve:\n%s", args, stderr.String())
	}
	t.Cleanup(func() { p.stop(syscall.SIGKILL) })
	return p
}

func startDemo(t *testing.T, dir string) *program {
	t.Helper()
	return start(t, "demo", "--dir", dir, "--listen", "127.0.0.1:0")
}

// stop sends a signal and waits for the end; a stopped program may be stopped again.
func (p *program) stop(signal os.Signal) {
	_ = p.cmd.Process.Signal(signal)
	<-p.done
}

// answer is an HTTP answer read whole.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) json(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
}

// call makes one request; header pairs follow the body.
func (p *program) call(method, path string, body []byte, header ...string) (answer, error) {
	req, err := http.NewRequest(method, p.base+path, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, data}, err
}

func (p *program) mustCall(method, path string, body []byte, header ...string) answer {
	p.t.Helper()
	a, err := p.call(method, path, body, header...)
	if err != nil {
		p.t.Fatal(err)
	}
	return a
}

func (p *program) post(box string, letter []byte, header ...string) answer {
	p.t.Helper()
	return p.mustCall(http.MethodPost, "/api/v1/boxes"+box+"/letters", letter, append([]string{"Content-Type", "application/xml"}, header...)...)
}

// get asks with an account's token.
func (p *program) get(path, token string) answer {
	p.t.Helper()
	return p.mustCall(http.MethodGet, path, nil, "Authorization", "Bearer "+token)
}

// office is what tests need of a demo folder.
type office struct {
	dir      string
	tokens   map[string]string // by login
	accounts []demoAccount
	letters  []demoLetter
}

func readOffice(t *testing.T, dir string) office {
	t.Helper()
	o := office{dir: dir, tokens: map[string]string{}}
	readJSON(t, filepath.Join(dir, demoAccounts), &o.accounts)
	readJSON(t, filepath.Join(dir, demoIndex), &o.letters)
	for _, a := range o.accounts {
		o.tokens[a.Login] = a.Token
	}
	if len(o.letters) == 0 || len(o.tokens) == 0 {
		t.Fatal("the demo office has no letters or no accounts")
	}
	return o
}

func (o office) letter(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(o.dir, "letters", filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readJSON(t *testing.T, file string, v any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func hexSHA256(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// reasonsOf returns the codes of a problem document.
func reasonsOf(t *testing.T, a answer) []string {
	t.Helper()
	var p struct {
		Reasons []struct {
			Code, Message, Remedy string
		}
	}
	a.json(t, &p)
	var codes []string
	for _, r := range p.Reasons {
		if r.Message == "" || r.Remedy == "" {
			t.Errorf("reason %s has no message or no remedy", r.Code)
		}
		codes = append(codes, r.Code)
	}
	return codes
}

func short(data []byte) string {
	return strings.ToValidUTF8(fmt.Sprintf("%.300s", data), "?")
}
