package trust

import (
	"bytes"
	"crypto/x509"
	"time"
)

// anchored looks for the anchor a path ends at, and asks the list it is from
// whether it stood at the time.
func (c Config) anchored(purpose Purpose, path []*x509.Certificate, at time.Time, j *Judgement) bool {
	last := path[len(path)-1]
	for i := range c.Anchors {
		anchor := &c.Anchors[i]
		if !bytes.Equal(anchor.Certificate.Raw, last.Raw) {
			continue
		}
		var listing *Listing
		if anchor.Vouch != nil {
			said := anchor.Vouch(purpose, path, at)
			listing = &said
			if said.Refusal != "" {
				j.Detail, j.Listing = said.Refusal, listing
				continue
			}
			anchor = &Anchor{Certificate: anchor.Certificate, Kind: said.Kind, Vouch: anchor.Vouch}
		}
		*j = Judgement{Anchor: anchor, Path: path, Listing: listing}
		return true
	}
	return false
}
