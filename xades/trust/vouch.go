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
		if anchor.Vouch != nil {
			kind, refusal := anchor.Vouch(purpose, path, at)
			if refusal != "" {
				j.Detail = refusal
				continue
			}
			anchor = &Anchor{Certificate: anchor.Certificate, Kind: kind, Vouch: anchor.Vouch}
		}
		*j = Judgement{Anchor: anchor, Path: path}
		return true
	}
	return false
}
