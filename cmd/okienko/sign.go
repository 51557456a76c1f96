package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"okienko/inbox/keys"
	"okienko/xades"
)

var signCommand = command{
	name:    "sign",
	usage:   "--key FILE --cert FILE [--level B-B] [-o OUT] FILE",
	summary: "adds an enveloped XAdES signature to a document",
	run:     runSign,
}

func runSign(_ context.Context, e env, args []string) error {
	fs := newFlags("sign")
	key := fs.String("key", "", "private key, PEM")
	cert := fs.String("cert", "", "certificate, then its chain, PEM")
	level := fs.String("level", "B-B", "B-B")
	out := fs.String("o", "", "output file; standard output without it")
	files, err := parseArgs(e, fs, args)
	if err != nil {
		return err
	}
	switch {
	case *key == "" || *cert == "":
		return usagef("--key and --cert are required")
	case *level != "B-B":
		return usagef("level %q: this version signs at B-B", *level)
	case len(files) != 1:
		return usagef("one FILE, please")
	}
	document, err := readFile(e, files[0])
	if err != nil {
		return err
	}
	seal, err := keys.LoadSeal(keys.Source{Key: *key, Certificate: *cert})
	if err != nil {
		return err
	}
	signed, err := xades.Sign(document, xades.SignOptions{
		Signer: seal.Signer, Certificate: seal.Certificate, Chain: seal.Chain, Time: e.now(), Rand: rand.Reader,
	})
	if err != nil {
		return err
	}
	if err := keepsEarlier(document, signed, e.now()); err != nil {
		return err
	}
	return writeFile(e, *out, signed)
}

// keepsEarlier refuses to break a signature that held before: one made through
// enveloped-signature covers whatever is added later, other signatures too.
func keepsEarlier(document, signed []byte, now time.Time) error {
	opt := xades.VerifyOptions{At: now}
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
