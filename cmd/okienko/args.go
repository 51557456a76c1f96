package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"

	"okienko/xades/asic"
	"okienko/xades/xmltree"
)

// usageError is a wrong command line: the usage line follows it.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// list is a flag that may stand several times.
type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(v string) error { *l = append(*l, v); return nil }

// instant is a flag that takes a time, RFC 3339. The zero time is what stands for
// none in the program, so nobody can ask for it; nor can an empty value, which is
// a script's variable that was not set.
type instant struct{ time.Time }

func (i *instant) String() string {
	if i.IsZero() {
		return ""
	}
	return i.Format(time.RFC3339)
}

func (i *instant) Set(v string) error {
	t, err := time.Parse(time.RFC3339, v)
	if err != nil {
		return errors.New("not of the form 2026-03-31T12:00:00Z")
	}
	if !t.After(time.Time{}) {
		return errors.New("too early")
	}
	i.Time = t
	return nil
}

// newFlags makes a silent flag set: errors are printed once, by exitCode.
func newFlags(c string) *flag.FlagSet {
	fs := flag.NewFlagSet(c, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	return fs
}

// parseArgs takes flags before, between and after the other arguments, and
// returns those; "--" ends the flags.
func parseArgs(e env, fs *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := fs.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				fs.SetOutput(e.stdout)
				fs.PrintDefaults()
				return nil, err
			}
			return nil, usageError{err.Error()}
		}
		parsed := len(args) - fs.NArg()
		if parsed > 0 && args[parsed-1] == "--" {
			return append(rest, fs.Args()...), nil
		}
		if fs.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, fs.Arg(0)), fs.Args()[1:]
	}
}

// readFile reads a file; "-" is standard input.
func readFile(e env, name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(e.stdin)
	}
	return os.ReadFile(name)
}

// maxDocument is what the readers of documents and containers take.
const maxDocument = max(xmltree.DefaultMaxBytes, asic.MaxBytes)

// readDocument reads a file for a reader that refuses what is larger than
// maxDocument: of such a file, or of a stream that does not end, it returns just
// enough to be refused.
func readDocument(e env, name string) ([]byte, error) {
	if name == "-" {
		return readUpTo(e.stdin, 0, maxDocument)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return readUpTo(f, info.Size(), maxDocument)
}

// readUpTo reads one octet more than most at the most; size is what is expected.
func readUpTo(r io.Reader, size, most int64) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 0, min(size, most)+bytes.MinRead))
	_, err := b.ReadFrom(io.LimitReader(r, most+1))
	return b.Bytes(), err
}

// codeUnreadable stands in --json for a file that could not be read.
const codeUnreadable = "file.unreadable"

// printable makes text of a document or certificate fit for one line of a
// terminal: no line of its own, no escape sequence, no turned direction.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// writeFile writes OUT of a command; "" and "-" are standard output.
func writeFile(e env, name string, data []byte) error {
	if name == "" || name == "-" {
		_, err := e.stdout.Write(data)
		return err
	}
	return os.WriteFile(name, data, 0o644)
}
