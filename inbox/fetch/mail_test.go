package fetch_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"okienko/inbox/fetch"
)

func letterhead() fetch.Letterhead {
	return fetch.Letterhead{From: "Okienko <okienko@example.pl>", Rand: rand.Reader,
		Now: func() time.Time { return time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC) }}
}

const (
	receiver = "anna.testowa@example.pl"
	subject  = "Zażółć gęślą jaźń"
	body     = "kod: 1234 5678\n\nPozdrawiamy żółwie\n"
)

// checkMail reads a message as a mail program does.
func checkMail(t *testing.T, raw string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	from, _ := m.Header.AddressList("From")
	to, _ := m.Header.AddressList("To")
	date, _ := m.Header.Date()
	text := io.Reader(m.Body)
	if m.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		text = quotedprintable.NewReader(m.Body)
	}
	content, err := io.ReadAll(text)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || decoded != subject || len(from) != 1 || from[0].Address != "okienko@example.pl" || len(to) != 1 || to[0].Address != receiver ||
		!date.Equal(letterhead().Now()) || m.Header.Get("Auto-Submitted") != "auto-generated" ||
		!strings.HasSuffix(m.Header.Get("Message-ID"), "@example.pl>") {
		t.Errorf("header %v", m.Header)
	}
	if got := strings.ReplaceAll(string(content), "\r\n", "\n"); strings.TrimSpace(got) != strings.TrimSpace(body) {
		t.Errorf("text %q", got)
	}
}

func TestOutbox(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "outbox")
	o := fetch.NewOutbox(letterhead(), dir)
	for range 3 {
		if err := o.Send(context.Background(), receiver, subject, body); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 3 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 || !strings.HasPrefix(f.Name(), "20260504-080000.000000-") || filepath.Ext(f.Name()) != ".eml" {
			t.Errorf("%s %v %v", f.Name(), info.Mode(), err)
		}
		raw, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		checkMail(t, string(raw))
	}
}

// relay is an SMTP server of a few words; refuse is what it says to RCPT.
func relay(t *testing.T, refuse string) (address string, taken <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	mails := make(chan string, 1)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			converse(c, refuse, mails)
		}
	}()
	return l.Addr().String(), mails
}

func converse(c net.Conn, refuse string, mails chan<- string) {
	defer c.Close()
	say := func(line string) { fmt.Fprintf(c, "%s\r\n", line) }
	say("220 relay.example.pl")
	lines := bufio.NewScanner(c)
	for lines.Scan() {
		switch word, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " "); word {
		case "EHLO":
			say("250 relay.example.pl")
		case "RCPT":
			if refuse != "" {
				say(refuse)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			var text []string
			for lines.Scan() && lines.Text() != "." {
				text = append(text, lines.Text())
			}
			mails <- strings.Join(text, "\r\n")
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func TestRelayTakesAMail(t *testing.T) {
	address, taken := relay(t, "")
	r, err := fetch.NewRelay(letterhead(), fetch.RelayOptions{Address: address, TLS: "none"})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Send(context.Background(), receiver, subject, body); err != nil {
		t.Fatal(err)
	}
	checkMail(t, <-taken)
}

// TestRelayErrorsNameNobody: what goes wrong is logged.
func TestRelayErrorsNameNobody(t *testing.T) {
	refusing, _ := relay(t, "550 5.1.1 <"+receiver+"> unknown")
	plain, taken := relay(t, "")
	for name, c := range map[string]struct {
		to  string
		opt fetch.RelayOptions
	}{
		"refused":       {receiver, fetch.RelayOptions{Address: refusing, TLS: "none"}},
		"no STARTTLS":   {receiver, fetch.RelayOptions{Address: plain, TLS: "starttls"}},
		"nobody there":  {receiver, fetch.RelayOptions{Address: "127.0.0.1:1", TLS: "none"}},
		"no address":    {"anna.testowa", fetch.RelayOptions{Address: plain, TLS: "none"}},
		"two addresses": {receiver + ", jan@example.pl", fetch.RelayOptions{Address: plain, TLS: "none"}},
	} {
		r, err := fetch.NewRelay(letterhead(), c.opt)
		if err != nil {
			t.Fatal(err)
		}
		err = r.Send(context.Background(), c.to, subject, body)
		if err == nil || strings.Contains(err.Error(), "anna") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(taken) != 0 {
		t.Error("a mail went out all the same")
	}
}

func TestRelayOptionsThatAreNone(t *testing.T) {
	for _, opt := range []fetch.RelayOptions{{Address: "relay.example.pl", TLS: "none"}, {Address: "relay.example.pl:25", TLS: ""}, {Address: "relay.example.pl:smtp", TLS: "none"}} {
		if _, err := fetch.NewRelay(letterhead(), opt); err == nil {
			t.Errorf("%+v: no error", opt)
		}
	}
}
