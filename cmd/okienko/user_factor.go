package main

import (
	"context"
	"crypto/rand"
	"fmt"

	"okienko/inbox/config"
	"okienko/inbox/profile"
	"okienko/inbox/store"
)

// runFactorOff removes the second factor of somebody who has lost it, and was
// recognised in another way.
func runFactorOff(ctx context.Context, e env, args []string) error {
	flags := newFlags("user factor-off")
	file := flags.String("config", "", "configuration file")
	login := flags.String("login", "", "whose second factor")
	rest, err := parseArgs(e, flags, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 || *file == "" || *login == "" {
		return usagef("--config and --login are required")
	}
	cfg, err := config.Load(*file)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, cfg.Database, store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	removed, err := profile.New(db, e.now, rand.Reader).ForgetTOTP(ctx, *login)
	if err != nil {
		return err
	}
	if !removed {
		return fmt.Errorf("%s has no second factor", *login)
	}
	_, err = fmt.Fprintf(e.stdout, "%s signs in with the password alone until a new second factor is set up\n", *login)
	return err
}
