package main

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"okienko/inbox"
	"okienko/inbox/keys"
	"okienko/inbox/locale"
	"okienko/xades"
	"okienko/xades/asic"
	"okienko/xades/xmltree"
)

var verifyCommand = command{
	name:    "verify",
	usage:   "[--trust PEM|TSL]... [--seal PEM]... [--key PEM] [--at TIME] [--content URI=FILE]... [--content-dir DIR] [--json] FILE...",
	summary: "says who signed what: verifies every XML Signature of documents and containers, offline",
	run:     runVerify,
}

// verification is one line of --json.
type verification struct {
	File string `json:"file"`
	*xades.Report
}

func runVerify(_ context.Context, e env, args []string) error {
	flags := newFlags("verify")
	var anchors, seals, contents list
	flags.Var(&anchors, "trust", "trusted certificates, PEM, or a trusted list, XML; may stand several times")
	flags.Var(&seals, "seal", "certificates of trusted-profile seals, PEM; may stand several times")
	flags.Var(&contents, "content", "detached content as URI=FILE; may stand several times")
	key := flags.String("key", "", "public key or certificate for signatures without one, PEM")
	at := flags.String("at", "", "validation time, RFC 3339; now without it")
	dir := flags.String("content-dir", "", "folder for detached content with relative URIs")
	asJSON := flags.Bool("json", false, "one JSON object per line and file")
	files, err := parseArgs(e, flags, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef("at least one FILE, please")
	}
	opt := xades.VerifyOptions{At: e.now()}
	if *at != "" {
		if opt.At, err = time.Parse(time.RFC3339, *at); err != nil {
			return usagef("--at: %v", err)
		}
	}
	if opt.Trust, err = loadTrust(e.stderr, anchors, seals, opt.At); err != nil {
		return err
	}
	if opt.Key, err = loadKey(*key); err != nil {
		return err
	}
	if opt.Content, err = contentSource(contents, *dir); err != nil {
		return err
	}
	return verifyFiles(e, files, opt, *asJSON)
}

func verifyFiles(e env, files []string, opt xades.VerifyOptions, asJSON bool) error {
	passed := true
	for _, file := range files {
		data, err := readFile(e, file)
		if err != nil {
			return err
		}
		if asic.IsContainer(data) {
			ok, err := verifyContainer(e, file, data, opt, asJSON)
			if err != nil {
				return err
			}
			passed = passed && ok
			continue
		}
		report, err := verifyBytes(data, opt)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		passed = passed && report.Verdict == xades.TotalPassed
		if asJSON {
			printJSON(e.stdout, verification{file, report})
		} else {
			printReport(e.stdout, e.lang, file, report)
		}
	}
	if !passed {
		return errNo
	}
	return nil
}

// verifyBytes answers for bytes that are no well-formed XML with a report too:
// that is a format failure (ETSI EN 319 102-1 5.2.2), not an inability.
func verifyBytes(data []byte, opt xades.VerifyOptions) (*xades.Report, error) {
	doc, err := xmltree.Parse(data, xmltree.Options{})
	if bad, ok := errors.AsType[*xmltree.Error](err); ok {
		return &xades.Report{
			Signatures: []xades.Signature{},
			Reasons:    []xades.Reason{{Code: bad.Code, Line: bad.Line, Column: bad.Column, Detail: bad.Detail}},
			Verdict:    xades.TotalFailed,
		}, nil
	} else if err != nil {
		return nil, err
	}
	return xades.Verify(doc, opt)
}

func loadKey(name string) (crypto.PublicKey, error) {
	if name == "" {
		return nil, nil
	}
	return keys.LoadPublic(name)
}

// contentSource serves detached content from the named files and from below dir;
// nothing is ever fetched, and no URI leads out of dir.
func contentSource(pairs []string, dir string) (func(uri string) ([]byte, bool), error) {
	named := map[string]string{}
	for _, pair := range pairs {
		uri, file, ok := cutLast(pair, "=")
		if !ok {
			return nil, usagef("--content %q is not URI=FILE", pair)
		}
		if _, err := os.Stat(file); err != nil {
			return nil, err
		}
		named[uri] = file
	}
	return func(uri string) ([]byte, bool) {
		if file, ok := named[uri]; ok {
			data, err := os.ReadFile(file)
			return data, err == nil
		}
		return fromDir(dir, uri)
	}, nil
}

// cutLast splits at the last separator: URIs may hold "=", file names seldom do.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func fromDir(dir, uri string) ([]byte, bool) {
	u, err := url.Parse(uri)
	if dir == "" || err != nil || u.IsAbs() || u.Host != "" || u.Path == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, false
	}
	name := path.Clean(u.Path)
	if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, false
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, false
	}
	defer root.Close()
	f, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, false
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	return data, err == nil
}

// printReport says in words who signed, with what, what it covers and what is wrong.
func printReport(w io.Writer, lang locale.Lang, file string, report *xades.Report) {
	fmt.Fprintf(w, "%s: %s\n", file, report.Verdict)
	printReasons(w, lang, "  ", report.Reasons)
	for _, s := range report.Signatures {
		fmt.Fprintf(w, "  %s %s\n", s.ID, strings.TrimSpace(string(s.Indication)+" "+s.SubIndication))
		for _, line := range [][2]string{
			{"signer", signerWords(s)}, {"issuer", s.Signer.Issuer}, {"kind", string(s.Kind)}, {"level", s.Level},
			{"cryptographic", string(s.Cryptographic)}, {"coverage", string(s.Coverage)}, {"signed", signedAt(s)},
		} {
			if line[1] != "" {
				fmt.Fprintf(w, "    %s: %s\n", locale.Text(lang, "verify."+line[0]), line[1])
			}
		}
		printReasons(w, lang, "    ", s.Reasons)
	}
}

func signerWords(s xades.Signature) string {
	p := s.Signer.Person
	if p == nil {
		return s.Signer.Subject
	}
	words := strings.TrimSpace(p.GivenName + " " + p.FamilyName)
	if p.PESEL != "" {
		words += ", PESEL " + p.PESEL
	}
	if p.Scheme != "" {
		words += ", " + p.Scheme
	}
	return words
}

func signedAt(s xades.Signature) string {
	if s.SigningTime == nil {
		return ""
	}
	return s.SigningTime.Format(time.RFC3339)
}

func printReasons(w io.Writer, lang locale.Lang, indent string, reasons []xades.Reason) {
	for _, r := range reasons {
		message, _ := locale.Reason(lang, inbox.Reason{Code: r.Code, Args: r.Args})
		place := ""
		if r.Line > 0 {
			place = fmt.Sprintf("%d:%d: ", r.Line, r.Column)
		}
		fmt.Fprintf(w, "%s- %s%s [%s] %s\n", indent, place, message, r.Code, r.Detail)
	}
}
