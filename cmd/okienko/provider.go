package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"okienko/inbox/config"
	"okienko/inbox/fetch"
	"okienko/inbox/locale"
	"okienko/inbox/profile"
	"okienko/inbox/receipt"
	"okienko/xades/trust"
)

// provide makes people's accounts what the configuration says: a provider of
// trusted profiles or not, and staff with a second factor or without.
func provide(people *profile.Profile, cfg config.Config, believed trust.Config, now func() time.Time, log *slog.Logger) error {
	if cfg.RequireStaffTOTP {
		people.RequireStaffTOTP()
	}
	if !cfg.TrustedProfile.Provides() {
		return nil
	}
	seal, scheme, err := loadProvider(cfg.TrustedProfile, believed)
	if err != nil {
		return err
	}
	sender, err := newSender(cfg.Mail, now)
	if err != nil {
		return err
	}
	return people.Provide(profile.Provider{Seal: seal, Scheme: scheme, Points: cfg.TrustedProfile.ConfirmationPoints(),
		Mailer: mailer{sender: sender, office: cfg.Entity().Name, url: cfg.PublicURL, log: log}})
}

// loadProvider reads the provider's seal and finds its scheme: the seal must be
// one that the office itself believes, or its residents' letters would be worth
// nothing here.
func loadProvider(settings config.TrustedProfile, believed trust.Config) (receipt.Seal, string, error) {
	seal, err := loadSeal(settings.Seal())
	if err != nil {
		return seal, "", fmt.Errorf("trusted_profile: %w", err)
	}
	for _, s := range believed.Seals {
		for _, c := range s.Certificates {
			if bytes.Equal(c.Raw, seal.Certificate.Raw) {
				return seal, s.Scheme, nil
			}
		}
	}
	return seal, "", errors.New("trusted_profile: its certificate stands in no trust.seals")
}

// sender sends a text to an address.
type sender interface {
	Send(ctx context.Context, to, subject, text string) error
}

func newSender(settings config.Mail, now func() time.Time) (sender, error) {
	head := fetch.Letterhead{From: settings.From, Now: now, Rand: rand.Reader}
	if settings.Outbox != "" {
		return fetch.NewOutbox(head, settings.Outbox), nil
	}
	password := ""
	if settings.PasswordFile != "" {
		var err error
		if password, err = firstLine(settings.PasswordFile); err != nil {
			return nil, fmt.Errorf("mail: %w", err)
		}
	}
	return fetch.NewRelay(head, fetch.RelayOptions{Address: settings.Relay, TLS: settings.TLS, Username: settings.Username, Password: password})
}

// firstLine reads a secret from its file.
func firstLine(path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return string(bytes.TrimRight(line, "\r")), nil
}

// mailer puts notices into words.
type mailer struct {
	sender sender
	office string
	url    string
	log    *slog.Logger
}

// Mail sends a notice in the language of its receiver.
func (m mailer) Mail(ctx context.Context, n profile.Notice) error {
	lang, ok := locale.Parse(n.Language)
	if !ok {
		lang = locale.Polish
	}
	args := []string{"office", m.office, "url", m.url, "code", spaced(n.Code)}
	text := locale.Text(lang, "mail.greeting", args...) + "\n\n" + locale.Text(lang, "mail."+n.Kind, args...) + "\n\n" +
		locale.Text(lang, "mail.end", args...) + "\n"
	err := m.sender.Send(ctx, n.To, locale.Text(lang, "mail."+n.Kind+"-subject", args...), text)
	if err != nil {
		m.log.ErrorContext(ctx, "mail not sent", "kind", n.Kind, "err", err)
	}
	return err
}

// spaced writes a code in two halves, as people read it.
func spaced(code string) string {
	if len(code) < 6 {
		return code
	}
	return code[:len(code)/2] + " " + code[len(code)/2:]
}
