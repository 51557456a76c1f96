package main

import (
	"context"
	"crypto/sha256"
	"flag"
	"path/filepath"
	"slices"

	"okienko/xades"
	"okienko/xades/asic"
)

// signForm says where the signature stands: --form, --xml, --content.
type signForm struct {
	form     string
	asXML    bool
	contents list
}

func (f *signForm) flags(fs *flag.FlagSet) {
	fs.StringVar(&f.form, "form", "enveloped", "enveloped: into FILE; enveloping: a signature that carries the FILEs;\n"+
		"detached: a signature beside the FILEs, named by their base names;\nasic-e: a container of the FILEs and a signature over all; cosign: one more signature in the container FILE")
	fs.BoolVar(&f.asXML, "xml", false, "enveloping: carry the FILEs as XML, not as base64")
	fs.Var(&f.contents, "content", "content outside to sign too, as URI=FILE; may stand several times")
}

// check refuses what means nothing, before anything is read.
func (f *signForm) check(files []string) error {
	switch {
	case f.asXML && f.form != "enveloping":
		return usagef("--xml belongs to --form enveloping")
	case (f.form == "asic-e" || f.form == "cosign") && len(f.contents) > 0:
		return usagef("--content: a container signs what is in it")
	}
	switch f.form {
	case "enveloped", "cosign":
		if len(files) != 1 {
			return usagef("one FILE, please")
		}
	case "enveloping", "asic-e":
		if len(files) == 0 {
			return usagef("at least one FILE, please")
		}
	case "detached":
		if len(files)+len(f.contents) == 0 {
			return usagef("at least one FILE or --content, please")
		}
	default:
		return usagef("--form %q is none of enveloped, enveloping, detached, asic-e, cosign", f.form)
	}
	return nil
}

// sign makes the signature that the flags ask for, at a level.
func (f *signForm) sign(ctx context.Context, e env, files []string, level string, opt xades.SignOptions, more xades.ExtendOptions) ([]byte, error) {
	outside, err := f.outside(e)
	if err != nil {
		return nil, err
	}
	contents, err := readContents(e, files)
	if err != nil {
		return nil, err
	}
	switch f.form {
	case "asic-e":
		return asic.CreateAt(ctx, filesOf(files, contents), level, opt, more)
	case "cosign":
		return asic.Cosign(ctx, contents[0].Data, level, opt, more)
	case "detached":
		all := append(contents, outside...)
		more.Content = named(all)
		signed, err := xades.SignDetached(all, opt)
		return raised(ctx, signed, err, level, more)
	}
	for _, c := range outside {
		sum := sha256.Sum256(c.Data)
		opt.Detached = append(opt.Detached, xades.Detached{URI: c.URI, Digest: sum[:]})
	}
	more.Content = named(outside)
	if f.form == "enveloped" {
		return signInto(ctx, contents[0].Data, level, opt, more)
	}
	var objects []xades.Object
	for _, c := range contents {
		objects = append(objects, xades.Object{Data: c.Data, XML: f.asXML})
	}
	signed, err := xades.SignEnveloping(objects, opt)
	return raised(ctx, signed, err, level, more)
}

// signInto signs a document and makes sure that earlier signatures survive.
func signInto(ctx context.Context, document []byte, level string, opt xades.SignOptions, more xades.ExtendOptions) ([]byte, error) {
	signed, err := xades.SignAt(ctx, document, level, opt, more)
	if err != nil {
		return nil, err
	}
	return signed, keepsEarlier(document, signed, more)
}

// raised takes a signature at B-B to the level asked for.
func raised(ctx context.Context, signed []byte, err error, level string, more xades.ExtendOptions) ([]byte, error) {
	if err != nil || level == xades.LevelBB {
		return signed, err
	}
	return xades.Extend(ctx, signed, level, more)
}

// named serves contents by their URIs.
func named(contents []xades.Content) func(uri string) ([]byte, bool) {
	return func(uri string) ([]byte, bool) {
		i := slices.IndexFunc(contents, func(c xades.Content) bool { return c.URI == uri })
		if i < 0 {
			return nil, false
		}
		return contents[i].Data, true
	}
}

// outside reads what --content names.
func (f *signForm) outside(e env) ([]xades.Content, error) {
	var contents []xades.Content
	for _, pair := range f.contents {
		uri, file, ok := cutLast(pair, "=")
		if !ok {
			return nil, usagef("--content %q is not URI=FILE", pair)
		}
		data, err := readFile(e, file)
		if err != nil {
			return nil, err
		}
		contents = append(contents, xades.Content{URI: uri, Data: data})
	}
	return contents, nil
}

// readContents reads the files, each under the URI of its base name.
func readContents(e env, files []string) ([]xades.Content, error) {
	var contents []xades.Content
	for _, file := range files {
		data, err := readFile(e, file)
		if err != nil {
			return nil, err
		}
		contents = append(contents, xades.Content{URI: asic.URI(filepath.Base(file)), Data: data})
	}
	return contents, nil
}
