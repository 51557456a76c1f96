package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"okienko/fixtures"
	"okienko/fixtures/pkitest"
	"okienko/inbox"
	"okienko/inbox/config"
	"okienko/inbox/profile"
	"okienko/inbox/store"
)

// The files of a demo office, below its folder.
const (
	demoConfig   = "config.json"
	demoAccounts = "accounts.json"
	demoIndex    = "letters/index.json"
	demoRoot     = "pki/receipt-ca.pem"
)

// demoAccount is an entry of accounts.json.
type demoAccount struct {
	Login      string     `json:"login"`
	Password   string     `json:"password"`
	Token      string     `json:"token"`
	Role       inbox.Role `json:"role"`
	Department string     `json:"department"`
}

// demoLetter is an entry of letters/index.json.
type demoLetter struct {
	File   string `json:"file"`
	Box    string `json:"box"`
	Status int    `json:"status"`
	Code   string `json:"code"`
	Why    string `json:"why"`
}

// makeOffice writes everything an office needs below dir. The configuration
// comes last: without it the next start begins anew.
func makeOffice(ctx context.Context, e env, dir string) error {
	pki, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: e.now()})
	if err != nil {
		return err
	}
	cfg := demoSettings()
	if err := writePKI(dir, pki, &cfg); err != nil {
		return err
	}
	if err := writeLetters(dir, &cfg); err != nil {
		return err
	}
	settlePeople(&cfg)
	if err := makeAccounts(ctx, e, dir, cfg); err != nil {
		return err
	}
	return writeJSON(dir, demoConfig, cfg)
}

// demoSettings is the configuration of the demo city, but for its certificates.
func demoSettings() config.Config {
	cfg := config.Default()
	cfg.DataDir = "."
	cfg.Database = "sqlite:okienko.db"
	cfg.PublicURL = "http://" + cfg.Listen
	cfg.Log.Level = "warn"              // the terminal is for people here
	cfg.Limits.FreeDiskFloor = 16 << 20 // a small disk will do: the letters of the demo are small
	cfg.EntitySection = config.Entity{
		ID: "umprzykladowo", Name: pkitest.EntityName, Aliases: []string{"Urząd Miasta Przykładowo", "Gmina Miejska Przykładowo"},
		REGON: "123456785", NIP: "1234563218",
		Street: "Rynek", House: "1", Postcode: "00-001", Town: "Przykładowo",
	}
	cfg.DepartmentSections = []config.Department{
		{ID: "or", Name: "Wydział Organizacyjny"},
		{ID: "so", Name: "Wydział Spraw Obywatelskich"},
		{ID: "km", Name: "Wydział Komunikacji"},
		{ID: "usc", Name: "Urząd Stanu Cywilnego"},
		{ID: "pl", Name: "Wydział Podatków i Opłat Lokalnych"},
		{ID: "dg", Name: "Referat Działalności Gospodarczej"},
	}
	cfg.BoxSections = []config.Box{
		demoBox(fixtures.BoxLetters, "Skrzynka podawcza", config.Policy{Anonymous: true}),
		demoBox(fixtures.BoxDefects, "Skrzynka, która przyjmuje pisma z brakami", config.Policy{Anonymous: true,
			MissingSignature: "accept", UnknownIssuer: "accept", MissingAttachment: "accept", SignerKind: "accept"}),
		demoBox(fixtures.BoxAccount, "Skrzynka dla systemów dziedzinowych", config.Policy{}),
		demoBox(fixtures.BoxHeld, "Skrzynka, która wstrzymuje pisma nieznanych wystawców", config.Policy{Anonymous: true, UnknownIssuer: "hold"}),
	}
	return cfg
}

func demoBox(address, title string, policy config.Policy) config.Box {
	policy.MaxBytes = fixtures.MaxLetterBytes
	for _, action := range []*string{&policy.MissingSignature, &policy.UnknownIssuer, &policy.NoRevocation, &policy.MissingAttachment, &policy.SignerKind} {
		if *action == "" {
			*action = "refuse"
		}
	}
	return config.Box{Name: path.Base(address), Title: title, DefaultDepartment: "or", Policy: policy}
}

// writePKI writes the throw-away certificates and keys and names them in cfg.
func writePKI(dir string, pki *pkitest.PKI, cfg *config.Config) error {
	for name, c := range map[string]*pkitest.Credential{
		"receipt-ca": pki.ReceiptCA, "trusted-profile-ca": pki.TrustedProfileCA, "qualified-ca": pki.QualifiedCA,
	} {
		if err := writeFileBelow(dir, "pki/"+name+".pem", c.CertificatePEM(), 0o644); err != nil {
			return err
		}
	}
	for name, c := range map[string]*pkitest.Credential{
		"receipt-seal": pki.ReceiptSeal, "trusted-profile-seal": pki.TrustedProfileSeal, "resident": pki.Signer,
	} {
		key, err := c.KeyPEM()
		if err != nil {
			return err
		}
		if err := writeFileBelow(dir, "pki/"+name+".key", key, 0o600); err != nil {
			return err
		}
		if err := writeFileBelow(dir, "pki/"+name+".pem", c.CertificatePEM(), 0o644); err != nil {
			return err
		}
	}
	cfg.ReceiptSeal = config.Seal{Key: "pki/receipt-seal.key", Certificate: "pki/receipt-seal.pem", Chain: demoRoot}
	cfg.Trust = config.Trust{
		Anchors: []config.Anchor{{File: "pki/qualified-ca.pem", Kind: "qualified"}, {File: "pki/trusted-profile-ca.pem", Kind: "advanced"}},
		Seals: []config.TrustedSeal{{
			Scheme: pkitest.TrustedProfileScheme, Certificates: []string{"pki/trusted-profile-seal.pem"},
		}},
	}
	return nil
}

