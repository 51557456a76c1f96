package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/telemetry"
)

// maxBody is what the test door reads, like a box with a limit.
const maxBody = 1 << 20

// door is a small door: it takes a body of up to maxBody octets, and does what
// its path says.
type door struct{ entered, leave chan struct{} }

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/api/panic":
		panic("a fault of the program")
	case "/api/late-panic":
		_, _ = io.WriteString(w, strings.Repeat("x", 8<<10))
		_ = http.NewResponseController(w).Flush()
		panic("a fault of the program")
	case "/api/wait":
		d.entered <- struct{}{}
		<-d.leave
		_, _ = io.WriteString(w, "done")
	case "/api/refuse":
		fail(w, r, &inbox.Error{Code: inbox.CodeForbidden})
	case "/api/silent":
	default:
		d.take(w, r)
	}
}

func (d *door) take(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength > maxBody {
		fail(w, r, &inbox.Error{Code: inbox.CodeOversize})
		return
	}
	n, err := io.Copy(io.Discard, io.LimitReader(r.Body, maxBody+1))
	switch {
	case n > maxBody:
		fail(w, r, &inbox.Error{Code: inbox.CodeOversize})
	case err != nil:
		fail(w, r, inbox.Errorf(inbox.CodeRequest, "%w", err))
	default:
		_, _ = fmt.Fprintf(w, "took %d", n)
	}
}

// fail is the door's translator.
func fail(w http.ResponseWriter, _ *http.Request, err error) {
	status := map[string]int{inbox.CodeOversize: 413, inbox.CodeForbidden: 403, inbox.CodeQuota: 429, inbox.CodeRequest: 400}[inbox.ErrorCode(err)]
	if status == 0 {
		status = 500
	}
	if known, ok := errors.AsType[*inbox.Error](err); ok && known.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(known.RetryAfter.Seconds())+1))
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, inbox.ErrorCode(err))
}

type running struct {
	*Server
	door   *door
	log    *lockedText
	cancel context.CancelFunc
	ended  chan error
}

type lockedText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lockedText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func testOptions(d *door, log io.Writer) Options {
	return Options{
		Listen:      "127.0.0.1:0",
		AdminListen: "127.0.0.1:0",
		Doors: []Door{
			{Prefix: "/api/", Handler: d, Fail: fail},
			{Prefix: "/web/", Handler: http.NotFoundHandler(), Fail: fail},
		},
		Limits:   Limits{RequestsPerMinute: 600, BytesPerMinute: 1 << 40, Unlimited: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}},
		Timeouts: Timeouts{Header: time.Second, Body: time.Second, Idle: time.Minute, Stop: 5 * time.Second},
		Metrics:  telemetry.New(),
		Now:      time.Now,
		Random:   rand.Reader,
		Log:      slog.New(slog.NewTextHandler(log, nil)),
	}
}

// start runs a server until the test ends.
func start(t *testing.T, change func(*Options)) *running {
	t.Helper()
	d := &door{entered: make(chan struct{}, 10), leave: make(chan struct{})}
	r := &running{door: d, log: &lockedText{}, ended: make(chan error, 1)}
	opt := testOptions(d, r.log)
	if change != nil {
		change(&opt)
	}
	var err error
	if r.Server, err = New(opt); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	if err := r.Listen(ctx); err != nil {
		t.Fatal(err)
	}
	go func() { r.ended <- r.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		select {
		case <-r.ended:
		case <-time.After(10 * time.Second):
			t.Error("the server does not end")
		}
	})
	return r
}

func (r *running) url(path string) string { return "http://" + r.Addr() + path }

func get(t *testing.T, url string) (*http.Response, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	return response, bodyOf(t, response)
}

func bodyOf(t *testing.T, response *http.Response) string {
	t.Helper()
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
