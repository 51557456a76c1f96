package asic

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"okienko/xades"
	"okienko/xades/xmltree"
)

// Create makes an ASiC-E container of the files and one XAdES B-B signature over
// all of them, and verifies what it made. The same files and the same signature
// give the same bytes.
func Create(files []File, opt xades.SignOptions) ([]byte, error) {
	return CreateAt(context.Background(), files, xades.LevelBB, opt, xades.ExtendOptions{})
}

// CreateAt makes a container as Create does, with a signature raised to a level.
// ExtendOptions.Content is not asked: the content is what the container holds.
func CreateAt(ctx context.Context, files []File, level string, opt xades.SignOptions, more xades.ExtendOptions) ([]byte, error) {
	if err := checkFiles(files); err != nil {
		return nil, err
	}
	signatures, err := signFiles(ctx, files, level, opt, more)
	if err != nil {
		return nil, err
	}
	return pack(files, signatures, opt)
}

func checkFiles(files []File) error {
	if len(files) == 0 {
		return errors.New("asic: a container needs a file")
	}
	for _, f := range files {
		if fault := nameFault(f.Name); fault != "" {
			return fmt.Errorf("asic: file %q: %s", f.Name, fault)
		}
		if f.Name == mimetypeName || strings.HasPrefix(f.Name, metaFolder) || strings.HasSuffix(f.Name, "/") {
			return fmt.Errorf("asic: file %q: the name has a meaning of its own in a container", f.Name)
		}
	}
	return nil
}

// pack puts files and signatures together and verifies the container.
func pack(files []File, signatures []byte, opt xades.SignOptions) ([]byte, error) {
	manifest, err := writeManifest(files)
	if err != nil {
		return nil, err
	}
	entries := append([]File{{Name: mimetypeName, Data: []byte(TypeE)}}, files...)
	entries = append(entries, File{Name: manifestName, Data: manifest}, File{Name: metaFolder + "signatures0.xml", Data: signatures})
	container, err := writeZip(entries)
	if err != nil {
		return nil, err
	}
	if err := checkCreated(container, len(files), opt); err != nil {
		return nil, fmt.Errorf("asic: the container made does not verify: %w", err)
	}
	return container, nil
}

// signFiles makes the document of one signature over all files, at a level.
func signFiles(ctx context.Context, files []File, level string, opt xades.SignOptions, more xades.ExtendOptions) ([]byte, error) {
	contents := make([]xades.Content, len(files))
	byURI := make(map[string][]byte, len(files))
	for i, f := range files {
		contents[i] = xades.Content{URI: URI(f.Name), Data: f.Data, MimeType: f.MediaType}
		byURI[contents[i].URI] = f.Data
	}
	signed, err := xades.SignDetached(contents, opt)
	if err != nil {
		return nil, err
	}
	if signed, err = wrap(signed); err != nil || level == xades.LevelBB {
		return signed, err
	}
	more.Content = func(uri string) ([]byte, bool) { data, ok := byURI[uri]; return data, ok }
	return xades.Extend(ctx, signed, level, more)
}

// wrap puts a signature into XAdESSignatures. SignedInfo and SignedProperties
// are signed in their exclusive form, which is the same wherever they stand.
func wrap(signature []byte) ([]byte, error) {
	doc, err := xmltree.Parse(signature, xmltree.Options{})
	if err != nil {
		return nil, err
	}
	start, end := doc.Root().Range()
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<asic:XAdESSignatures xmlns:asic="` + namespace + `">`)
	b.Write(doc.Text()[start:end])
	b.WriteString(`</asic:XAdESSignatures>`)
	return b.Bytes(), nil
}

func writeManifest(files []File) ([]byte, error) {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	root := doc.CreateElement("manifest:manifest")
	root.CreateAttr("xmlns:manifest", manifestNamespace)
	root.CreateAttr("manifest:version", "1.2")
	add := func(name, mediaType string) {
		if mediaType == "" {
			mediaType = "application/octet-stream"
		}
		entry := root.CreateElement("manifest:file-entry")
		entry.CreateAttr("manifest:full-path", name)
		entry.CreateAttr("manifest:media-type", mediaType)
	}
	add("/", TypeE)
	for _, f := range files {
		add(f.Name, f.MediaType)
	}
	return doc.WriteToBytes()
}

// checkCreated makes sure that this package reads what it wrote, without a fault
// of form and with every file signed.
func checkCreated(container []byte, files int, opt xades.SignOptions) error {
	report, err := Verify(container, xades.VerifyOptions{At: opt.Time})
	if err != nil {
		return err
	}
	if len(report.Reasons) > 0 {
		return fmt.Errorf("%s: %s", report.Reasons[0].Code, report.Reasons[0].Detail)
	}
	if len(report.Signatures) != 1 || report.Signatures[0].Cryptographic != xades.CryptoPassed || len(report.Container.Objects) != files {
		return errors.New("the signature does not hold")
	}
	return nil
}
