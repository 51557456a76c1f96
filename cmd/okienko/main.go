// Command okienko is an electronic inbox for a public body: it takes signed
// letters, answers with signed receipts and keeps the departments' queues; and
// it verifies, signs, validates and canonicalises XML documents by hand.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"okienko/inbox/locale"
)

// The exit codes of the public contract.
const (
	exitYes   = 0 // yes, done
	exitNo    = 1 // a verdict of no
	exitError = 2 // could not evaluate, or usage
)

// errNo is a verdict of no: the answer is printed already.
var errNo = errors.New("verdict: no")

// env is what a command sees of the world.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	lang           locale.Lang
}

// command is one word of the command line.
type command struct {
	name, usage, summary string
	run                  func(ctx context.Context, e env, args []string) error
}

func commands() []command {
	return []command{demoCommand, serveCommand, verifyCommand, signCommand, validateCommand, formCommand, c14nCommand, migrateCommand, userCommand, configCommand, versionCommand}
}

func main() {
	e := env{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now, lang: langOf(os.Getenv)}
	os.Exit(run(context.Background(), e, os.Args[1:]))
}

// untilStopped is for commands that serve: SIGINT and SIGTERM end its context.
// Every other command leaves them to the system, which ends it at once, also
// while it waits for a pipe or works on a large document.
func untilStopped(ctx context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
}

// run finds and runs a command and turns its error into an exit code: the one
// translator of this door.
func run(ctx context.Context, e env, args []string) int {
	if len(args) == 0 {
		help(e.stderr)
		return exitError
	}
	if name := args[0]; name == "help" || name == "-h" || name == "--help" {
		help(e.stdout)
		return exitYes
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return exitCode(e, c, c.run(ctx, e, args[1:]))
		}
	}
	fmt.Fprintf(e.stderr, "okienko: no command %q; okienko help lists them\n", args[0])
	return exitError
}

func exitCode(e env, c command, err error) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitYes
	case errors.Is(err, errNo):
		return exitNo
	case errors.As(err, new(usageError)):
		fmt.Fprintf(e.stderr, "okienko %s: %v\nusage: okienko %s %s\n", c.name, err, c.name, c.usage)
	default:
		fmt.Fprintf(e.stderr, "okienko %s: %v\n", c.name, err)
	}
	return exitError
}

func help(w io.Writer) {
	fmt.Fprint(w, "okienko: an electronic inbox for a public body\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  okienko %s %s\n        %s\n", c.name, c.usage, c.summary)
	}
	fmt.Fprint(w, "\nExit codes: 0 yes or done, 1 a verdict of no, 2 could not evaluate or wrong usage.\n"+
		"Messages follow LC_ALL, LC_MESSAGES or LANG (pl, en, uk); Polish without them.\n")
}

// langOf picks the language of messages from the environment, as other
// programs do; Polish where it says nothing.
func langOf(getenv func(string) string) locale.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		switch value := strings.ToLower(getenv(name)); {
		case strings.HasPrefix(value, "en"):
			return locale.English
		case strings.HasPrefix(value, "uk"):
			return locale.Ukrainian
		case value != "":
			return locale.Polish
		}
	}
	return locale.Polish
}
