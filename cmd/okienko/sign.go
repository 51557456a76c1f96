package main

import (
	"context"
	"crypto/rand"

	"okienko/inbox/keys"
	"okienko/xades"
)

var signCommand = command{
	name:    "sign",
	usage:   "--key FILE --cert FILE [--level B-B] [--form enveloped|enveloping|detached|asic-e] [--xml] [--content URI=FILE]... [-o OUT] FILE...",
	summary: "signs with XAdES: into a document, carrying it, beside it, or in a container",
	run:     runSign,
}

func runSign(_ context.Context, e env, args []string) error {
	fs := newFlags("sign")
	key := fs.String("key", "", "private key, PEM")
	cert := fs.String("cert", "", "certificate, then its chain, PEM")
	level := fs.String("level", "B-B", "B-B")
	out := fs.String("o", "", "output file; standard output without it")
	var form signForm
	form.flags(fs)
	files, err := parseArgs(e, fs, args)
	if err != nil {
		return err
	}
	switch {
	case *key == "" || *cert == "":
		return usagef("--key and --cert are required")
	case *level != "B-B":
		return usagef("level %q: this version signs at B-B", *level)
	}
	if err := form.check(files); err != nil {
		return err
	}
	seal, err := keys.LoadSeal(keys.Source{Key: *key, Certificate: *cert})
	if err != nil {
		return err
	}
	signed, err := form.sign(e, files, xades.SignOptions{
		Signer: seal.Signer, Certificate: seal.Certificate, Chain: seal.Chain, Time: e.now(), Rand: rand.Reader,
	})
	if err != nil {
		return err
	}
	return writeFile(e, *out, signed)
}
