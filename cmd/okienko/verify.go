package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/xades"
	"okienko/xades/asic"
	"okienko/xades/xmltree"
)

var verifyCommand = command{
	name:    "verify",
	usage:   "[--trust PEM|TSL]... [--seal PEM]... [--key PEM] [--at TIME] [--content URI=FILE]... [--content-dir DIR] [--crl FILE]... [--ocsp FILE]... [--require-revocation] [--json] FILE...",
	summary: "says who signed what: verifies every XML Signature of documents and containers, offline",
	run:     runVerify,
}

// verification is one line of --json. A document's signatures have no Document
// of their own, a container's are told by the file they stand in.
type verification struct {
	File       string           `json:"file"`
	Container  *asic.Contents   `json:"container,omitempty"`
	Signatures []asic.Signature `json:"signatures"`
	Reasons    []xades.Reason   `json:"reasons,omitempty"`
	Verdict    xades.Indication `json:"verdict"`
}

func ofDocument(file string, r *xades.Report) verification {
	v := verification{File: file, Signatures: make([]asic.Signature, len(r.Signatures)), Reasons: r.Reasons, Verdict: r.Verdict}
	for i, s := range r.Signatures {
		v.Signatures[i].Signature = s
	}
	return v
}

func ofContainer(file string, r *asic.Report) verification {
	return verification{file, r.Container, r.Signatures, r.Reasons, r.Verdict}
}

func runVerify(_ context.Context, e env, args []string) error {
	flags := newFlags("verify")
	var anchors, seals, named list
	flags.Var(&anchors, "trust", "trusted certificates, PEM, or a trusted list, XML; may stand several times")
	flags.Var(&seals, "seal", "certificates of trusted-profile seals, PEM; may stand several times")
	flags.Var(&named, "content", "detached content as URI=FILE; may stand several times")
	var crls, ocsps list
	flags.Var(&crls, "crl", "certificate revocation list, DER or PEM; may stand several times")
	flags.Var(&ocsps, "ocsp", "OCSP answer, DER or PEM; may stand several times")
	require := flags.Bool("require-revocation", false, "no signature passes without evidence that its certificates were not revoked")
	key := flags.String("key", "", "public key or certificate for signatures without one, PEM")
	var at instant
	flags.Var(&at, "at", "validation time, RFC 3339; now without it")
	dir := flags.String("content-dir", "", "folder for detached content with relative URIs")
	asJSON := flags.Bool("json", false, "one JSON object per line and file")
	files, err := parseArgs(e, flags, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef("at least one FILE, please")
	}
	if at.IsZero() {
		at.Time = e.now()
	}
	opt := xades.VerifyOptions{At: at.Time, RequireRevocation: *require}
	if opt.Revocation, err = loadEvidence(append(crls, ocsps...)...); err != nil {
		return err
	}
	if opt.Trust, err = loadTrust(e.stderr, anchors, seals, opt.At); err != nil {
		return err
	}
	for _, anchor := range opt.Trust.Anchors {
		opt.Certificates = append(opt.Certificates, anchor.Certificate)
	}
	if opt.Key, err = loadKey(*key); err != nil {
		return err
	}
	outside, err := newContents(named, *dir)
	if err != nil {
		return err
	}
	return verifyFiles(e, files, opt, outside, *asJSON)
}

// verifyFiles prints one report per file, in order. A file that cannot be read
// has its line too, so that lines and files stay in step, and makes the exit
// code 2 whatever the others are.
func verifyFiles(e env, files []string, opt xades.VerifyOptions, outside contents, asJSON bool) error {
	passed := true
	var failed error
	for _, file := range files {
		opt.Content = outside.source()
		v, err := verifyFile(e, file, opt)
		failed = errors.Join(failed, err)
		passed = passed && v.Verdict == xades.TotalPassed
		if asJSON {
			printJSON(e.stdout, v)
		} else {
			printVerification(e.stdout, e.lang, v)
		}
	}
	switch {
	case failed != nil:
		return failed
	case !passed:
		return errNo
	}
	return nil
}

