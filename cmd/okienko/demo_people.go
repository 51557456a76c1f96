package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"

	"okienko/fixtures/pkitest"
	"okienko/inbox"
	"okienko/inbox/config"
	"okienko/inbox/profile"
)

// The people of the demo: a resident whose identity is confirmed, and the clerk of
// the confirmation points.
const (
	demoResident  = "anna.testowa@example.pl"
	demoConfirmer = "punkt-potwierdzajacy"
	demoOutbox    = "outbox"
)

// settlePeople makes the demo office a provider of trusted profiles, under the
// seal that its letters are believed under; mails stay in a folder.
func settlePeople(cfg *config.Config) {
	cfg.TrustedProfile = config.TrustedProfile{
		Key: "pki/trusted-profile-seal.key", Certificate: "pki/trusted-profile-seal.pem",
		Points: []config.Point{
			{ID: "urzad", Name: "Punkt w urzędzie", Address: "ul. Przykładowa 1, pokój 2, w godzinach pracy urzędu"},
			{ID: "wideo", Name: "Rozmowa wideo", Address: "termin ustala urząd", Video: true},
		},
	}
	cfg.Mail = config.Mail{From: "okienko@example.pl", TLS: "starttls", Outbox: demoOutbox}
}

// confirmResident takes the demo's resident through its confirmation point.
func confirmResident(ctx context.Context, e env, people *profile.Profile, dir string, cfg config.Config) error {
	resolved, err := resolvedConfig(dir, cfg)
	if err != nil {
		return err
	}
	creds, err := loadCredentials(resolved, e.now, e.stderr)
	if err != nil {
		return err
	}
	if err := provide(people, resolved, creds.trust, e.now, slog.New(slog.DiscardHandler)); err != nil {
		return err
	}
	applied, err := people.Apply(ctx, inbox.Actor{Login: demoResident, Role: inbox.RoleResident},
		inbox.Identity{GivenNames: "Anna", FamilyName: "Testowa", PESEL: strings.TrimPrefix(pkitest.SignerSerialNumber, "PNOPL-")})
	if err != nil {
		return err
	}
	_, err = people.Confirm(ctx, inbox.Actor{Login: demoConfirmer, Role: inbox.RoleConfirmer}, applied.Code, profile.Examination{
		Point: cfg.TrustedProfile.Points[0].ID, Face: true, Data: true,
		Document: inbox.IdentityDocument{Kind: "id-card", Number: "TST 000000"},
	})
	return err
}

// resolvedConfig is a configuration as it will be once it is written and loaded.
func resolvedConfig(dir string, cfg config.Config) (config.Config, error) {
	data, err := json.Marshal(cfg)
	if err != nil {
		return cfg, err
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return cfg, err
	}
	resolved, err := config.Parse(data, absolute)
	if err != nil {
		return cfg, fmt.Errorf("the demo's own configuration: %w", err)
	}
	return resolved, nil
}
