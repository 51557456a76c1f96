package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"okienko/inbox"
	"okienko/inbox/config"
	"okienko/inbox/intake"
	"okienko/inbox/jobs"
)

var configCommand = command{
	name:    "config",
	usage:   "check --config FILE",
	summary: "checks a configuration with its certificates, keys and forms, without opening the database",
	run:     runConfig,
}

func runConfig(_ context.Context, e env, args []string) error {
	if len(args) == 0 || args[0] != "check" {
		return usagef("the word after config is check")
	}
	cfg, err := configArg(e, "config check", args[1:])
	if err != nil {
		return err
	}
	creds, err := loadCredentials(cfg, e.now, e.stderr)
	if err != nil {
		return err
	}
	if err := checkEvidenceDir(cfg.Trust.EvidenceDir); err != nil {
		return err
	}
	if cfg.TrustedProfile.Provides() {
		if _, _, err := loadProvider(cfg.TrustedProfile, creds.trust); err != nil {
			return err
		}
	}
	catalogue, err := loadForms(cfg)
	if err != nil {
		return err
	}
	if err := intake.CheckForms(cfg.Boxes(), catalogue); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "in order: %s, %d boxes, %d departments, %d anchors, %d trusted-profile seals\n",
		cfg.Entity().Name, len(cfg.Boxes()), len(cfg.Departments()), len(cfg.Trust.Anchors), len(cfg.Trust.Seals))
	sayFetched(e.stdout, cfg, creds.lists)
	return nil
}

func checkEvidenceDir(dir string) error {
	if dir == "" {
		return nil
	}
	if _, err := os.ReadDir(dir); err != nil {
		return fmt.Errorf("trust.evidence_dir: %w", err)
	}
	return nil
}

// sayFetched says what the server would dial for; the check itself dials nothing.
func sayFetched(out io.Writer, cfg config.Config, lists []jobs.List) {
	for _, l := range lists {
		fmt.Fprintf(out, "fetched every day: %s, signed by one of %d certificates", l.URL, len(l.Signers))
		if len(l.Territories) > 0 {
			fmt.Fprintf(out, ", and of the lists it points to: %s", strings.Join(l.Territories, ", "))
		}
		fmt.Fprintln(out)
	}
	if !cfg.Trust.FetchRevocation {
		return
	}
	fmt.Fprintln(out, "fetched for held letters: OCSP answers and CRLs from the addresses in certificates")
	if !slices.ContainsFunc(cfg.Boxes(), func(b inbox.Box) bool { return b.Policy.NoRevocation == inbox.Hold }) {
		fmt.Fprintln(out, "but no box has no_revocation_evidence set to hold, so no letter will wait for them")
	}
}
