package main

import (
	"crypto/sha256"
	"flag"
	"path/filepath"

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
		"detached: a signature beside the FILEs, named by their base names;\nasic-e: a container of the FILEs and a signature over all")
	fs.BoolVar(&f.asXML, "xml", false, "enveloping: carry the FILEs as XML, not as base64")
	fs.Var(&f.contents, "content", "content outside to sign too, as URI=FILE; may stand several times")
}

// check refuses what means nothing, before anything is read.
func (f *signForm) check(files []string) error {
	switch {
	case f.asXML && f.form != "enveloping":
		return usagef("--xml belongs to --form enveloping")
	case f.form == "asic-e" && len(f.contents) > 0:
		return usagef("--content: a container signs what is in it")
	}
	switch f.form {
	case "enveloped":
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
		return usagef("--form %q is none of enveloped, enveloping, detached, asic-e", f.form)
	}
	return nil
}

// sign makes the signature that the flags ask for.
func (f *signForm) sign(e env, files []string, opt xades.SignOptions) ([]byte, error) {
	outside, err := f.outside(e)
	if err != nil {
		return nil, err
	}
	contents, err := readContents(e, files)
	if err != nil {
		return nil, err
	}
	switch f.form {
	case "detached":
		return xades.SignDetached(append(contents, outside...), opt)
	case "asic-e":
		return containerOf(files, contents, opt)
	}
	for _, c := range outside {
		sum := sha256.Sum256(c.Data)
		opt.Detached = append(opt.Detached, xades.Detached{URI: c.URI, Digest: sum[:]})
	}
	if f.form == "enveloped" {
		return xades.Sign(contents[0].Data, opt)
	}
	var objects []xades.Object
	for _, c := range contents {
		objects = append(objects, xades.Object{Data: c.Data, XML: f.asXML})
	}
	return xades.SignEnveloping(objects, opt)
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
