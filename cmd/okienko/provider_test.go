package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"okienko/inbox/locale"
	"okienko/inbox/profile"
)

// sentMail keeps what a mailer sends.
type sentMail struct {
	to, subject, text string
	fail              error
}

func (m *sentMail) Send(_ context.Context, to, subject, text string) error {
	m.to, m.subject, m.text = to, subject, text
	return m.fail
}

// TestEveryNoticeIsInWords in every language, with its code where it has one.
func TestEveryNoticeIsInWords(t *testing.T) {
	withCode := []string{profile.NoticeRegister, profile.NoticeRecover, profile.NoticeSign, profile.NoticeFactor}
	for _, lang := range locale.Languages() {
		seen := map[string]bool{}
		for _, kind := range profile.NoticeKinds() {
			var sent sentMail
			m := mailer{sender: &sent, office: "Urząd Testowy", url: "https://urzad.example", log: slog.New(slog.DiscardHandler)}
			if err := m.Mail(context.Background(), profile.Notice{To: demoResident, Language: string(lang), Kind: kind, Code: "12345678"}); err != nil {
				t.Fatal(err)
			}
			if sent.to != demoResident || strings.Contains(sent.subject, "mail.") || strings.Contains(sent.text, "mail.") || seen[sent.subject] {
				t.Errorf("%s %s: %q\n%s", lang, kind, sent.subject, sent.text)
			}
			if got := strings.Contains(sent.text, "1234 5678"); got != slices.Contains(withCode, kind) {
				t.Errorf("%s %s: code in the text %v", lang, kind, got)
			}
			if !strings.Contains(sent.text, "Urząd Testowy") || !strings.Contains(sent.text, "https://urzad.example") || strings.Contains(sent.subject, "1234") {
				t.Errorf("%s %s: %q\n%s", lang, kind, sent.subject, sent.text)
			}
			seen[sent.subject] = true
		}
	}
}

func TestAMailThatIsNotSentIsLoggedWithoutItsReceiver(t *testing.T) {
	var log bytes.Buffer
	m := mailer{sender: &sentMail{fail: errors.New("relay away")}, log: slog.New(slog.NewTextHandler(&log, nil))}
	err := m.Mail(context.Background(), profile.Notice{To: demoResident, Kind: profile.NoticeSign, Code: "12345678"})
	if err == nil || !strings.Contains(log.String(), "relay away") || strings.Contains(log.String(), "example.pl") || strings.Contains(log.String(), "1234") {
		t.Errorf("%v, log %s", err, log.String())
	}
}
