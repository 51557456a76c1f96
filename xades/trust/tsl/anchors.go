package tsl

import (
	"crypto/x509"
	"time"

	"okienko/xades/trust"
)

// Anchors returns the authorities of every service that is or ever was
// granted for qualified certificates. Each answers, for the time and the path
// in question, whether it was granted then and whether the signature is
// qualified; so the same anchors serve for now and for any time before.
func (l *List) Anchors() []trust.Anchor {
	var anchors []trust.Anchor
	for _, p := range l.Providers {
		for _, s := range p.Services {
			if !s.ever(ServiceQualifiedCertificates) {
				continue
			}
			for _, c := range s.Identity.Certificates {
				if c.Parsed != nil && c.Parsed.IsCA {
					anchors = append(anchors, trust.Anchor{Certificate: c.Parsed, Kind: "qualified", Vouch: l.vouch})
				}
			}
		}
	}
	return anchors
}

// vouch answers trust.Anchor.Vouch for a path that ends at one of Anchors.
func (l *List) vouch(path []*x509.Certificate, at time.Time) (kind, refusal string) {
	if !l.grantedAbove(path, at) {
		return "", "trusted list " + l.Territory + ": no granted CA/QC service in the path at " + at.UTC().Format(time.RFC3339)
	}
	if v := l.Qualified(path, at); v.qualifiesSignatures() {
		return "qualified", ""
	}
	return "advanced", ""
}

func (l *List) grantedAbove(path []*x509.Certificate, at time.Time) bool {
	for _, s := range l.issuers(path) {
		if s.service.Granted(ServiceQualifiedCertificates, at) {
			return true
		}
	}
	return false
}
