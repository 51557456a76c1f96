package rest

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/intake"
	"okienko/inbox/server"
	"okienko/inbox/store/storetest"
	"okienko/inbox/telemetry"
)

// panicking is an intake with a fault.
type panicking struct{ *scripted }

func (p panicking) Receive(ctx context.Context, req intake.Request) (inbox.Outcome, error) {
	if strings.HasPrefix(string(req.Raw), "<panic") {
		panic("a fault of the program")
	}
	return p.scripted.Receive(ctx, req)
}

// openNetwork puts the door behind the real server.
func openNetwork(t *testing.T, perMinute int) *office {
	t.Helper()
	o := &office{t: t, store: storetest.Open(t), log: &lockedBuffer{}}
	o.intake = &scripted{t: t, store: o.store}
	log := slog.New(slog.NewTextHandler(o.log, nil))
	d := newDoor(t, o.store, panicking{o.intake}, log)
	s, err := server.New(server.Options{
		Listen:   "127.0.0.1:0",
		Doors:    []server.Door{{Prefix: "/", Handler: d, Fail: d.Fail}},
		Limits:   server.Limits{RequestsPerMinute: perMinute, BytesPerMinute: 1 << 40},
		Timeouts: server.Timeouts{Header: time.Second, Body: 200 * time.Millisecond, Idle: time.Minute, Stop: 5 * time.Second},
		Metrics:  telemetry.New(), Now: time.Now, Random: rand.Reader, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if err := s.Listen(ctx); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	o.url = "http://" + s.Addr()
	return o
}

func TestFailuresOfTheServerAreProblems(t *testing.T) {
	o := openNetwork(t, 3)
	o.post(strings.Repeat("x", 20<<20), "").want(t, "oversize", http.StatusRequestEntityTooLarge, inbox.CodeOversize)
	broken := o.post("<panic/>", "")
	broken.want(t, "panic", http.StatusInternalServerError, inbox.CodeInternal)
	var p problem
	broken.json(t, &p)
	id := broken.Header.Get("X-Request-Id")
	if id == "" || p.Instance != "urn:okienko:request:"+id || strings.Count(o.log.String(), id) < 2 {
		t.Errorf("request %q is not found in %s or in the log:\n%s", id, broken.body, o.log)
	}
	o.post("<a/>", "").want(t, "within the quota", http.StatusCreated, "")
	over := o.post("<a/>", "")
	over.want(t, "over the quota", http.StatusTooManyRequests, inbox.CodeQuota)
	if over.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

func TestLetterThatStandsStill(t *testing.T) {
	o := openNetwork(t, 100)
	conn, err := net.Dial("tcp", strings.TrimPrefix(o.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nContent-Length: 100\r\n\r\n<a>", post)
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	documented(t, http.MethodPost, post, response.StatusCode)
	reply{response, body}.want(t, "a body that stands still", http.StatusRequestTimeout, inbox.CodeTimeout)
	if !response.Close {
		t.Error("the connection is kept")
	}
	if len(o.intake.seen) != 0 {
		t.Error("the intake saw a part of a letter")
	}
}

// Many letters at once, each posted twice at the same time: one letter
// each, and one register number.
func TestManyLettersAtOnce(t *testing.T) {
	const letters = 200
	o := openNetwork(t, 1<<20)
	var wg sync.WaitGroup
	statuses := make([][2]int, letters)
	bodies := make([][2]string, letters)
	for i := range letters {
		for twin := range 2 {
			wg.Go(func() {
				r := o.post(fmt.Sprintf("<letter-%d/>", i), "")
				statuses[i][twin], bodies[i][twin] = r.StatusCode, string(r.body)
			})
		}
	}
	wg.Wait()
	for i, pair := range statuses {
		if pair[0]+pair[1] != 401 || bodies[i][0] != bodies[i][1] {
			t.Errorf("letter %d: %v %q", i, pair, bodies[i])
		}
	}
	seen, after := map[string]bool{}, ""
	for range letters/200 + 2 {
		var page letterPage
		o.get("/api/v1/letters?limit=200&cursor="+after, "kancelaria").json(t, &page)
		for _, l := range page.Letters {
			seen[l.Number] = true
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if len(seen) != letters || !seen[fmt.Sprintf("RPW/2026/%d", letters)] {
		t.Errorf("%d register numbers", len(seen))
	}
}
