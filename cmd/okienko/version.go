package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

var versionCommand = command{
	name:    "version",
	usage:   "",
	summary: "prints version, commit and Go version",
	run:     runVersion,
}

// version is set by the Makefile: -ldflags "-X main.version=…".
var version = "dev"

func runVersion(_ context.Context, e env, args []string) error {
	if len(args) > 0 {
		return usagef("no arguments, please")
	}
	v := version
	if info, ok := debug.ReadBuildInfo(); ok && v == "dev" && info.Main.Version != "" {
		v = info.Main.Version
	}
	_, err := fmt.Fprintf(e.stdout, "okienko %s %s %s/%s\n", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
