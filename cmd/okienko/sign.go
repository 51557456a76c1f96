package main

import (
	"context"
	"crypto/rand"

	"okienko/inbox/keys"
	"okienko/xades"
)

var signCommand = command{
	name:    "sign",
	usage:   "--key FILE|PKCS#11-URI [--cert FILE] [--level B-B] [-o OUT] FILE",
	summary: "adds an enveloped XAdES signature to a document",
	run:     runSign,
}

func runSign(_ context.Context, e env, args []string) error {
	fs := newFlags("sign")
	key := fs.String("key", "", "private key: PEM, PKCS#12, or a PKCS#11 URI")
	cert := fs.String("cert", "", "certificate, then its chain, PEM; not needed where the key's file or token holds them")
	level := fs.String("level", "B-B", "B-B")
	out := fs.String("o", "", "output file; standard output without it")
	files, err := parseArgs(e, fs, args)
	if err != nil {
		return err
	}
	switch {
	case *key == "":
		return usagef("--key is required")
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
	return writeFile(e, *out, signed)
}
