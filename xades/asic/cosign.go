package asic

import (
	"context"
	"fmt"
	"slices"

	"okienko/xades"
)

// Cosign adds one more signature over all data objects of a container, at a
// level, in a document of its own. Every other file stays as it is, the
// signatures of others too; the zip file around them is written anew.
func Cosign(ctx context.Context, container []byte, level string, opt xades.SignOptions, more xades.ExtendOptions) ([]byte, error) {
	c, err := Open(container)
	if err != nil {
		return nil, err
	}
	if c.Type != TypeE || c.verdict != xades.TotalPassed {
		return nil, fmt.Errorf("asic: no signature is added to this container: %v", c.reasons)
	}
	signatures, err := signFiles(ctx, c.Objects, level, opt, more)
	if err != nil {
		return nil, err
	}
	name, err := c.freeName()
	if err != nil {
		return nil, err
	}
	signed, err := writeZip(append(c.files, File{Name: name, Data: signatures}))
	if err != nil {
		return nil, err
	}
	if err := checkCosigned(signed, name, opt); err != nil {
		return nil, err
	}
	return signed, nil
}

// freeName is the first name for a document of signatures that is not taken.
func (c *Container) freeName() (string, error) {
	for i := range MaxSignatureFiles {
		name := fmt.Sprintf("%ssignatures%d.xml", metaFolder, i)
		if _, taken := c.content[name]; !taken && len(c.Signatures) < MaxSignatureFiles {
			return name, nil
		}
	}
	return "", fmt.Errorf("asic: the container has %d documents of signatures", len(c.Signatures))
}

func checkCosigned(signed []byte, name string, opt xades.SignOptions) error {
	report, err := Verify(signed, xades.VerifyOptions{At: opt.Time})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(report.Signatures, func(s Signature) bool { return s.Document == name })
	if i < 0 || report.Signatures[i].Cryptographic != xades.CryptoPassed {
		return fmt.Errorf("asic: the signature made does not verify: %v", report.Reasons)
	}
	return nil
}
