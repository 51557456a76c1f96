package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/boxes"
	"okienko/inbox/config"
	"okienko/inbox/desk"
	"okienko/inbox/drafts"
	"okienko/inbox/fetch"
	"okienko/inbox/intake"
	"okienko/inbox/jobs"
	"okienko/inbox/keys"
	"okienko/inbox/profile"
	"okienko/inbox/receipt"
	"okienko/inbox/store"
	"okienko/inbox/telemetry"
	"okienko/xades/trust"
)

// app is every part of a running installation below its doors.
type app struct {
	store     *store.Store
	boxes     *boxes.Boxes
	catalogue *forms.Catalogue
	issuer    *receipt.Issuer
	intake    *intake.Intake
	desk      *desk.Desk
	drafts    *drafts.Drafts
	profile   *profile.Profile
	metrics   *telemetry.Metrics
	log       *slog.Logger

	evidence   *fetch.Cache  // nil: none is fetched
	lists      *jobs.Lists   // nil: none are fetched
	heldLetter chan struct{} // tells the jobs
}

// credentials is what the configuration's certificate files hold.
type credentials struct {
	issuer *receipt.Issuer
	trust  trust.Config
	lists  []jobs.List
}

// build makes every part of an installation; close ends it.
func build(ctx context.Context, cfg config.Config, now func() time.Time, freeDisk func() error, log *slog.Logger) (_ *app, err error) {
	notes := slog.NewLogLogger(log.Handler(), slog.LevelWarn).Writer()
	creds, err := loadCredentials(cfg, now, notes)
	if err != nil {
		return nil, err
	}
	if err := checkEntity(cfg.Entity()); err != nil {
		return nil, err
	}
	a := &app{issuer: creds.issuer, metrics: telemetry.New(), log: log, heldLetter: make(chan struct{}, 1)}
	if a.boxes, err = boxes.New(cfg.Boxes()); err != nil {
		return nil, err
	}
	if a.catalogue, err = loadForms(cfg); err != nil {
		return nil, err
	}
	if err = a.openEvidence(cfg, now); err != nil {
		return nil, err
	}
	if a.store, err = openStore(ctx, cfg, a.metrics.Batch, log); err != nil {
		return nil, err
	}
	a.drafts = drafts.New(drafts.Options{Store: a.store, Now: now, Random: rand.Reader, FreeDisk: freeDisk})
	a.profile = profile.New(a.store, now, rand.Reader)
	if err = provide(a.profile, cfg, creds.trust, now, log); err != nil {
		a.close()
		return nil, err
	}
	a.intake, err = intake.New(intake.Options{
		Store: a.store, Boxes: a.boxes, Catalogue: a.catalogue, Issuer: a.issuer, Trust: creds.trust,
		Departments: cfg.Departments(), FreeDisk: freeDisk, Log: log, Observe: a.observe, Now: now, RetryHeld: a.retryHeld(),
		RequireRevocation: cfg.Trust.RequireRevocation, Evidence: a.evidenceAtHand(newEvidenceFolder(cfg.Trust.EvidenceDir, now, log)),
	})
	if err == nil {
		err = a.openLists(cfg, creds, now, log)
	}
	if err != nil {
		a.close()
		return nil, err
	}
	a.desk = desk.New(desk.Options{
		Store: a.store, Departments: cfg.Departments(), Entity: cfg.Entity(), Issuer: a.issuer, Catalogue: a.catalogue,
		Verify: a.intake.Verify, Notifier: newReplyNotices(a.profile), Now: now, Log: log,
	})
	return a, nil
}

// checkEntity refuses numbers that are none: letters are compared with them.
func checkEntity(e inbox.Entity) error {
	if e.REGON != "" && !forms.ValidREGON(e.REGON) {
		return fmt.Errorf("entity.regon: %s is no REGON: its check digit is wrong", e.REGON)
	}
	if e.NIP != "" && !forms.ValidNIP(e.NIP) {
		return fmt.Errorf("entity.nip: %s is no NIP: its check digit is wrong", e.NIP)
	}
	return nil
}

func (a *app) close() {
	if err := a.store.Close(); err != nil {
		a.log.Error("database not closed in order", "err", err)
	}
}

