package asic

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"okienko/xades"
)

// Extend raises a signature of a container to a level as xades.Extend does, in
// the document of signatures of this name; "" is the only one. Content is what
// the container holds: ExtendOptions.Content is not asked. Every other file
// keeps its octets; the zip file around them is written anew.
func Extend(ctx context.Context, container []byte, document, level string, more xades.ExtendOptions) ([]byte, error) {
	c, err := Open(container)
	if err != nil {
		return nil, err
	}
	if c.verdict != xades.TotalPassed {
		return nil, fmt.Errorf("asic: no signature of this container is extended: %v", c.reasons)
	}
	signatures, err := c.signaturesNamed(document)
	if err != nil {
		return nil, err
	}
	more.Content = (&verification{Container: *c}).source()
	extended, err := xades.Extend(ctx, signatures.Data, level, more)
	if err != nil {
		return nil, err
	}
	made, err := writeZip(c.with(signatures.Name, extended))
	if err != nil {
		return nil, err
	}
	if err := checkExtended(container, made, more); err != nil {
		return nil, err
	}
	return made, nil
}

// signaturesNamed finds a document of signatures.
func (c *Container) signaturesNamed(name string) (File, error) {
	if name == "" && len(c.Signatures) == 1 {
		return c.Signatures[0], nil
	}
	i := slices.IndexFunc(c.Signatures, func(f File) bool { return f.Name == name })
	if i < 0 {
		return File{}, fmt.Errorf("asic: %d documents of signatures, and %q is none", len(c.Signatures), name)
	}
	return c.Signatures[i], nil
}

// with returns the files, one of them with other content.
func (c *Container) with(name string, data []byte) []File {
	files := slices.Clone(c.files)
	for i := range files {
		if files[i].Name == name {
			files[i].Data = data
		}
	}
	return files
}

// checkExtended wants the container to say of every signature what it said
// before, of their levels apart.
func checkExtended(before, after []byte, more xades.ExtendOptions) error {
	opt := xades.VerifyOptions{At: more.Time, Trust: more.Trust}
	was, err := Verify(before, opt)
	if err != nil {
		return err
	}
	is, err := Verify(after, opt)
	if err != nil {
		return err
	}
	if len(is.Signatures) != len(was.Signatures) || worse(is.Verdict, was.Verdict) != was.Verdict {
		return errors.New("asic: extending would change what the container says")
	}
	for i, s := range is.Signatures {
		if old := was.Signatures[i]; s.Cryptographic != old.Cryptographic || worse(s.Indication, old.Indication) != old.Indication {
			return fmt.Errorf("asic: extending would leave signature %q %s", s.ID, s.Indication)
		}
	}
	return nil
}