// verifyFile answers also beside an error: without signatures, and with why
// there is no verdict.
func verifyFile(e env, file string, opt xades.VerifyOptions) (verification, error) {
	data, err := readDocument(e, file)
	if err != nil {
		return ofDocument(file, unreadable(err)), err
	}
	if asic.IsContainer(data) {
		report, err := asic.Verify(data, opt)
		if err == nil {
			return ofContainer(file, report), nil
		}
		return ofDocument(file, unreadable(err)), fmt.Errorf("%s: %w", file, err)
	}
	report, err := verifyBytes(data, opt)
	if err != nil {
		return ofDocument(file, unreadable(err)), fmt.Errorf("%s: %w", file, err)
	}
	return ofDocument(file, report), nil
}

func unreadable(err error) *xades.Report {
	return &xades.Report{
		Signatures: []xades.Signature{},
		Reasons:    []xades.Reason{{Code: codeUnreadable, Detail: err.Error()}},
		Verdict:    xades.Indeterminate,
	}
}

// verifyBytes answers for bytes that are no well-formed XML with a report too:
// that is a format failure (ETSI EN 319 102-1 5.2.2), not an inability. Equal
// Ids are nobody's fault until a Reference names them; the inbox is stricter.
func verifyBytes(data []byte, opt xades.VerifyOptions) (*xades.Report, error) {
	doc, err := xmltree.Parse(data, xmltree.Options{KeepDuplicateIDs: true})
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

// printVerification says in words who signed, with what, what it covers and what is wrong.
func printVerification(w io.Writer, lang locale.Lang, v verification) {
	fmt.Fprintf(w, "%s: %s\n", v.File, v.Verdict)
	printReasons(w, lang, "  ", v.Reasons)
	printContents(w, lang, v.Container)
	for _, s := range v.Signatures {
		fmt.Fprintf(w, "  %s %s\n", printable(s.ID), strings.TrimSpace(string(s.Indication)+" "+s.SubIndication))
		for _, line := range [][2]string{
			{"signer", signerWords(s)}, {"issuer", s.Signer.Issuer}, {"kind", locale.Text(lang, "kind."+string(s.Kind))}, {"level", s.Level}, {"countersigns", s.Countersigns},
			{"cryptographic", string(s.Cryptographic)}, {"coverage", string(s.Coverage)}, {"signed", timeWords(s.SigningTime)}, {"best", timeWords(s.BestSignatureTime)},
		} {
			if line[1] != "" {
				fmt.Fprintf(w, "    %s: %s\n", locale.Text(lang, "verify."+line[0]), printable(line[1]))
			}
		}
		printReasons(w, lang, "    ", s.Reasons)
		printNotes(w, lang, s.Notes)
		for _, t := range s.TimeStamps {
			words := []string{t.Type, string(t.Indication), t.SubIndication, timeWords(t.Time), t.Authority}
			fmt.Fprintf(w, "    %s\n", printable(strings.Join(strings.Fields(strings.Join(words, " ")), " ")))
			printReasons(w, lang, "      ", t.Reasons)
		}
	}
}

func signerWords(s asic.Signature) string {
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

func timeWords(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.Format(time.RFC3339)
}

// printNotes prints what was found and decides nothing. What a list says of two
// moments of the same minute reads the same: it is printed once.
func printNotes(w io.Writer, lang locale.Lang, notes []xades.Reason) {
	before := ""
	for _, n := range notes {
		if line := reasonLine(lang, n); line != before {
			fmt.Fprintf(w, "    %s: %s\n", locale.Text(lang, "verify.note"), line)
			before = line
		}
	}
}

func printReasons(w io.Writer, lang locale.Lang, indent string, reasons []xades.Reason) {
	for _, r := range reasons {
		fmt.Fprintf(w, "%s- %s\n", indent, reasonLine(lang, r))
	}
}

// reasonLine is a reason in words, with its place, its code and its detail.
func reasonLine(lang locale.Lang, r xades.Reason) string {
	message := ""
	if locale.Has(r.Code) {
		message, _ = locale.Reason(lang, inbox.Reason{Code: r.Code, Args: r.Args})
	}
	place := ""
	if r.Line > 0 {
		place = fmt.Sprintf("%d:%d: ", r.Line, r.Column)
	}
	return fmt.Sprintf("%s%s [%s] %s", place, printable(message), r.Code, printable(r.Detail))
}
