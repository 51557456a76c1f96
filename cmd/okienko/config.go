package main

import (
	"context"
	"fmt"

	"okienko/inbox/intake"
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
	return nil
}