// writeLetters writes the sample letters and trusts the certificates they were
// signed under; their keys are gone.
func writeLetters(dir string, cfg *config.Config) error {
	letters, err := fixtures.Letters()
	if err != nil {
		return err
	}
	index := make([]demoLetter, 0, len(letters))
	for _, l := range letters {
		if err := writeFileBelow(dir, "letters/"+l.File, l.Data, 0o644); err != nil {
			return err
		}
		index = append(index, demoLetter{File: l.File, Box: l.Box, Status: l.Status, Code: l.Code, Why: l.Why})
	}
	if err := writeJSON(dir, demoIndex, index); err != nil {
		return err
	}
	trusted, pems, err := fixtures.TrustFiles()
	if err != nil {
		return err
	}
	for name, data := range pems {
		if err := writeFileBelow(dir, "pki/letters/"+name, data, 0o644); err != nil {
			return err
		}
	}
	for _, a := range trusted.Anchors {
		cfg.Trust.Anchors = append(cfg.Trust.Anchors, config.Anchor{File: "pki/letters/" + a.File, Kind: a.Kind})
	}
	for _, s := range trusted.Seals {
		cfg.Trust.Seals = append(cfg.Trust.Seals, config.TrustedSeal{
			Scheme: s.Scheme, Certificates: below("pki/letters", s.Certificates),
			OrganizationIdentifier: s.OrganizationIdentifier, CommonName: s.CommonName, Issuers: below("pki/letters", s.Issuers),
		})
	}
	return nil
}

func below(folder string, names []string) []string {
	list := make([]string, 0, len(names))
	for _, n := range names {
		list = append(list, folder+"/"+n)
	}
	return list
}

// makeAccounts makes the database with one account of each kind of work, and one
// of a resident.
func makeAccounts(ctx context.Context, e env, dir string, cfg config.Config) error {
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "okienko.db"), store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.Migrate(ctx); err != nil {
		return err
	}
	accounts := []demoAccount{
		{Login: "urzednik-or", Role: inbox.RoleClerk, Department: "or"},
		{Login: "urzednik-so", Role: inbox.RoleClerk, Department: "so"},
		{Login: "urzednik-km", Role: inbox.RoleClerk, Department: "km"},
		{Login: "urzednik-usc", Role: inbox.RoleClerk, Department: "usc"},
		{Login: "urzednik-pl", Role: inbox.RoleClerk, Department: "pl"},
		{Login: "urzednik-dg", Role: inbox.RoleClerk, Department: "dg"},
		{Login: "kierownik-so", Role: inbox.RoleHead, Department: "so"},
		{Login: "kancelaria", Role: inbox.RoleRegistrar},
		{Login: "audytor", Role: inbox.RoleAuditor},
		{Login: "system-ezd", Role: inbox.RoleIntegrator},
		{Login: "administrator", Role: inbox.RoleAdministrator},
		{Login: demoConfirmer, Role: inbox.RoleConfirmer},
		{Login: demoResident, Role: inbox.RoleResident},
	}
	people := profile.New(db, e.now, rand.Reader)
	for i := range accounts {
		if err := makeAccount(ctx, people, &accounts[i]); err != nil {
			return fmt.Errorf("account %s: %w", accounts[i].Login, err)
		}
	}
	if err := confirmResident(ctx, e, people, dir, cfg); err != nil {
		return fmt.Errorf("the resident's identity: %w", err)
	}
	return writeSecretJSON(dir, demoAccounts, accounts)
}

func makeAccount(ctx context.Context, people *profile.Profile, a *demoAccount) (err error) {
	secret := make([]byte, 12)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	a.Password = base64.RawURLEncoding.EncodeToString(secret)
	if a.Token, err = people.NewToken(); err != nil {
		return err
	}
	return people.Create(ctx, inbox.Account{Login: a.Login, Name: "Konto testowe " + a.Login, Role: a.Role, Department: a.Department}, a.Password, a.Token)
}

func writeJSON(dir, name string, v any) error       { return writeJSONMode(dir, name, v, 0o644) }
func writeSecretJSON(dir, name string, v any) error { return writeJSONMode(dir, name, v, 0o600) }

func writeJSONMode(dir, name string, v any, mode os.FileMode) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return writeFileBelow(dir, name, append(data, '\n'), mode)
}

func writeFileBelow(dir, name string, data []byte, mode os.FileMode) error {
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, mode)
}
