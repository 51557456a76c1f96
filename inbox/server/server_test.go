package server

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"okienko/inbox"
)

func TestHeadersAndRequestID(t *testing.T) {
	s := start(t, nil)
	first, body := get(t, s.url("/api/letters?pesel=44051401458"))
	second, _ := get(t, s.url("/api/44051401458"))
	if body != "took 0" || first.Header.Get("X-Content-Type-Options") != "nosniff" || first.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("%s %v", body, first.Header)
	}
	id := first.Header.Get("X-Request-Id")
	if len(id) != 16 || id == second.Header.Get("X-Request-Id") {
		t.Errorf("request ids %q and %q", id, second.Header.Get("X-Request-Id"))
	}
	log := s.log.String()
	if !strings.Contains(log, "request="+id) || !strings.Contains(log, "status=200") || strings.Contains(log, "44051401458") {
		t.Errorf("log:\n%s", log)
	}
}

func TestPanicIsAnsweredByTheDoor(t *testing.T) {
	s := start(t, nil)
	response, body := get(t, s.url("/api/panic"))
	if response.StatusCode != 500 || body != "internal" {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if log := s.log.String(); !strings.Contains(log, "a fault of the program") || !strings.Contains(log, "stack=") {
		t.Errorf("log:\n%s", log)
	}
	half, err := http.Get(s.url("/api/late-panic"))
	if err != nil {
		t.Fatal(err)
	}
	defer half.Body.Close()
	if _, err := new(bytes.Buffer).ReadFrom(half.Body); err == nil {
		t.Error("half an answer looks whole")
	}
	if response, _ := get(t, s.url("/api/letters")); response.StatusCode != 200 {
		t.Errorf("after the panics: %d", response.StatusCode)
	}
}

func TestHealth(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	broken := true
	var late error
	rounds := 0
	s := start(t, func(o *Options) {
		o.Now = func() time.Time { return now }
		o.Checks = []Check{
			{Name: "database", Do: func(context.Context) error { rounds++; return nil }},
			{Name: "lists", Do: func(context.Context) error { return late }, Warn: true},
			{Name: "disk", Do: func(context.Context) error {
				if broken {
					return errors.New("secret path is full")
				}
				return nil
			}},
		}
	})
	if response, body := get(t, s.url("/livez")); response.StatusCode != 200 || body != `{"status":"live"}`+"\n" {
		t.Errorf("livez: %d %s", response.StatusCode, body)
	}
	for range 3 {
		if response, body := get(t, s.url("/readyz")); response.StatusCode != 503 || body != `{"status":"not ready","failing":["disk"]}`+"\n" {
			t.Errorf("readyz: %d %s", response.StatusCode, body)
		}
	}
	if rounds != 1 {
		t.Errorf("three questions within a second ran the checks %d times", rounds)
	}
	broken = false
	now = now.Add(checkEvery)
	if response, body := get(t, s.url("/readyz")); response.StatusCode != 200 || body != `{"status":"ready"}`+"\n" {
		t.Errorf("readyz: %d %s", response.StatusCode, body)
	}
	late = errors.New("expired yesterday")
	for range 3 {
		now = now.Add(checkEvery)
		if response, body := get(t, s.url("/readyz")); response.StatusCode != 200 || body != `{"status":"ready","warnings":["lists"]}`+"\n" {
			t.Errorf("readyz with a warning: %d %s", response.StatusCode, body)
		}
	}
	if log := s.log.String(); !strings.Contains(log, "secret path is full") || strings.Count(log, "expired yesterday") != 1 {
		t.Errorf("the causes are not in the log, or too often:\n%s", log)
	}
}

func TestMetricsAreOnTheAdminAddressAlone(t *testing.T) {
	s := start(t, nil)
	get(t, s.url("/api/letters"))
	response, body := get(t, "http://"+s.AdminAddr()+"/metrics")
	if response.StatusCode != 200 || !strings.Contains(body, `okienko_request_seconds_count{door="/api/",method="GET",status="200"} 1`) {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if response, _ := get(t, s.url("/metrics")); response.StatusCode != 404 {
		t.Errorf("/metrics in public: %d", response.StatusCode)
	}
}

func TestStopLetsRequestsFinish(t *testing.T) {
	s := start(t, func(o *Options) { o.Timeouts.StopWait = 200 * time.Millisecond })
	answered := make(chan string, 1)
	go func() {
		response, err := http.Get(s.url("/api/wait"))
		if err != nil {
			answered <- err.Error()
			return
		}
		answered <- bodyOf(t, response)
	}()
	<-s.door.entered
	s.cancel()
	deadline := time.Now().Add(5 * time.Second)
	for !s.stopping.Load() && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	if response, body := get(t, s.url("/readyz")); response.StatusCode != 503 || !strings.Contains(body, "stopping") {
		t.Errorf("readyz while stopping: %d %s", response.StatusCode, body)
	}
	time.Sleep(300 * time.Millisecond)
	if _, err := http.Get(s.url("/livez")); err == nil {
		t.Error("connections are still taken")
	}
	close(s.door.leave)
	if got := <-answered; got != "done" {
		t.Errorf("the request in flight got %q", got)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("stopped with %v", err)
	}
	s.ended <- nil // for the cleanup
}

func TestStopHasADeadline(t *testing.T) {
	s := start(t, func(o *Options) { o.Timeouts.Stop = 50 * time.Millisecond })
	go func() { _, _ = http.Get(s.url("/api/wait")) }()
	<-s.door.entered
	s.cancel()
	if err := <-s.ended; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("stopped with %v", err)
	}
	close(s.door.leave)
	s.ended <- nil
}

func TestListenFailsOnATakenPort(t *testing.T) {
	s := start(t, nil)
	opt := testOptions(s.door, s.log)
	opt.Listen = s.Addr()
	other, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Listen(context.Background()); err == nil {
		t.Error("the port was taken twice")
	}
}

func TestQuotaOverHTTP(t *testing.T) {
	s := start(t, func(o *Options) { o.Limits.RequestsPerMinute, o.Limits.Unlimited = 2, nil })
	for i, want := range []int{200, 200, 429} {
		response, body := get(t, s.url("/api/letters"))
		if response.StatusCode != want {
			t.Errorf("request %d: %d %s", i, response.StatusCode, body)
		}
		if want == 429 && (body != inbox.CodeQuota || response.Header.Get("Retry-After") == "") {
			t.Errorf("%s %v", body, response.Header)
		}
	}
	if response, _ := get(t, s.url("/livez")); response.StatusCode != 200 {
		t.Errorf("health has a quota: %d", response.StatusCode)
	}
}

func TestQuota(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	q := newQuota(Limits{RequestsPerMinute: 60, BytesPerMinute: 6000})
	for range 60 {
		if _, ok := q.take(a, now); !ok {
			t.Fatal("refused within the quota")
		}
	}
	wait, ok := q.take(a, now)
	if ok || wait < 900*time.Millisecond || wait > 1100*time.Millisecond {
		t.Errorf("request 61: %v, wait %v", ok, wait)
	}
	if _, ok := q.take(b, now); !ok {
		t.Error("one client pays for another")
	}
	if _, ok := q.take(a, now.Add(wait+time.Millisecond)); !ok {
		t.Error("refused after the wait")
	}
	q.spend(b, 12000, now) // twice a minute's worth
	wait, ok = q.take(b, now)
	if ok || wait < 59*time.Second || wait > 61*time.Second {
		t.Errorf("in debt: %v, wait %v", ok, wait)
	}
	if _, ok := q.take(b, now.Add(wait+time.Second)); !ok {
		t.Error("refused after the debt was paid")
	}
}

func TestOneCustomersIPv6NetworkIsOneClient(t *testing.T) {
	now := time.Now()
	q := newQuota(Limits{RequestsPerMinute: 1, BytesPerMinute: 1})
	q.take(netip.MustParseAddr("2001:db8:1:2::1"), now)
	if _, ok := q.take(netip.MustParseAddr("2001:db8:1:2:ffff::9"), now); ok {
		t.Error("another address of the network has its own quota")
	}
	if _, ok := q.take(netip.MustParseAddr("2001:db8:1:3::1"), now); !ok {
		t.Error("another network has none")
	}
}

func TestTableOfQuotasIsBounded(t *testing.T) {
	now := time.Now()
	q := newQuota(Limits{RequestsPerMinute: 10, BytesPerMinute: 10})
	for i := range maxClients + 1000 {
		q.take(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), now)
	}
	if len(q.buckets) > maxClients {
		t.Errorf("%d clients are remembered", len(q.buckets))
	}
}

