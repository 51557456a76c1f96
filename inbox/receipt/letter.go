package receipt

import (
	"fmt"

	"okienko/xades/xmltree"
)

// SealLetter signs a letter of the office with its seal, the same that is under
// its receipts: the letter is the body's, not a clerk's. What comes back has
// passed verification.
func (i *Issuer) SealLetter(document []byte) ([]byte, error) {
	made := i.now()
	signed, err := i.sign(document, made)
	if err != nil {
		return nil, fmt.Errorf("seal letter: %w", err)
	}
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	if err != nil {
		return nil, fmt.Errorf("seal letter: %w", err)
	}
	if err := i.passes(doc, made, nil); err != nil {
		return nil, fmt.Errorf("sealed letter does not pass its own check: %w", err)
	}
	return signed, nil
}
