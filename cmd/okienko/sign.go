package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"okienko/inbox/fetch"
	"okienko/inbox/keys"
	"okienko/xades"
)

var signCommand = command{
	name:    "sign",
	usage:   "--key FILE|PKCS#11-URI [--cert FILE] [--level B-B|B-T|B-LT|B-LTA] [--tsa URL] [--trust PEM|TSL]... [--crl FILE]... [--ocsp FILE]... [--form enveloped|enveloping|detached|asic-e|cosign] [--xml] [--content URI=FILE]... [-o OUT] FILE...",
	summary: "signs with XAdES: into a document, carrying it, beside it, or in a container",
	run:     runSign,
}

// signing is what the command line of sign asks for.
type signing struct {
	key, cert, level, tsa, out string
	trust, crls, ocsps         list
	private                    bool
	form                       signForm
}

func runSign(ctx context.Context, e env, args []string) error {
	var s signing
	fs := newFlags("sign")
	fs.StringVar(&s.key, "key", "", "private key: PEM, or a PKCS#11 URI (RFC 7512)")
	fs.StringVar(&s.cert, "cert", "", "certificate, then its chain, PEM; not needed where the key's file or token holds them")
	fs.StringVar(&s.level, "level", xades.LevelBB, "B-B, B-T, B-LT or B-LTA")
	fs.StringVar(&s.tsa, "tsa", "", "address of the time-stamp authority, for the levels above B-B")
	fs.Var(&s.trust, "trust", "trusted certificates, PEM, or a trusted list, XML: without evidence given, B-LT and B-LTA fetch it for the paths to these")
	fs.Var(&s.crls, "crl", "certificate revocation list for B-LT and B-LTA; may stand several times")
	fs.Var(&s.ocsps, "ocsp", "OCSP answer for B-LT and B-LTA; may stand several times")
	fs.BoolVar(&s.private, "allow-private", false, "fetch evidence from private addresses too, where certificates name such")
	fs.StringVar(&s.out, "o", "", "output file; standard output without it")
	s.form.flags(fs)
	files, err := parseArgs(e, fs, args)
	if err != nil {
		return err
	}
	if s.key == "" {
		return usagef("--key is required")
	}
	if err := errors.Join(s.form.check(files), s.check()); err != nil {
		return err
	}
	signed, err := s.sign(ctx, e, files)
	if err != nil {
		return err
	}
	return writeFile(e, s.out, signed)
}

func (s *signing) check() error {
	switch s.level {
	case xades.LevelBB:
		return nil
	case xades.LevelBT, xades.LevelBLT, xades.LevelBLTA:
	default:
		return usagef("level %q: B-B, B-T, B-LT or B-LTA", s.level)
	}
	switch {
	case s.tsa == "":
		return usagef("level %s needs --tsa", s.level)
	case s.level != xades.LevelBT && len(s.crls)+len(s.ocsps)+len(s.trust) == 0:
		return usagef("level %s needs evidence: --crl or --ocsp, or --trust to fetch it", s.level)
	}
	return nil
}

func (s *signing) sign(ctx context.Context, e env, files []string) ([]byte, error) {
	seal, err := keys.LoadSeal(keys.Source{Key: s.key, Certificate: s.cert})
	if err != nil {
		return nil, err
	}
	more := xades.ExtendOptions{Rand: rand.Reader, Time: e.now(), Certificates: seal.Chain}
	if more.Trust, err = loadTrust(e.stderr, s.trust, nil, more.Time); err != nil {
		return nil, err
	}
	if more.Revocation, err = loadEvidence(append(s.crls, s.ocsps...)...); err != nil {
		return nil, err
	}
	// Whoever types the command names the authority, so it may stand anywhere;
	// the addresses of evidence stand in certificates.
	more.TSA = func(ctx context.Context, request []byte) ([]byte, error) {
		return fetch.New(fetch.Options{Private: true}).TimeStamp(ctx, s.tsa, request)
	}
	if len(more.Revocation) == 0 {
		more.Evidence = fetch.New(fetch.Options{Private: s.private}).Evidence
	}
	opt := xades.SignOptions{Signer: seal.Signer, Certificate: seal.Certificate, Chain: seal.Chain, Time: more.Time, Rand: rand.Reader}
	return s.form.sign(ctx, e, files, s.level, opt, more)
}

// keepsEarlier refuses to break a signature that held before: one made through
// enveloped-signature covers whatever is added later, other signatures too.
func keepsEarlier(document, signed []byte, more xades.ExtendOptions) error {
	opt := xades.VerifyOptions{At: more.Time, Content: more.Content}
	before, err := verifyBytes(document, opt)
	if err != nil {
		return err
	}
	after, err := verifyBytes(signed, opt)
	if err != nil {
		return err
	}
	for i, s := range before.Signatures { // the new one is the last
		if s.Cryptographic != xades.CryptoPassed {
			continue
		}
		if i >= len(after.Signatures) || after.Signatures[i].Cryptographic != xades.CryptoPassed {
			return fmt.Errorf("the document is signed already, and signature %q would not survive another one beside it", s.ID)
		}
	}
	return nil
}
