package server

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// endless gives n octets without a known length.
func endless(n int64) io.Reader {
	pr, pw := io.Pipe()
	go func() {
		chunk := make([]byte, 64<<10)
		for n > 0 {
			written, err := pw.Write(chunk[:min(n, int64(len(chunk)))])
			if err != nil {
				return
			}
			n -= int64(written)
		}
		pw.Close()
	}()
	return pr
}

func TestOversizeIsSeenByGoClients(t *testing.T) {
	s := start(t, nil)
	for name, size := range map[string]int64{"just over": maxBody + 1, "8 MB": 8 << 20, "100 MB": 100 << 20} {
		for _, declared := range []bool{true, false} {
			r, err := http.NewRequest(http.MethodPost, s.url("/api/letters"), endless(size))
			if err != nil {
				t.Fatal(err)
			}
			if declared {
				r.ContentLength = size
			}
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Errorf("%s, declared %v: %v", name, declared, err)
				continue
			}
			if body := bodyOf(t, response); response.StatusCode != 413 || body != "box.oversize" {
				t.Errorf("%s, declared %v: %d %s", name, declared, response.StatusCode, body)
			}
		}
	}
}

func TestEarlyAnswersAreSeenByCurl(t *testing.T) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("curl is missing")
	}
	s := start(t, nil)
	file := filepath.Join(t.TempDir(), "big")
	if err := os.WriteFile(file, make([]byte, 50<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path, code, body string
		args             []string
	}{
		"declared":             {"/api/letters", "413", "box.oversize", nil},
		"without 100-continue": {"/api/letters", "413", "box.oversize", []string{"-H", "Expect:"}},
		"chunked":              {"/api/letters", "413", "box.oversize", []string{"-H", "Transfer-Encoding: chunked", "-H", "Expect:"}},
		"chunked, expecting":   {"/api/letters", "413", "box.oversize", []string{"-H", "Transfer-Encoding: chunked", "-H", "Expect: 100-continue"}},
		"refused unread":       {"/api/refuse", "403", "access.forbidden", []string{"-H", "Expect:"}},
		"panic":                {"/api/panic", "500", "internal", []string{"-H", "Expect:"}},
		"nothing written":      {"/api/silent", "200", "", []string{"-H", "Expect:"}},
	} {
		args := append([]string{"-sS", "-m", "20", "-w", "%{stderr}%{http_code} ", "--data-binary", "@" + file, s.url(c.path)}, c.args...)
		out, err := exec.Command(curl, args...).CombinedOutput()
		if err != nil || !slices.Contains([]string{c.code + " " + c.body, c.body + c.code + " "}, string(out)) { // two streams, in any order
			t.Errorf("%s: %v %q, want %s and %s", name, err, out, c.code, c.body)
		}
	}
}

// A client that writes its whole request before it reads anything must see the
// answer too.
func TestOversizeIsSeenByAClientThatOnlyWritesFirst(t *testing.T) {
	s := start(t, nil)
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const size = 30 << 20
	if _, err := fmt.Fprintf(conn, "POST /api/letters HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", size); err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(conn, endless(size), size); err != nil {
		t.Fatalf("while writing: %v", err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || response.StatusCode != 413 {
		t.Fatalf("%v %v", response, err)
	}
}

func TestConnectionIsKeptAfterABodyThatWasRead(t *testing.T) {
	s := start(t, nil)
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	reader := bufio.NewReader(conn)
	for i := range 3 {
		if _, err := io.WriteString(conn, "POST /api/letters HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(reader, nil)
		if err != nil || response.Close {
			t.Fatalf("request %d: %v %v", i, response, err)
		}
		if body := bodyOf(t, response); body != "took 5" {
			t.Errorf("request %d: %s", i, body)
		}
	}
}

func TestContinueIsSentOnlyWhenTheBodyIsWanted(t *testing.T) {
	s := start(t, nil)
	for path, want := range map[string]string{"/api/letters": "HTTP/1.1 100 Continue", "/api/refuse": "HTTP/1.1 403 Forbidden"} {
		conn, err := net.Dial("tcp", s.Addr())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", path)
		_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
		line, err := bufio.NewReader(conn).ReadString('\n')
		if err != nil || strings.TrimSpace(line) != want {
			t.Errorf("%s: %q %v, want %q", path, line, err, want)
		}
		conn.Close()
	}
}

func TestBodyThatStandsStillIsGivenUp(t *testing.T) {
	s := start(t, func(o *Options) { o.Timeouts.Body = 100 * time.Millisecond })
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "POST /api/letters HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nhel")
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || response.StatusCode != 400 {
		t.Fatalf("%v %v", response, err)
	}
}

func TestHeaderThatStandsStillIsGivenUp(t *testing.T) {
	s := start(t, func(o *Options) { o.Timeouts.Header = 100 * time.Millisecond })
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET /api/letters HTTP/1.1\r\nHost:")
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := io.ReadAll(conn); err != nil {
		t.Errorf("the connection is still open: %v", err)
	}
}

func TestSlowBodyMustKeepTheSlowestRate(t *testing.T) {
	b := &body{started: time.Now().Add(-time.Minute), stall: 10 * time.Second}
	if left := time.Until(b.deadline()); left > 0 {
		t.Errorf("nothing in a minute leaves %v", left)
	}
	b.read = 49 * slowest
	if left := time.Until(b.deadline()); left > 0 {
		t.Errorf("59 seconds' worth in a minute leaves %v", left)
	}
	b.read = 55 * slowest
	if left := time.Until(b.deadline()); left < 4*time.Second || left > 6*time.Second {
		t.Errorf("65 seconds' worth in a minute leaves %v", left)
	}
	b.read = 1000 * slowest
	if left := time.Until(b.deadline()); left < 9*time.Second || left > 11*time.Second {
		t.Errorf("a fast body may stand still for %v", left)
	}
}

// A deadline left behind by the body would cancel the request's context.
func TestLongJudgementIsNotBrokenOff(t *testing.T) {
	var ctxErr error
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		time.Sleep(300 * time.Millisecond)
		ctxErr = r.Context().Err()
	})
	s := start(t, func(o *Options) {
		o.Timeouts.Body = 100 * time.Millisecond
		o.Doors = []Door{{Prefix: "/", Handler: slow, Fail: fail}}
	})
	response, err := http.Post(s.url("/"), "application/xml", strings.NewReader("<a/>"))
	if err != nil || response.StatusCode != 200 || ctxErr != nil {
		t.Errorf("%v %v, context %v", response, err, ctxErr)
	}
}