// openStore opens the database and brings it up to date: one process updates it,
// others that start at the same time wait.
func openStore(ctx context.Context, cfg config.Config, committed func(writes int), log *slog.Logger) (*store.Store, error) {
	db, err := store.Open(ctx, cfg.Database, store.Options{Log: log, Committed: committed})
	if err != nil {
		return nil, err
	}
	applied, err := db.Migrate(ctx)
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	if len(applied) > 0 {
		log.Info("database brought up to date", "migrations", applied)
	}
	return db, nil
}

// loadForms reads the built-in catalogue and the office's own forms beside it.
func loadForms(cfg config.Config) (*forms.Catalogue, error) {
	if cfg.FormsDir == "" {
		return forms.Embedded()
	}
	return forms.EmbeddedWith(os.DirFS(cfg.FormsDir))
}

func loadCredentials(cfg config.Config, now func() time.Time, notes io.Writer) (credentials, error) {
	seal, err := loadSeal(cfg.ReceiptSeal)
	if err != nil {
		return credentials{}, fmt.Errorf("receipt_seal: %w", err)
	}
	issuer, err := receipt.NewIssuer(seal, rand.Reader, now)
	if err != nil {
		return credentials{}, err
	}
	believed, err := loadTrustSettings(cfg.Trust, notes, now())
	if err != nil {
		return credentials{}, err
	}
	lists, err := loadLists(cfg.Trust.Lists)
	if err != nil {
		return credentials{}, err
	}
	return credentials{issuer, believed, lists}, checkSeals(seal.Certificate, believed)
}

// checkSeals refuses a receipt seal that is a trusted-profile seal too: what one
// key vouches for must not be taken for what another does.
func checkSeals(receiptSeal *x509.Certificate, believed trust.Config) error {
	for _, seal := range believed.Seals {
		for _, c := range seal.Certificates {
			if bytes.Equal(c.RawSubjectPublicKeyInfo, receiptSeal.RawSubjectPublicKeyInfo) {
				return fmt.Errorf("trust.seals: %q has the key of the receipt seal", seal.Scheme)
			}
		}
	}
	return nil
}

func loadSeal(s config.Seal) (receipt.Seal, error) {
	src := keys.Source{Key: s.Key, Certificate: s.Certificate, Chain: s.Chain}
	if s.PasswordFile != "" {
		var err error
		if src.Password, err = firstLine(s.PasswordFile); err != nil {
			return receipt.Seal{}, err
		}
	}
	seal, err := keys.LoadSeal(src)
	return receipt.Seal(seal), err
}

// loadTrustSettings reads the certificates and trusted lists a configuration
// names. What is worth knowing about a list goes to notes.
func loadTrustSettings(settings config.Trust, notes io.Writer, at time.Time) (trust.Config, error) {
	believed, err := loadAnchors(settings.Anchors, notes, at)
	if err != nil {
		return believed, fmt.Errorf("trust.anchors: %w", err)
	}
	for _, s := range settings.Seals {
		seal := trust.Seal{Scheme: s.Scheme, OrganizationIdentifier: s.OrganizationIdentifier, CommonName: s.CommonName}
		for _, file := range s.Certificates {
			certificates, err := keys.LoadCertificates(file)
			if err != nil {
				return believed, fmt.Errorf("trust.seals: %w", err)
			}
			seal.Certificates = append(seal.Certificates, certificates...)
		}
		for _, file := range s.Issuers {
			certificates, err := keys.LoadCertificates(file)
			if err != nil {
				return believed, fmt.Errorf("trust.seals: %w", err)
			}
			seal.Issuers = append(seal.Issuers, certificates...)
		}
		believed.Seals = append(believed.Seals, seal)
	}
	return believed, nil
}

func loadAnchors(settings []config.Anchor, notes io.Writer, at time.Time) (believed trust.Config, err error) {
	var lists []trustedList
	for _, a := range settings {
		data, err := os.ReadFile(a.File)
		if err != nil {
			return believed, err
		}
		if isXML(data) {
			if lists, err = readTrustedList(lists, a.File, data); err != nil {
				return believed, err
			}
			continue
		}
		certificates, err := keys.LoadCertificates(a.File)
		if err != nil {
			return believed, err
		}
		for _, c := range certificates {
			believed.Anchors = append(believed.Anchors, trust.Anchor{Certificate: c, Kind: a.Kind})
		}
	}
	return believed, addLists(&believed, lists, notes, at)
}
