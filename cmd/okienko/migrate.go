package main

import (
	"context"
	"fmt"

	"okienko/inbox/config"
	"okienko/inbox/store"
)

var migrateCommand = command{
	name:    "migrate",
	usage:   "--config FILE",
	summary: "brings the database up to this version of the program",
	run:     runMigrate,
}

func runMigrate(ctx context.Context, e env, args []string) error {
	cfg, err := configArg(e, "migrate", args)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, cfg.Database, store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	applied, err := db.Migrate(ctx)
	if err != nil {
		return err
	}
	for _, name := range applied {
		fmt.Fprintln(e.stdout, "applied", name)
	}
	version, _, err := db.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(e.stdout, "the database is at version", version)
	return nil
}

// configArg reads the one flag of commands that only need a configuration.
func configArg(e env, name string, args []string) (config.Config, error) {
	flags := newFlags(name)
	file := flags.String("config", "", "configuration file")
	rest, err := parseArgs(e, flags, args)
	switch {
	case err != nil:
		return config.Config{}, err
	case len(rest) > 0:
		return config.Config{}, usagef("unexpected %q", rest[0])
	case *file == "":
		return config.Config{}, usagef("--config is required")
	}
	return config.Load(*file)
}
