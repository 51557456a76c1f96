package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"okienko/inbox/config"
)

var demoCommand = command{
	name:    "demo",
	usage:   "[--dir DIR] [--listen ADDR] [--tour]",
	summary: "makes a complete throw-away office in DIR (once) and serves it; --tour also posts one letter and shows what comes back",
	run:     runDemo,
}

// runDemo serves the office in DIR, after making it when it is not there yet:
// a second start finds its letters again.
func runDemo(ctx context.Context, e env, args []string) error {
	flags := newFlags("demo")
	dir := flags.String("dir", "okienko-demo", "folder of the office")
	listen := flags.String("listen", "", "address to serve on; what the office's configuration says without it")
	tour := flags.Bool("tour", false, "post one letter and show receipt and verdict")
	rest, err := parseArgs(e, flags, args)
	if err != nil {
		return err
	}
	switch { // before anything is written
	case len(rest) > 0:
		return usagef("no arguments but flags, please")
	case *dir == "":
		return usagef("--dir is empty")
	case *listen != "" && !config.IsAddress(*listen):
		return usagef("--listen: %q is not of the form host:port", *listen)
	}
	ctx, stop := untilStopped(ctx)
	defer stop()
	file := filepath.Join(*dir, demoConfig)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		if err := makeOffice(ctx, e, *dir); err != nil {
			return fmt.Errorf("making the office in %s: %w", *dir, err)
		}
	} else if err != nil {
		return err
	}
	cfg, err := config.Load(file)
	if err != nil {
		return err
	}
	if *listen != "" {
		cfg.Listen = *listen
		cfg.PublicURL = ""
	}
	return serve(ctx, e, cfg, func(ctx context.Context, base string) error {
		if *tour {
			if err := showTour(ctx, e, *dir, base); err != nil {
				return err
			}
		}
		return greet(e, *dir, base)
	})
}