func TestClientBehindProxies(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for _, c := range []struct{ peer, forwarded, want string }{
		{"192.0.2.1:1000", "", "192.0.2.1"},
		{"192.0.2.1:1000", "198.51.100.7", "192.0.2.1"}, // no proxy of ours
		{"10.0.0.1:1000", "198.51.100.7", "198.51.100.7"},
		{"10.0.0.1:1000", "203.0.113.9, 198.51.100.7", "198.51.100.7"},
		{"10.0.0.1:1000", "198.51.100.7, 10.2.3.4", "198.51.100.7"},
		{"10.0.0.1:1000", "", "10.0.0.1"},
		{"10.0.0.1:1000", "unknown", "10.0.0.1"},
		{"[::1]:1000", "::ffff:198.51.100.7", "198.51.100.7"},
		{"[::ffff:10.0.0.1]:1000", "2001:db8::1", "2001:db8::1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := clientOf(r, proxies).String(); got != c.want {
			t.Errorf("%s with %q: %s, want %s", c.peer, c.forwarded, got, c.want)
		}
	}
}

func TestFreeDisk(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		path  string
		floor int64
		want  string
	}{{dir, 1, ""}, {dir, 1 << 62, inbox.CodeStorageFull}, {dir + "/absent", 1, inbox.CodeUnavailable}} {
		if got := inbox.ErrorCode(FreeDisk(c.path, c.floor)); got != c.want {
			t.Errorf("floor %d of %s: %q, want %q", c.floor, c.path, got, c.want)
		}
	}
}

func TestSaneClock(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	now := start
	check := SaneClock(func() time.Time { return now }, start.Add(-time.Hour), start.Add(24*time.Hour))
	for offset, sane := range map[time.Duration]bool{
		0: true, 30 * time.Second: true, -30 * time.Second: true,
		5 * time.Minute: false, -5 * time.Minute: false, -2 * time.Hour: false, 48 * time.Hour: false,
	} {
		now = start.Add(offset)
		if err := check.Do(context.Background()); (err == nil) != sane {
			t.Errorf("clock moved by %v: %v", offset, err)
		}
	}
}

func TestDoorsByLongestPrefix(t *testing.T) {
	s := &Server{opt: Options{Doors: []Door{{Prefix: "/"}, {Prefix: "/api/"}, {Prefix: "/openapi.yaml"}}}}
	for path, want := range map[string]string{"/": "/", "/api/v1/letters": "/api/", "/api": "/", "/openapi.yaml": "/openapi.yaml", "/clerk": "/"} {
		if d, ok := s.doorOf(path); !ok || d.Prefix != want {
			t.Errorf("%s goes to %q", path, d.Prefix)
		}
	}
}
